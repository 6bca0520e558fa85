"""Cells whose formulas lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import product
from typing import NamedTuple

import numpy as np

from bpsheet.checker.book import NO_FORMULA, Sheet
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas.spelling import cells_of

Cell = tuple[int, int]

MOST_READ = 3_000_000
"""The cells that are followed; a sheet whose formulas read more of them is not searched."""


def circular_cells(sheet: Sheet) -> tuple[Cell, ...]:
    """Return one circle of references within a sheet, in order; empty where there is none.

    Arguments:
        sheet: with its formulas. References to other sheets are not followed.

    Returns:
        Rows and columns of cells, each of which reads the next; the last reads the first.
    """
    filled = tuple(_filled_formulas(sheet))
    if not _looks_ahead(sheet, filled) or sum(map(_count_read, filled)) > MOST_READ:
        return ()
    return _circle(sheet, dict(_formula_cells(sheet)))


class _Filled(NamedTuple):
    """A formula in one column: how many cells have it, from which row to which, what it reads."""

    column: int
    cells: int
    top: int
    bottom: int
    areas: tuple[Area, ...]


def _filled_formulas(sheet: Sheet) -> Iterator[_Filled]:
    for column, held in sheet.columns.items():
        computed = held.formulas != NO_FORMULA
        rows, places = held.rows[computed], held.formulas[computed]
        different, first, counts = np.unique(places, return_index=True, return_counts=True)
        last = len(places) - 1 - np.unique(places[::-1], return_index=True)[1]
        for place, count, top, bottom in zip(
            different.tolist(), counts.tolist(), rows[first], rows[last], strict=True
        ):
            yield _Filled(column, count, int(top), int(bottom), tuple(_areas(sheet, place)))


def _areas(sheet: Sheet, place: int) -> Iterator[Area]:
    """Yield what a formula reads on its own sheet, a single cell as a rectangle of one."""
    expression = sheet.formulas[place].expression
    for part in cells_of(expression) if expression is not None else ():
        area = Area(part, part) if isinstance(part, CellAt) else part
        if (area.first.sheet or sheet.name).casefold() == sheet.name.casefold():
            yield area


def _cells_in(area: Area, cell: Cell) -> tuple[range, range]:
    """Return the rows and the columns of a rectangle that the formula in a cell reads."""
    (top, left), (bottom, right) = area.first.place(*cell), area.last.place(*cell)
    rows, columns = sorted((top, bottom)), sorted((left, right))
    return range(rows[0], rows[1] + 1), range(columns[0], columns[1] + 1)


def _count_read(filled: _Filled) -> int:
    """Return how many cells a formula reads in all its cells together, at most."""
    ends = (filled.top, filled.column), (filled.bottom, filled.column)
    sizes = (
        max(len(rows) * len(columns) for rows, columns in (_cells_in(area, end) for end in ends))
        for area in filled.areas
    )
    return filled.cells * (1 + sum(sizes))


def _looks_ahead(sheet: Sheet, filled: tuple[_Filled, ...]) -> bool:
    """Return whether a formula may read what is not computed yet when rows are filled downwards.

    Where every formula reads rows above its own, or columns of its own row in one order, no circle
    can be.
    """
    within_row: dict[int, set[int]] = {}
    for formula in filled:
        for area in formula.areas:
            above, columns = _cells_in(area, (formula.top, formula.column))
            below, _ = _cells_in(area, (formula.bottom, formula.column))
            ahead = max(above[-1] - formula.top, below[-1] - formula.bottom)
            if ahead > 0 and _holds_formulas(sheet, range(formula.top, below[-1] + 1), columns):
                return True
            if ahead == 0:
                read = (column for column in sheet.columns if column in columns)
                within_row.setdefault(formula.column, set()).update(read)
    try:
        TopologicalSorter(within_row).prepare()
    except CycleError:
        return True
    return False


def _holds_formulas(sheet: Sheet, rows: range, columns: range) -> bool:
    for column, held in sheet.columns.items():
        if column in columns:
            first, last = np.searchsorted(held.rows, (rows.start, rows.stop))
            if (held.formulas[first:last] != NO_FORMULA).any():
                return True
    return False


def _formula_cells(sheet: Sheet) -> Iterator[tuple[Cell, int]]:
    for column, held in sheet.columns.items():
        computed = held.formulas != NO_FORMULA
        rows, places = held.rows[computed].tolist(), held.formulas[computed].tolist()
        yield from zip(((row, column) for row in rows), places, strict=True)


def _circle(sheet: Sheet, formulas: Mapping[Cell, int]) -> tuple[Cell, ...]:
    """Return the first circle that following references from every cell comes upon."""
    areas = {place: tuple(_areas(sheet, place)) for place in set(formulas.values())}
    done: set[Cell] = set()
    for start in formulas:
        path: dict[Cell, Iterator[Cell]] = {}
        step: Cell | None = start if start not in done else None
        while step is not None:
            if step in path:
                cells = list(path)
                return tuple(cells[cells.index(step) :])
            path[step] = _read_from(areas[formulas[step]], step)
            step = None
            while path and step is None:
                last = next(reversed(path))
                unseen = (cell for cell in path[last] if cell in formulas and cell not in done)
                step = next(unseen, None)
                if step is None:
                    del path[last]
                    done.add(last)
    return ()


def _read_from(areas: tuple[Area, ...], cell: Cell) -> Iterator[Cell]:
    """Yield the cells that the formula in a cell reads."""
    for area in areas:
        yield from product(*_cells_in(area, cell))
