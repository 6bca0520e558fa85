"""Findings about the cells of a column: where they are, what should stand there, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from bpsheet.checker.book import NO_FORMULA
from bpsheet.checker.diagnostics import Diagnostic, Evidence, Place, Severity
from bpsheet.checker.judge.columns import ColumnCells
from bpsheet.checker.judge.formulas import right_formula, shown_in
from bpsheet.checker.judge.rows import Mask, runs
from bpsheet.checker.rules import RULES
from bpsheet.expression import Expression, names_in
from bpsheet.model.graph import Scope
from bpsheet.notation.text import text


def finding(
    cells: ColumnCells,
    where: Mask,
    code: str,
    message: str,
    details: Iterable[str] = (),
    severity: Severity | None = None,
    consequences: bool = True,
) -> Diagnostic:
    """Return a finding about some of the cells.

    Arguments:
        cells: of the column.
        where: which of them.
        code: of the rule.
        message: what is wrong, in one sentence without a full stop.
        details: further sentences.
        severity: in place of the rule's usual one.
        consequences: whether what is computed from the cells is off because of it.
    """
    quantity = cells.expectation.quantity
    return Diagnostic(
        code=code,
        severity=severity or RULES[code].severity,
        places=places_of(cells, where),
        message=message,
        quantity=quantity.name,
        evidence=_evidence(cells, where),
        details=(*details, *(_consequences(cells, where) if consequences else ())),
    )


def note(code: str, places: tuple[Place, ...], message: str, quantity: str = "") -> Diagnostic:
    """Return a finding that shows no cell in particular."""
    return Diagnostic(code, RULES[code].severity, places, message, quantity)


def _evidence(cells: ColumnCells, where: Mask) -> Evidence:
    """Return what the first of the cells should hold, and what it holds."""
    chosen = where & cells.wrong if (where & cells.wrong).any() else where
    position = int(np.flatnonzero(chosen)[0])
    form, place = cells.expectation.forms[0], int(cells.formulas[position])
    row = int(cells.rows[position])
    found = float(cells.found[position])
    formula = ""
    if place != NO_FORMULA and (expression := cells.formula(place).expression) is not None:
        formula = shown(cells, expression, row)
    return Evidence(
        cell=cells.bench.table.place(row, cells.column.column),
        expected=text(form),
        right=None if cells.right is None else float(cells.right[position]),
        found="" if np.isnan(found) else f"{found:.10g}",
        formula=formula,
        right_formula=right_formula(cells, form, position) if formula else "",
    )


def shown(cells: ColumnCells, expression: Expression, row: int) -> str:
    """Return a formula as its program shows it in `row`, or a reference in it."""
    return shown_in(cells.bench.table, expression, row, cells.column.column)


def _consequences(cells: ColumnCells, where: Mask) -> Iterator[str]:
    """Yield what else is off because of it, though it is computed rightly."""
    quantity, graph = cells.expectation.quantity, cells.bench.stored.graph
    first = int(cells.rows[where][0]) + 1
    carried = [
        q.name for q in graph if q.following is not None and quantity.name in names_in(q.following)
    ]
    if quantity.scope is Scope.ROW and carried:
        yield f"{', '.join(carried)} after row {first} follow{'s' * (len(carried) == 1)} from this"
    elif quantity.scope is Scope.ROW and graph.users[quantity.name]:
        users = graph.users[quantity.name]
        yield f"what is computed from it ({', '.join(users[:4])}{' …' * (len(users) > 4)}) follows"


def places_of(cells: ColumnCells, where: Mask | None = None) -> tuple[Place, ...]:
    """Return the rectangles that cover some or all cells, neighbouring rows of the table as one."""
    table = cells.bench.table
    chosen = np.zeros(len(table.rows), bool)
    chosen[cells.expectation.positions if where is None else cells.expectation.positions[where]] = 1
    spans = (table.rows[run] for run in runs(chosen))
    column = cells.column.column
    return tuple(table.place(int(rows[0]), column, int(rows[-1])) for rows in spans if len(rows))
