"""Right formulas for the cells of a table, and names for the cells that formulas read."""

from __future__ import annotations

import numpy as np

from bpsheet.checker.book import Rows
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas import spell, turned
from bpsheet.checker.judge.columns import ColumnCells
from bpsheet.checker.judge.rows import NOWHERE
from bpsheet.checker.located import Table
from bpsheet.checker.slip import earlier
from bpsheet.expression import Call, Expression, names_in, substitute, transform
from bpsheet.functions import definition_of


def right_formula(cells: ColumnCells, form: Expression, position: int) -> str:
    """Return a formula that computes a right expression; empty where a number has no cell.

    Arguments:
        cells: of the column.
        form: the right expression.
        position: of the cell among `cells`.
    """
    expectation, table = cells.expectation, cells.bench.table
    row, column = int(cells.rows[position]), cells.column.column
    seen_from = np.atleast_1d(expectation.seen_from[position])
    offsets = table.rows[seen_from[seen_from != NOWHERE]] - row
    places = {name: _place(table, name, column, offsets) for name in names_in(form)}
    if any(place is None for place in places.values()):
        return ""
    known = {name: place for name, place in places.items() if place is not None}
    written = substitute(transform(form, _written_out), known)
    return shown_in(table, written, row, column)


def shown_in(table: Table, expression: Expression, row: int, column: int) -> str:
    """Return a formula of a table as its program shows it in the file, with ``=``."""
    written = turned(expression) if table.across else expression
    return spell(written, *table.turned(row, column))


def _written_out(part: Expression) -> Expression | None:
    """Return an activation or a loss as its definition, which every program computes."""
    definition = definition_of(part.function, part.arguments) if isinstance(part, Call) else None
    return None if definition is None else transform(definition, _written_out)


def _place(table: Table, name: str, own: int, offsets: Rows) -> CellAt | Area | None:
    """Return a reference to a quantity in the rows so far from the formula's: many for a mean."""
    first, last = int(offsets[0]), int(offsets[-1])
    if name in table.columns:
        column = table.columns[name].column - own
        top, bottom = CellAt(first, column), CellAt(last, column)
        return top if len(offsets) == 1 else Area(top, bottom)
    if name in table.cells:
        cell = table.cells[name]
        row, column = table.turned(cell.row, cell.column)
        return CellAt(row, column, row_fixed=True, column_fixed=True)
    if earlier(name[:-1]) == name and name[:-1] in table.columns:
        return CellAt(first - 1, table.columns[name[:-1]].column - own)
    return None


def quantity_at(table: Table, reference: CellAt, own_column: int) -> str:
    """Return the name of the quantity whose cells a formula's reference reads; else empty.

    Arguments:
        table: the located table.
        reference: as its formulas see it.
        own_column: the column of the formula.
    """
    row, column = reference.place(0, own_column)
    for cell in table.cells.values():
        stands = table.turned(cell.row, cell.column)
        if reference.row_fixed and stands == (row, column):
            return cell.quantity
    names = [name for name, found in table.columns.items() if found.column == column]
    return names[0] if names else ""
