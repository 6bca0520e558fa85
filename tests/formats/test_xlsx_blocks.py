from __future__ import annotations

import math
import tempfile
import tracemalloc
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpsheet.errors import OutputError
from bpsheet.expression import Expression, Number, Text, call
from bpsheet.formats.xlsx import write_xlsx, writer
from bpsheet.sheet.address import InRow, Reference
from bpsheet.sheet.workbook import Block, Cell, CellError, Chart, RowKind, Sheet, Style, Workbook
from tests.formats.hand_made import OVERVIEW, WORKBOOK
from tests.formats.xlsx_parts import one_sheet
from tests.office_files import read_part

STYLES = (Style(), Style(number_format="0.000000"), Style(fill="#dbeafe"))
PARTS: tuple[Expression, ...] = (
    Number(0.1),
    InRow(1),
    InRow(2, -1),
    InRow(0, 2),
    Reference(3, 1),
    Reference(0, 1, "lr 0.1"),
    call("IF", InRow(1), Text('50% <of> & "all"'), Text("")),
)
NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6).map(float), st.floats(), st.sampled_from((math.nan, -math.inf))
)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """Draw a small table of up to three kinds of row, with gaps and with cells to fill in."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    one = st.sampled_from(PARTS)
    formula = st.one_of(st.none(), one, st.tuples(one, one).map(lambda pair: pair[0] * pair[1]))
    style = st.sampled_from(STYLES)
    blank = st.frozensets(st.integers(0, columns - 1))
    kind = st.builds(RowKind, st.tuples(*[formula] * columns), st.tuples(*[style] * columns), blank)
    kinds = tuple(draw(st.lists(kind, min_size=1, max_size=3)))
    kind_of_row = draw(st.lists(st.integers(0, len(kinds) - 1), min_size=rows, max_size=rows))
    values = draw(st.lists(NUMBERS, min_size=rows * columns, max_size=rows * columns))
    return Block(
        top=draw(st.integers(2, 20)),
        left=draw(st.integers(0, 30)),
        kinds=kinds,
        kind_of_row=np.array(kind_of_row),
        values=np.array(values).reshape(rows, columns),
    )


def single_cells(block: Block) -> dict[tuple[int, int], Cell]:
    """Return the cells of a table one by one."""
    cells = {}
    for row, kind in enumerate(block.kind_of_row):
        pattern = block.kinds[kind]
        for column, (formula, style) in enumerate(
            zip(pattern.formulas, pattern.styles, strict=True)
        ):
            value = float(block.values[row, column])
            if formula is not None:
                cells[block.top + row, block.left + column] = Cell(
                    value if math.isfinite(value) else CellError("#NUM!"), style, formula
                )
            elif column in pattern.blank:
                cells[block.top + row, block.left + column] = Cell(None, style)
    return cells


Read = dict[str, tuple[str | None, str | None, str | None, float | str | None]]


def read_cells(path: Path) -> tuple[Read, list[str | None]]:
    """Return each cell's style, type, formula and value, and the heights of the rows."""
    sheet = read_part(path, "xl/worksheets/sheet1.xml")
    cells = {cell.get("r"): read_cell(cell) for cell in sheet.iter("{*}c")}
    return cells, [row.get("ht") for row in sheet.iter("{*}row") if len(row)]


def read_cell(cell: Any) -> tuple[str | None, str | None, str | None, float | str | None]:
    formula, value = (cell.findtext(f"{{*}}{name}") for name in "fv")
    number = float(value) if cell.get("t", "n") == "n" and value else value
    return cell.get("s"), cell.get("t"), formula, number


@settings(deadline=None, max_examples=60)
@given(block=blocks(), height=st.sampled_from((20, 31)))
def test_a_table_is_the_same_as_its_cells_one_by_one(block: Block, height: int) -> None:
    beside = {
        (block.top, block.right + 1): Cell("right"),
        (block.bottom, block.right + 2): Cell(1.5),
        (block.bottom + 1, 0): Cell("below"),
        **({(block.bottom, block.left - 1): Cell("left")} if block.left else {}),
    }
    heights = {block.bottom: height}
    streamed = Sheet("Table", beside, blocks=(block,), row_heights=heights)
    one_by_one = Sheet("Table", {**single_cells(block), **beside}, row_heights=heights)
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "streamed.xlsx"), Path(folder, "cells.xlsx")
        write_xlsx(workbook_of(streamed), first)
        write_xlsx(workbook_of(one_by_one), second)
        assert read_cells(first) == read_cells(second)


def workbook_of(sheet: Sheet) -> Workbook:
    """Return a workbook of one sheet, whose styles are met, and so numbered, in one order."""
    styled = {(0, column): Cell("style", style) for column, style in enumerate(STYLES)}
    return one_sheet(replace(sheet, cells={**styled, **sheet.cells}))


def counting(rows: int, top: int = 1) -> Block:
    """Return a table of 30 columns that count their rows."""
    pattern = RowKind(tuple(InRow(column, -1) + 1 for column in range(30)), (Style(),) * 30)
    values = np.repeat(np.arange(rows, dtype=float)[:, np.newaxis], 30, axis=1)
    return Block(top, 0, (pattern,), np.zeros(rows, dtype=np.intp), values)


def test_tables_follow_one_another(tmp_path: Path) -> None:
    cells = {(0, 0): Cell("above"), (5, 0): Cell("between"), (12, 0): Cell("below")}
    sheet = Sheet("Tables", cells, blocks=(counting(3), counting(2, top=8)))
    write_xlsx(one_sheet(sheet), tmp_path / "book.xlsx")
    rows = read_part(tmp_path / "book.xlsx", "xl/worksheets/sheet1.xml").iter("{*}row")
    assert [int(row.get("r")) for row in rows] == [1, 2, 3, 4, 6, 9, 10, 13]


def test_whole_numbers_have_no_decimal_point(tmp_path: Path) -> None:
    write_xlsx(one_sheet(Sheet("Steps", {}, blocks=(counting(2),))), tmp_path / "book.xlsx")
    sheet = read_part(tmp_path / "book.xlsx", "xl/worksheets/sheet1.xml")
    assert {value.text for value in sheet.iter("{*}v")} == {"0", "1"}


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-310, 1.7976931348623157e308, -2.5e-17])
def test_values_keep_all_their_digits(tmp_path: Path, value: float) -> None:
    kind = RowKind((Number(1),), (Style(),))
    block = Block(0, 0, (kind,), np.array([0]), np.array([[value]]))
    write_xlsx(one_sheet(Sheet("Digits", {}, blocks=(block,))), tmp_path / "book.xlsx")
    sheet = read_part(tmp_path / "book.xlsx", "xl/worksheets/sheet1.xml")
    assert [float(each.text) for each in sheet.iter("{*}v")] == [value]


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put even small workbooks together in temporary files."""
    monkeypatch.setattr(writer, "MOST_CELLS_IN_MEMORY", -1)


def peak_memory(rows: int, path: Path) -> int:
    workbook = one_sheet(Sheet("Long", {}, blocks=(counting(rows),)))
    tracemalloc.start()
    write_xlsx(workbook, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.usefixtures("on_disk")
def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    short, long = peak_memory(100, path), peak_memory(1100, path)
    cells_more = 30 * 1000
    # XlsxWriter's own way takes more than 200 bytes a cell
    assert long - short < 10 * cells_more


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_large_workbooks_hold_the_same_as_small_ones(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    small, large = tmp_path / "small.xlsx", tmp_path / "large.xlsx"
    write_xlsx(WORKBOOK, small)
    request.getfixturevalue("on_disk")
    write_xlsx(WORKBOOK, large)
    assert contents(small) == contents(large)


@pytest.mark.usefixtures("on_disk")
@pytest.mark.parametrize("charts", [OVERVIEW.charts, (replace(OVERVIEW.charts[0], series=()),)])
def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, charts: tuple[Chart, ...]
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    overview, *others = WORKBOOK.sheets
    # a chart without curves is refused late, when temporary files have been written
    with suppress(OutputError):
        write_xlsx(
            replace(WORKBOOK, sheets=(replace(overview, charts=charts), *others)),
            tmp_path / "book.xlsx",
        )
    assert not list(scratch.iterdir())
