"""Rows of an .ods sheet: repeated rows and cells are parted where only some are marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from bpsheet.checker.annotate.marks import RowMarks, SheetMarks
from bpsheet.checker.annotate.markup import writable
from bpsheet.checker.annotate.ods_scan import OFFICE, TABLE, MarkedRow

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_DC = "http://purl.org/dc/elements/1.1/"
_CELLS = (f"{{{TABLE}}}table-cell", f"{{{TABLE}}}covered-table-cell")
_ROWS_REPEATED = f"{{{TABLE}}}number-rows-repeated"
_COLUMNS_REPEATED = f"{{{TABLE}}}number-columns-repeated"
_STYLE_NAME = f"{{{TABLE}}}style-name"
_DEFAULT_STYLE = f"{{{TABLE}}}default-cell-style-name"

Coloured = Callable[[str, str], str]


def mark_row(element: Any, row: MarkedRow, marks: SheetMarks, coloured: Coloured) -> None:
    """Mark the cells of a row element, which is parted if it stands for several rows."""
    for part, number in _parts(element, row.row, _ROWS_REPEATED, marks):
        _mark_cells(part, row, marks[number], coloured)


def _mark_cells(element: Any, row: MarkedRow, marks: RowMarks, coloured: Coloured) -> None:
    column = 0
    for cells in list(element.iterchildren(*_CELLS)):
        end = column + int(cells.get(_COLUMNS_REPEATED, "1"))
        own = cells.get(_STYLE_NAME) or element.get(_DEFAULT_STYLE)
        for cell, number in _parts(cells, column, _COLUMNS_REPEATED, marks):
            style = coloured(own or row.column_style(number), marks[number].colour)
            _mark_cell(cell, style, marks[number].note)
        column = end
    for number in sorted(number for number in marks if number >= column and marks[number].note):
        _append_note(element, number - column, marks[number].note)
        column = number + 1


def _parts(
    element: Any, first: int, repeated: str, marked: SheetMarks | RowMarks
) -> Iterator[tuple[Any, int]]:
    """Part an element so that each marked row or column has its own; yield those, numbered."""
    end = first + int(element.get(repeated, "1"))
    numbers = _within(marked, first, end)
    for number in numbers:
        if first < number:
            _put_before(element, repeated, number - first)
        if number + 1 == end:
            _set_repeated(element, repeated, 1)
            yield element, number
        else:
            yield _put_before(element, repeated, 1), number
        first = number + 1
    if numbers and first < end:
        _set_repeated(element, repeated, end - first)


def _within(marked: SheetMarks | RowMarks, first: int, end: int) -> list[int]:
    if end - first <= len(marked):
        return [number for number in range(first, end) if number in marked]
    return sorted(number for number in marked if first <= number < end)


def _put_before(element: Any, repeated: str, count: int) -> Any:
    copy = deepcopy(element)
    _set_repeated(copy, repeated, count)
    element.addprevious(copy)
    return copy


def _set_repeated(element: Any, repeated: str, count: int) -> None:
    if count > 1:
        element.set(repeated, str(count))
    else:
        element.attrib.pop(repeated, None)


def _mark_cell(cell: Any, style: str, note: str) -> None:
    cell.set(_STYLE_NAME, style)
    if note:
        _add_note(cell, note)


def _append_note(row: Any, gap: int, note: str) -> None:
    """Put a comment on a cell behind all that a row has; the cell itself stays empty."""
    if gap:
        _set_repeated(etree.SubElement(row, _CELLS[0]), _COLUMNS_REPEATED, gap)
    _add_note(etree.SubElement(row, _CELLS[0]), note)


def _add_note(cell: Any, note: str) -> None:
    """Put words into the comment of a cell, behind those it has."""
    annotation = cell.find(f"{{{OFFICE}}}annotation")
    paragraphs = writable(note).split("\n")
    if annotation is None:
        annotation = etree.Element(f"{{{OFFICE}}}annotation")
        etree.SubElement(annotation, f"{{{_DC}}}creator").text = "bpsheet"
        cell.insert(0, annotation)
    else:
        paragraphs.insert(0, "")
    for paragraph in paragraphs:
        etree.SubElement(annotation, f"{{{_TEXT}}}p").text = paragraph
