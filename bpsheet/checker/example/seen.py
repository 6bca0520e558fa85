"""The numbers of a located table by the names of their quantities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.book import Book, Numbers
from bpsheet.checker.locate import typed_numbers
from bpsheet.checker.located import Table
from bpsheet.evaluate import evaluate
from bpsheet.expression import Expression, names_in
from bpsheet.names import ExampleNames

NEAR = 1e-3
"""How near, as a share, numbers must come to an activation or a loss to be taken for it."""


@dataclass(frozen=True)
class Seen:
    """The numbers of a table by the names of their quantities.

    Attributes:
        columns: one number per row.
        once: one number for all rows.
    """

    columns: Mapping[str, Numbers]
    once: Mapping[str, float]

    def __contains__(self, name: str) -> bool:
        return name in self.columns or name in self.once

    def at(self, rows: NDArray[np.bool_]) -> Seen:
        """Return the numbers of some of the rows."""
        return Seen({name: numbers[rows] for name, numbers in self.columns.items()}, self.once)

    def column(self, name: str) -> Numbers:
        """Return a quantity's number in every row; NaN where it is not in the table."""
        if name in self.columns:
            return self.columns[name]
        count = len(next(iter(self.columns.values())))
        return np.full(count, self.once.get(name, np.nan))


def seen_in(book: Book, table: Table) -> Seen:
    """Return the numbers in a located table, in the single cells beside it, and in its formulas."""
    columns = {
        name: table.sheet.numbers(found.column, table.rows) for name, found in table.columns.items()
    }
    once = {}
    for name, cell in table.cells.items():
        held = book[cell.sheet].cell(cell.row, cell.column)
        if held is not None and isinstance(held.value, float):
            once[name] = held.value
    return Seen(columns, typed_numbers(table) | once)


def with_sums(seen: Seen, names: ExampleNames) -> Seen:
    """Return the numbers of a table with the pre-activations it does not show."""
    columns, sources = dict(seen.columns), names.inputs
    for layer in names.layers:
        for place, (unit, weights) in enumerate(
            zip(layer.pre_activations, layer.weights, strict=True)
        ):
            if unit not in seen:
                bias = seen.column(layer.biases[place]) if layer.biases else 0.0
                terms = [
                    seen.column(weight) * seen.column(source)
                    for weight, source in zip(weights, sources, strict=True)
                ]
                columns[unit] = np.asarray(sum(terms, bias))
        sources = layer.activations
    return Seen(columns, seen.once)


def fits(seen: Seen, value: Expression, name: str) -> float:
    """Return in which share of the rows `name` is near `value`."""
    if name not in seen or any(operand not in seen for operand in names_in(value)):
        return 0.0
    with np.errstate(all="ignore"):
        right = evaluate(value, {operand: seen.column(operand) for operand in names_in(value)})
        near = np.abs(seen.column(name) - right) <= NEAR * np.abs(right)
    return float(np.mean(near))


def rows_of(seen: Seen, names: tuple[str, ...], count: int) -> tuple[tuple[float, ...], ...]:
    """Return the numbers of some columns, row by row, from the first `count` rows."""
    columns = [_filled(seen, name)[:count].tolist() for name in names]
    return tuple(zip(*columns, strict=True)) if columns else ((),) * count


def _filled(seen: Seen, name: str) -> Numbers:
    """Return the numbers of a column with 0 in its empty cells; NaN where it is not in the table.

    What is made of a number that is nowhere to be found is then not judged.
    """
    column = seen.column(name)
    return np.nan_to_num(column) if name in seen else column


def first_numbers(seen: Seen, names: tuple[str, ...]) -> tuple[float, ...]:
    """Return the numbers of some columns in the first row, 0 where there is none."""
    return tuple(float(np.nan_to_num(seen.column(name)[0])) for name in names)
