"""Findings about a table as a whole: errors in cells, circles of references, pasted columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bpsheet.checker.book import NO_FORMULA, Book, CellError, Rows
from bpsheet.checker.diagnostics import Diagnostic, Place
from bpsheet.checker.formulas import circular_cells
from bpsheet.checker.judge.columns import ColumnCells
from bpsheet.checker.judge.writing import note, places_of
from bpsheet.checker.located import Table
from bpsheet.expression import names_in
from bpsheet.model.graph import Graph, Scope
from bpsheet.sheet.address import cell_name

MOST_SHOWN = 6
"""How many cells of a circle are named."""


def circles_in(book: Book, table: Table) -> Iterator[Diagnostic]:
    """Yield the circle of references on the sheet of a table, if there is one."""
    sheet = book[table.sheet.name]
    circle = circular_cells(sheet)
    if not circle:
        return
    first = circle.index(min(circle))
    places = (*circle[first:], *circle[:first])
    names = [cell_name(*place) for place in places[:MOST_SHOWN]]
    shown = " → ".join([*names, *(["…"] if len(places) > MOST_SHOWN else []), names[0]])
    message = f"formulas read each other in a circle, {shown}; the stored numbers were judged"
    (row, column), *_ = places
    yield note("BP505", (Place(sheet.name, row, column, row, column),), message)


def errors_in(table: Table, graph: Graph) -> Iterator[Diagnostic]:
    """Yield the columns that hold errors, but for those that are made of other errors."""
    rows = {name: _error_rows(table, name) for name in table.columns}
    rows = {name: found for name, found in rows.items() if len(found)}
    for name, found in rows.items():
        if not _follows(name, int(found[0]), rows, table, graph):
            column = table.columns[name].column
            held = table.sheet.columns[column].others[int(found[0])]
            places = tuple(table.place(row, column) for row in found.tolist())
            yield note("BP506", places, f"{name} is {held} in place of a number", name)


def _error_rows(table: Table, name: str) -> Rows:
    held = table.sheet.columns.get(table.columns[name].column)
    others = held.others.items() if held is not None else ()
    rows = [row for row, value in others if isinstance(value, CellError)]
    return np.intersect1d(np.array(rows, int), table.rows)


def _follows(name: str, row: int, rows: dict[str, Rows], table: Table, graph: Graph) -> bool:
    """Return whether the first error of a column comes from one that it is made of."""
    if name not in graph:
        return False
    quantity = graph[name]
    made_of = quantity.definition if quantity.following is None else quantity.following
    above = table.rows[table.rows < row]
    reads = row if quantity.following is None else int(above[-1]) if len(above) else -1
    return made_of is not None and any(
        reads in rows[other] for other in names_in(made_of) if other in rows
    )


def pasted_in(table: Table, columns: list[ColumnCells]) -> Iterator[Diagnostic]:
    """Yield which computed columns have no formula at all."""
    computed = [
        cells
        for cells in columns
        if cells.expectation.quantity.scope not in (Scope.GIVEN, Scope.SAMPLE)
    ]
    pasted = [cells for cells in computed if (cells.formulas == NO_FORMULA).all()]
    if not pasted:
        return
    names = list(dict.fromkeys(cells.expectation.quantity.name for cells in pasted))
    if len(pasted) == len(computed):
        count = sum(int((~np.isnan(cells.found)).sum()) for cells in computed)
        message = f"all {count} computed cells are pasted values; nothing follows when one changes"
        yield note("BP507", (extent(table),), message)
    else:
        message = f"{', '.join(names)} stand as pasted values among columns of formulas"
        places: tuple[Place, ...] = sum((places_of(cells) for cells in pasted), ())
        yield note("BP507", places, message, names[0] if len(names) == 1 else "")


def extent(table: Table) -> Place:
    """Return the rectangle that holds all columns and rows of a table."""
    columns = [found.column for found in table.columns.values()]
    first = table.turned(int(table.rows[0]), min(columns))
    last = table.turned(int(table.rows[-1]), max(columns))
    return Place(table.sheet.name, *first, *last)
