"""Which one reference of a wrong formula, pointed elsewhere, would make it right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from bpsheet.checker.cells import CellAt
from bpsheet.checker.judge.columns import LIKE, ColumnCells
from bpsheet.expression import Expression, transform, walk

LONGEST = 20
"""The most references a formula may have to be searched for a repair."""


@dataclass(frozen=True)
class Repair:
    """A reference of a formula and the one that belongs in its place."""

    reads: CellAt
    belongs: CellAt
    drifts: bool


def drift_of(cells: ColumnCells, place: int) -> Repair | None:
    """Return the reference of a formula that is right in its first cell and wanders off from there.

    Arguments:
        cells: of the column.
        place: of the formula.
    """
    first = int(cells.rows[np.flatnonzero(cells.formulas == place)[0]])
    moving = [reads for reads in _references(cells, place) if not reads.row_fixed]
    fixed = [(reads, _held_at(reads, first)) for reads in moving]
    return _first_right(
        cells, place, (Repair(reads, held, True) for reads, held in fixed if held.row >= 0)
    )


def repair_of(cells: ColumnCells, place: int) -> Repair | None:
    """Return the repair of one reference that makes a formula right, if there is one."""
    places = dict.fromkeys(_places(cells))
    candidates = product(_references(cells, place), places)
    return _first_right(
        cells, place, (Repair(reads, other, False) for reads, other in candidates if other != reads)
    )


def _references(cells: ColumnCells, place: int) -> tuple[CellAt, ...]:
    expression = cells.formula(place).expression
    parts = walk(expression) if expression is not None else ()
    references = tuple(dict.fromkeys(part for part in parts if isinstance(part, CellAt)))
    return references if len(references) <= LONGEST else ()


def _first_right(cells: ColumnCells, place: int, repairs: Iterable[Repair]) -> Repair | None:
    expression = cells.formula(place).expression
    right = cells.right_in_correct_run(place)
    if expression is None or right is None:
        return None
    for repair in repairs:
        given = cells.in_correct_run(place, _with(expression, repair))
        if given is not None and _agree(given, right):
            return repair
    return None


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
        row, column = table.turned(cell.row, cell.column)
        yield CellAt(row, column, row_fixed=True, column_fixed=True)


def _with(expression: Expression, repair: Repair) -> Expression:
    return transform(expression, lambda part: repair.belongs if part == repair.reads else None)


def _agree(given: np.ndarray, right: np.ndarray) -> bool:
    known = ~np.isnan(right)
    near = np.abs(given - right) <= LIKE * np.abs(right)
    return bool(known.any() and near[known].all())
