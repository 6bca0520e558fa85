"""Columns whose labels have changed places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice

from bpsheet.checker.diagnostics import Diagnostic, Place
from bpsheet.checker.judge.columns import ColumnCells
from bpsheet.checker.judge.writing import note
from bpsheet.checker.located import FoundColumn, Table

Swap = tuple[str, str]

MOST_TRIED = 12
"""How many pairs of columns are tried."""


def likely_swaps(columns: list[ColumnCells]) -> Iterator[Swap]:
    """Yield pairs of quantities of one kind whose columns are both wrong all the way down."""
    wrong = [cells for cells in columns if cells.judged and int(cells.wrong.sum()) == cells.judged]
    pairs = (
        (one.expectation.quantity.name, other.expectation.quantity.name)
        for one, other in combinations(wrong, 2)
        if one.expectation.quantity.role is other.expectation.quantity.role
    )
    yield from islice(dict.fromkeys(pairs), MOST_TRIED)


def exchanged(table: Table, swap: Swap) -> Table:
    """Return a table in which two quantities have changed places."""
    first, second = swap
    one, other = table.columns[first], table.columns[second]
    columns = dict(table.columns)
    columns[first] = replace(other, quantity=first, how="numbers", sure="likely")
    columns[second] = replace(one, quantity=second, how="numbers", sure="likely")
    return replace(table, columns=columns)


def mends(swap: Swap, before: list[ColumnCells], after: list[ColumnCells]) -> bool:
    """Return whether two columns are right once they have changed places, and no other is worse."""

    def wrong(columns: list[ColumnCells]) -> dict[str, int]:
        found: dict[str, int] = {}
        for cells in columns:
            name = cells.expectation.quantity.name
            found[name] = found.get(name, 0) + int(cells.wrong.sum())
        return found

    then, now = wrong(before), wrong(after)
    return not any(now[name] for name in swap) and all(now[name] <= then[name] for name in then)


def wrong_label(table: Table, swap: Swap) -> Diagnostic:
    """Return the finding that two labels stand above each other's column."""
    first, second = (table.columns[name] for name in swap)
    message = f"the labels {first.label} and {second.label} have changed places"
    return note("BP602", (_label(table, first), _label(table, second)), message, swap[0])


def _label(table: Table, found: FoundColumn) -> Place:
    return table.place(int(table.rows[0]) if table.header is None else table.header, found.column)
