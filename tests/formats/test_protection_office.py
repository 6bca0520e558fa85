"""Protected sheets as spreadsheet programs save them again: what was locked stays locked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.workbook import Workbook
from tests import applications
from tests.formats.hand_made import BOTTOM, TOP, WORKBOOK

pytestmark = [
    pytest.mark.office,
    pytest.mark.filterwarnings("ignore:Workbook contains no default style"),  # Gnumeric's
]

WRITERS: dict[str, Callable[[Workbook, Path], None]] = {".xlsx": write_xlsx, ".ods": write_ods}
PROGRAMS: dict[str, Callable[[Path, Path], Path]] = {
    "LibreOffice": lambda path, work: applications.round_trip(path, work, ".xlsx"),
    "Gnumeric": lambda path, work: applications.saved_by_gnumeric(path, work, ".xlsx"),
}


def without_notes(workbook: Workbook) -> Workbook:
    """Return a workbook without notes: as Gnumeric saves them, openpyxl cannot read them."""
    return replace(
        workbook,
        sheets=tuple(
            replace(sheet, cells={place: replace(c, note=None) for place, c in sheet.cells.items()})
            for sheet in workbook.sheets
        ),
    )


@pytest.fixture(scope="module", params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=WRITERS)
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def saved(program: str, suffix: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The workbook as a program saves it, read again."""
    folder = tmp_path_factory.mktemp("saved")
    path = folder / f"book{suffix}"
    WRITERS[suffix](without_notes(WORKBOOK), path)
    return openpyxl.load_workbook(PROGRAMS[program](path, folder))


def test_only_the_protected_sheet_is_protected(saved: Any, program: str, suffix: str) -> None:
    protected = {sheet.title for sheet in saved if sheet.protection.sheet}
    # Gnumeric 1.12 reads of an .ods file which cells are locked, but not that a sheet is protected
    assert protected == (set() if (program, suffix) == ("Gnumeric", ".ods") else {"lr 2"})
    assert saved["lr 2"].protection.password is None


def test_cells_to_fill_in_stay_empty_and_unlocked(saved: Any) -> None:
    sheet = saved["lr 2"]
    for row in range(TOP + 1, BOTTOM + 2):
        locked = [sheet.cell(row, column).protection.locked for column in range(2, 6)]
        assert locked == [True, True, False, True]
        assert sheet.cell(row, 4).value is None
        assert sheet.cell(row, 4).fill.fgColor.rgb == "FFFFF3BF"


def test_hidden_formulas_stay_hidden(saved: Any) -> None:
    overview = saved["Overview"]
    assert overview["A7"].protection.hidden
    assert overview["A7"].protection.locked
    assert not overview["C7"].protection.hidden


def test_headings_of_prompts_and_the_paper_are_kept(saved: Any) -> None:
    rules = saved["Overview"].data_validations.dataValidation
    headings = {str(rule.sqref): rule.promptTitle or "" for rule in rules}
    assert headings["E4"] == "Your number"
    assert int(saved["lr 2"].page_setup.paperSize) == 1
    assert int(saved["lr 0.1"].page_setup.paperSize) == 9
