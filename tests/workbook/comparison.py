"""Which cells that a program shows are wrong, by the engine and by the workbook as it was made."""

from __future__ import annotations

from bpsheet.sheet.workbook import Value
from tests.applications import Values, differences, workbook_values
from tests.workbook.engine_values import engine_values
from tests.workbook.grid import Grid
from tests.workbook.scenario import Scenario

Wrong = tuple[str, str, Value, Value]
"""A cell that is wrong: sheet, address, found and right value."""

CHECK = "Gradient check"
CHEAT_SHEET = "Cheat sheet"
ROUNDED = ("difference D(ε)", "gradient − D(ε)", "D(2ε) − D(ε)", "bound", "apart by")
"""What is taken from last digits; the gradient check says in its bound how far that goes."""


def wrong_numbers(found: Values, run: Scenario) -> list[Wrong]:
    """Return every number, and every word about one, that is not the engine's.

    A number that the engine says nothing of is wrong, too.
    """
    right = engine_values(found, run)
    spoken_of = {
        sheet: {
            address: value
            for address, value in cells.items()
            if address in right[sheet] or not isinstance(value, str)
        }
        for sheet, cells in found.items()
    }
    return _beyond_rounding(differences(spoken_of, right), found, right, run)


def wrong_cells(found: Values, run: Scenario) -> list[Wrong]:
    """Return every cell, words included, that does not show what the workbook was made to show."""
    right = workbook_values(run.workbook)
    return _beyond_rounding(differences(found, right), found, right, run)


def _beyond_rounding(
    wrong: list[Wrong], found: Values, right: Values, run: Scenario
) -> list[Wrong]:
    bounds = {CHECK: _bounds_of_check(Grid(found[CHECK]), right[CHECK])}
    if CHEAT_SHEET in found:
        bounds[CHEAT_SHEET] = _bounds_of_cheat_sheet(Grid(found[CHEAT_SHEET]), run.epsilon)
    return [
        (sheet, address, theirs, ours)
        for sheet, address, theirs, ours in wrong
        if not _within(theirs, ours, bounds.get(sheet, {}).get(address))
    ]


def _bounds_of_check(check: Grid, right: dict[str, Value]) -> dict[str, Value]:
    """Return the bound of each cell that is computed from rounding errors."""
    headings = {words: place for place, words in check.row(check.find("parameter").row)}
    lines = range(1, check.find("moved").row - headings["parameter"].row)
    return {
        headings[name].down(line).address: right.get(headings["bound"].down(line).address)
        for name in ROUNDED
        if name in headings
        for line in lines
    }


def _bounds_of_cheat_sheet(sheet: Grid, epsilon: float) -> dict[str, Value]:
    """Return how far rounding may drive a central difference of functions up to a hundred."""
    return {
        heading.down(line).address: 100 * 4 * 2**-52 / epsilon
        for heading, words in sheet.words()
        if words in ROUNDED
        for line in range(1, len(sheet.below(heading)) + 1)
    }


def _within(theirs: Value, ours: Value, bound: Value) -> bool:
    if all(isinstance(number, int | float) for number in (theirs, ours, bound)):
        return abs(theirs - ours) <= bound
    return False
