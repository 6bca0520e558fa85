"""Every bundled template as a workbook: real programs show in each cell what it was made to show.

That these are the engine's numbers is claimed for one scenario of each kind.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bpsheet.formats.ods import write_ods
from bpsheet.sheet.workbook import Block, Workbook
from tests.applications import gnumeric_values, libreoffice_values, printed_words
from tests.workbook.comparison import wrong_cells
from tests.workbook.divergence import cells_of_diverged_rates, errors
from tests.workbook.scenario import FORMATS, Calculated, Poisoned, Scenario
from tests.workbook.scenarios import TEMPLATES

# Gnumeric's numbers go far beyond 1.8e308: there, a rate overflows some steps later
FINITE = [template for template in TEMPLATES if not any(template.trace.diverged_at)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_ironcalc_shows_what_was_meant(template: Scenario, calculated: Calculated) -> None:
    found = calculated(template)
    assert not wrong_cells(found, template)
    allowed = cells_of_diverged_rates(found, template)
    for sheet, cells in errors(found).items():
        assert cells <= allowed[sheet]


@pytest.mark.office
def test_libreoffice_shows_what_was_meant(poisoned: Poisoned, tmp_path: Path) -> None:
    opened = [(template, suffix) for template in TEMPLATES for suffix in FORMATS]
    paths = [poisoned(template)[suffix] for template, suffix in opened]
    shown = libreoffice_values(paths, tmp_path)  # all files in one run of the program
    wrong = {
        f"{template.name}{suffix}": wrong_cells(found, template)
        for (template, suffix), found in zip(opened, shown, strict=True)
    }
    assert {name: cells for name, cells in wrong.items() if cells} == {}


@pytest.mark.office
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("template", FINITE, ids=lambda template: template.name)
def test_gnumeric_shows_what_was_meant(
    template: Scenario, suffix: str, poisoned: Poisoned, tmp_path: Path
) -> None:
    found = gnumeric_values(poisoned(template)[suffix], tmp_path)
    assert not wrong_cells(found, template)


@pytest.mark.office
def test_no_number_is_too_wide_for_its_cell(tmp_path: Path) -> None:
    paths = [tmp_path / f"{template.name}.ods" for template in TEMPLATES]
    for template, path in zip(TEMPLATES, paths, strict=True):
        write_ods(with_the_widest_rows(template.workbook), path)
    pages = printed_words(paths, tmp_path)  # all files in one run of the program
    too_wide = {
        template.name: re.findall(r".*###.*", words)
        for template, words in zip(TEMPLATES, pages, strict=True)
    }
    assert {name: lines for name, lines in too_wide.items() if lines} == {}


def with_the_widest_rows(workbook: Workbook) -> Workbook:
    """Return a workbook that prints sooner: of its tables only rows that may be too wide remain."""
    sheets = (
        replace(sheet, blocks=tuple(map(_with_the_widest_rows, sheet.blocks)))
        for sheet in workbook.sheets
    )
    return replace(workbook, sheets=tuple(sheets))


def _with_the_widest_rows(block: Block) -> Block:
    """Keep where a column is at its largest, its least and nearest to 0, and the first error."""
    finite = np.isfinite(block.values)
    values = np.where(finite, block.values, 0.0)
    sizes = np.where(values == 0, np.inf, np.abs(values))
    errors = np.flatnonzero(~finite.all(axis=1))[:1]
    extremes = values.argmax(axis=0), values.argmin(axis=0), sizes.argmin(axis=0)
    rows = np.unique(np.concatenate([*extremes, errors]))
    return replace(block, kind_of_row=block.kind_of_row[rows], values=block.values[rows])
