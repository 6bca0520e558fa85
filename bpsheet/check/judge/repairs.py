"""Which one reference of a wrong formula, pointed elsewhere, would make it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bpsheet.check.cells import CellAt
from bpsheet.check.judge.columns import LIKE, ColumnCells
from bpsheet.expression import Expression, transform, walk

LONGEST = 60
"""The most references a formula may have to be searched for a repair."""


@dataclass(frozen=True)
class Repair:
    """A reference of a formula and the one that belongs in its place."""

    reads: CellAt
    belongs: CellAt
    drifts: bool


def repair_of(cells: ColumnCells, place: int) -> Repair | None:
    """Return the repair of one reference that makes a formula right, if there is one.

    A reference that is right in the first cell and wanders off from there is looked for first.

    Arguments:
        cells: of the column.
        place: of the formula.
    """
    expression = cells.formula(place).expression
    right = cells.right_in_correct_run(place)
    if expression is None or right is None:
        return None
    references = [part for part in walk(expression) if isinstance(part, CellAt)]
    if len(references) > LONGEST:
        return None
    for repair in _repairs(cells, place, tuple(dict.fromkeys(references))):
        changed = _with(expression, repair)
        given = cells.in_correct_run(place, changed)
        if given is not None and _agree(given, right):
            return repair
    return None


def _repairs(cells: ColumnCells, place: int, references: tuple[CellAt, ...]) -> Iterator[Repair]:
    first = int(cells.rows[np.flatnonzero(cells.formulas == place)[0]])
    for reads in references:
        if not reads.row_fixed and (fixed := _held_at(reads, first)).row >= 0:
            yield Repair(reads, fixed, drifts=True)
    places = dict.fromkeys(_places(cells))
    for reads in references:
        yield from (Repair(reads, other, drifts=False) for other in places if other != reads)


def _held_at(reads: CellAt, row: int) -> CellAt:
    """Return the cell that a reference hits from `row`, its row written with a dollar sign."""
    return replace(reads, row=reads.row + row, row_fixed=True)


def _places(cells: ColumnCells) -> Iterator[CellAt]:
    """Yield references to all quantities: in the row of the formula, above it, and given once."""
    own, table = cells.column.column, cells.bench.table
    for offset in (0, -1):
        for found in table.columns.values():
            yield CellAt(offset, found.column - own)
    for cell in table.cells.values():
        row, column = (cell.column, cell.row) if table.across else (cell.row, cell.column)
        yield CellAt(row, column, row_fixed=True, column_fixed=True)


def _with(expression: Expression, repair: Repair) -> Expression:
    return transform(expression, lambda part: repair.belongs if part == repair.reads else None)


def _agree(given: np.ndarray, right: np.ndarray) -> bool:
    known = ~np.isnan(right)
    near = np.abs(given - right) <= LIKE * np.abs(right)
    return bool(known.any() and near[known].all())
