"""The activations and the losses in NumPy, written independently of the formulas.

Where relu and leaky-relu have a kink, at 0, their slope is the one from the left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bpsheet.trace import Array

# Arrays, because NumPy converts a Python number anew at every call.
ZERO, LEAK, HALF, ONE, TWO = map(np.array, (0.0, 0.01, 0.5, 1.0, 2.0))
SMALLEST = np.array(1e-15)


@dataclass(frozen=True)
class Activation:
    """An activation function of the units of a layer, which stand along the last axis.

    Attributes:
        forward: the activations, of pre-activations.
        backward: the error signals ∂E/∂(pre-activation), of ∂E/∂activation and the activations.
    """

    forward: Callable[[Array], Array]
    backward: Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Loss:
    """A loss that adds up an error per output; outputs stand along the last axis.

    Attributes:
        error: the errors, of targets and outputs.
        slope: their derivatives by the outputs or, of a fused loss, by the output units'
            pre-activations.
        fused: whether the loss is differentiated together with the output activation.
    """

    error: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]
    fused: bool = False


def _softmax(pre_activations: Array) -> Array:
    powers = np.exp(pre_activations - pre_activations.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _softmax_backward(slopes: Array, outputs: Array) -> Array:
    """Return the product of the slopes with the Jacobian a_i·([i = j] − a_j)."""
    return np.asarray(outputs * (slopes - (slopes * outputs).sum(axis=-1, keepdims=True)))


def _ln(values: Array) -> Array:
    return np.asarray(np.log(np.maximum(values, SMALLEST)))


ACTIVATIONS = {
    "sigmoid": Activation(lambda x: ONE / (ONE + np.exp(-x)), lambda s, a: s * (a * (ONE - a))),
    "tanh": Activation(np.tanh, lambda s, a: s * (ONE - a * a)),
    "linear": Activation(np.positive, lambda s, a: s),
    "relu": Activation(lambda x: np.maximum(ZERO, x), lambda s, a: s * (a > ZERO)),
    "leaky-relu": Activation(
        lambda x: np.where(x > ZERO, x, LEAK * x),
        lambda s, a: s * np.where(a > ZERO, ONE, LEAK),
    ),
    "softmax": Activation(_softmax, _softmax_backward),
}

LOSSES = {
    "half-squared-error": Loss(lambda t, a: HALF * (t - a) ** 2, lambda t, a: a - t),
    "mean-squared-error": Loss(
        lambda t, a: (t - a) ** 2 / a.shape[-1], lambda t, a: TWO / a.shape[-1] * (a - t)
    ),
    "binary-cross-entropy": Loss(
        lambda t, a: -(t * _ln(a) + (ONE - t) * _ln(ONE - a)), lambda t, a: a - t, fused=True
    ),
    "cross-entropy": Loss(lambda t, a: -t * _ln(a), lambda t, a: a - t, fused=True),
}
