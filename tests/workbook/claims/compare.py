"""What Compare must show."""

from __future__ import annotations

import numpy as np

from bpsheet.trace import Array
from tests.workbook.claims.quantities import Claims, in_words, shown
from tests.workbook.grid import Grid, Place
from tests.workbook.scenario import YOURS, Scenario


def compare(grid: Grid, run: Scenario) -> Claims:
    """Claim the scale of all charts and the tables of losses."""
    points = range(run.losses.shape[1])
    for heading, ends in (
        (f"{run.point}s", (0, points[-1])),
        ("losses", _lowest_and_highest(run)),
        ("goal", (run.goal or 0, run.goal or 0)),
    ):
        place = grid.find(heading)
        yield from zip((place.down(1), place.down(2)), ends, strict=True)
    first = grid.find(run.point)
    for row, point in enumerate(points, start=1):
        yield first.down(row), point
    rates = rate_names(run)
    tables = [*run.losses, *np.fmin.accumulate(run.losses, axis=1)]
    if run.trace.validation:
        tables += [*validation_costs(run)]
    names = rates * (len(tables) // len(rates))
    for place, name, losses in zip(columns(grid, run), names, tables, strict=True):
        yield place, name
        for row, loss in enumerate(losses, start=1):
            yield place.down(row), shown(loss)


def columns(grid: Grid, run: Scenario) -> list[Place]:
    """Return the headings of the tables: losses, the lowest so far, and those of validation."""
    rates = rate_names(run)
    return [place for place, words in grid.row(grid.find(run.point).row) if words in rates]


def rate_names(run: Scenario) -> list[str]:
    """Return what the columns are called, the reader's rate last."""
    *built, own = map(in_words, run.rates)
    return [*(f"{run.trace.names.learning_rate} = {rate}" for rate in built), f"{YOURS}: {own}"]


def validation_costs(run: Scenario) -> Array:
    """Return the mean loss of the samples for validation, (rates, epochs)."""
    return np.asarray(run.trace.validation[run.trace.names.total].mean(axis=-1))


def _lowest_and_highest(run: Scenario) -> tuple[float, float]:
    """Return the ends of the losses of the rates that stay finite, 0 and every first included.

    Where all rates stay finite and below 0, the highest is below 0, too.
    """
    kept = [losses if np.isfinite(losses).all() else np.zeros(1) for losses in run.losses]
    lowest = min(0.0, *(losses.min() for losses in kept))
    return float(lowest), float(max(*run.losses[:, 0], *(losses.max() for losses in kept)))
