"""Cells and ranges as parts of an expression; file formats differ in how they spell them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bpsheet.expression import Expression


@dataclass(frozen=True, slots=True)
class Reference(Expression):
    """One cell.

    Attributes:
        row: counted from 0.
        column: counted from 0.
        sheet: the sheet's name; ``None`` for the sheet the formula stands on.
        absolute: whether the reference is written with dollar signs.
    """

    row: int
    column: int
    sheet: str | None = None
    absolute: bool = True

    @property
    def area(self) -> Range:
        """The cell as a range, on the sheet itself."""
        return Range(self.row, self.column, self.row, self.column)

    def on(self, sheet: str) -> Reference:
        """Return the same cell, named with its sheet."""
        return Reference(self.row, self.column, sheet, self.absolute)


@dataclass(frozen=True, slots=True)
class InRow(Expression):
    """A cell in the table row the formula stands in, or some rows above or below it.

    Attributes:
        column: counted from 0.
        offset: rows from the formula's own row; -1 is the row above.
        sheet: the sheet's name; ``None`` for the sheet the formula stands on.
        fixed: whether the column is written with a dollar sign, so that a rule that spreads over
            several columns looks at this one from each.
    """

    column: int
    offset: int = 0
    sheet: str | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class RowsAbove(Expression):
    """The cells of a column in some rows above the one the formula stands in.

    Attributes:
        column: counted from 0.
        count: how many rows.
        own: whether the last of them is the formula's own row instead of the one above.
    """

    column: int
    count: int
    own: bool = False

    @property
    def ends(self) -> tuple[InRow, InRow]:
        """The first cell and the last."""
        last = 0 if self.own else -1
        return InRow(self.column, last - self.count + 1), InRow(self.column, last)


@dataclass(frozen=True, slots=True)
class Range(Expression):
    """A rectangle of cells, both corners included, written with dollar signs.

    Attributes:
        top, left, bottom, right: counted from 0.
        sheet: the sheet's name; ``None`` for the sheet the formula stands on.
    """

    top: int
    left: int
    bottom: int
    right: int
    sheet: str | None = None

    @property
    def first(self) -> Reference:
        """The upper left cell."""
        return Reference(self.top, self.left, self.sheet)

    @property
    def last(self) -> Reference:
        """The lower right cell."""
        return Reference(self.bottom, self.right, self.sheet)

    def on(self, sheet: str | None) -> Range:
        """Return the same rectangle, named with its sheet."""
        return Range(self.top, self.left, self.bottom, self.right, sheet)


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(26), column_letters(16383)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the plain address of a cell.

    >>> cell_name(13, 1)
    'B14'
    """
    return f"{column_letters(column)}{row + 1}"
