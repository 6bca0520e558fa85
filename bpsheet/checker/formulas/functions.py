"""The spreadsheet functions that foreign formulas are computed with, over arrays.

A number has shape (rows,): one per row that a formula is looked at in. A rectangle has shape
(height, width, rows). Where a spreadsheet shows an error stands NaN; an empty cell of a rectangle
is NaN too, and functions of many cells pass over it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, reduce

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MANY = 255
"""The most arguments that a function takes."""


@dataclass(frozen=True)
class Function:
    """A spreadsheet function.

    Attributes:
        arguments: the least and the most of them.
        compute: its value from its arguments' values.
        passes_over: whether cells without a number do not count in it.
    """

    arguments: tuple[int, int]
    compute: Callable[..., Array]
    passes_over: bool = False


def flat(values: Array) -> Array:
    """Return the cells of a rectangle below each other, (cells, rows); a number as one cell."""
    return values.reshape(-1, values.shape[-1])


def _over_cells(compute: Callable[[Array], Array]) -> Function:
    """Return a function of all cells of all its arguments that hold a number."""
    return Function(
        arguments=(1, MANY),
        compute=lambda *values: compute(np.concatenate([flat(value) for value in values])),
        passes_over=True,
    )


def _of_one(compute: Callable[[Array], Array]) -> Function:
    return Function((1, 1), compute)


def _extreme(compute: Callable[..., Array], empty: float, cells: Array) -> Array:
    """Return the largest or smallest of the cells; 0 where all are empty."""
    filled = np.isnan(cells)
    found = compute(np.where(filled, empty, cells), axis=0)
    return np.asarray(np.where(filled.all(axis=0), 0.0, found))


def _mean(cells: Array) -> Array:
    count = (~np.isnan(cells)).sum(axis=0)
    return np.asarray(np.nansum(cells, axis=0) / np.where(count == 0, np.nan, count))


def _round(value: Array, digits: Array) -> Array:
    """Round half away from zero, as spreadsheets do."""
    scale = 10.0 ** np.trunc(digits)
    # Without the last bits, 2.675 · 100 would fall short of the tie that its digits say.
    nearest = np.floor(np.abs(value) * scale * (1 + 2.0**-51) + 0.5)
    return np.asarray(np.sign(value) * nearest / scale)


def _logarithm(value: Array, base: Array | None = None) -> Array:
    return np.log10(value) if base is None else np.log(value) / np.log(base)


def _sum_of_products(*values: Array) -> Array:
    products: Array = reduce(np.multiply, values)
    return np.asarray(np.nansum(flat(products), axis=0))


def _square_differences(left: Array, right: Array) -> Array:
    return np.asarray(np.nansum(flat((left - right) ** 2), axis=0))


def _matrix_product(left: Array, right: Array) -> Array:
    if left.ndim == 1 or right.ndim == 1 or left.shape[1] != right.shape[0]:
        return np.full(left.shape[-1], np.nan)
    return np.moveaxis(np.moveaxis(left, -1, 0) @ np.moveaxis(right, -1, 0), 0, -1)


def _transposed(values: Array) -> Array:
    return values if values.ndim == 1 else values.swapaxes(0, 1)


def _match(wanted: Array, values: Array, kind: Array | None = None) -> Array:
    """Return where a number stands among cells, from 1, or, of rising ones, the last not above."""
    cells = flat(values)
    exact = np.asarray(cells == wanted)
    first = np.where(exact.any(axis=0), exact.argmax(axis=0) + 1.0, np.nan)
    if kind is None:
        kind = np.ones(1)
    below = (cells <= wanted).sum(axis=0).astype(float)
    rising = np.where((kind > 0) & (below > 0), below, np.nan)
    return np.where(kind == 0, first, rising)


def _index(values: Array, row: Array, column: Array | None = None) -> Array:
    """Return the cell of a rectangle in a row and column, from 1."""
    if values.ndim == 1:
        return values
    height, width, count = values.shape
    if column is None and height == 1:
        row, column = np.ones(count), row
    across = np.ones(count) if column is None else column
    places = np.stack([np.broadcast_to(row, count), np.broadcast_to(across, count)])
    inside = (places >= 1).all(axis=0) & (places[0] <= height) & (places[1] <= width)
    down, right = np.where(inside, places, 1.0).astype(int) - 1
    return np.where(inside, values[down, right, np.arange(count)], np.nan)


def _choose(holds: Array, yes: Array, no: Array) -> Array:
    chosen = np.where(holds != 0, yes, no)
    return np.asarray(np.where(np.isnan(holds), np.nan, chosen), float)


def _logical(compute: Callable[..., NDArray[np.bool_]], cells: Array) -> Array:
    return np.asarray(compute(cells != 0, axis=0, where=~np.isnan(cells)), float)


FUNCTIONS: Mapping[str, Function] = {
    "EXP": _of_one(np.exp),
    "LN": _of_one(np.log),
    "LOG10": _of_one(np.log10),
    "LOG": Function((1, 2), _logarithm),
    "SQRT": _of_one(np.sqrt),
    "ABS": _of_one(np.abs),
    "SIGN": _of_one(np.sign),
    "INT": _of_one(np.floor),
    "TANH": _of_one(np.tanh),
    "SINH": _of_one(np.sinh),
    "COSH": _of_one(np.cosh),
    "POWER": Function((2, 2), np.power),
    "MOD": Function((2, 2), np.mod),
    "ROUND": Function((2, 2), _round),
    "PI": Function((0, 0), lambda: np.array([np.pi])),
    "TRUE": Function((0, 0), lambda: np.ones(1)),
    "FALSE": Function((0, 0), lambda: np.zeros(1)),
    "SUM": _over_cells(lambda cells: np.nansum(cells, axis=0)),
    "SUMSQ": _over_cells(lambda cells: np.nansum(cells**2, axis=0)),
    "PRODUCT": _over_cells(lambda cells: np.nanprod(cells, axis=0)),
    "AVERAGE": _over_cells(_mean),
    "COUNT": _over_cells(lambda cells: (~np.isnan(cells)).sum(axis=0).astype(float)),
    "MAX": _over_cells(partial(_extreme, np.max, -np.inf)),
    "MIN": _over_cells(partial(_extreme, np.min, np.inf)),
    "AND": _over_cells(partial(_logical, np.all)),
    "OR": _over_cells(partial(_logical, np.any)),
    "NOT": _of_one(lambda value: np.where(np.isnan(value), np.nan, value == 0)),
    "SUMPRODUCT": Function((1, MANY), _sum_of_products),
    "SUMXMY2": Function((2, 2), _square_differences),
    "MMULT": Function((2, 2), _matrix_product),
    "TRANSPOSE": Function((1, 1), _transposed),
    "INDEX": Function((2, 3), _index),
    "MATCH": Function((2, 3), _match),
    # These look at their arguments in their own way.
    "IF": Function((2, 3), _choose),
    "IFERROR": Function((2, 2), lambda value, other: _choose(np.isnan(value), other, value)),
    "ROW": Function((0, 1), lambda: np.empty(0)),
    "COLUMN": Function((0, 1), lambda: np.empty(0)),
}
"""What formulas may call; anything else makes a formula unread."""
