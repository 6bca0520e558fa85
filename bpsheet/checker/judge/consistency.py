"""Formulas that are right today and will break: references that drift, columns that change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bpsheet.checker.cells import CellAt
from bpsheet.checker.diagnostics import Diagnostic
from bpsheet.checker.formulas import cells_of
from bpsheet.checker.judge.columns import ColumnCells
from bpsheet.checker.judge.writing import finding, shown

Read = frozenset[tuple[int, int, bool]]


def inconsistencies_in(cells: ColumnCells) -> Iterator[Diagnostic]:
    """Yield the findings about formulas of a column that compute the right thing."""
    right = [place for place, is_right in cells.formula_is_right.items() if is_right]
    for place in right:
        yield from _drifting(cells, place)
    if cells.bench.stored.rows.table.single:
        yield from _changing(cells, right)


def _drifting(cells: ColumnCells, place: int) -> Iterator[Diagnostic]:
    """Yield that a reference to a single cell moves along, though it hits equal numbers so far."""
    expression = cells.formula(place).expression
    where = cells.formulas == place
    rows = cells.rows[where]
    if expression is None or len(rows) < 2:
        return
    for reference in cells_of(expression):
        if isinstance(reference, CellAt) and _leaves_the_table(cells, reference, rows):
            fixed = replace(reference, row=reference.row + int(rows[0]), row_fixed=True)
            reads, last, belongs = (
                shown(cells, part, row).removeprefix("=")
                for part, row in (
                    (reference, int(rows[0])),
                    (reference, int(rows[-1])),
                    (fixed, int(rows[0])),
                )
            )
            name = cells.expectation.quantity.name
            message = (
                f"{name} reads {reads} without a dollar sign, and {last} in its last row, which "
                f"holds the same by chance; write {belongs}"
            )
            yield finding(cells, where, "BP501", message, consequences=False)


def _leaves_the_table(cells: ColumnCells, reference: CellAt, rows: np.ndarray) -> bool:
    """Return whether a relative reference reads a cell above or beneath the table."""
    home = cells.bench.table.sheet.name.casefold()
    if reference.row_fixed or (reference.sheet or home).casefold() != home:
        return False
    first, last = cells.bench.table.rows[[0, -1]]
    read = rows + reference.row
    return not bool(np.all((first <= read) & (read <= last)))


def _changing(cells: ColumnCells, right: list[int]) -> Iterator[Diagnostic]:
    """Yield that some rows are computed from other cells than most; the first row may be."""
    later = cells.formulas[cells.expectation.positions > 0]
    counts = {place: int((later == place).sum()) for place in right}
    counts = {place: count for place, count in counts.items() if count}
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda place: counts[place])
    reads = _read_by(cells, usual)
    others = [place for place in counts if place != usual and _read_by(cells, place) != reads]
    if others:
        where = np.isin(cells.formulas, others) & (cells.expectation.positions > 0)
        name = cells.expectation.quantity.name
        message = f"{name} is computed from other cells here than in the rest of its column"
        yield finding(cells, where, "BP502", message, consequences=False)


def _read_by(cells: ColumnCells, place: int) -> Read:
    expression = cells.formula(place).expression
    parts = cells_of(expression) if expression is not None else ()
    corners = (
        corner
        for part in parts
        for corner in ((part,) if isinstance(part, CellAt) else (part.first, part.last))
    )
    return frozenset((corner.row, corner.column, corner.row_fixed) for corner in corners)
