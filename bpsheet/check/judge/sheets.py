"""Findings about a table as a whole: pasted values, errors in cells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bpsheet.check.book import NO_FORMULA, Book, CellError
from bpsheet.check.diagnostics import Diagnostic, Place
from bpsheet.check.judge.columns import ColumnCells
from bpsheet.check.located import Table
from bpsheet.check.rules import RULES
from bpsheet.model.graph import Scope


def table_findings(book: Book, table: Table, columns: list[ColumnCells]) -> Iterator[Diagnostic]:
    """Yield what is to say about a table as a whole."""
    yield from _errors(table)
    computed = [
        cells
        for cells in columns
        if cells.expectation.quantity.scope not in (Scope.GIVEN, Scope.SAMPLE)
    ]
    if book.has_formulas and computed and not any(_has_formulas(cells) for cells in computed):
        count = sum(int((~np.isnan(cells.found)).sum()) for cells in computed)
        message = f"all {count} computed cells are pasted values; nothing follows when one changes"
        yield _finding("BP507", (_extent(table),), message)


def _has_formulas(cells: ColumnCells) -> bool:
    return bool((cells.formulas != NO_FORMULA).any())


def _errors(table: Table) -> Iterator[Diagnostic]:
    """Yield the cells of the table that hold an error in place of a number."""
    rows = set(table.rows.tolist())
    for name, found in table.columns.items():
        held = table.sheet.columns.get(found.column)
        others = held.others.items() if held is not None else ()
        wrong = sorted(row for row, value in others if isinstance(value, CellError) and row in rows)
        if held is not None and wrong:
            shown = held.others[wrong[0]]
            message = f"{name} is {shown} in place of a number"
            places = tuple(_place(table, row, found.column) for row in wrong)
            yield _finding("BP506", places, message, name)


def _extent(table: Table) -> Place:
    columns = [found.column for found in table.columns.values()]
    top, bottom = int(table.rows[0]), int(table.rows[-1])
    left, right = min(columns), max(columns)
    if table.across:
        return Place(table.sheet.name, left, top, right, bottom)
    return Place(table.sheet.name, top, left, bottom, right)


def _place(table: Table, row: int, column: int) -> Place:
    if table.across:
        row, column = column, row
    return Place(table.sheet.name, row, column, row, column)


def _finding(code: str, places: tuple[Place, ...], message: str, quantity: str = "") -> Diagnostic:
    return Diagnostic(code, RULES[code].severity, places, message, quantity)
