"""Cells whose formulas lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import product

import numpy as np

from bpsheet.checker.book import NO_FORMULA, Sheet
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas.spelling import cells_of

Place = tuple[int, int]

MOST_CELLS = 200_000
"""The formula cells that are searched; on a larger sheet only columns are looked at."""

MOST_READ = 5_000
"""The cells of a rectangle that are followed."""


def circular_cells(sheet: Sheet) -> tuple[Place, ...]:
    """Return one circle of references within a sheet, in order; empty where there is none.

    Arguments:
        sheet: with its formulas. References to other sheets are not followed.

    Returns:
        Rows and columns of cells, each of which reads the next; the last reads the first.
    """
    if not _looks_ahead(sheet):
        return ()
    formulas = dict(_formula_cells(sheet))
    return _circle(sheet, formulas) if len(formulas) <= MOST_CELLS else ()


def _looks_ahead(sheet: Sheet) -> bool:
    """Return whether some formula reads a cell that is not computed yet when rows go down.

    Where every formula reads rows above its own, or columns of its own row in one order, no circle
    can be. This looks at distinct formulas only.
    """
    within_row: dict[int, set[int]] = {}
    for column, held in sheet.columns.items():
        for place in np.unique(held.formulas[held.formulas != NO_FORMULA]).tolist():
            for cell in _cells(sheet, place):
                if not cell.row_fixed and cell.row > 0:
                    return True
                if cell.row_fixed and _is_computed(sheet, *cell.place(0, column)):
                    return True
                if not cell.row_fixed and cell.row == 0:
                    within_row.setdefault(column, set()).add(cell.place(0, column)[1])
    try:
        TopologicalSorter(within_row).prepare()
    except CycleError:
        return True
    return False


def _cells(sheet: Sheet, place: int) -> Iterator[CellAt]:
    """Yield the cells on the sheet itself that a formula reads, of rectangles the corners."""
    expression = sheet.formulas[place].expression
    for part in cells_of(expression) if expression is not None else ():
        corners = (part.first, part.last) if isinstance(part, Area) else (part,)
        yield from (corner for corner in corners if corner.sheet in (None, sheet.name))


def _is_computed(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return cell is not None and cell.formula is not None


def _formula_cells(sheet: Sheet) -> Iterator[tuple[Place, int]]:
    for column, held in sheet.columns.items():
        computed = held.formulas != NO_FORMULA
        rows, places = held.rows[computed].tolist(), held.formulas[computed].tolist()
        yield from zip(((row, column) for row in rows), places, strict=True)


def _circle(sheet: Sheet, formulas: Mapping[Place, int]) -> tuple[Place, ...]:
    """Return the first circle that following references from every cell comes upon."""
    done: set[Place] = set()
    for start in formulas:
        path: dict[Place, Iterator[Place]] = {}
        step: Place | None = start if start not in done else None
        while step is not None:
            if step in path:
                places = list(path)
                return tuple(places[places.index(step) :])
            path[step] = _read_from(sheet, step, formulas)
            step = None
            while path and step is None:
                last = next(reversed(path))
                step = next((place for place in path[last] if place not in done), None)
                if step is None:
                    del path[last]
                    done.add(last)
    return ()


def _read_from(sheet: Sheet, place: Place, formulas: Mapping[Place, int]) -> Iterator[Place]:
    """Yield the computed cells that a cell's formula reads."""
    expression = sheet.formulas[formulas[place]].expression
    for part in cells_of(expression) if expression is not None else ():
        first, last = (part.first, part.last) if isinstance(part, Area) else (part, part)
        if first.sheet not in (None, sheet.name):
            continue
        (top, left), (bottom, right) = first.place(*place), last.place(*place)
        if (bottom - top + 1) * (right - left + 1) <= MOST_READ:
            rectangle = product(range(top, bottom + 1), range(left, right + 1))
            yield from (read for read in rectangle if read in formulas)
