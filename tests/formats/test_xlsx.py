from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.workbook import Cell, Sheet, Style, Value
from tests import applications
from tests.formats.hand_made import BOTTOM, LONG_NOTE, TOP, WORKBOOK
from tests.formats.xlsx_parts import one_sheet, reread
from tests.office_files import poison, read_part
from tests.shared import shared

SCHEMAS = {
    "xl/worksheets/": "sml.xsd",
    "xl/workbook.xml": "sml.xsd",
    "xl/styles.xml": "sml.xsd",
    "xl/sharedStrings.xml": "sml.xsd",
    "xl/comments": "sml.xsd",
    "xl/drawings/drawing": "dml-spreadsheetDrawing.xsd",
    "xl/charts/": "dml-chart.xsd",
    "docProps/app.xml": "shared-documentPropertiesExtended.xsd",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "hand made.xlsx"
    write_xlsx(WORKBOOK, path)
    return path


@pytest.fixture(scope="module")
def formulas(written: Path) -> Any:
    return openpyxl.load_workbook(written)


@pytest.fixture(scope="module")
def values(written: Path) -> Any:
    return openpyxl.load_workbook(written, data_only=True)


@cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(shared("schemas", "ooxml", name))))


def test_every_part_is_valid_against_the_standard(written: Path) -> None:
    with zipfile.ZipFile(written) as archive:
        names = archive.namelist()
    for start, name in SCHEMAS.items():
        parts = [each for each in names if each.startswith(start) and each.endswith(".xml")]
        assert parts, f"no part starts with {start}"
        for each in parts:
            schema(name).assertValid(read_part(written, each))


CELLS: dict[str, tuple[object, Value]] = {
    "A1": ("A worked example", "A worked example"),
    "A3": ("=1+1", "=1+1"),
    "B3": (True, True),
    "C3": ("=#N/A", "#N/A"),
    "D3": (None, None),
    "A4": ("rate <η> & co", "rate <η> & co"),
    "B4": (0.1, 0.1),
    "B5": (7, 7),
    "B6": ("='lr 0.1'!$C$8", 0.3 * 0.9**3),
    "A7": ('=IF($B$4<1,"learning","too \'fast\' & ""wild""")', "learning"),
    "B7": ('=IF($B$4<1,"","too fast")', None),
    "C7": ("=$B$4<1", True),
    "D7": ("=EXP(1000)", "#NUM!"),
}


@pytest.mark.parametrize("address", CELLS)
def test_a_cell_holds_its_formula_and_its_value(formulas: Any, values: Any, address: str) -> None:
    formula, value = CELLS[address]
    assert formulas["Overview"][address].value == formula
    assert values["Overview"][address].value == value


def test_values_keep_their_types(formulas: Any, values: Any) -> None:
    assert formulas["Overview"]["A3"].data_type == "s"
    assert values["Overview"]["B3"].data_type == values["Overview"]["C7"].data_type == "b"
    assert values["Overview"]["C3"].data_type == values["Overview"]["D7"].data_type == "e"


def test_a_table_holds_its_formulas_and_values(formulas: Any, values: Any) -> None:
    rows = [[cell.value for cell in row] for row in formulas["lr 0.1"]["B5:E7"]]
    assert rows == [
        ["=0", "=0.3", None, "=-(C5^2)"],
        ["=B5+1", "=C5*0.9", None, "=-(C6^2)"],
        ["=B6+1", "=C6*0.9", None, "=-(C7^2)"],
    ]
    stored = [[cell.value for cell in row] for row in values["lr 0.1"]["B5:E16"]]
    block = WORKBOOK.sheets[1].blocks[0]
    assert stored == np.where(np.isnan(block.values), None, block.values).tolist()


def test_cells_beside_a_table_are_kept(formulas: Any, values: Any) -> None:
    assert formulas["lr 0.1"]["A6"].value == "left of the table"
    assert formulas["lr 0.1"]["G6"].value == "=C6"
    assert values["lr 0.1"]["G6"].value == 0.3 * 0.9


def test_another_reader_sees_the_same_values(written: Path) -> None:
    sheet = CalamineWorkbook.from_path(written).get_sheet_by_name("lr 0.1")
    rows = sheet.to_python(skip_empty_area=False)
    block = WORKBOOK.sheets[1].blocks[0]
    assert [row[2] for row in rows[TOP:]] == block.values[:, 1].tolist()
    assert rows[1][0] == "when learning rate is 0.1"


def sides(cell: Any) -> set[tuple[str, str]]:
    border = cell.border
    each = (border.left, border.right, border.top, border.bottom)
    return {(side.style, side.color.rgb) for side in each}


STYLES: list[tuple[Style, Callable[[Any], object], object]] = [
    (Style(), lambda cell: (cell.font.name, cell.font.sz), ("Arial", 10)),
    (Style(), lambda cell: (cell.fill.fill_type, cell.number_format), (None, "General")),
    (Style(), lambda cell: cell.alignment.horizontal, None),
    (Style(), lambda cell: cell.alignment.vertical, "center"),
    (Style(bold=True), lambda cell: cell.font.b, True),
    (Style(italic=True), lambda cell: cell.font.i, True),
    (Style(underline=True), lambda cell: cell.font.u, "single"),
    (Style(size=16), lambda cell: cell.font.sz, 16),
    (Style(), lambda cell: cell.font.color.rgb, "FF1F2933"),
    (Style(color="#123456"), lambda cell: cell.font.color.rgb, "FF123456"),
    (Style(fill="#abcdef"), lambda cell: cell.fill.fill_type, "solid"),
    (Style(fill="#abcdef"), lambda cell: cell.fill.fgColor.rgb, "FFABCDEF"),
    (Style(number_format="0.000E+0"), lambda cell: cell.number_format, "0.000E+0"),
    (Style(horizontal="center"), lambda cell: cell.alignment.horizontal, "center"),
    (Style(vertical="top"), lambda cell: cell.alignment.vertical, "top"),
    (Style(vertical="bottom"), lambda cell: cell.alignment.vertical, None),
    (Style(wrap=True), lambda cell: cell.alignment.wrap_text, True),
    (Style(indent=2), lambda cell: cell.alignment.indent, 2),
    (Style(border="#112233"), sides, {("thin", "FF112233")}),
    (Style(), lambda cell: cell.protection.locked, True),
    (Style(locked=False), lambda cell: cell.protection.locked, False),
    (Style(), lambda cell: cell.protection.hidden, False),
    (Style(hidden=True), lambda cell: cell.protection.hidden, True),
]


def test_a_style_is_seen_in_its_cell(tmp_path: Path) -> None:
    cells = {(row, 0): Cell("x", style) for row, (style, _, _) in enumerate(STYLES)}
    sheet = reread(one_sheet(Sheet("Styles", cells)), tmp_path)["Styles"]
    seen = [look(sheet.cell(row, 1)) for row, (_, look, _) in enumerate(STYLES, start=1)]
    assert seen == [expected for _, _, expected in STYLES]


def test_a_table_has_the_styles_of_its_columns(formulas: Any) -> None:
    assert formulas["lr 0.1"]["C9"].number_format == "0.000000"
    assert formulas["lr 0.1"]["B9"].number_format == "General"


def test_equal_styles_are_stored_once(tmp_path: Path) -> None:
    cells = {(row, 0): Cell(row, Style(size=11 + row % 2)) for row in range(20)}
    write_xlsx(one_sheet(Sheet("Styles", cells)), tmp_path / "book.xlsx")
    default_and_two = 3
    formats = read_part(tmp_path / "book.xlsx", "xl/styles.xml").find("{*}cellXfs")
    assert len(formats) == default_and_two


def test_merged_cells_all_have_the_first_one_s_style(written: Path, formulas: Any) -> None:
    assert [str(area) for area in formulas["Overview"].merged_cells.ranges] == ["A1:F1"]
    assert formulas["Overview"]["A1"].fill.fgColor.rgb == "FF243B53"
    cells = read_part(written, "xl/worksheets/sheet1.xml").findall(".//{*}row[1]/{*}c")
    assert [cell.get("r") for cell in cells] == ["A1", "B1", "C1", "D1", "E1", "F1"]
    assert len({cell.get("s") for cell in cells}) == 1


@pytest.mark.parametrize(("letter", "pixels"), [("A", 150), ("B", 64), ("C", 96), ("F", 80)])
def test_columns_have_their_widths(written: Path, letter: str, pixels: int) -> None:
    number = ord(letter) - ord("A") + 1
    widths = {
        column: float(each.get("width"))
        for each in read_part(written, "xl/worksheets/sheet1.xml").iterfind("{*}cols/{*}col")
        for column in range(int(each.get("min")), int(each.get("max")) + 1)
    }
    # in the standard's words, with the 7 pixels that a digit of the default font takes
    assert int((256 * widths[number] + int(128 / 7)) / 256 * 7) == pixels


def test_rows_have_their_heights(formulas: Any) -> None:
    heights = {row: formulas["Overview"].row_dimensions[row].height for row in (1, 3, 9)}
    assert heights == {1: 27, 3: 15, 9: 45}
    assert formulas["Overview"].sheet_format.defaultRowHeight == 15
    assert formulas["lr 0.1"].row_dimensions[TOP + 3].height == 22.5
    assert formulas["lr 0.1"].row_dimensions[TOP + 4].height == 15


def test_the_view_is_set(formulas: Any) -> None:
    sheet = formulas["lr 0.1"]
    assert sheet.freeze_panes == "C5"
    assert sheet.sheet_properties.tabColor.rgb == "FF1F77B4"
    assert sheet.sheet_view.showGridLines is False
    assert formulas["Overview"].freeze_panes is None


def test_a_protected_sheet_leaves_looks_sizes_and_insertions_free(formulas: Any) -> None:
    """A true value of what may be done says that it is locked."""
    open_one, protected = (formulas[name].protection for name in ("lr 0.1", "lr 2"))
    assert (open_one.sheet, protected.sheet, protected.hashValue) == (False, True, None)
    assert not any((protected.formatCells, protected.formatColumns, protected.formatRows))
    assert not any((protected.insertColumns, protected.insertRows, protected.selectLockedCells))
    assert all((protected.sort, protected.deleteColumns, protected.deleteRows))


def test_a_cell_to_fill_in_is_empty_and_unlocked(formulas: Any) -> None:
    sheet = formulas["lr 2"]
    for row in range(TOP + 1, BOTTOM + 2):
        beside, gap = sheet.cell(row, 3), sheet.cell(row, 4)
        assert (gap.value, gap.protection.locked, gap.fill.fgColor.rgb) == (None, False, "FFFFF3BF")
        assert beside.protection.locked


def test_dimensions_cover_tables(written: Path) -> None:
    sheet = read_part(written, "xl/worksheets/sheet2.xml")
    assert sheet.find("{*}dimension").get("ref") == f"A1:G{BOTTOM + 1}"


def test_the_print_is_set_up(formulas: Any) -> None:
    overview, rate = formulas["Overview"], formulas["lr 0.1"]
    assert (overview.page_setup.orientation, rate.page_setup.orientation) == (
        "portrait",
        "landscape",
    )
    assert (overview.page_setup.paperSize, formulas["lr 2"].page_setup.paperSize) == (9, 1)
    assert (overview.page_setup.fitToHeight, rate.page_setup.fitToHeight) == (None, 0)
    assert rate.sheet_properties.pageSetUpPr.fitToPage
    assert (rate.print_title_rows, rate.print_title_cols) == ("$4:$4", "$A:$B")
    assert (overview.print_title_rows, overview.print_title_cols) == (None, None)
    assert overview.print_area == "'Overview'!$A$1:$J$41"
    assert rate.oddFooter.left.text == "&A"
    assert rate.oddFooter.right.text == "Page &P of &N"


def test_names_hold_in_the_workbook_or_on_their_sheet(formulas: Any) -> None:
    assert formulas.defined_names["first_rate"].attr_text == "Overview!$B$4"
    for name in ("lr 0.1", "lr 2"):
        assert formulas[name].defined_names["learning_rate"].attr_text == f"'{name}'!$B$1"


@pytest.mark.parametrize("address", ["A6", "B6"])
def test_a_link_leads_to_a_sheet_and_leaves_the_cell_alone(formulas: Any, address: str) -> None:
    cell = formulas["Overview"][address]
    assert cell.hyperlink.location == "'lr 0.1'!A1"
    assert cell.font.color.rgb == "FF1D4ED8"
    assert cell.value == {"A6": "to the first rate", "B6": "='lr 0.1'!$C$8"}[address]


def test_notes_stand_at_their_cells_without_an_author(written: Path, formulas: Any) -> None:
    assert formulas["lr 0.1"]["C4"].comment.text == LONG_NOTE
    authors = read_part(written, "xl/comments1.xml").findall(".//{*}author")
    assert [author.text for author in authors] == [None]


def test_longer_notes_have_larger_boxes(tmp_path: Path) -> None:
    cells = {(0, 0): Cell("short", note="A note"), (0, 1): Cell("long", note=LONG_NOTE)}
    write_xlsx(one_sheet(Sheet("Notes", cells)), tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as archive:
        drawing = archive.read("xl/drawings/vmlDrawing1.vml").decode()
    short, long = (float(height) for height in re.findall(r"height:([0-9.]+)pt", drawing))
    assert 12 < short < 30
    assert 11 * 11 < long < 11 * 16


VALIDATIONS = {
    "B4": ("decimal", "greaterThanOrEqual", "0.0001", None),
    "B5": ("whole", None, "0", f"MAX('lr 0.1'!$B${TOP + 1}:$B${BOTTOM + 1})"),
    "C4": ("list", None, "$B$4:$B$5", None),
    "D4": ("decimal", "lessThanOrEqual", "1", None),
    "E4": ("decimal", None, "-9.99e+307", "9.99e+307"),
}


def test_entries_are_validated(formulas: Any) -> None:
    rules = formulas["Overview"].data_validations.dataValidation
    seen = {
        str(rule.sqref): (rule.type, rule.operator, rule.formula1, rule.formula2) for rule in rules
    }
    assert seen == VALIDATIONS
    assert (rules[0].prompt, rules[0].error) == ("Above 0", "Type a number above 0")
    assert [rule.promptTitle for rule in rules] == [None, None, None, None, "Your number"]
    assert rules[0].showInputMessage and rules[0].showErrorMessage


def test_highlights_are_written_for_the_first_cell(formulas: Any) -> None:
    [(area, [rule])] = formulas["lr 0.1"].conditional_formatting._cf_rules.items()
    assert str(area.sqref) == f"B{TOP + 1}:E{BOTTOM + 1}"
    assert rule.formula == [f"$C{TOP + 1}<0.1"]
    assert (rule.dxf.font.b, rule.dxf.font.color.rgb) == (True, "FF9AA5B1")
    assert rule.dxf.fill.bgColor.rgb == "FFE6FFED"
    [(_, [fill_only])] = formulas["Overview"].conditional_formatting._cf_rules.items()
    assert fill_only.formula == ["B4=7"]
    assert fill_only.dxf.font is None


def test_document_properties(formulas: Any) -> None:
    properties = formulas.properties
    assert (properties.title, properties.subject) == (WORKBOOK.title, WORKBOOK.subject)
    assert properties.keywords == WORKBOOK.keywords
    assert properties.description == "Made with bpsheet"
    assert properties.created.isoformat() == "2026-01-01T00:00:00"


def test_the_same_workbook_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_xlsx(WORKBOOK, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == written.read_bytes()


def assert_calculated(calculated: applications.Values) -> None:
    assert calculated["Overview"]["A7"] == "learning"
    assert calculated["Overview"]["A3"] == "=1+1"
    for sheet in WORKBOOK.sheets[1:]:
        column = [calculated[sheet.name][f"C{row + 1}"] for row in range(TOP, BOTTOM + 1)]
        assert column == pytest.approx(sheet.blocks[0].values[:, 1].tolist(), rel=1e-12)


def test_ironcalc_calculates_the_same_values(written: Path, tmp_path: Path) -> None:
    poisoned = poison(written, tmp_path / "poisoned.xlsx")
    assert_calculated(applications.ironcalc_values(poisoned))


@pytest.mark.office
def test_office_programs_calculate_the_same_values(written: Path, tmp_path: Path) -> None:
    poisoned = poison(written, tmp_path / "poisoned.xlsx")
    [calculated] = applications.libreoffice_values([poisoned], tmp_path)
    assert_calculated(calculated)
    assert_calculated(applications.gnumeric_values(poisoned, tmp_path))
