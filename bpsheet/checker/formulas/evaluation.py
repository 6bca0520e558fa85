"""Foreign formulas computed in many rows at once, as a spreadsheet program computes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas.functions import FUNCTIONS, Array
from bpsheet.expression import Call, Expression, Number, Operation

__all__ = ["FUNCTIONS", "evaluate_rows"]

Rows = NDArray[np.int64]
Lookup = Callable[[str | None, int, Rows], Array]

MOST_CELLS = 100_000
"""The cells of a rectangle that a formula may read."""

_OPERATORS: Mapping[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def evaluate_rows(expression: Expression, rows: Rows, column: int, numbers: Lookup) -> Array:
    """Return what a formula gives in some rows of a column.

    Arguments:
        expression: the formula, over ``CellAt`` and ``Area``.
        rows: of its cells, (rows,), counted from 0.
        column: of its cells.
        numbers: gives the numbers of a column's cells from a sheet's name (``None`` for the
            formula's own), the column, and rows; NaN where there is none.

    Returns:
        (rows,); NaN where the formula gives no number.

    >>> column_above = lambda sheet, column, rows: rows * 10.0
    >>> evaluate_rows(CellAt(-1, 0) * 2, np.array([3, 4]), 0, column_above)
    array([40., 60.])
    """
    with np.errstate(all="ignore"):
        value = _Evaluation(rows, column, numbers).of(expression)
    if value.ndim > 1:
        value = value[0, 0]
    return np.array(np.broadcast_to(value, rows.shape), float)


@dataclass(frozen=True)
class _Evaluation:
    """Computes the parts of a formula in the rows of one column."""

    rows: Rows
    column: int
    numbers: Lookup

    def of(self, value: Expression) -> Array:
        """Return the value of a part: (rows,), or (height, width, rows) of a rectangle."""
        match value:
            case Number(number):
                return np.full(len(self.rows), float(number))
            case CellAt():
                return self._cell(value)
            case Area():
                return self._area(value)
            case Operation("negative", (operand,)):
                return -self.of(operand)
            case Operation(sign, operands) if sign in _OPERATORS:
                parts = (self.of(operand) for operand in operands)
                return np.asarray(reduce(_OPERATORS[sign], parts), float)
            case Call("ROW" | "COLUMN" as axis, arguments):
                return self._place(axis, arguments)
            case Call("IF", (condition, yes)):
                return self.of(Call("IF", (condition, yes, Number(0))))
            case Call(function, arguments):
                parts = (self.of(argument) for argument in arguments)
                return np.asarray(FUNCTIONS[function].compute(*parts), float)
        return self._nothing

    def _cell(self, cell: CellAt) -> Array:
        row, column = cell.place(0, self.column)
        rows = np.full(len(self.rows), row) if cell.row_fixed else self.rows + cell.row
        return self._column(cell.sheet, column, rows)

    def _column(self, sheet: str | None, column: int, rows: Rows) -> Array:
        inside = rows >= 0
        if column < 0 or not inside.any():
            return self._nothing
        found = np.asarray(self.numbers(sheet, column, np.where(inside, rows, 0)), float)
        return found if inside.all() else np.where(inside, found, np.nan)

    def _area(self, area: Area) -> Array:
        """Return the cells of a rectangle, (height, width, rows)."""
        (top, left), (bottom, right) = (
            corner.place(0, self.column) for corner in (area.first, area.last)
        )
        if area.first.row_fixed != area.last.row_fixed:
            return self._growing(area)
        height, width = bottom - top + 1, right - left + 1
        if height < 1 or width < 1 or height * width * len(self.rows) > MOST_CELLS * 100:
            return self._nothing
        base = np.zeros_like(self.rows) if area.first.row_fixed else self.rows
        sheet = area.first.sheet
        columns = [
            [self._column(sheet, column, base + row) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]
        return np.array(columns)

    def _growing(self, area: Area) -> Array:
        """Return a rectangle with one fixed end, NaN in the cells it has not reached in a row."""
        (top, left), (bottom, right) = (
            corner.place(0, self.column) for corner in (area.first, area.last)
        )
        tops = np.full(len(self.rows), top) if area.first.row_fixed else self.rows + top
        bottoms = np.full(len(self.rows), bottom) if area.last.row_fixed else self.rows + bottom
        height, width = int((bottoms - tops).max(initial=0)) + 1, right - left + 1
        if height < 1 or width < 1 or height * width * len(self.rows) > MOST_CELLS * 100:
            return self._nothing
        cells = []
        for down in range(height):
            reached = tops + down <= bottoms
            found = [
                self._column(area.first.sheet, column, tops + down)
                for column in range(left, right + 1)
            ]
            cells.append([np.where(reached, numbers, np.nan) for numbers in found])
        return np.array(cells)

    def _place(self, axis: str, arguments: tuple[Any, ...]) -> Array:
        """Return the number of a cell's row or column, from 1."""
        cell = arguments[0] if arguments else CellAt(0, 0)
        if not isinstance(cell, CellAt):
            return self._nothing
        row, column = cell.place(0, self.column)
        if axis == "COLUMN":
            return np.full(len(self.rows), column + 1.0)
        return np.asarray((0 if cell.row_fixed else self.rows) + row + np.ones(len(self.rows)))

    @property
    def _nothing(self) -> Array:
        return np.full(len(self.rows), np.nan)
