"""Which worked example a located table shows: sizes from its names, the rest from its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.book import Book, Numbers
from bpsheet.checker.locate import typed_numbers
from bpsheet.checker.located import Table
from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Expression, Name, Number, names_in
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.names import Biases, ExampleNames, network_names, sequential_name, state_name
from bpsheet.template import Data, Network, Parameters, Template, Training

NEAR = 1e-3
"""How near, as a share, numbers must come to an activation or a loss to be taken for it."""

DEFAULT_RATE = 0.5
"""The learning rate of a table that does not say one, until its numbers have been asked."""


@dataclass(frozen=True)
class Seen:
    """The numbers of a table by the names of their quantities.

    Attributes:
        columns: one number per row.
        once: one number for all rows.
    """

    columns: Mapping[str, Numbers]
    once: Mapping[str, float]

    def __contains__(self, name: str) -> bool:
        return name in self.columns or name in self.once

    def at(self, rows: NDArray[np.bool_]) -> Seen:
        """Return the numbers of some of the rows."""
        return Seen({name: numbers[rows] for name, numbers in self.columns.items()}, self.once)

    def column(self, name: str) -> Numbers:
        """Return a quantity's number in every row; NaN where it is not in the table."""
        if name in self.columns:
            return self.columns[name]
        count = len(next(iter(self.columns.values())))
        return np.full(count, self.once.get(name, np.nan))


def seen_in(book: Book, table: Table) -> Seen:
    """Return the numbers in a located table, in the single cells beside it, and in its formulas."""
    columns = {
        name: table.sheet.numbers(found.column, table.rows) for name, found in table.columns.items()
    }
    once = {}
    for name, cell in table.cells.items():
        held = book[cell.sheet].cell(cell.row, cell.column)
        if held is not None and isinstance(held.value, float):
            once[name] = held.value
    return Seen(columns, typed_numbers(table) | once)


def example_of(table: Table, seen: Seen) -> Template | None:
    """Return the network that a table trains, in hand-built spelling; ``None`` if it shows none."""
    layers = _layers(seen)
    if layers is None:
        return None
    biases = _biases(seen, layers)
    names = network_names(layers, biases)
    forward = _shows_sample(seen, names)
    if not forward.any():
        return None
    seen = _with_sums(seen.at(forward), names)
    activations = tuple(_activation(seen, names, place) for place in range(len(names.layers)))
    samples = _samples(seen, names)
    batch = _batch(seen, names, samples)
    template = Template(
        name=table.sheet.name,
        title=table.sheet.name,
        model=Network(layers, activations, biases, train_biases=_trains_biases(seen, names)),
        data=Data(
            inputs=_rows_of(seen, names.inputs, samples),
            targets=_rows_of(seen, names.targets, samples),
        ),
        parameters=Parameters(_first(seen, names.weights), _first(seen, names.biases)),
        training=Training(
            learning_rates=(seen.once.get(names.learning_rate, DEFAULT_RATE),),
            epochs=max(1, -(-len(table.rows) // samples)),
            loss=_loss(seen, names, activations[-1]),
            optimizer=_optimizer(seen, names),
            batch=batch,
            update="sequential" if _is_sequential(seen, names) else "simultaneous",
        ),
    )
    signals = [signal for layer in names.layers for signal in layer.error_signals]
    staged = any(signal in seen for signal in signals)
    return replace(template, gradients="staged") if staged else template


def with_numbers_of(template: Template, seen: Seen, rows: int) -> Template:
    """Return a worked example with the data, parameters and rate that stand in a table.

    Arguments:
        template: what the table is an example of; its own numbers stand in for missing ones.
        seen: the numbers of the table.
        rows: how many of its rows make up the first epoch's samples.
    """
    names, first = template.names, template.data
    if not all(name in seen for name in names.inputs + names.targets) or template.several:
        data = first
    else:
        data = replace(
            first,
            inputs=_rows_of(seen, names.inputs, rows),
            targets=_rows_of(seen, names.targets, rows),
        )
    given = template.parameters
    start = dict(zip(names.parameters, given.weights + given.biases, strict=True))
    found = {name: float(seen.column(name)[0]) for name in names.parameters if name in seen}
    started = [
        number if np.isfinite(number := found.get(name, given)) else given
        for name, given in start.items()
    ]
    count = len(given.weights)
    return replace(
        template,
        data=data,
        parameters=Parameters(tuple(started[:count]), tuple(started[count:])),
    )


def _with_sums(seen: Seen, names: ExampleNames) -> Seen:
    """Return the numbers of a table with the pre-activations it does not show."""
    columns, sources = dict(seen.columns), names.inputs
    for layer in names.layers:
        for place, (unit, weights) in enumerate(
            zip(layer.pre_activations, layer.weights, strict=True)
        ):
            if unit not in seen:
                bias = seen.column(layer.biases[place]) if layer.biases else 0.0
                terms = [
                    seen.column(weight) * seen.column(source)
                    for weight, source in zip(weights, sources, strict=True)
                ]
                columns[unit] = np.asarray(sum(terms, bias))
        sources = layer.activations
    return Seen(columns, seen.once)


def _layers(seen: Seen) -> tuple[int, ...] | None:
    """Return the sizes that the names of inputs, units and outputs tell, if they fit together."""
    every = [*seen.columns, *seen.once]
    outputs = max(
        _count(every, pattern) for pattern in (r"o(\d+)", r"a_o(\d+)", r"E(\d+)", r"t(\d+)")
    )
    inputs = _count(every, r"i(\d+)")
    hidden = _hidden(every)
    weights = _count(every, r"w(\d+)")
    if outputs == 0 or weights == 0:
        return None
    if inputs == 0 and hidden:
        later = sum(a * b for a, b in pairwise((*hidden, outputs)))
        inputs = (weights - later) // hidden[0]
    sizes = (inputs, *hidden, outputs)
    return sizes if inputs > 0 and sum(a * b for a, b in pairwise(sizes)) == weights else None


def _hidden(names: Iterable[str]) -> tuple[int, ...]:
    """Return how many units each hidden layer has."""
    units: dict[int, int] = {}
    for name in names:
        if match := re.fullmatch(r"(?:a_)?h(?:(\d+)_)?(\d+)", name):
            layer = int(match[1] or 1)
            units[layer] = max(units.get(layer, 0), int(match[2]))
    whole = sorted(units) == list(range(1, len(units) + 1))
    return tuple(units[layer] for layer in sorted(units)) if whole else ()


def _count(names: Iterable[str], pattern: str) -> int:
    """Return the highest number that a name of this pattern has."""
    return max(
        (int(match[1]) for name in names if (match := re.fullmatch(pattern, name))), default=0
    )


def _biases(seen: Seen, layers: tuple[int, ...]) -> Biases:
    count = _count([*seen.columns, *seen.once], r"b(\d+)")
    if count == 0:
        return "none"
    return "per unit" if count == sum(layers[1:]) else "shared"


def _trains_biases(seen: Seen, names: ExampleNames) -> bool:
    """Return whether the biases have gradients, or move."""
    if not names.biases:
        return True
    if any(names.gradient(bias) in seen for bias in names.biases):
        return True
    return any(
        bool(np.nanmax(np.abs(np.diff(seen.column(bias))), initial=0.0) > 0)
        for bias in names.biases
    )


def _activation(seen: Seen, names: ExampleNames, place: int) -> str:
    """Return the activation that most of a layer's outputs have; sigmoid where none fits.

    Numbers that are all positive may be those of ReLU or have none: between inputs and outputs it
    is ReLU.
    """
    layer = names.layers[place]
    last = place == len(names.layers) - 1
    candidates = [name for name, row in ACTIVATIONS.items() if row.cross is None or last]
    units = list(zip(layer.pre_activations, layer.activations, strict=True))

    def share(activation: str) -> float:
        whole = tuple(map(Name, layer.pre_activations)) if ACTIVATIONS[activation].cross else ()
        return float(
            np.mean([_fits(seen, Call(activation, (Name(h), *whole)), a) for h, a in units])
        )

    usual = "linear" if last else "relu"
    shares = {name: round(share(name), 2) for name in candidates}
    best = max(candidates, key=lambda name: (shares[name], name == "sigmoid", name == usual))
    return best if shares[best] else "sigmoid"


def _loss(seen: Seen, names: ExampleNames, activation: str) -> str:
    """Return the loss that most of the errors have; half the squared error where none fits."""
    outputs = names.layers[-1].activations
    candidates = [
        name for name, row in LOSSES.items() if not row.outputs or activation in row.outputs
    ]

    def error(loss: str, target: str, output: str) -> Expression:
        averaged = [Number(len(outputs))] if "n" in names_in(LOSSES[loss].definition) else []
        return Call(loss, (Name(target), Name(output), *averaged))

    def share(loss: str) -> float:
        errors = [error(loss, t, a) for t, a in zip(names.targets, outputs, strict=True)]
        found = [_fits(seen, value, name) for value, name in zip(errors, names.errors, strict=True)]
        whole = errors[0]
        for part in errors[1:]:
            whole = whole + part
        return max(float(np.mean(found)), _fits(seen, whole, names.total))

    shares = {name: round(share(name), 2) for name in candidates}
    best = max(candidates, key=lambda name: (shares[name], name == "half-squared-error"))
    return best if shares[best] else _loss_of_signals(seen, names, candidates)


def _loss_of_signals(seen: Seen, names: ExampleNames, candidates: list[str]) -> str:
    """Return the loss by the first output's error signal: a − t alone is that of an entropy."""
    output, target = names.layers[-1].activations[0], names.targets[0]
    entropies = [name for name in candidates if LOSSES[name].outputs]
    shown = names.layers[-1].error_signals[0]
    signal = seen.column(shown) if shown in seen else _signal(seen, names)
    difference = seen.column(output) - seen.column(target)
    near = np.abs(signal - difference) <= NEAR * np.abs(difference)
    return entropies[0] if entropies and np.mean(near) > 0.5 else "half-squared-error"


def _signal(seen: Seen, names: ExampleNames) -> Numbers:
    """Return the first output's error signal from the gradient of its first weight."""
    sources = names.layers[-2].activations if len(names.layers) > 1 else names.inputs
    gradient = seen.column(names.gradient(names.layers[-1].weights[0][0]))
    return gradient / np.where(seen.column(sources[0]) == 0, np.nan, seen.column(sources[0]))


def _fits(seen: Seen, value: Expression, name: str) -> float:
    """Return in which share of the rows `name` is near `value`."""
    if name not in seen or any(operand not in seen for operand in names_in(value)):
        return 0.0
    with np.errstate(all="ignore"):
        right = evaluate(value, {operand: seen.column(operand) for operand in names_in(value)})
        near = np.abs(seen.column(name) - right) <= NEAR * np.abs(right)
    return float(np.mean(near))


def _samples(seen: Seen, names: ExampleNames) -> int:
    """Return after how many rows the inputs and targets come round again."""
    given = [seen.column(name) for name in names.inputs + names.targets]
    rows = np.nan_to_num(np.column_stack([column for column in given if not _is_series(column)]))
    for period in range(1, len(rows)):
        if np.mean(np.all(rows[period:] == rows[:-period], axis=1)) > 0.5:
            return period
    return len(rows)


def has_samples_alone(seen: Seen, template: Template) -> bool:
    """Return whether every row of a table shows a sample, though updates average over several."""
    averages = template.training.batch_size(template.samples) > 1
    alone = averages and template.data.validation is None
    return alone and bool(np.all(_shows_sample(seen, template.names)))


def _shows_sample(seen: Seen, names: ExampleNames) -> NDArray[np.bool_]:
    """Return which rows of a table have something of a forward pass, (rows,)."""
    layers = [(*layer.pre_activations, *layer.activations) for layer in names.layers]
    forward = [name for name in chain(names.inputs, *layers) if name in seen.columns]
    filled = [~np.isnan(seen.columns[name]) for name in forward]
    return np.asarray(np.any(filled, axis=0))


def _is_series(column: Numbers) -> bool:
    """Return whether a column was filled down as a series, which adds 1 in every row."""
    return len(column) > 2 and bool(np.allclose(np.diff(column), 1.0))


def _batch(seen: Seen, names: ExampleNames, samples: int) -> int:
    """Return after how many rows the weights move."""
    weights = np.column_stack([seen.column(name) for name in names.weights])
    moves = np.flatnonzero(np.any(np.diff(weights, axis=0) != 0, axis=1))
    if samples == 1 or not len(moves):
        return 1
    return int(min(samples, np.median(np.diff(moves, prepend=-1))))


def _optimizer(seen: Seen, names: ExampleNames) -> str:
    """Return the optimizer whose memory has columns of its own; plain descent without any."""
    parameter = names.weights[0]
    has = {symbol: state_name(symbol, parameter) in seen for symbol in ("v", "m", "u", "G")}
    if has["m"]:
        return "adamax" if has["u"] else "adam"
    if has["G"]:
        return "adagrad"
    if not has["v"]:
        return "sgd"
    velocity, gradient = (
        seen.column(state_name("v", parameter)),
        seen.column(names.gradient(parameter)),
    )
    return "momentum" if np.isclose(velocity[0], gradient[0], rtol=NEAR) else "rmsprop"


def _is_sequential(seen: Seen, names: ExampleNames) -> bool:
    """Return whether a later layer's new weights make up an earlier one's gradients."""
    return any(sequential_name(names.gradient(weight)) in seen for weight in names.weights)


def _rows_of(seen: Seen, names: tuple[str, ...], count: int) -> tuple[tuple[float, ...], ...]:
    columns = [_filled(seen, name)[:count].tolist() for name in names]
    return tuple(zip(*columns, strict=True)) if columns else ((),) * count


def _filled(seen: Seen, name: str) -> Numbers:
    """Return the numbers of a column with 0 in its empty cells; NaN where it is not in the table.

    What is made of a number that is nowhere to be found is then not judged.
    """
    column = seen.column(name)
    return np.nan_to_num(column) if name in seen else column


def _first(seen: Seen, names: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(float(np.nan_to_num(seen.column(name)[0])) for name in names)
