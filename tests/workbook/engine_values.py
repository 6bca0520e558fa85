"""What every number of a workbook must be, and every word that speaks of one, from the engine.

Cells are found as a reader finds them, by the words in the workbook; nothing here knows where the
layout puts them, and nothing is taken from the formulas or from the values stored beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bpsheet.sheet.workbook import CellError, Value
from tests.applications import Values
from tests.workbook.grid import Grid, Place
from tests.workbook.local_derivatives import local_derivatives
from tests.workbook.scenarios import YOURS, Scenario
from tests.workbook.verdict import verdict

Claims = Iterator[tuple[Place, Value]]
"""Cells and what they must show."""

RATES = "Learning rates and what they came to"
PARAMETERS = "Parameters: initial, and in the last row of each rate"
MOVES = {"+ ε": 1, "− ε": -1, "+ 2ε": 2, "− 2ε": -2}
LOWEST = "◀ lowest loss among the rates tried"


def engine_values(found: Values, run: Scenario) -> Values:
    """Return what the cells of a workbook must show.

    Arguments:
        found: what a program shows; only its words are used, to find the cells.
        run: what the workbook was built from and what was typed into it.
    """
    rate_sheets = [name for name in found if name.startswith("lr ")]
    assert len(rate_sheets) == len(run.rates)
    claims = {
        "Overview": _overview(Grid(found["Overview"]), run),
        "Derivation": _derivation(Grid(found["Derivation"]), run),
        "Compare": _compare(Grid(found["Compare"]), run),
        "Gradient check": _gradient_check(Grid(found["Gradient check"]), run),
    }
    for number, name in enumerate(rate_sheets):
        claims[name] = _rate_sheet(Grid(found[name]), run, number)
    return {
        sheet: {place.address: value for place, value in made} for sheet, made in claims.items()
    }


def shown(number: float) -> Value:
    """Return what a cell shows whose formula has this value: overflows are errors."""
    return float(number) if np.isfinite(number) else CellError("#NUM!")


def summary(number: float) -> Value:
    """Return what a summary shows instead of a number that may have overflowed."""
    return float(number) if np.isfinite(number) else "diverged"


def quantities(run: Scenario, step: int, number: int) -> dict[str, float]:
    """Return every quantity of one row, the learning rate included."""
    trace, names = run.trace, run.trace.names
    columns = (
        *(*names.inputs, *names.targets, *names.parameters, *names.errors, names.total),
        *map(names.gradient, names.parameters),
        *(unit for layer in names.layers for unit in layer.pre_activations),
        *(unit for layer in names.layers for unit in layer.activations),
        *(signal for layer in names.layers for signal in layer.error_signals),
    )
    row = {name: float(trace.column(name)[number, step]) for name in columns}
    return row | {names.learning_rate: run.rates[number]}


def _overview(grid: Grid, run: Scenario) -> Claims:
    at = quantities(run, run.step, run.rate_number)
    rates_row = grid.find(RATES).row
    yield grid.find("step").beside, run.step
    yield grid.find("rate η").beside, run.rate_chosen
    yield grid.find("№").beside, run.rate_number + 1
    for place, name in grid.words(last_row=rates_row):
        if name in at:
            yield place.beside, at[name]
    yield from _results(grid, run, rates_row + 1)
    yield from _parameters(grid, run, grid.find(PARAMETERS).row + 1)
    given = quantities(run, 0, 0)
    for place, name in grid.words(grid.find("Sample, goal and ε").row + 2):
        if name in given:
            yield place.beside, given[name]
    yield grid.find("goal").beside, run.goal
    yield grid.find("ε").beside, run.epsilon


def _results(grid: Grid, run: Scenario, header: int) -> Claims:
    """Claim the table of what the rates came to."""
    columns, trace = grid.columns(header), run.trace
    lowest = np.fmin.reduce(trace.total, axis=1)
    marked = grid.find(LOWEST).column
    for number, rate in enumerate(run.rates):
        losses, steps = trace.total[number], trace.steps_to_goal[number]
        missed = "not reached" if run.goal is not None else "no goal"
        line: dict[str, Value] = {
            "№": number + 1 if number + 1 < len(run.rates) else YOURS,
            "rate η": rate,
            "first loss": summary(losses[0]),
            "lowest loss": summary(lowest[number]),
            "last loss": summary(losses[-1]),
            "steps to goal": missed if steps is None else steps,
            "verdict": verdict(losses, run.goal),
        }
        for heading, value in line.items():
            yield Place(header + 1 + number, columns[heading]), value
        mark = Place(header + 1 + number, marked)
        yield mark, LOWEST if lowest[number] == min(lowest) else None


def _parameters(grid: Grid, run: Scenario, header: int) -> Claims:
    """Claim the table of the parameters before and after training."""
    trace = run.trace
    name, initial, *rates = (place for place, _ in grid.row(header))
    for number, place in enumerate(rates):
        yield place, f"η = {run.rates[number]:g}"
    assert len(rates) == len(run.rates)
    for line, parameter in enumerate(trace.names.parameters, start=1):
        values = trace.column(parameter)
        yield name.down(line), parameter
        yield initial.down(line), values[0, 0]
        for number, place in enumerate(rates):
            yield place.down(line), summary(values[number, -1])


def _derivation(grid: Grid, run: Scenario) -> Claims:
    trace, rate = run.trace, run.rates[run.rate_number]
    at = quantities(run, run.step, run.rate_number)
    numbers = at | local_derivatives(run.template.network, at)
    for parameter in trace.names.parameters:
        numbers[f"{parameter}⁺"] = at[parameter] - rate * at[run.trace.names.gradient(parameter)]
    yield (
        grid.find("Derivation").down(1),
        f"with the numbers of step {run.step} at learning rate {rate:g}",
    )
    gradient = ""
    for place, name in grid.words():
        if place.column != 1:
            continue
        if name.startswith("∂E/∂"):
            gradient = name.partition(":")[0]
        if name == "in the training table":
            yield place.beside, at[gradient]
            yield place.right(2), "the same"
        elif name in numbers:
            in_words = not grid.holds(place.beside)
            yield place.beside.down(in_words), numbers[name]
            for symbol, word in grid.row(place.row):
                if in_words and symbol != place and word in at:
                    yield symbol.down(1), at[word]


def _rate_sheet(grid: Grid, run: Scenario, number: int) -> Claims:
    trace, rate, losses = run.trace, run.rates[number], run.trace.total[number]
    title = f"when learning rate is {rate:g}"
    yield grid.find(title), title
    above: dict[str, Value] = {
        "learning rate η": rate,
        "loss in the first row": summary(losses[0]),
        "loss in the last row": summary(losses[-1]),
        "lowest loss": summary(np.fmin.reduce(losses)),
        "verdict": verdict(losses, run.goal),
        "step shown on the Overview": run.step if number == run.rate_number else "another rate",
    }
    for label, value in above.items():
        yield grid.after(grid.find(label)), value
    for heading, name in grid.row(grid.find("step").row):
        column = trace.step if name == "step" else trace.column(name)[number]
        for row, value in enumerate(column, start=1):
            yield heading.down(row), shown(value)


def _compare(grid: Grid, run: Scenario) -> Claims:
    trace = run.trace
    finite = np.isfinite(trace.total).all(axis=1)
    highest = max(trace.total[:, 0].max(), trace.total[finite].max(initial=0))
    for heading, ends in (
        ("steps", (0, int(trace.step[-1]))),
        ("losses", (0, highest)),
        ("goal", (run.goal or 0, run.goal or 0)),
    ):
        place = grid.find(heading)
        yield from zip((place.down(1), place.down(2)), ends, strict=True)
    steps = grid.find("step")
    for row, step in enumerate(trace.step, start=1):
        yield steps.down(row), int(step)
    rates = [f"η = {rate:g}" for rate in run.rates[:-1]] + [f"{YOURS}: {run.rates[-1]:g}"]
    columns = [place for place, words in grid.row(steps.row) if words in rates]
    tables = (*trace.total, *np.fmin.accumulate(trace.total, axis=1))
    for place, name, losses in zip(columns, rates * 2, tables, strict=True):
        yield place, name
        for row, loss in enumerate(losses, start=1):
            yield place.down(row), shown(loss)


def _gradient_check(grid: Grid, run: Scenario) -> Claims:
    at, epsilon = quantities(run, run.step, run.rate_number), run.epsilon
    rate = run.rates[run.rate_number]
    yield Place(5, 1), f"at step {run.step} of learning rate {rate:g}"
    top = grid.find("parameter").row
    header = grid.row(grid.find("moved").row)
    computed = [(heading, name) for heading, name in header if name in at]
    for heading, name in computed:
        yield heading.down(1), at[name]
    trained = run.template.network.train_biases
    names = run.trace.names.parameters if trained else run.trace.names.weights
    for parameter in names:
        passes = [_moved(run, at, parameter, times * epsilon) for times in MOVES.values()]
        losses = [numbers[run.trace.names.total] for numbers in passes]
        results = _compared(at[run.trace.names.gradient(parameter)], losses, epsilon)
        line = grid.find(parameter, top)
        for column, value in enumerate((*results, "agrees"), start=1):
            yield line.right(column), value
        for moved, numbers in zip(MOVES, passes, strict=True):
            row = grid.find(f"{parameter} {moved}").row
            for heading, name in computed:
                if name == parameter or name not in run.trace.names.parameters:
                    yield Place(row, heading.column), numbers[name]


def _compared(gradient: float, losses: list[float], epsilon: float) -> Iterator[float]:
    """Yield the gradient, its central difference, how they differ, the bend and the bound."""
    up, down, far_up, far_down = losses
    near, far = (up - down) / (2 * epsilon), (far_up - far_down) / (4 * epsilon)
    rounding = 4 * 2**-52 * max(1, up) / epsilon
    yield from (gradient, near, gradient - near, far - near)
    yield 10 * rounding + 2 * abs(far - near)


def _moved(run: Scenario, at: dict[str, float], parameter: str, by: float) -> dict[str, float]:
    """Return the quantities of the row that is shown with one of its parameters moved."""
    names = run.trace.names
    typed = {name: at[name] for name in names.parameters} | {parameter: at[parameter] + by}
    data = {name: at[name] for name in (*names.inputs, *names.targets)}
    moved = replace(run, typed=typed | data)
    return quantities(moved, 0, 0)
