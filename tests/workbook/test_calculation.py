"""Every number that real programs calculate is the engine's, in every workbook and format."""

from __future__ import annotations

import pytest

from tests.office_contents import formulas
from tests.workbook.comparison import wrong_cells, wrong_numbers
from tests.workbook.conftest import Calculations
from tests.workbook.scenarios import RUNAWAY, SCENARIOS, Scenario

OFFICE = (pytest.mark.office, pytest.mark.xdist_group("office"))
PROGRAMS = (
    pytest.param("IronCalc", ".xlsx", id="IronCalc"),
    *(
        pytest.param(program, suffix, id=f"{program}-{suffix[1:]}", marks=OFFICE)
        for program in ("LibreOffice", "Gnumeric")
        for suffix in (".xlsx", ".ods")
    ),
)


@pytest.fixture(params=SCENARIOS, ids=lambda scenario: scenario.name)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    found: Scenario = request.param
    return found


@pytest.mark.parametrize(("program", "suffix"), PROGRAMS)
def test_every_number_is_the_engine_s(
    program: str, suffix: str, scenario: Scenario, calculations: Calculations
) -> None:
    if program == "Gnumeric" and scenario in RUNAWAY:
        return  # its numbers go far beyond 1.8e308, so that a rate overflows some steps later
    found = calculations.values(program, scenario, suffix)
    assert not wrong_numbers(found, scenario)
    assert not wrong_cells(found, scenario)


def test_both_formats_hold_the_same_formulas(
    scenario: Scenario, calculations: Calculations
) -> None:
    files = calculations.files(scenario)
    xlsx, ods = formulas(files[".xlsx"]), formulas(files[".ods"])
    assert sum(map(len, xlsx.values())) > 100
    assert list(xlsx) == list(ods)
    for sheet, cells in xlsx.items():
        assert ods[sheet] == cells
