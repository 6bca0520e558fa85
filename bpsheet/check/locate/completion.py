"""Finds quantities without a readable label by what the numbers of a column are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bpsheet.check.book import Numbers
from bpsheet.check.located import FoundColumn, Table
from bpsheet.evaluate import evaluate
from bpsheet.expression import Expression, names_in
from bpsheet.model.graph import Graph, Quantity, Scope

NEAR = 1e-6
"""How near, as a share, the numbers of a column must be to those of a quantity."""


def complete(table: Table, graph: Graph) -> Table:
    """Return a table with the columns that lacked a label placed by their numbers.

    A column is placed where its numbers are, in all rows, those of one missing quantity.

    Arguments:
        table: as it was located.
        graph: the worked example.
    """
    columns = dict(table.columns)
    others = {found.column: found for found in table.others if found.quantity not in graph}
    for quantity in graph:
        if quantity.name in columns or quantity.name in table.cells:
            continue
        right = _numbers_of(quantity, table, columns)
        place = None if right is None else _column_with(right, table, others)
        if place is not None:
            found = others.pop(place)
            columns[quantity.name] = replace(
                found, quantity=quantity.name, how="numbers", sure="likely"
            )
    left = tuple(found for found in table.others if found.column in others or found.quantity)
    return replace(table, columns=columns, others=left)


def _numbers_of(
    quantity: Quantity, table: Table, columns: dict[str, FoundColumn]
) -> Numbers | None:
    """Return what a quantity must be in every row by the columns that are placed."""
    definition = quantity.definition
    if quantity.scope is not Scope.ROW or definition is None:
        return None
    return _value(definition, table, columns)


def _value(
    definition: Expression, table: Table, columns: dict[str, FoundColumn]
) -> Numbers | None:
    names = names_in(definition)
    if not names or any(name not in columns for name in names):
        return None
    values = {name: table.sheet.numbers(columns[name].column, table.rows) for name in names}
    with np.errstate(all="ignore"):
        return np.asarray(evaluate(definition, values), float)


def _column_with(right: Numbers, table: Table, others: dict[int, FoundColumn]) -> int | None:
    known = np.isfinite(right)
    if not known.any():
        return None
    for column in others:
        stored = table.sheet.numbers(column, table.rows)[known]
        if np.allclose(stored, right[known], rtol=NEAR, atol=0):
            return column
    return None
