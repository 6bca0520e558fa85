"""What the sheet of a learning rate must show."""

from __future__ import annotations

import numpy as np

from bpsheet.sheet.workbook import Value
from tests.workbook.claims.quantities import Claims, forward_names, in_words, shown, summary
from tests.workbook.grid import Grid
from tests.workbook.rows import Row
from tests.workbook.scenario import Scenario
from tests.workbook.verdict import verdict


def rate_sheet(grid: Grid, run: Scenario, number: int) -> Claims:
    """Claim the sheet of a rate.

    Arguments:
        number: its place among the rates, from 0.
    """
    yield from _above(grid, run, number)
    for heading, name in grid.row(grid.find("step").row):
        for line, row in enumerate(run.rows, start=1):
            last = line == len(run.rows)
            ends = last or run.rows[line].epoch > row.epoch
            yield heading.down(line), _cell(run, number, name, row, ends=ends)


def _above(grid: Grid, run: Scenario, number: int) -> Claims:
    rate, losses = run.rates[number], run.losses[number]
    title = f"when learning rate is {in_words(rate)}"
    loss, row = ("cost", "epoch") if run.built.several else ("loss", "row")
    yield grid.find(title), title
    above: dict[str, Value] = {
        f"learning rate {run.trace.names.learning_rate}": rate,
        f"{loss} in the first {row}": summary(losses[0]),
        f"{loss} in the last {row}": summary(losses[-1]),
        f"lowest {loss}": summary(np.fmin.reduce(losses)),
        "verdict": verdict(losses, run.goal, run.point),
        "step shown on the Overview": run.step if number == run.rate_number else "another rate",
    }
    for label, value in above.items():
        yield grid.after(grid.find(label)), value


def _cell(run: Scenario, number: int, name: str, row: Row, *, ends: bool) -> Value:
    """Return what a cell of the table shows; ``None`` where it must be empty.

    Arguments:
        name: the heading of its column.
        row: what its row is there for.
        ends: whether the row is the last of its epoch.
    """
    trace, names = run.trace, run.trace.names
    counters: dict[str, Value] = {
        "step": row.step if row.shows == "step" else None,
        "epoch": row.epoch,
        "sample": row.sample,
        "update": row.update if row.shows != "validation" else None,
    }
    if name in counters:
        return counters[name]
    if name == names.cost:
        return shown(trace.cost[number, row.epoch]) if ends else None
    if name == f"{names.cost} validation":
        return _validation_cost(run, number, row)
    if name in trace.by_update:
        averaged = any(each.shows == "update" for each in run.rows)
        updates = row.shows == ("update" if averaged else "step")
        return shown(trace.by_update[name][number, row.update]) if updates else None
    if row.shows == "validation" and name in (*names.inputs, *names.targets, *forward_names(names)):
        assert row.sample is not None
        place = row.sample - 1 - run.template.samples
        return shown(trace.validation[name][number, row.epoch, place])
    if row.shows == "step" or name in names.parameters:
        return shown(trace.column(name)[number, row.step])
    return None


def _validation_cost(run: Scenario, number: int, row: Row) -> Value:
    """Return the mean loss of the samples for validation, which stands beside the last of them."""
    losses = run.trace.validation[run.trace.names.total][number, row.epoch]
    last = row.shows == "validation" and row.sample == run.template.samples + len(losses)
    return shown(sum(losses) / len(losses)) if last else None
