"""Gradient descent: the rows of one update, then the update, whatever the model is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np

from bpsheet.engine.optimizers import OPTIMIZERS, States
from bpsheet.engine.schedule import Schedule
from bpsheet.names import COUNTER, mean_name, state_name
from bpsheet.template import Template
from bpsheet.trace import Array, LayerTrace


@dataclass(frozen=True)
class Numbers:
    """What a model keeps of its rows beside parameters and gradients, as a `Trace` holds it."""

    total: Array
    errors: Array
    layers: tuple[LayerTrace, ...] = ()
    by_row: Mapping[str, Array] = field(default_factory=dict)


class Run(Protocol):
    """The rows of a training run in the making.

    Rows come first here, so that the numbers of one row lie together in memory.

    Attributes:
        parameters: (rows + 1, rates, parameters); the last row is what the last update leaves.
        gradients: ∂E/∂parameter, (rows, rates, parameters).
        followed: what updates follow: the gradients, but under the sequential rule.
    """

    parameters: Array
    gradients: Array
    followed: Array

    def fill(self, rows: int | slice) -> None:
        """Compute rows whose parameters are known, the forward and the backward pass."""

    def numbers(self) -> Numbers:
        """Return what all rows hold."""


def descend(run: Run, template: Template, rates: Array, schedule: Schedule) -> dict[str, Array]:
    """Fill in all rows and return what has a value per update by name, (rates, updates).

    The rows of one update share their parameters. Fixed parameters keep those of the first row.
    """
    trained = len(template.trained)
    parameters, followed = run.parameters[..., :trained], run.followed[..., :trained]
    bounds = schedule.batch_bounds
    updates = Updates(template, rates, len(bounds) - 1)
    for number, (first, last) in enumerate(pairwise(bounds)):
        if updates.averaged:
            parameters[first:last] = parameters[first]
            run.fill(slice(first, last))
            gradients = followed[first:last].mean(axis=0)
        else:
            run.fill(first)  # NumPy is quicker with an axis less
            gradients = followed[first]
        parameters[last] = parameters[first] - updates.change(number, gradients)
    return updates.by_name()


class Updates:
    """What the updates of a run subtract, and what they leave behind.

    Arguments:
        template: the worked example.
        rates: the learning rates, (rates,).
        count: the number of updates.
    """

    def __init__(self, template: Template, rates: Array, count: int) -> None:
        self.template = template
        self.averaged = template.training.batch_size(template.samples) > 1
        self._rates = rates[:, np.newaxis]
        self._optimizer = OPTIMIZERS[template.training.optimizer]
        self._settings = template.training.hyperparameters
        shape = (count, len(rates), len(template.trained))
        self._means = np.empty(shape if self.averaged else (0, *shape[1:]))
        self._kept = {symbol: np.empty(shape) for symbol in self._optimizer.symbols}
        self._states: States = {symbol: np.zeros(shape[1:]) for symbol in self._optimizer.symbols}
        self._numbers = np.broadcast_to(np.arange(1.0, count + 1), (len(rates), count))

    def change(self, update: int, gradients: Array) -> Array:
        """Return what an update subtracts from the trained parameters, (rates, parameters).

        Arguments:
            update: its number, from 0.
            gradients: the mean gradients of its rows, (rates, parameters).
        """
        direction, self._states = self._optimizer.rule(
            gradients, self._states, update + 1, **self._settings
        )
        for symbol, values in self._states.items():
            self._kept[symbol][update] = values
        if self.averaged:
            self._means[update] = gradients
        return self._rates * direction

    def by_name(self) -> dict[str, Array]:
        """Return mean gradients and the states of the optimizer by name, (rates, updates)."""
        names, trained = self.template.names, self.template.trained
        found: dict[str, Array] = {}
        if self.averaged:
            means = (mean_name(names.gradient(parameter)) for parameter in trained)
            found |= dict(zip(means, self._means.transpose(2, 1, 0), strict=True))
        if self._optimizer.counts:
            found[COUNTER] = self._numbers
        for position, parameter in enumerate(trained):
            for symbol, values in self._kept.items():
                found[state_name(symbol, parameter)] = values[..., position].T
        return found
