"""What every number of a workbook must be, and every word that speaks of one, from the engine.

Cells are found as a reader finds them, by the words in the workbook; nothing here knows where the
layout puts them, and nothing is taken from the formulas or from the values stored beside them.
"""

from __future__ import annotations

from tests.applications import Values
from tests.workbook.claims.compare import compare
from tests.workbook.claims.derivation import derivation
from tests.workbook.claims.gradient_check import gradient_check
from tests.workbook.claims.overview import data, overview
from tests.workbook.claims.rate_sheet import rate_sheet
from tests.workbook.grid import Grid
from tests.workbook.scenario import Scenario

SHEETS = {
    "Overview": overview,
    "Derivation": derivation,
    "Compare": compare,
    "Gradient check": gradient_check,
}


def engine_values(found: Values, run: Scenario) -> Values:
    """Return what the cells of a workbook must show.

    Arguments:
        found: what a program shows; only its words are used, to find the cells.
        run: what the workbook was built from and what was typed into it.
    """
    rate_sheets = [name for name in found if name.startswith("lr ")]
    assert len(rate_sheets) == len(run.rates)
    claims = {name: claimed(Grid(found[name]), run) for name, claimed in SHEETS.items()}
    if run.built.several:
        claims["Data"] = data(Grid(found["Data"]), run)
    for number, name in enumerate(rate_sheets):
        claims[name] = rate_sheet(Grid(found[name]), run, number)
    return {
        sheet: {place.address: value for place, value in made} for sheet, made in claims.items()
    }
