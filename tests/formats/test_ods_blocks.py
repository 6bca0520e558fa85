from __future__ import annotations

import math
import tracemalloc
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bpsheet.expression import Expression, Number, Text, call, compare
from bpsheet.formats.ods import blocks as blocks_module
from bpsheet.formats.ods.content import content_xml
from bpsheet.notation.formula import row_pattern
from bpsheet.sheet.address import InRow, Range, Reference
from bpsheet.sheet.workbook import Block, Cell, Highlight, RowKind, Sheet, Style
from tests.formats.ods_parts import attributes, content, found, style_of
from tests.formats.xlsx_parts import one_sheet

FORMATS = ("General", "0.000000", "0.0E+00", "0.0##", "0.0%")
PARTS: list[Callable[[int], Expression]] = [
    lambda column: InRow(column, -1) + 1,
    lambda column: InRow(column) * InRow(column, -2) - Reference(0, 1, "Over & view"),
    lambda column: call("IF", compare(InRow(column), "<", 1), Text('5 % "<'), Text("%r %s")),
    lambda column: Number(0.5),
]


def no_formula(_: int) -> None:
    """Stand for no formula: a cell to fill in."""


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """Draw a table of several kinds of rows, with errors and cells to fill in here and there."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 6))

    def kind() -> RowKind:
        parts = [draw(st.sampled_from((*PARTS, no_formula))) for _ in range(columns)]
        formats = [draw(st.sampled_from(FORMATS)) for _ in range(columns)]
        return RowKind(
            tuple(part(column) for column, part in enumerate(parts)),
            tuple(Style(number_format=notation) for notation in formats),
            frozenset(column for column, part in enumerate(parts) if part is no_formula),
        )

    kinds = tuple(kind() for _ in range(draw(st.integers(1, 3))))
    errors = st.sampled_from((math.nan, math.inf, -math.inf))
    numbers = st.one_of(errors, st.floats(), st.floats(-1, 1), st.integers(0, 99).map(float))
    values = draw(st.lists(numbers, min_size=rows * columns, max_size=rows * columns))
    order = draw(st.lists(st.integers(0, len(kinds) - 1), min_size=rows, max_size=rows))
    return Block(3, 1, kinds, np.array(order), np.array(values).reshape(rows, columns))


def cell_by_cell(block: Block) -> dict[tuple[int, int], Cell]:
    """Return a table as single cells."""
    return {
        (block.top + row, block.left + column): Cell(
            None if column in kind.blank else float(block.values[row, column]),
            kind.styles[column],
            kind.formulas[column],
        )
        for row in range(len(block.values))
        for kind in [block.kinds[block.kind_of_row[row]]]
        for column in range(block.values.shape[1])
    }


def rows_of(sheet: Sheet) -> list[list[tuple[dict[str, str], str]]]:
    """Return what each row's cells say, whatever their styles are called."""
    root = etree.fromstring("".join(content_xml(one_sheet(sheet))).encode())

    def said(cell: Any) -> tuple[dict[str, str], str]:
        seen = attributes(cell)
        name = seen.pop("table:style-name", None)
        if name is not None:
            seen["number format"] = attributes(style_of(root, cell))["style:data-style-name"]
            [number] = found(root, f"//*[@style:name='{seen['number format']}']/*[1]")
            seen["number format"] = str(sorted(attributes(number).items()))
        return seen, "".join(cell.itertext())

    return [[said(cell) for cell in row] for row in found(root, "//table:table-row")]


@given(block=blocks())
@settings(max_examples=60, deadline=None)
def test_a_streamed_table_equals_its_cells(block: Block) -> None:
    highlight = Highlight(Range(4, 1, 5, 2), compare(InRow(1), "<", 0), fill="#ff0000")
    tables = (Sheet("S", {}, (block,), highlights=(highlight,)),)
    singles = (Sheet("S", cell_by_cell(block), highlights=(highlight,)),)
    assert [rows_of(sheet) for sheet in tables] == [rows_of(sheet) for sheet in singles]


def numbers_table(rows: int, columns: int = 5) -> Block:
    formulas = tuple(InRow(column, -1) + 1 for column in range(columns))
    kind = RowKind(formulas, (Style(number_format="0.000000"),) * columns)
    return Block(1, 0, (kind,), np.zeros(rows, dtype=int), np.full((rows, columns), 0.5))


def test_a_column_without_a_formula_is_a_gap(tmp_path: Path) -> None:
    kind = RowKind((Number(1), None, Number(2)), (Style(), Style(fill="#ff0000"), Style()))
    block = Block(0, 0, (kind,), np.zeros(2, dtype=int), np.array([[1, np.nan, 2]] * 2))
    rows = found(content(Sheet("Sheet", {}, (block,)), tmp_path), "//table:table-row")
    for row in rows:
        assert [cell.get(f"{{{row.nsmap['office']}}}value") for cell in row] == ["1.0", None, "2.0"]
        assert not row[1].attrib


def test_cells_stand_on_both_sides_of_a_table(tmp_path: Path) -> None:
    block = numbers_table(2)
    block = Block(block.top, 2, block.kinds, block.kind_of_row, block.values)
    beside = {(1, 0): Cell("left"), (2, 8): Cell("right")}
    rows = found(content(Sheet("Sheet", beside, (block,)), tmp_path), "//table:table-row")
    texts = [[text for cell in row for text in cell.itertext()] for row in rows]
    assert texts == [[], ["left"] + ["0.500000"] * 5, ["0.500000"] * 5 + ["right"]]
    gap = attributes(rows[2][-2])
    assert gap == {"table:number-columns-repeated": "1"}


def test_a_highlight_that_covers_part_of_a_table_is_in_those_styles_only(tmp_path: Path) -> None:
    part = Highlight(Range(2, 1, 3, 2), compare(InRow(1), ">", 0), bold=True)
    root = content(Sheet("Sheet", {}, (numbers_table(4),), highlights=(part,)), tmp_path)
    mapped = [
        [len(found(style_of(root, cell), "style:map")) for cell in row]
        for row in found(root, "//table:table-row")[1:]
    ]
    assert mapped == [[0] * 5, [0, 1, 1, 0, 0], [0, 1, 1, 0, 0], [0] * 5]


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(rows: int) -> int:
        book = one_sheet(Sheet("Sheet", {}, (numbers_table(rows),)))
        tracemalloc.start()
        deque(content_xml(book), maxlen=0)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(20_000) < 1.2 * peak(2_000)


def test_formulas_are_printed_once_however_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = Mock(side_effect=row_pattern)
    monkeypatch.setattr(blocks_module, "row_pattern", printed)
    deque(content_xml(one_sheet(Sheet("Sheet", {}, (numbers_table(50),)))), maxlen=0)
    assert printed.call_count == 5
