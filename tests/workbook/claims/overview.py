"""What the Overview must show, and the Data sheet, which has the samples of several."""

from __future__ import annotations

import numpy as np

from bpsheet.hyperparameters import SETTINGS
from bpsheet.sheet.workbook import Value
from tests.workbook.claims.quantities import Claims, in_words, quantities, summary
from tests.workbook.grid import Grid, Place
from tests.workbook.rows import validated
from tests.workbook.scenario import YOURS, Scenario
from tests.workbook.verdict import verdict

RATES = "Learning rates and what they came to"
PARAMETERS = "Parameters: initial, and in the last row of each rate"


def overview(grid: Grid, run: Scenario) -> Claims:
    """Claim the Overview."""
    at = quantities(run, run.step, run.rate_number)
    rates_row = grid.find(RATES).row
    yield grid.find("step").beside, run.step
    yield grid.find(run.rate_label).beside, run.rate_chosen
    yield grid.find("№").beside, run.rate_number + 1
    for place, name in grid.words(last_row=rates_row):
        if name in at:
            yield place.beside, at[name]
    yield from _results(grid, run, rates_row + 1)
    yield from _parameters(grid, run, grid.find(PARAMETERS).row + 1)
    if run.built.several:
        yield grid.find("epoch").beside, run.trace.epoch[run.step]
        yield grid.find("sample").beside, run.trace.sample[run.step] + 1
    elif run.trace.names.inputs:
        given = quantities(run, 0, 0)
        for place, name in grid.words(grid.find("Sample, goal and ε").row + 2):
            if name in given:
                yield place.beside, given[name]
    yield grid.find("goal").beside, run.goal
    yield grid.find("ε").beside, run.epsilon
    for name, value in run.template.training.hyperparameters.items():
        yield grid.find(SETTINGS[name].symbol).beside, value


def _results(grid: Grid, run: Scenario, header: int) -> Claims:
    """Claim the table of what the rates came to."""
    columns, words = grid.columns(header), "cost" if run.built.several else "loss"
    lowest = np.fmin.reduce(run.losses, axis=1)
    lowest_of_all = f"◀ lowest {words} among the rates tried"
    marked = grid.find(lowest_of_all).column
    for number, (rate, losses) in enumerate(zip(run.rates, run.losses, strict=True)):
        line: dict[str, Value] = {
            "№": number + 1 if number + 1 < len(run.rates) else YOURS,
            run.rate_label: rate,
            f"first {words}": summary(losses[0]),
            f"lowest {words}": summary(lowest[number]),
            f"last {words}": summary(losses[-1]),
            f"{run.point}s to goal": _to_goal(losses.tolist(), run.goal),
            "verdict": verdict(losses, run.goal, run.point),
        }
        for heading, value in line.items():
            yield Place(header + 1 + number, columns[heading]), value
        mark = Place(header + 1 + number, marked)
        yield mark, lowest_of_all if lowest[number] <= min(lowest) + 1e-15 else None


def _to_goal(losses: list[float], goal: float | None) -> Value:
    if goal is None:
        return "no goal"
    return next((point for point, loss in enumerate(losses) if loss <= goal), "not reached")


def _parameters(grid: Grid, run: Scenario, header: int) -> Claims:
    """Claim the table of the parameters before and after training."""
    trace = run.trace
    name, initial, *rates = (place for place, _ in grid.row(header))
    for number, place in enumerate(rates):
        yield place, f"{trace.names.learning_rate} = {in_words(run.rates[number])}"
    assert len(rates) == len(run.rates)
    for line, parameter in enumerate(trace.names.parameters, start=1):
        values = trace.column(parameter)
        yield name.down(line), parameter
        yield initial.down(line), values[0, 0]
        for number, place in enumerate(rates):
            yield place.down(line), summary(values[number, -1])


def data(grid: Grid, run: Scenario) -> Claims:
    """Claim the Data sheet."""
    template, names = run.template, run.trace.names
    yield from _what_is_shown(grid, run)
    sample, used_for = grid.find("sample"), grid.find("used for")
    headings = {words: place for place, words in grid.row(sample.row)}
    samples = list(zip(template.data.inputs, template.data.targets, strict=True))
    if template.data.validation is not None:
        validation = template.data.validation
        samples += zip(validation.inputs, validation.targets, strict=True)
    for line, (inputs, targets) in enumerate(samples, start=1):
        yield sample.down(line), line
        yield used_for.down(line), "learning" if line <= template.samples else "validation"
        row = zip((*names.inputs, *names.targets), (*inputs, *targets), strict=True)
        for name, value in row:
            yield headings[name].down(line), value
    words = f"{template.samples} samples to learn from"
    if count := validated(template):
        words += f", and {count} for validation, which change nothing"
    yield grid.find("Data").down(1), words


def _what_is_shown(grid: Grid, run: Scenario) -> Claims:
    """Claim which rows of the training table the other sheets look at."""
    update = run.trace.update[run.step]
    shows = "update" if any(row.shows == "update" for row in run.rows) else "step"
    updates = [number for number, row in enumerate(run.rows, start=1) if row.shows == shows]
    steps = [number for number, row in enumerate(run.rows, start=1) if row.shows == "step"]
    for label, value in (
        ("epoch shown", run.trace.epoch[run.step]),
        ("sample shown", run.trace.sample[run.step] + 1),
        ("row of the table", steps[run.step]),
        ("row of its update", updates[update]),
        ("row of the update before", updates[update - 1] if update else 0),
    ):
        yield grid.after(grid.find(label)), int(value)
