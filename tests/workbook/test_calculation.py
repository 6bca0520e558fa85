"""Every number that real programs calculate is the engine's, in every workbook and format."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.applications import gnumeric_values, libreoffice_values
from tests.workbook.comparison import wrong_cells, wrong_numbers
from tests.workbook.scenario import FORMATS, Calculated, Poisoned, Scenario
from tests.workbook.scenarios import OVERFLOW, RUNAWAY, SCENARIOS, SEVERAL, TYPED

each_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.name)


@each_scenario
def test_ironcalc_calculates_the_engine_s_numbers(
    scenario: Scenario, calculated: Calculated
) -> None:
    assert not wrong_numbers(calculated(scenario), scenario)
    assert not wrong_cells(calculated(scenario), scenario)


@pytest.mark.office
def test_libreoffice_calculates_the_engine_s_numbers(poisoned: Poisoned, tmp_path: Path) -> None:
    opened = [(scenario, suffix) for scenario in SCENARIOS for suffix in FORMATS]
    paths = [poisoned(scenario)[suffix] for scenario, suffix in opened]
    shown = libreoffice_values(paths, tmp_path)  # all files in one run of the program
    wrong = {
        f"{scenario.name}{suffix}": wrong_numbers(found, scenario) + wrong_cells(found, scenario)
        for (scenario, suffix), found in zip(opened, shown, strict=True)
    }
    assert {name: cells for name, cells in wrong.items() if cells} == {}


@pytest.mark.office
def test_a_sigmoid_that_reaches_far_is_guarded_where_exp_would_overflow(
    poisoned: Poisoned, tmp_path: Path
) -> None:
    for found in libreoffice_values([*poisoned(OVERFLOW).values()], tmp_path):
        assert not wrong_numbers(found, OVERFLOW)
        assert not wrong_cells(found, OVERFLOW)


@pytest.mark.office
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "scenario",
    # Gnumeric's numbers go far beyond 1.8e308: there, a rate overflows some steps later
    [scenario for scenario in SCENARIOS if scenario not in RUNAWAY],
    ids=lambda each: each.name,
)
def test_gnumeric_calculates_the_engine_s_numbers(
    scenario: Scenario, suffix: str, poisoned: Poisoned, tmp_path: Path
) -> None:
    found = gnumeric_values(poisoned(scenario)[suffix], tmp_path)
    assert not wrong_numbers(found, scenario)
    assert not wrong_cells(found, scenario)


@pytest.mark.parametrize("scenario", [TYPED[0], *SEVERAL], ids=lambda each: each.name)
def test_a_wrong_number_anywhere_would_be_seen(scenario: Scenario, calculated: Calculated) -> None:
    found = calculated(scenario)
    spoilt = {
        sheet: {
            address: value * (1 + 1e-10) + 1e-7 if isinstance(value, float) else value
            for address, value in cells.items()
        }
        for sheet, cells in found.items()
    }
    numbers = sum(isinstance(value, float) for cells in found.values() for value in cells.values())
    assert len(wrong_numbers(spoilt, scenario)) == numbers
