"""Cells of a foreign sheet as parts of a formula, each axis relative or fixed.

A formula that was filled down or across is the same expression in every cell, because what is
relative is held as a distance.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpsheet.expression import Expression


@dataclass(frozen=True, slots=True)
class CellAt(Expression):
    """One cell that a formula refers to.

    Attributes:
        row: counted from 0 where `row_fixed`, else rows from the formula's own row.
        column: counted from 0 where `column_fixed`, else columns from the formula's own column.
        row_fixed: whether the row is written with a dollar sign.
        column_fixed: whether the column is written with a dollar sign.
        sheet: the sheet's name; ``None`` for the sheet the formula stands on.
    """

    row: int
    column: int
    row_fixed: bool = False
    column_fixed: bool = False
    sheet: str | None = None

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell's row and column for a formula at `row` and `column`."""
        return (
            self.row if self.row_fixed else row + self.row,
            self.column if self.column_fixed else column + self.column,
        )

    @property
    def transposed(self) -> CellAt:
        """The same cell of a sheet whose rows and columns change places."""
        return CellAt(self.column, self.row, self.column_fixed, self.row_fixed, self.sheet)


@dataclass(frozen=True, slots=True)
class Area(Expression):
    """A rectangle that a formula refers to, both corners included."""

    first: CellAt
    last: CellAt

    @property
    def transposed(self) -> Area:
        """The same rectangle of a sheet whose rows and columns change places."""
        return Area(self.first.transposed, self.last.transposed)
