"""Files as spreadsheet programs take them: they calculate the same, and lose nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bpsheet.expression import Text, call, compare
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.workbook import Cell, CellError, Highlight, PrintSetup, Sheet, Style
from tests import applications
from tests.formats.hand_made import BOTTOM, TOP, WORKBOOK
from tests.formats.ods_parts import attributes, found, written
from tests.formats.xlsx_parts import one_sheet
from tests.office_contents import charts, formulas, names
from tests.office_files import poison, read_part

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def path(folder: Path) -> Path:
    return written(WORKBOOK, folder)


@pytest.fixture(scope="module")
def saved(path: Path, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    return applications.round_trip(path, folder)


@pytest.fixture(params=["LibreOffice", "Gnumeric"], scope="module")
def calculated(request: pytest.FixtureRequest, path: Path, folder: Path) -> applications.Values:
    """What a program calculates where all stored values are wrong."""
    poisoned = poison(path, folder / "poisoned.ods")
    if request.param == "Gnumeric":
        return applications.gnumeric_values(poisoned, folder)
    return applications.libreoffice_values([poisoned], folder)[0]


def test_tables_are_calculated(calculated: applications.Values) -> None:
    for sheet in WORKBOOK.sheets[1:]:
        for letter, column in (("B", 0), ("C", 1), ("E", 3)):
            seen = [calculated[sheet.name][f"{letter}{row + 1}"] for row in range(TOP, BOTTOM + 1)]
            right = sheet.blocks[0].values[:, column].tolist()
            assert seen == pytest.approx(right, rel=1e-12)


def test_single_cells_are_calculated(calculated: applications.Values) -> None:
    overview = calculated["Overview"]
    assert overview["A3"] == "=1+1"
    assert overview["A7"] == "learning"
    assert overview["C7"] == 1
    assert overview["C3"] == CellError("#N/A")
    assert isinstance(overview["D7"], CellError)
    assert overview["B6"] == pytest.approx(0.3 * 0.9**3)  # a formula that is a link
    assert calculated["lr 0.1"]["A2"] == "when learning rate is 0.1"


def test_libreoffice_keeps_formulas_names_and_charts(path: Path, saved: Path) -> None:
    assert formulas(saved) == formulas(path)
    assert names(saved) == names(path)
    assert charts(saved) == charts(path)


def conditions(root: Any) -> set[str]:
    """Return what may be typed, the same however large numbers are spelled."""
    found_conditions = found(root, "//table:content-validation/@table:condition")
    return {condition.lower().replace("-999e+305", "-9.99e+307") for condition in found_conditions}


def test_libreoffice_keeps_what_cells_are_told(path: Path, saved: Path) -> None:
    before, after = (read_part(each, "content.xml") for each in (path, saved))
    assert conditions(after) == conditions(before)
    for what in ("//calcext:condition/@calcext:value", "//text:a/@xlink:href"):
        assert found(after, what) == found(before, what)
    assert len(found(after, "//office:annotation")) == len(found(before, "//office:annotation"))
    assert not found(after, "//office:annotation[@office:display='true']")


def test_libreoffice_fastens_lines_to_their_cells(saved: Path) -> None:
    content = read_part(saved, "content.xml")
    lines = found(content, "//draw:line")
    ends = sorted(attributes(line)["table:end-cell-address"] for line in lines)
    assert ends == ["Overview.E17", "Overview.E17", "Overview.F20"]
    assert not found(content, "//table:shapes//draw:line")


def test_libreoffice_shows_highlights(folder: Path) -> None:
    cells = {(row, 0): Cell(row) for row in range(3)}
    rule = Highlight(
        Range(0, 0, 2, 0),
        compare(Reference(0, 0, absolute=False), "=", 1),
        fill="#00ff00",
    )
    book = written(one_sheet(Sheet("Sheet", cells, highlights=(rule,))), folder)
    html = applications.round_trip(book, folder, ".html").read_text(encoding="utf-8").lower()
    assert html.count('bgcolor="#00ff00"') == 1


def test_libreoffice_opens_an_empty_text_as_text(folder: Path) -> None:
    """LibreOffice 7.4 took it for 0 where rows below it are repeated in print."""
    empty = call("IF", compare(Reference(0, 0), "=", 1), Text(""), Text("no"))
    cells = {
        (0, 0): Cell(1),
        (1, 0): Cell("", Style(), empty),
        (3, 0): Cell("header"),
        (4, 0): Cell("", Style(), empty),
    }
    sheet = Sheet("Sheet", cells, print_setup=PrintSetup(repeat_rows=(3, 3)))
    book = written(one_sheet(sheet), folder)
    [values] = applications.libreoffice_values([book], folder, "never")
    assert values["Sheet"].get("A2", "").strip() == ""
    assert "A5" not in values["Sheet"]
