"""What a training run leaves behind: every number, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bpsheet.names import NetworkNames, gradient_name
from bpsheet.template import Template

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class LayerTrace:
    """Everything about one layer after the inputs.

    Attributes:
        weights: (rates, rows, units, sources).
        biases: (rates, rows, biases): one bias per unit, one if shared, or none.
        sources: what the weights multiply, (rates, rows, sources).
        pre_activations: (rates, rows, units).
        activations: (rates, rows, units).
        error_signals: δ = ∂E_total/∂pre-activation, (rates, rows, units).
        weight_gradients: ∂E_total/∂weight, shaped as `weights`.
        bias_gradients: ∂E_total/∂bias, shaped as `biases`.
    """

    weights: Array
    biases: Array
    sources: Array
    pre_activations: Array
    activations: Array
    error_signals: Array
    weight_gradients: Array
    bias_gradients: Array

    def swapped(self) -> LayerTrace:
        """Return the layer with the first two axes of every array exchanged."""
        return LayerTrace(*(getattr(self, field.name).swapaxes(0, 1) for field in fields(self)))


@dataclass(frozen=True)
class Trace:
    """Every number of a training run; row n holds the parameters before their update.

    Attributes:
        template: what was trained.
        rates: the learning rates, (rates,).
        names: the names of the quantities.
        step: the number of each row, (rows,).
        epoch: the epoch each row belongs to, (rows,).
        sample: the sample each row shows, (rows,).
        update: the update each row's gradients go into, (rows,).
        targets: the targets of each row, (rows, outputs).
        parameters: in the order of ``names.parameters``, (rates, rows, parameters).
        gradients: ∂E_total/∂parameter, shaped as `parameters`.
        final: the parameters after the last update, (rates, parameters).
        layers: the layers after the inputs.
        errors: the error of each output, (rates, rows, outputs).
        total: E_total, (rates, rows).
        cost: the mean of E_total over all samples at an epoch's first parameters, (rates, epochs).
    """

    template: Template
    rates: Array
    names: NetworkNames
    step: Integers
    epoch: Integers
    sample: Integers
    update: Integers
    targets: Array
    parameters: Array
    gradients: Array
    final: Array
    layers: tuple[LayerTrace, ...]
    errors: Array
    total: Array
    cost: Array

    def column(self, name: str) -> Array:
        """Return the values of the quantity called `name`, (rates, rows).

        Every name of `names` has a column, and so has ``gradient_name`` of every parameter; only
        the cost and the learning rate, which do not change from row to row, have none.
        """
        return self._columns[name]

    @cached_property
    def diverged_at(self) -> tuple[int | None, ...]:
        """For each rate the first row with a number that is not finite, or ``None``."""
        finite = np.isfinite(self.total)
        for _, values in self._groups():
            finite &= np.isfinite(values).all(axis=-1)
        return _first(~finite)

    @cached_property
    def steps_to_goal(self) -> tuple[int | None, ...]:
        """For each rate the first step whose cost is at most the template's goal, or ``None``."""
        return self.first_steps_at(self.template.training.goal)

    def first_steps_at(self, goal: float | None) -> tuple[int | None, ...]:
        """Return for each rate the first step whose cost is at most `goal`, or ``None``."""
        reached = self.cost <= (-np.inf if goal is None else goal)
        epoch_starts = self.step[self.sample == 0].tolist()
        return tuple(None if epoch is None else epoch_starts[epoch] for epoch in _first(reached))

    @cached_property
    def _columns(self) -> dict[str, Array]:
        return {
            name: values[..., position]
            for names, values in self._groups()
            for position, name in enumerate(names)
        }

    def _groups(self) -> Iterator[tuple[tuple[str, ...], Array]]:
        """Yield names with their values, (rates, rows, names)."""
        names = self.names
        yield names.inputs, self.layers[0].sources
        yield names.targets, np.broadcast_to(self.targets, self.errors.shape)
        yield names.parameters, self.parameters
        for named, layer in zip(names.layers, self.layers, strict=True):
            yield named.pre_activations, layer.pre_activations
            yield named.activations, layer.activations
            yield named.error_signals, layer.error_signals
        yield names.errors, self.errors
        yield (names.total,), self.total[..., np.newaxis]
        yield tuple(map(gradient_name, names.parameters)), self.gradients


def _first(found: NDArray[np.bool_]) -> tuple[int | None, ...]:
    """Return for each rate the first position that is true, or ``None``."""
    return tuple(int(row.argmax()) if row.any() else None for row in found)
