"""A sheet as XML, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Literal

from bpsheet.formats.ods.address import cell_address, range_address
from bpsheet.formats.ods.blocks import block_rows
from bpsheet.formats.ods.cells import cell_xml
from bpsheet.formats.ods.drawings import Anchored, note_xml
from bpsheet.formats.ods.grid import Grid
from bpsheet.formats.ods.rules import Rules, conditional_formats
from bpsheet.formats.ods.styles import (
    CellLook,
    cell_look,
    column_style_name,
    row_style_name,
    sheet_style_name,
)
from bpsheet.formats.ods.xml import Attributes, element, start_tag
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.workbook import Cell, Sheet, Style

_LEFT_FREE = (
    *("loext:select-protected-cells", "loext:select-unprotected-cells"),
    *("loext:insert-columns", "loext:insert-rows"),
)
"""What a protected sheet still allows, in LibreOffice's words; the standard has none."""

_Position = tuple[int, int]

_Piece = tuple[int, int, str]
"""The first column of some cells of a row, the number of columns, and the cells."""


@dataclass(frozen=True)
class Table:
    """A sheet with all that writing its cells takes.

    Attributes:
        sheet: the sheet.
        number: its position in the workbook, counted from 0.
        rules: its validations and highlights.
        cell_styles: the name of each look of a cell.
        drawings: charts and lines by the cell they are fastened to.
    """

    sheet: Sheet
    number: int
    rules: Rules
    cell_styles: Mapping[CellLook, str]
    drawings: Anchored

    @cached_property
    def grid(self) -> Grid:
        """Where its cells lie."""
        return Grid(self.sheet)

    @cached_property
    def covered(self) -> dict[_Position, _Position]:
        """The cells hidden by a merge, each with the cell that is shown in its place."""
        return {
            position: (merge.top, merge.left)
            for merge in self.sheet.merges
            for position in positions(merge)
            if position != (merge.top, merge.left)
        }

    @cached_property
    def spans(self) -> dict[_Position, Attributes]:
        """How far merged cells reach, by their first cell."""
        return {(merge.top, merge.left): _span(merge) for merge in self.sheet.merges}

    def attributes(self, row: int, column: int, style: Style | None) -> Attributes:
        """Return the attributes of a cell that do not depend on its content."""
        look = style and cell_look(self.rules, row, column, style)
        return {
            "table:style-name": self.cell_styles[look] if look else None,
            "table:content-validation-name": self.rules.validation(row, column),
            **self.spans.get((row, column), {}),
        }


def table_xml(table: Table) -> Iterator[str]:
    """Yield a sheet in pieces, at least one a row."""
    sheet = table.sheet
    area = sheet.print_setup.area
    yield start_tag(
        "table:table",
        {
            "table:name": sheet.name,
            "table:style-name": sheet_style_name(table.number),
            "table:protected": sheet.protected or None,
            "table:print-ranges": range_address(area, sheet.name) if area else None,
        },
    )
    if sheet.protected:
        yield element("loext:table-protection", dict.fromkeys(_LEFT_FREE, True))
    if None in table.drawings:
        yield element("table:shapes", None, *table.drawings[None])
    yield from _columns(table)
    yield from _rows(table)
    yield named_expressions(sheet.names, sheet.name)
    yield conditional_formats(sheet)
    yield "</table:table>"


def named_expressions(names: Mapping[str, Reference], sheet: str) -> str:
    """Return the definitions of names; `sheet` is meant where a reference names none."""
    written = [
        element(
            "table:named-range",
            {
                "table:name": name,
                "table:base-cell-address": cell_address(Reference(0, 0), sheet),
                "table:cell-range-address": cell_address(cell, sheet),
            },
        )
        for name, cell in names.items()
    ]
    return element("table:named-expressions", None, *written) if written else ""


def positions(area: Range) -> Iterator[_Position]:
    """Yield the row and column of each cell of an area."""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def _span(merge: Range) -> Attributes:
    return {
        "table:number-columns-spanned": merge.right - merge.left + 1,
        "table:number-rows-spanned": merge.bottom - merge.top + 1,
    }


def _columns(table: Table) -> Iterator[str]:
    columns = (
        element("table:table-column", {"table:style-name": column_style_name(width)})
        for width in table.grid.widths()
    )
    repeated = table.sheet.print_setup.repeat_columns
    return _with_header(columns, (0, repeated - 1) if repeated else None, "columns")


def _with_header(
    lines: Iterable[str], header: tuple[int, int] | None, kind: Literal["rows", "columns"]
) -> Iterator[str]:
    """Yield rows or columns, those marked that are printed again on each page."""
    first, last = header or (None, None)
    for place, line in enumerate(lines):
        if place == first:
            yield f"<table:table-header-{kind}>"
        yield line
        if place == last:
            yield f"</table:table-header-{kind}>"


def _rows(table: Table) -> Iterator[str]:
    rows = (
        f'<table:table-row table:style-name="{row_style_name(*look)}">{cells}</table:table-row>'
        for look, cells in zip(table.grid.heights(), _cells_of_rows(table), strict=True)
    )
    return _with_header(rows, table.sheet.print_setup.repeat_rows, "rows")


def _cells_of_rows(table: Table) -> Iterator[str]:
    """Yield the cells of each row."""
    columns = _columns_in_use(table)
    tables = _table_rows(table)
    upcoming = next(tables, None)
    for row in range(table.grid.extent[0]):
        pieces = [(column, 1, _cell(table, row, column)) for column in columns.get(row, ())]
        if upcoming is not None and upcoming[0] == row:
            pieces.append(upcoming[1])
            upcoming = next(tables, None)
        yield _joined(sorted(pieces))


def _table_rows(table: Table) -> Iterator[tuple[int, _Piece]]:
    """Yield the number and the cells of each row of the sheet's blocks."""
    for block in table.sheet.blocks:
        rows = block_rows(block, table.attributes, table.rules.band)
        for row, cells in enumerate(rows, start=block.top):
            yield row, (block.left, block.values.shape[1], cells)


def _joined(pieces: list[_Piece]) -> str:
    """Return a row made of pieces."""
    written, column = [], 0
    for first, count, text in pieces:
        if first > column:
            gap = {"table:number-columns-repeated": first - column}
            written.append(element("table:table-cell", gap))
        written.append(text)
        column = first + count
    return "".join(written) or "<table:table-cell/>"


def _columns_in_use(table: Table) -> dict[int, set[int]]:
    """Return per row the columns outside of blocks that hold anything."""
    sheet = table.sheet
    validated = (positions(validation.area) for validation in sheet.validations)
    drawn = (cell for cell in table.drawings if cell is not None)
    columns: dict[int, set[int]] = defaultdict(set)
    for row, column in chain(sheet.cells, table.covered, drawn, *validated):
        columns[row].add(column)
    return columns


def _cell(table: Table, row: int, column: int) -> str:
    drawings = "".join(table.drawings.get((row, column), ()))
    shown = table.covered.get((row, column))
    if shown is not None:
        return element("table:covered-table-cell", _covered_attributes(table, shown), drawings)
    cell = table.sheet.cells.get((row, column))
    if cell is None:
        return element("table:table-cell", table.attributes(row, column, None), drawings)
    if _would_show_zero(table, cell, row):
        cell = replace(cell, value=" ")
    note = note_xml(cell.note, table.grid, row, column) if cell.note else ""
    return cell_xml(cell, table.attributes(row, column, cell.style), row, note, drawings)


def _covered_attributes(table: Table, shown: _Position) -> Attributes:
    """Return the attributes of a cell hidden by a merge: it looks like the cell that is shown."""
    cell = table.sheet.cells.get(shown)
    style = table.attributes(*shown, cell.style)["table:style-name"] if cell else None
    return {"table:style-name": style}


def _would_show_zero(table: Table, cell: Cell, row: int) -> bool:
    """Return whether LibreOffice would open a formula's empty text as 0, which a blank prevents.

    It sets up the rows that are repeated in print before it has read any formula in full, and
    calculates those without a stored value then.
    """
    rows = table.sheet.print_setup.repeat_rows
    return rows is not None and row <= rows[1] and cell.formula is not None and cell.value == ""
