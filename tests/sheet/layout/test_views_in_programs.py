"""The teaching sheets as real programs calculate them, from files with wrong stored values."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.workbook import Value
from tests.applications import (
    Values,
    differences,
    gnumeric_values,
    ironcalc_values,
    libreoffice_values,
    workbook_values,
)
from tests.office_files import poison
from tests.sheet.layout.shown import SHOWN
from tests.workbook.scenario import Scenario

SHEETS = ("Error curve", "Gradient vector", "Learning panel")
WRITERS = {".xlsx": write_xlsx, ".ods": write_ods}
by_name = pytest.mark.parametrize("scenario", SHOWN, ids=lambda scenario: scenario.name)


def poisoned(scenario: Scenario, suffix: str, folder: Path) -> Path:
    """Return a file of the scenario's workbook with a wrong value beside every formula."""
    path = folder / f"{scenario.name} right{suffix}"
    WRITERS[suffix](scenario.workbook, path)
    return poison(path, folder / f"{scenario.name}{suffix}")


def wrong(found: Values, scenario: Scenario) -> list[tuple[str, str, Value, Value]]:
    """Return the cells of the teaching sheets that a program calculates otherwise."""
    right = workbook_values(scenario.workbook)
    return differences(
        {name: found[name] for name in SHEETS}, {name: right[name] for name in SHEETS}
    )


@by_name
def test_ironcalc_agrees(scenario: Scenario, tmp_path: Path) -> None:
    found = ironcalc_values(poisoned(scenario, ".xlsx", tmp_path))
    assert not wrong(found, scenario)


@pytest.mark.office
def test_libreoffice_agrees(tmp_path: Path) -> None:
    files = [poisoned(scenario, suffix, tmp_path) for scenario in SHOWN for suffix in WRITERS]
    found = libreoffice_values(files, tmp_path / "libreoffice")
    scenarios = [scenario for scenario in SHOWN for _ in WRITERS]
    for path, values, scenario in zip(files, found, scenarios, strict=True):
        assert not wrong(values, scenario), path.name


@pytest.mark.office
@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("scenario", SHOWN[:6:2], ids=lambda scenario: scenario.name)
def test_gnumeric_agrees(scenario: Scenario, suffix: str, tmp_path: Path) -> None:
    found = gnumeric_values(poisoned(scenario, suffix, tmp_path), tmp_path)
    assert not wrong(found, scenario)
