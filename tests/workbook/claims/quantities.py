"""The numbers of one step by name, from the engine's run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bpsheet.names import ExampleNames, previous_name
from bpsheet.sheet.workbook import CellError, Value
from bpsheet.template import Data, Parameters
from tests.workbook.grid import Place
from tests.workbook.scenario import Scenario

Claims = Iterator[tuple[Place, Value]]
"""Cells and what they must show."""


def shown(number: float) -> Value:
    """Return what a cell shows whose formula has this value: overflows are errors."""
    return float(number) if np.isfinite(number) else CellError("#NUM!")


def summary(number: float) -> Value:
    """Return what a summary shows instead of a number that may have overflowed."""
    return float(number) if np.isfinite(number) else "diverged"


def in_words(number: float) -> str:
    """Return a number as words in cells have it.

    >>> in_words(0.00002), in_words(1.0)
    ('0.00002', '1')
    """
    return np.format_float_positional(number, precision=12, trim="-")


def forward_names(names: ExampleNames) -> tuple[str, ...]:
    """Return the names of what a forward pass computes."""
    units = (name for layer in names.layers for name in layer.pre_activations + layer.activations)
    return (*units, *names.errors, *dict.fromkeys((*names.steps, names.total)))


def quantities(run: Scenario, step: int, number: int) -> dict[str, float]:
    """Return every quantity of one step, whatever is given once included.

    Error signals are always among them. What has a value per update is that of the step's update;
    `w1⁺` is the parameter after it, and `v_w1⁻` what the optimizer remembered before it.
    """
    trace, names = run.trace, run.trace.names
    columns = (
        *(*names.inputs, *names.targets, *names.parameters, *forward_names(names)),
        *map(names.gradient, names.parameters),
        *(signal for layer in names.layers for signal in layer.error_signals),
        *trace.by_row,
        *trace.by_update,
    )
    once = {name: float(values.flat[0]) for name, values in trace.given_once.items()}
    row = {name: float(trace.column(name)[number, step]) for name in columns}
    row |= once | {names.learning_rate: run.rates[number]}
    return row | _before_and_after(run, int(trace.update[step]), number)


def _before_and_after(run: Scenario, update: int, number: int) -> dict[str, float]:
    """Return what was remembered before an update, and the parameters after it."""
    trace = run.trace
    before = {
        previous_name(name): float(values[number, update - 1]) if update else 0.0
        for name, values in trace.by_update.items()
    }
    later = np.flatnonzero(trace.update > update)
    after = trace.parameters[number, later[0]] if later.size else trace.final[number]
    names = (f"{name}⁺" for name in trace.names.parameters)
    return before | dict(zip(names, after.tolist(), strict=True))


def moved(run: Scenario, at: dict[str, float], parameter: str, by: float) -> dict[str, float]:
    """Return the quantities of the step that is shown with one of its parameters moved."""
    names = run.trace.names
    numbers = at | {parameter: at[parameter] + by}

    def row(group: tuple[str, ...]) -> tuple[float, ...]:
        return tuple(numbers[name] for name in group)

    alone = replace(
        run.template,
        data=Data((row(names.inputs),), (row(names.targets),)),
        parameters=Parameters(row(names.weights + names.variables), row(names.biases)),
        training=replace(run.template.training, epochs=1),
    )
    return quantities(Scenario("moved", alone), 0, 0)
