"""The optimizers in NumPy, each after the formulas of PyTorch (``torch.optim``, version 2).

A rule takes the gradients of an update, what it remembers and the number of the update, from 1. It
returns the direction, which times the learning rate is subtracted, and what it remembers now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from bpsheet.trace import Array

States = Mapping[str, Array]
Direction = tuple[Array, States]


@dataclass(frozen=True)
class Optimizer:
    """An optimizer.

    Attributes:
        rule: called with the hyper-parameters by name.
        symbols: what it remembers of each parameter, from 0 before the first update.
        counts: whether it needs the number of the update.
    """

    rule: Callable[..., Direction]
    symbols: tuple[str, ...] = ()
    counts: bool = False


def _sgd(gradients: Array, before: States, number: int) -> Direction:
    return gradients, before


def _momentum(gradients: Array, before: States, number: int, *, momentum: float) -> Direction:
    velocity = momentum * before["v"] + gradients
    return velocity, {"v": velocity}


def _nesterov(gradients: Array, before: States, number: int, *, momentum: float) -> Direction:
    velocity = momentum * before["v"] + gradients
    return gradients + momentum * velocity, {"v": velocity}


def _adagrad(gradients: Array, before: States, number: int, *, epsilon: float) -> Direction:
    squares = before["G"] + gradients**2
    return gradients / (np.sqrt(squares) + epsilon), {"G": squares}


def _rmsprop(
    gradients: Array, before: States, number: int, *, rho: float, epsilon: float
) -> Direction:
    mean_square = rho * before["v"] + (1 - rho) * gradients**2
    return gradients / (np.sqrt(mean_square) + epsilon), {"v": mean_square}


def _adam(
    gradients: Array, before: States, number: int, *, beta1: float, beta2: float, epsilon: float
) -> Direction:
    mean = beta1 * before["m"] + (1 - beta1) * gradients
    mean_square = beta2 * before["v"] + (1 - beta2) * gradients**2
    corrected = mean / (1 - beta1**number)
    corrected_square = mean_square / (1 - beta2**number)
    direction = corrected / (np.sqrt(corrected_square) + epsilon)
    return direction, {"m": mean, "v": mean_square, "m̂": corrected, "v̂": corrected_square}


def _adamax(
    gradients: Array, before: States, number: int, *, beta1: float, beta2: float, epsilon: float
) -> Direction:
    mean = beta1 * before["m"] + (1 - beta1) * gradients
    largest = np.maximum(beta2 * before["u"], np.abs(gradients) + epsilon)
    return mean / (1 - beta1**number) / largest, {"m": mean, "u": largest}


OPTIMIZERS = {
    "sgd": Optimizer(_sgd),
    "momentum": Optimizer(_momentum, ("v",)),
    "nesterov": Optimizer(_nesterov, ("v",)),
    "adagrad": Optimizer(_adagrad, ("G",)),
    "rmsprop": Optimizer(_rmsprop, ("v",)),
    "adam": Optimizer(_adam, ("m", "v", "m̂", "v̂"), counts=True),
    "adamax": Optimizer(_adamax, ("m", "u"), counts=True),
}
