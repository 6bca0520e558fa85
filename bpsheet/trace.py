"""What a training run leaves behind: every number, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bpsheet.errors import InputError
from bpsheet.hyperparameters import SETTINGS
from bpsheet.names import ExampleNames, LayerNames
from bpsheet.shown import Shown
from bpsheet.template import Template

if TYPE_CHECKING:
    import pandas

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
        error_signals: δ = ∂E/∂pre-activation, (rates, rows, units).
        weight_gradients: ∂E/∂weight, shaped as `weights`.
        bias_gradients: ∂E/∂bias, shaped as `biases`.
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
class Trace(Shown):
    """Every number of a training run; row n holds the parameters before their update.

    Attributes:
        template: what was trained.
        rates: the learning rates, (rates,).
        step: the number of each row, (rows,).
        epoch: the epoch each row belongs to, (rows,).
        sample: the sample each row shows, (rows,).
        update: the update each row's gradients go into, (rows,).
        targets: the targets of each row, (rows, outputs).
        parameters: in the order of ``names.parameters``, (rates, rows, parameters).
        gradients: ∂E/∂parameter, shaped as `parameters`.
        final: the parameters after the last update, (rates, parameters).
        layers: the layers after the inputs.
        errors: the error of each output, (rates, rows, outputs).
        total: the loss E of each row's sample, (rates, rows).
        cost: the mean loss over the rows of each epoch, (rates, epochs).
        by_row: further quantities by name, (rates, rows): the gradients of the sequential rule;
            of a computation without layers, its steps and the loss's derivatives by them.
        by_update: mean gradients and what the optimizer remembers by name, (rates, updates).
        validation: the forward pass over the samples for validation, at each epoch's first
            parameters: by name, (rates, epochs, samples); empty where there are none.
    """

    template: Template
    rates: Array
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
    by_row: Mapping[str, Array] = field(default_factory=dict)
    by_update: Mapping[str, Array] = field(default_factory=dict)
    validation: Mapping[str, Array] = field(default_factory=dict)

    @property
    def names(self) -> ExampleNames:
        """The names of the quantities."""
        return self.template.names

    def column(self, name: str) -> Array:
        """Return the values of the quantity called `name`, (rates, rows).

        Every name of `names` has a column but the learning rate, and so has ``names.gradient`` of
        every parameter. What has a value per update has it in all rows of the update's batch, and
        the cost stands in all rows of its epoch.
        """
        if name in self.by_update:
            return self.by_update[name][:, self.update]
        if name == self.names.cost:
            return self.cost[:, self.epoch]
        return self._columns[name]

    @property
    def given_once(self) -> dict[str, Array]:
        """The learning rates and the hyper-parameters by name, (rates, 1)."""
        settings = self.template.training.hyperparameters
        symbols = {SETTINGS[name].symbol: value for name, value in settings.items()}
        rates = self.rates[:, np.newaxis]
        return {
            self.names.learning_rate: rates,
            **{symbol: np.full_like(rates, value) for symbol, value in symbols.items()},
        }

    @property
    def counters(self) -> dict[str, Integers]:
        """The number of each row's step, epoch, sample (from 1, as in the data) and update."""
        return {
            "step": self.step,
            "epoch": self.epoch,
            "sample": self.sample + 1,
            "update": self.update,
        }

    @property
    def names_of_columns(self) -> tuple[str, ...]:
        """The names of all columns of the training table, in its order.

        Error signals and their like are among them where gradients are staged, the cost where there
        are several samples.
        """
        names, several = self.names, self.template.several
        steps = dict.fromkeys((*names.errors, *names.steps, names.total))
        return (
            *(*names.targets, *names.inputs, *names.variables),
            *(name for layer in names.layers for name in _forward_names(layer)),
            *steps,
            *(self._names_on_the_way() if self.template.gradients == "staged" else ()),
            *map(names.gradient, self.template.trained),
            *(self.by_row if self.template.layered else ()),
            *self.by_update,
            *((names.cost,) if several else ()),
        )

    def _names_on_the_way(self) -> Iterator[str]:
        """Yield the names of error signals, or of the derivatives by steps, from the loss back."""
        for layer in self.names.layers[::-1]:
            yield from layer.error_signals
        yield from map(self.names.derivative, self.names.steps[-2::-1])

    @property
    def validation_cost(self) -> Array:
        """The mean loss over the samples for validation, (rates, epochs)."""
        return np.asarray(self.validation[self.names.total].mean(axis=-1))

    def to_pandas(self, rate: int | None = None) -> pandas.DataFrame:
        """Return the training table as a pandas ``DataFrame``; pandas must be installed.

        Arguments:
            rate: the number of one learning rate, from 0; left out, all stand one below the other.

        Returns:
            A row per step with a column for the learning rate, for each counter and for each
            quantity.

        Raises:
            InputError: pandas is not installed.

        >>> from bpsheet.verbs.train import train
        >>> train("classic", rates=[0.5], epochs=3).to_pandas()[["η", "step", "E_total"]].round(6)
             η  step   E_total
        0  0.5     0  0.242520
        1  0.5     1  0.235495
        2  0.5     2  0.228620
        """
        try:
            import pandas  # noqa: PLC0415
        except ImportError as error:
            raise InputError("pandas is not installed; pip install pandas") from error
        tables = [
            pandas.DataFrame(
                {
                    self.names.learning_rate: np.full(len(self.step), self.rates[number]),
                    **self.counters,
                    **{name: self.column(name)[number] for name in self.names_of_columns},
                }
            )
            for number in (range(len(self.rates)) if rate is None else (rate,))
        ]
        return pandas.concat(tables, ignore_index=True)

    @cached_property
    def diverged_at(self) -> tuple[int | None, ...]:
        """For each rate the first row with a number that is not finite, or ``None``.

        What has a value per update or per epoch counts for the first row it belongs to.
        """
        finite = np.isfinite(self.total)
        for _, values in self._groups():
            finite &= np.isfinite(values).all(axis=-1)
        for values in self.by_row.values():
            finite &= np.isfinite(values)
        for values in self.by_update.values():
            finite[:, first_rows(self.update)] &= np.isfinite(values)
        for values in (self.cost[..., np.newaxis], *self.validation.values()):
            finite[:, first_rows(self.epoch)] &= np.isfinite(values).all(axis=-1)
        return _first(~finite)

    @cached_property
    def steps_to_goal(self) -> tuple[int | None, ...]:
        """For each rate the first step whose cost is at most the template's goal, or ``None``."""
        return self.first_steps_at(self.template.training.goal)

    def first_steps_at(self, goal: float | None) -> tuple[int | None, ...]:
        """Return for each rate the first step whose cost is at most `goal`, or ``None``."""
        reached = self.cost <= (-np.inf if goal is None else goal)
        epoch_starts = first_rows(self.epoch).tolist()
        return tuple(None if epoch is None else epoch_starts[epoch] for epoch in _first(reached))

    @cached_property
    def _columns(self) -> dict[str, Array]:
        found = {
            name: values[..., position]
            for names, values in self._groups()
            for position, name in enumerate(names)
        }
        return found | dict(self.by_row)

    def _in_all_rates(self, values: Array) -> Array:
        return np.broadcast_to(values, (len(self.rates), *values.shape))

    def _groups(self) -> Iterator[tuple[tuple[str, ...], Array]]:
        """Yield names with their values, (rates, rows, names)."""
        names = self.names
        yield names.inputs, self._in_all_rates(np.array(self.template.data.inputs)[self.sample])
        yield names.targets, self._in_all_rates(self.targets)
        yield names.parameters, self.parameters
        for named, layer in zip(names.layers, self.layers, strict=True):
            yield named.pre_activations, layer.pre_activations
            yield named.activations, layer.activations
            yield named.error_signals, layer.error_signals
        yield names.errors, self.errors
        yield (names.total,), self.total[..., np.newaxis]
        yield tuple(map(names.gradient, names.parameters)), self.gradients


def _forward_names(layer: LayerNames) -> Iterator[str]:
    """Yield the names of a layer: weights, biases, then pre-activation and activation per unit."""
    for weights in layer.weights:
        yield from weights
    yield from dict.fromkeys(layer.biases)
    for unit in zip(layer.pre_activations, layer.activations, strict=True):
        yield from unit


def first_rows(numbers: Integers) -> Integers:
    """Return where each number of a rising sequence stands first.

    >>> first_rows(np.array([0, 0, 0, 1, 1])).tolist()
    [0, 3]
    """
    return np.flatnonzero(np.diff(numbers, prepend=-1))


def _first(found: NDArray[np.bool_]) -> tuple[int | None, ...]:
    """Return for each rate the first position that is true, or ``None``."""
    return tuple(int(row.argmax()) if row.any() else None for row in found)
