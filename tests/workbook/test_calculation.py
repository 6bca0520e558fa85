"""Every number that real programs calculate is the engine's, in every workbook and format."""

from __future__ import annotations

import pytest

from tests.workbook.comparison import wrong_cells, wrong_numbers
from tests.workbook.conftest import FORMATS, Calculations
from tests.workbook.scenarios import RUNAWAY, SCENARIOS, TYPED, Scenario
from tests.workbook.stored import stored_formulas

OFFICE = (pytest.mark.office, pytest.mark.xdist_group("office"))
OFFICE_PROGRAMS = [
    (program, suffix) for program in ("LibreOffice", "Gnumeric") for suffix in FORMATS
]


def each(program: str, suffix: str, scenario: Scenario, *marks: pytest.MarkDecorator) -> object:
    name = f"{program}-{suffix[1:]}-{scenario.name}"
    return pytest.param(program, suffix, scenario, id=name, marks=marks)


@pytest.mark.parametrize(
    ("program", "suffix", "scenario"),
    [
        *(each("IronCalc", ".xlsx", scenario) for scenario in SCENARIOS),
        *(
            each(program, suffix, scenario, *OFFICE)
            for program, suffix in OFFICE_PROGRAMS
            for scenario in SCENARIOS
            # Gnumeric's numbers go far beyond 1.8e308: there, a rate overflows some steps later
            if program != "Gnumeric" or scenario not in RUNAWAY
        ),
    ],
)
def test_every_number_is_the_engine_s(
    program: str, suffix: str, scenario: Scenario, calculations: Calculations
) -> None:
    found = calculations.values(program, scenario, suffix)
    assert not wrong_numbers(found, scenario)
    assert not wrong_cells(found, scenario)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_both_formats_hold_the_same_formulas(
    scenario: Scenario, calculations: Calculations
) -> None:
    files = calculations.files(scenario)
    xlsx, ods = stored_formulas(files[".xlsx"]), stored_formulas(files[".ods"])
    assert sum(map(len, xlsx.values())) > 100
    assert list(xlsx) == list(ods)
    for sheet, cells in xlsx.items():
        assert ods[sheet] == cells


def test_a_wrong_number_anywhere_would_be_seen(calculations: Calculations) -> None:
    scenario = TYPED[0]
    found = calculations.values("IronCalc", scenario, ".xlsx")
    spoilt = {
        sheet: {
            address: value * (1 + 1e-10) + 1e-7 if isinstance(value, float) else value
            for address, value in cells.items()
        }
        for sheet, cells in found.items()
    }
    numbers = sum(isinstance(value, float) for cells in found.values() for value in cells.values())
    assert len(wrong_numbers(spoilt, scenario)) == numbers
