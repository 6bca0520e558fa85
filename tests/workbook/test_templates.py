"""Every bundled template as a workbook: real programs show in each cell what it was made to show.

What each kind of number must be is claimed from the engine in the tests of scenarios.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from bpsheet.catalogue import bundled_names, load_template
from bpsheet.verbs.build import build
from tests.applications import gnumeric_values, libreoffice_values, printed_words
from tests.workbook.comparison import wrong_cells
from tests.workbook.divergence import cells_of_diverged_rates, errors
from tests.workbook.scenario import FORMATS, Calculated, Poisoned, Scenario
from tests.workbook.stored import stored_formulas

NAMES = bundled_names()

each_template = pytest.mark.parametrize("name", NAMES)


@cache
def scenario_of(name: str) -> Scenario:
    """Return a bundled template as it is built, with nothing typed into it."""
    return Scenario(name, load_template(name))


@each_template
def test_ironcalc_shows_what_each_cell_was_made_to_show(name: str, calculated: Calculated) -> None:
    scenario = scenario_of(name)
    found = calculated(scenario)
    assert not wrong_cells(found, scenario)
    allowed = cells_of_diverged_rates(found, scenario)
    for sheet, cells in errors(found).items():
        assert cells <= allowed[sheet]


@each_template
def test_both_formats_hold_the_same_formulas(name: str, poisoned: Poisoned) -> None:
    xlsx, ods = (stored_formulas(poisoned(scenario_of(name))[suffix]) for suffix in FORMATS)
    assert xlsx == ods


@pytest.mark.office
def test_libreoffice_shows_what_each_cell_was_made_to_show(
    poisoned: Poisoned, tmp_path: Path
) -> None:
    opened = [(name, suffix) for name in NAMES for suffix in FORMATS]
    paths = [poisoned(scenario_of(name))[suffix] for name, suffix in opened]
    shown = libreoffice_values(paths, tmp_path)  # all files in one run of the program
    wrong = {
        f"{name}{suffix}": wrong_cells(found, scenario_of(name))
        for (name, suffix), found in zip(opened, shown, strict=True)
    }
    assert {file: cells for file, cells in wrong.items() if cells} == {}


@pytest.mark.office
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "name",
    # Gnumeric's numbers go far beyond 1.8e308: there, a rate overflows some steps later
    [name for name in NAMES if not any(scenario_of(name).trace.diverged_at)],
)
def test_gnumeric_shows_what_each_cell_was_made_to_show(
    name: str, suffix: str, poisoned: Poisoned, tmp_path: Path
) -> None:
    found = gnumeric_values(poisoned(scenario_of(name))[suffix], tmp_path)
    assert not wrong_cells(found, scenario_of(name))


@pytest.mark.office
def test_no_number_is_too_wide_for_its_cell(tmp_path: Path) -> None:
    files = [build(name, tmp_path, formats=["ods"]).files[0] for name in NAMES]
    pages = printed_words(files, tmp_path)  # all files in one run of the program
    too_wide = {
        name: line
        for name, words in zip(NAMES, pages, strict=True)
        for line in re.findall(r".*###.*", words)
    }
    assert too_wide == {}
