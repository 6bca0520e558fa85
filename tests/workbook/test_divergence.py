"""A rate far too large: its own cells turn into errors, and no others do.

That LibreOffice shows the same as IronCalc, error by error, is seen where all cells are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.office_files import MAIN, ods_cells, read_part, sheet_parts
from tests.workbook.divergence import cells_of_diverged_rates, errors, rate_sheets
from tests.workbook.grid import Grid
from tests.workbook.scenario import FORMATS, Calculated, Poisoned, Scenario
from tests.workbook.scenarios import RUNAWAY

CALCULATION = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


@pytest.fixture(params=RUNAWAY, ids=lambda scenario: scenario.name)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    found: Scenario = request.param
    return found


def test_errors_stand_only_in_the_rows_after_a_rate_diverged(
    scenario: Scenario, calculated: Calculated
) -> None:
    found = calculated(scenario)
    allowed = cells_of_diverged_rates(found, scenario)
    assert set(allowed) == set(errors(found))
    for sheet, cells in errors(found).items():
        assert cells <= allowed[sheet]
    assert errors(found)["Compare"] == allowed["Compare"]


def test_the_step_is_named_where_the_rate_is_judged(
    scenario: Scenario, calculated: Calculated
) -> None:
    found = calculated(scenario)
    overview = Grid(found["Overview"])
    first = overview.find("verdict")
    finite = np.isfinite(scenario.losses)
    assert any(finite.all(axis=1))
    assert not all(finite.all(axis=1))
    for number, (sheet, losses) in enumerate(
        zip(rate_sheets(found), finite.tolist(), strict=True), start=1
    ):
        judged = Grid(found[sheet])
        words = judged.cells[judged.after(judged.find("verdict"))]
        assert overview.cells[first.down(number)] == words
        if all(losses):
            assert "diverged" not in str(words)
        else:
            assert words == f"diverged at {scenario.point} {losses.index(False)}"


def stored_errors(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the cells whose stored value is an error."""
    if path.suffix == ".xlsx":
        for sheet, part in sheet_parts(path).items():
            for cell in read_part(path, part).iter(MAIN + "c"):
                if cell.get("t") == "e":
                    yield sheet, cell.get("r", "")
        return
    for sheet, address, cell in ods_cells(read_part(path, "content.xml")):
        if cell.get(CALCULATION + "value-type") == "error":
            yield sheet, address


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_stored_values_are_errors_in_the_same_cells(
    suffix: str, scenario: Scenario, calculated: Calculated, poisoned: Poisoned
) -> None:
    found = calculated(scenario)
    right = {(sheet, address) for sheet, cells in errors(found).items() for address in cells}
    assert set(stored_errors(poisoned(scenario)[suffix])) == right
