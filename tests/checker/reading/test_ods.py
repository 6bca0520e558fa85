"""Cells, formulas and names of hand-written .ods workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.checker.book import Book, CellError
from bpsheet.checker.reading import read_book
from tests.checker.reading.packages import content_part, ods_parts, zipped


def book_of(folder: Path, rows: str, after: str = "") -> Book:
    return read_book(zipped(folder / "book.ods", ods_parts(rows, after)))


def cell(attributes: str, words: str = "") -> str:
    return f"<table:table-cell {attributes}>{words}</table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'
    )


NUMBER = 'office:value-type="float" office:value="{}"'


@pytest.mark.parametrize(
    ("attributes", "words", "value"),
    [
        (NUMBER.format("0.25"), "<text:p>0.3</text:p>", 0.25),
        ('office:value-type="percentage" office:value="0.5"', "<text:p>50%</text:p>", 0.5),
        ('office:value-type="currency" office:value="2"', "", 2.0),
        ('office:value-type="string"', "<text:p>w5</text:p>", "w5"),
        ('office:value-type="string"', "<text:p>a</text:p>\n<text:p>b</text:p>", "a\nb"),
        (
            'office:value-type="string"',
            '<text:p><text:span>∂E</text:span><text:s text:c="2"/>w5</text:p>',
            "∂E  w5",
        ),
        ('office:value-type="string" office:string-value="stored"', "", "stored"),
        ('office:value-type="boolean" office:boolean-value="true"', "<text:p>TRUE</text:p>", True),
        (
            'office:value-type="string" calcext:value-type="error" table:formula="of:=1/0"',
            "<text:p>#DIV/0!</text:p>",
            CellError("#DIV/0!"),
        ),
        (
            'office:value-type="float" office:value="0" calcext:value-type="error"',
            "<text:p>Err:522</text:p>",
            CellError("Err:522"),
        ),
        (
            'office:value-type="string" table:formula="of:=[.A1]"',
            "<text:p>#VALUE!</text:p>",
            CellError("#VALUE!"),
        ),
        ('office:value-type="date" office:date-value="2021-05-01"', "", 44317.0),
        ('office:value-type="time" office:time-value="PT06H00M00S"', "", 0.25),
        ('office:value-type="float" office:value="nan"', "<text:p>?</text:p>", "nan"),
        (
            NUMBER.format("1"),
            "<office:annotation><text:p>note</text:p></office:annotation><text:p>1</text:p>",
            1.0,
        ),
        (
            'office:value-type="string"',
            "<office:annotation><text:p>note</text:p></office:annotation><text:p>w5</text:p>",
            "w5",
        ),
    ],
)
def test_a_cell_holds_what_is_stored(
    tmp_path: Path, attributes: str, words: str, value: object
) -> None:
    book = book_of(tmp_path, row(cell("")) + row(cell(""), cell(attributes, words)))
    found = book["Sheet1"].cell(1, 1)
    assert found is not None
    assert found.value == value
    assert type(found.value) is type(value)


def test_repeated_cells_and_rows_stand_in_each_place(tmp_path: Path) -> None:
    twice = 'table:number-columns-repeated="2"'
    rows = row(cell(""), times=3) + row(
        cell(twice), cell(f"{twice} {NUMBER.format('7')}"), cell(NUMBER.format("8")), times=2
    )
    sheet = book_of(tmp_path, rows)["Sheet1"]
    assert {column: list(held.rows) for column, held in sheet.columns.items()} == {
        2: [3, 4],
        3: [3, 4],
        4: [3, 4],
    }
    assert list(sheet.columns[4].numbers) == [8.0, 8.0]


def test_the_empty_end_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    rows = row(cell(NUMBER.format("1")), cell('table:number-columns-repeated="16383"')) + row(
        cell('table:number-columns-repeated="16384"'), times=1048575
    )
    assert list(book_of(tmp_path, rows)["Sheet1"].columns) == [0]


def test_a_formula_filled_down_is_held_once(tmp_path: Path) -> None:
    rows = "".join(
        row(cell(f'table:formula="of:=[.B{number}]*[.$C$1]" {NUMBER.format(number)}'))
        for number in range(1, 50)
    )
    sheet = book_of(tmp_path, rows)["Sheet1"]
    assert [formula.text for formula in sheet.formulas] == ["R[0]C[1]*R0C2"]
    assert list(sheet.columns[0].numbers) == list(range(1, 50))


def test_an_array_formula_stands_unread_in_all_cells_it_fills(tmp_path: Path) -> None:
    spanned = (
        'table:number-matrix-columns-spanned="1" table:number-matrix-rows-spanned="2" '
        'table:formula="of:=MMULT([.B1:.C2];[.D1:.D2])"'
    )
    rows = row(cell(f"{spanned} {NUMBER.format(1)}")) + row(cell(NUMBER.format(2)))
    sheet = book_of(tmp_path, rows + row(cell(NUMBER.format(3))))["Sheet1"]
    assert sheet.columns[0].formulas.tolist() == [0, 0, -1]
    assert "array formula" in sheet.formulas[0].unread


def test_names_that_come_after_the_cells_stand_for_theirs(tmp_path: Path) -> None:
    rate = row(cell(f'table:formula="of:=2*rate" {NUMBER.format(1)}'))
    named = (
        "<table:named-expressions><table:named-range table:name='Rate' "
        'table:cell-range-address="$Sheet1.$B$1"/></table:named-expressions>'
    )
    book = book_of(tmp_path, rate, after=named)
    assert book["Sheet1"].formulas[0].text == "2*'Sheet1'!R0C1"


def test_hidden_sheets_and_copies_of_other_files(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    tables = (
        '<office:spreadsheet><table:table table:name="Shown"/>'
        '<table:table table:name="Hidden" table:style-name="ta2"/>'
        "<table:table table:name=\"'file:///x.ods'#$A\"><table:table-source xlink:href='x.ods'/>"
        "</table:table></office:spreadsheet>"
    )
    parts = ods_parts() | {"content.xml": content_part(tables, styles)}
    book = read_book(zipped(tmp_path / "book.ods", parts))
    assert [(sheet.name, sheet.visible) for sheet in book.sheets] == [
        ("Shown", True),
        ("Hidden", False),
    ]


def test_damaged_content_is_read_down_to_the_damage(tmp_path: Path) -> None:
    whole = str(ods_parts(row(cell(NUMBER.format("1"))) + row(cell("")))["content.xml"])
    broken = whole[: whole.rindex("<table:table-row")] + "<broken"
    book = read_book(zipped(tmp_path / "book.ods", ods_parts() | {"content.xml": broken}))
    assert list(book["Sheet1"].columns[0].numbers) == [1.0]
    assert "read only in part" in book.unread[0]


def test_the_template_stands_in_properties(tmp_path: Path) -> None:
    meta = (
        '<office:document-meta xmlns:office="o" xmlns:meta="m">'
        '<meta:user-defined meta:name="bpsheet template 1">{}</meta:user-defined>'
        "</office:document-meta>"
    )
    parts = ods_parts() | {"meta.xml": meta}
    assert read_book(zipped(tmp_path / "book.ods", parts)).template == "{}"
