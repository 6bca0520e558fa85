"""Finds quantities without a readable label by what the numbers of a column are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bpsheet.checker.book import Numbers
from bpsheet.checker.locate.gaps import without_gaps
from bpsheet.checker.located import FoundColumn, Table
from bpsheet.evaluate import evaluate
from bpsheet.expression import names_in
from bpsheet.model.graph import Graph, Quantity, Scope

NEAR = 1e-4
"""How near, as a share, the numbers of a column must be to those of a quantity."""

FEWEST_DIGITS = 3.9
"""The digits that must agree, in all rows together, so that it is no chance."""


def complete(table: Table, graph: Graph) -> Table:
    """Return a table with columns that lacked a label placed by their numbers.

    A column is placed where its numbers are, in all rows, those of one missing quantity; so is a
    column whose label means nothing to the worked example, such as Δw5 over a gradient.

    Arguments:
        table: as it was located.
        graph: the worked example.
    """
    columns = {name: found for name, found in table.columns.items() if name in graph}
    strangers = [found for name, found in table.columns.items() if name not in graph]
    free = {found.column: found for found in (*strangers, *table.others)}
    for quantity in graph:
        if quantity.name in columns or quantity.name in table.cells:
            continue
        right = _numbers_of(quantity, table, columns)
        place = None if right is None else _column_with(right, table, free)
        if place is not None:
            placed = FoundColumn(quantity.name, place, free.pop(place).label, "numbers", "likely")
            columns[quantity.name] = placed
    columns |= {found.quantity: found for found in strangers if found.column in free}
    others = [found for found in table.others if found.column in free]
    between, left = without_gaps(columns, others)
    return replace(table, columns=between, others=left)


def _numbers_of(
    quantity: Quantity, table: Table, columns: Mapping[str, FoundColumn]
) -> Numbers | None:
    """Return what a quantity must be in every row by the columns that are placed, (rows,)."""
    definition = quantity.definition
    if quantity.scope is not Scope.ROW or definition is None:
        return None
    names = names_in(definition)
    if not names or any(name not in columns for name in names):
        return None
    values = {name: table.sheet.numbers(columns[name].column, table.rows) for name in names}
    with np.errstate(all="ignore"):
        return np.asarray(evaluate(definition, values), float)


def _column_with(right: Numbers, table: Table, free: Mapping[int, FoundColumn]) -> int | None:
    """Return the column that holds these numbers, as precisely as it shows them."""
    known = np.isfinite(right)
    if not np.any(right[known]):
        return None
    for column in free:
        stored = table.sheet.numbers(column, table.rows)[known]
        rounding = 0.5 * 10.0 ** -float(table.sheet.columns[column].decimals.max())
        near = np.abs(stored - right[known]) <= NEAR * np.abs(right[known]) + rounding
        if np.all(near) and _digits(right[known], rounding) >= FEWEST_DIGITS:
            return column
    return None


def _digits(numbers: Numbers, rounding: float) -> float:
    """Return in how many digits different numbers agree with others that come near them."""
    different = np.unique(np.abs(numbers[numbers != 0]))
    return float(np.sum(np.maximum(0.0, -np.log10(NEAR + rounding / different))))
