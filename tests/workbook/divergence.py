"""The cells that may show an error: those of rates that overflow, from there on."""

from __future__ import annotations

import numpy as np

from bpsheet.sheet.workbook import CellError
from tests.applications import Values
from tests.workbook.claims.compare import columns, validation_costs
from tests.workbook.grid import Grid
from tests.workbook.scenario import Scenario


def errors(found: Values) -> dict[str, set[str]]:
    """Return the cells that hold an error, by sheet."""
    cells = {
        sheet: {address for address, value in cells.items() if isinstance(value, CellError)}
        for sheet, cells in found.items()
    }
    return {sheet: addresses for sheet, addresses in cells.items() if addresses}


def rate_sheets(found: Values) -> list[str]:
    """Return the names of the sheets of the rates, in order."""
    return [sheet for sheet in found if sheet.startswith("lr ")]


def cells_of_diverged_rates(found: Values, run: Scenario) -> dict[str, set[str]]:
    """Return the cells in which an error is right, by sheet."""
    diverged = zip(rate_sheets(found), run.trace.diverged_at, strict=True)
    allowed = {
        sheet: _rows_from(Grid(found[sheet]), run, step)
        for sheet, step in diverged
        if step is not None
    }
    return allowed | {"Compare": _losses_that_are_none(Grid(found["Compare"]), run)}


def _rows_from(sheet: Grid, run: Scenario, step: int) -> set[str]:
    """Return the cells of a training table from this step on, but the steps themselves."""
    above = next(number for number, row in enumerate(run.rows) if row.step >= step)
    top = sheet.find("step").down(1 + above).row
    return {place.address for place in sheet.cells if place.row >= top and place.column > 1}


def _losses_that_are_none(compare: Grid, run: Scenario) -> set[str]:
    """Return the cells of Compare for losses that are no numbers; the lowest so far always is."""
    rates, headings = len(run.rates), columns(compare, run)
    tables = [*run.losses]
    if run.trace.validation:
        tables += [*validation_costs(run)]
    return {
        heading.down(row).address
        for heading, losses in zip(headings[:rates] + headings[2 * rates :], tables, strict=True)
        for row, loss in enumerate(losses, start=1)
        if not np.isfinite(loss)
    }
