"""The values that formulas read."""

from __future__ import annotations

import numpy as np

from bpsheet.sheet.address import Range
from bpsheet.sheet.calculation.ranges import Array
from bpsheet.sheet.workbook import Block, CellError, Value, Workbook

Place = tuple[str, int, int]
"""A cell: its sheet's name, its row and its column."""


class Values:
    """The values known so far, of single cells and of blocks."""

    def __init__(self, workbook: Workbook) -> None:
        self.cells: dict[Place, Value] = {
            (sheet.name, row, column): cell.value
            for sheet in workbook.sheets
            for (row, column), cell in sheet.cells.items()
        }
        self._blocks = {sheet.name: sheet.blocks for sheet in workbook.sheets}

    def cell(self, sheet: str, row: int, column: int) -> Value:
        """Return the value of a cell; ``None`` where it is empty."""
        place = sheet, row, column
        if place in self.cells:
            return self.cells[place]
        for block in self._of(sheet):
            if block.holds(row, column):
                return _in_block(block, row - block.top, column - block.left)
        return None

    def range(self, sheet: str, area: Range) -> Array:
        """Return the values of a rectangle: floats within a block, else objects."""
        block = self.block(sheet, area)
        if block is not None:
            values = block.values[
                area.top - block.top : area.bottom + 1 - block.top,
                area.left - block.left : area.right + 1 - block.left,
            ]
            if np.isfinite(values).all() and not _has_gap(block, area):
                return values
        found = np.empty((area.bottom + 1 - area.top, area.right + 1 - area.left), dtype=object)
        for row, column in np.ndindex(*found.shape):
            found[row, column] = self.cell(sheet, area.top + row, area.left + column)
        return found

    def block(self, sheet: str, area: Range) -> Block | None:
        """Return the block that holds the whole of a rectangle, if there is one."""
        for block in self._of(sheet):
            if block.holds(area.top, area.left) and block.holds(area.bottom, area.right):
                return block
        return None

    def _of(self, sheet: str) -> tuple[Block, ...]:
        if sheet not in self._blocks:
            raise ValueError(f"a formula refers to {sheet!r}, which is no sheet of the workbook")
        return self._blocks[sheet]


def _in_block(block: Block, row: int, column: int) -> Value:
    if block.kinds[block.kind_of_row[row]].formulas[column] is None:
        return None
    value = float(block.values[row, column])
    return value if np.isfinite(value) else CellError("#NUM!")


def _has_gap(block: Block, area: Range) -> bool:
    """Return whether a column of the rectangle has no cells in some row of the block."""
    columns = slice(area.left - block.left, area.right + 1 - block.left)
    return any(None in kind.formulas[columns] for kind in block.kinds)
