"""What Compare must show."""

from __future__ import annotations

import numpy as np

from tests.workbook.claims.quantities import Claims, shown
from tests.workbook.grid import Grid
from tests.workbook.scenario import YOURS, Scenario


def compare(grid: Grid, run: Scenario) -> Claims:
    """Claim the scale of all charts and the tables of losses."""
    points = range(run.losses.shape[1])
    for heading, ends in (
        (f"{run.point}s", (0, points[-1])),
        ("losses", (0, _highest(run))),
        ("goal", (run.goal or 0, run.goal or 0)),
    ):
        place = grid.find(heading)
        yield from zip((place.down(1), place.down(2)), ends, strict=True)
    first = grid.find(run.point)
    for row, point in enumerate(points, start=1):
        yield first.down(row), point
    eta = run.trace.names.learning_rate
    rates = [f"{eta} = {rate:g}" for rate in run.rates[:-1]] + [f"{YOURS}: {run.rates[-1]:g}"]
    columns = [place for place, words in grid.row(first.row) if words in rates]
    tables = [*run.losses, *np.fmin.accumulate(run.losses, axis=1)]
    if run.trace.validation:
        tables += [*run.trace.validation[run.trace.names.total].mean(axis=-1)]
    names = rates * (len(tables) // len(rates))
    for place, name, losses in zip(columns, names, tables, strict=True):
        yield place, name
        for row, loss in enumerate(losses, start=1):
            yield place.down(row), shown(loss)


def _highest(run: Scenario) -> float:
    """Return the highest loss of the rates that stay finite, at least every first."""
    finite = np.isfinite(run.losses).all(axis=1)
    return float(max(run.losses[:, 0].max(), run.losses[finite].max(initial=0)))
