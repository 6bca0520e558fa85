"""Foreign formulas computed in many rows at once, as a spreadsheet program computes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas.functions import FUNCTIONS, Array, flat
from bpsheet.checker.formulas.spelling import cells_of
from bpsheet.expression import Call, Expression, Number, Operation, Text

__all__ = ["FUNCTIONS", "evaluate_rows"]

Rows = NDArray[np.int64]
Lookup = Callable[[str | None, int, Rows], Array]

MOST_CELLS = 1_000_000
"""The cells of rectangles that a formula may read in all its rows together."""

_ARITHMETIC: Mapping[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}
_COMPARISONS: Mapping[str, Callable[[Array, Array], NDArray[np.bool_]]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_OWN = CellAt(0, 0)


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
    evaluation = _Evaluation(rows, column, numbers)
    read = sum(map(evaluation.size, cells_of(expression)))
    try:
        with np.errstate(all="ignore"):
            value = evaluation.of(expression) if read <= MOST_CELLS else evaluation.nothing
        return np.array(np.broadcast_to(flat(value)[0], rows.shape))
    except ValueError:  # rectangles of sizes that do not go together
        return evaluation.nothing


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
                return self._everywhere(float(number))
            case CellAt():
                return self._cells(
                    value.sheet, value.place(0, self.column)[1], self._rows_of(value)
                )
            case Area():
                return self._area(value)
            case Operation("negative", (operand,)):
                return -self.of(operand)
            case Operation(sign, operands) if sign in _ARITHMETIC:
                return _finite(reduce(_ARITHMETIC[sign], self._parts(operands)))
            case Operation(sign, (left, right)) if sign in _COMPARISONS:
                return self._compared(sign, left, right)
            case Call("ROW" | "COLUMN" as axis, arguments):
                return self._place(axis, *arguments)
            case Call("IF", (condition, yes)):
                return self.of(Call("IF", (condition, yes, Number(0))))
            case Call(function, arguments):
                return self._called(function, arguments)
        return self.nothing

    @property
    def nothing(self) -> Array:
        """No number in any row."""
        return self._everywhere(np.nan)

    def size(self, part: CellAt | Area) -> int:
        """Return how many cells of a rectangle are read in all rows together."""
        if isinstance(part, CellAt):
            return 0
        tops, bottoms, lefts, rights = self._bounds(part)
        height = int((bottoms - tops).max(initial=0)) + 1
        return height * (rights - lefts + 1) * len(self.rows)

    def _everywhere(self, number: float) -> Array:
        return np.full(len(self.rows), number)

    def _parts(self, operands: tuple[Expression, ...]) -> list[Array]:
        """Return the operands' values; a tall and a wide one may not make too large a third."""
        parts = [self.of(operand) for operand in operands]
        shapes = [part.shape[:-1] for part in parts if part.ndim == 3]
        if prod(map(max, zip(*shapes, strict=True))) * len(self.rows) > MOST_CELLS:
            raise ValueError(f"more than {MOST_CELLS:,} cells")
        return parts

    def _called(self, function: str, arguments: tuple[Expression, ...]) -> Array:
        """Return a function's value; functions of many cells pass over those without a number.

        What is computed inside their brackets and is no number is an error, and stays one.
        """
        parts = self._parts(arguments)
        value = _finite(FUNCTIONS[function].compute(*parts))
        if value.ndim == 1:
            value = np.broadcast_to(value, self.rows.shape)
        if FUNCTIONS[function].passes_over:
            for argument, part in zip(arguments, parts, strict=True):
                if not isinstance(argument, CellAt | Area):
                    value = np.where(np.isnan(flat(part)).any(axis=0), np.nan, value)
        return value

    def _compared(self, sign: str, left: Expression, right: Expression) -> Array:
        """Return 1 where a comparison holds and 0 where not; every text is above every number."""
        sides = [
            self._everywhere(np.inf) if isinstance(side, Text) else part
            for side, part in zip((left, right), self._parts((left, right)), strict=True)
        ]
        unknown = np.isnan(np.subtract(*sides))
        return np.where(unknown, np.nan, _COMPARISONS[sign](*sides))

    def _cells(self, sheet: str | None, column: int, rows: Rows) -> Array:
        """Return the numbers of a column's cells in rows of any shape, in that shape."""
        inside = rows >= 0
        if column < 0 or not inside.any():
            return np.full(rows.shape, np.nan)
        found = self.numbers(sheet, column, np.where(inside, rows, 0).ravel())
        return np.where(inside, np.asarray(found, float).reshape(rows.shape), np.nan)

    def _rows_of(self, cell: CellAt) -> Rows:
        return np.full_like(self.rows, cell.row) if cell.row_fixed else self.rows + cell.row

    def _bounds(self, area: Area) -> tuple[Rows, Rows, int, int]:
        """Return a rectangle's top and bottom rows, (rows,), and its first and last column."""
        ends = self._rows_of(area.first), self._rows_of(area.last)
        left, right = sorted(corner.place(0, self.column)[1] for corner in (area.first, area.last))
        return np.minimum(*ends), np.maximum(*ends), left, right

    def _area(self, area: Area) -> Array:
        """Return the cells of a rectangle, (height, width, rows).

        One that grows from row to row has its last height in all, NaN in cells not yet reached.
        """
        tops, bottoms, left, right = self._bounds(area)
        height = int((bottoms - tops).max(initial=0)) + 1
        rows = tops + np.arange(height)[:, np.newaxis]
        columns = [
            np.where(rows <= bottoms, self._cells(area.first.sheet, column, rows), np.nan)
            for column in range(left, right + 1)
        ]
        return np.stack(columns, axis=1)

    def _place(self, axis: str, cell: Expression = _OWN) -> Array:
        """Return the number of a cell's row or column, from 1."""
        if not isinstance(cell, CellAt):
            return self.nothing
        if axis == "COLUMN":
            return self._everywhere(cell.place(0, self.column)[1] + 1.0)
        return np.asarray(self._rows_of(cell) + 1.0)


def _finite(value: Array) -> Array:
    """Return numbers with NaN for the infinite ones, which a spreadsheet calls an error."""
    return np.where(np.isfinite(value), value, np.nan)
