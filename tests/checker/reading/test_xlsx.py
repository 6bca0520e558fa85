"""Cells, formulas and names of hand-written .xlsx workbooks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bpsheet.checker.book import Book, CellError
from bpsheet.checker.reading import read_book
from tests.checker.reading.packages import (
    MAIN,
    RELATIONS,
    relations,
    sheet_part,
    xlsx_parts,
    zipped,
)


def book_of(folder: Path, rows: str, after: str = "", **parts: str) -> Book:
    return read_book(zipped(folder / "book.xlsx", xlsx_parts(rows, after, **parts)))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B2"><v>0.25</v></c>', 0.25),
        ('<c r="B2" s="9999"><v>-1.5E-3</v></c>', -0.0015),
        ('<c r="B2" t="s"><v>0</v></c>', "w5"),
        ('<c r="B2" t="str"><v>text</v></c>', "text"),
        ('<c r="B2" t="inlineStr"><is><t>w5</t></is></c>', "w5"),
        ('<c r="B2" t="inlineStr"><is><r><t>∂E</t></r><r><t>/∂w5</t></r></is></c>', "∂E/∂w5"),
        ('<c r="B2" t="inlineStr"><is><t>a</t><rPh><t>b</t></rPh></is></c>', "a"),
        ('<c r="B2" t="inlineStr"><is><t>two_x000A_lines</t></is></c>', "two\nlines"),
        ('<c r="B2" t="b"><v>1</v></c>', True),
        ('<c r="B2" t="b"><v>0</v></c>', False),
        ('<c r="B2" t="e"><v>#DIV/0!</v></c>', CellError("#DIV/0!")),
        ('<c r="B2" t="d"><v>2021-05-01T12:00:00</v></c>', 44317.5),
        ('<c r="B2"><v>nan</v></c>', "nan"),
        ("<c><v>1</v></c><c><v>2</v></c>", 2.0),
    ],
)
def test_a_cell_holds_what_is_stored(tmp_path: Path, cell: str, value: object) -> None:
    found = book_of(tmp_path, f'<row r="2">{cell}</row>')["Sheet1"].cell(1, 1)
    assert found is not None
    assert found.value == value
    assert type(found.value) is type(value)
    assert found.formula is None


def test_a_styled_cell_without_content_is_empty(tmp_path: Path) -> None:
    sheet = book_of(tmp_path, '<row r="1"><c r="A1" s="2"/></row>')["Sheet1"]
    assert sheet.columns == {}


def test_rows_without_a_number_follow_each_other(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>"
    assert list(book_of(tmp_path, rows)["Sheet1"].columns[0].rows) == [0, 1]


def test_digits_are_those_of_the_stored_text(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{text}</v></c></row>'
        for row, text in enumerate(("0.149780716", "12", "2.5E-3", "0.050"), start=1)
    )
    column = book_of(tmp_path, rows)["Sheet1"].columns[0]
    assert list(column.decimals) == [9, 0, 4, 3]
    assert list(column.significant) == [9, 2, 2, 2]


def test_a_formula_keeps_its_stored_value(tmp_path: Path) -> None:
    cell = book_of(tmp_path, '<row r="1"><c r="B1"><f>A1*2</f><v>6</v></c></row>')["Sheet1"].cell(
        0, 1
    )
    assert cell is not None and cell.formula is not None
    assert (cell.value, cell.formula.text) == (6.0, "R[0]C[-1]*2")


def test_a_formula_without_a_stored_value_has_none(tmp_path: Path) -> None:
    cell = book_of(tmp_path, '<row r="1"><c r="B1"><f>A1*2</f></c></row>')["Sheet1"].cell(0, 1)
    assert cell is not None and cell.formula is not None
    assert cell.value is None


def test_a_formula_filled_down_is_held_once(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="C{row}"><f>A{row}*$B$1+B{row - 1}</f><v>1</v></c></row>'
        for row in range(2, 100)
    )
    sheet = book_of(tmp_path, rows)["Sheet1"]
    assert [formula.text for formula in sheet.formulas] == ["R[0]C[-2]*R0C1+R[-1]C[-1]"]
    assert set(sheet.columns[2].formulas) == {0}


def test_a_shared_formula_stands_in_all_its_cells(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1^2</f><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>9</v></c></row>'
        '<row r="4"><c r="B4"><v>16</v></c></row>'
    )
    sheet = book_of(tmp_path, rows)["Sheet1"]
    assert list(sheet.columns[1].formulas) == [0, 0, 0, -1]
    assert sheet.formulas[0].text == "R[0]C[-1]^2"


def test_an_array_formula_of_one_cell_is_a_formula(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="B1"><f t="array" ref="B1">SUM(A1:A3*2)</f><v>1</v></c></row>'
    sheet = book_of(tmp_path, rows)["Sheet1"]
    assert sheet.formulas[0].text == "SUM(R[0]C[-1]:R[2]C[-1]*2)"


def test_an_array_formula_stands_unread_in_all_cells_it_fills(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="B1"><f t="array" ref="B1:C2">MMULT(E1:F2,H1:I2)</f><v>1</v></c>'
        '<c r="C1"><v>2</v></c></row>'
        '<row r="2"><c r="B2"><v>3</v></c><c r="C2"><v>4</v></c><c r="D2"><v>5</v></c></row>'
    )
    sheet = book_of(tmp_path, rows)["Sheet1"]
    (formula,) = sheet.formulas
    assert formula.expression is None and "array formula over B1:C2" in formula.unread
    assert [sheet.columns[column].formulas.tolist() for column in (1, 2, 3)] == [
        [0, 0],
        [0, 0],
        [-1],
    ]


def test_names_stand_for_their_cells_and_those_of_the_sheet_come_first(tmp_path: Path) -> None:
    workbook = f"""<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>
        <sheet name="One" sheetId="1" r:id="rId1"/><sheet name="Two" sheetId="2" r:id="rId3"
         state="hidden"/></sheets><definedNames>
        <definedName name="Rate">One!$B$1</definedName>
        <definedName name="rate" localSheetId="1">Two!$B$2</definedName>
        </definedNames></workbook>"""
    row = '<row r="1"><c r="A1"><f>rate*2</f><v>1</v></c></row>'
    parts = xlsx_parts(row) | {
        "xl/workbook.xml": workbook,
        "xl/worksheets/sheet2.xml": sheet_part(row),
        "xl/_rels/workbook.xml.rels": relations(
            rId1="worksheet worksheets/sheet1.xml", rId3="worksheet /xl/worksheets/sheet2.xml"
        ),
    }
    book = read_book(zipped(tmp_path / "book.xlsx", parts))
    assert [sheet.formulas[0].text for sheet in book.sheets] == ["'One'!R0C1*2", "'Two'!R1C1*2"]
    assert [sheet.visible for sheet in book.sheets] == [True, False]


def test_strict_workbooks_are_read_too(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    rows = '<row r="1"><c r="A1"><v>0.5</v></c></row>'
    parts = xlsx_parts() | {"xl/worksheets/sheet1.xml": sheet_part(rows).replace(MAIN, strict)}
    sheet = read_book(zipped(tmp_path / "book.xlsx", parts))["Sheet1"]
    assert sheet.numbers(0, np.array([0])) == [0.5]


def test_a_damaged_sheet_is_read_down_to_the_damage(tmp_path: Path) -> None:
    part = sheet_part('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</c></row>')
    parts = xlsx_parts() | {"xl/worksheets/sheet1.xml": part}
    book = read_book(zipped(tmp_path / "book.xlsx", parts))
    assert list(book["Sheet1"].columns[0].numbers) == [1.0]
    assert "the sheet Sheet1 was read only in part" in book.unread[0]


def test_a_missing_sheet_is_said(tmp_path: Path) -> None:
    parts = xlsx_parts()
    del parts["xl/worksheets/sheet1.xml"]
    book = read_book(zipped(tmp_path / "book.xlsx", parts))
    assert "there is no xl/worksheets/sheet1.xml" in book.unread[0]


def test_the_template_stands_in_custom_properties(tmp_path: Path) -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        'docPropsVTypes"><property name="other"><vt:lpwstr>x</vt:lpwstr></property>'
        '<property name="bpsheet template 2"><vt:lpwstr>"T"}</vt:lpwstr></property>'
        '<property name="bpsheet template 1"><vt:lpwstr>{"title":</vt:lpwstr></property>'
        "</Properties>"
    )
    parts = xlsx_parts() | {"docProps/custom.xml": custom}
    assert read_book(zipped(tmp_path / "book.xlsx", parts)).template == '{"title":"T"}'
