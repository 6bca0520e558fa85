"""Inputs and targets that stand nowhere but in the formulas, as 0.05 in =0.05*B2+0.1*C2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np

from bpsheet.checker.book import NO_FORMULA, Numbers, Rows
from bpsheet.checker.cells import CellAt
from bpsheet.checker.formulas import evaluate_rows
from bpsheet.checker.located import Table
from bpsheet.expression import Expression, Number, walk

_FIRST_HIDDEN = re.compile(r"h(?:1_)?\d+")
_ERROR = re.compile(r"E(\d+)")
_WEIGHT = re.compile(r"w(\d+)")

ZERO = 1e-12
"""How near to 0 an error must be to vanish."""


def typed_numbers(table: Table) -> dict[str, float]:
    """Return the inputs and targets that the formulas of a table hold as numbers, by name.

    An input is what a pre-activation grows by when one of its weights grows by 1; a target is the
    number in an error's formula at which the error vanishes.
    """
    found: dict[str, float] = {}
    has_inputs = any(re.fullmatch(r"i\d+", name) for name in (*table.columns, *table.cells))
    for name in table.columns:
        if _FIRST_HIDDEN.fullmatch(name) and not has_inputs:
            found = dict(_inputs(table, name)) | found
        elif match := _ERROR.fullmatch(name):
            found |= {f"t{match[1]}": number for number in _target(table, name, f"a_o{match[1]}")}
    return {
        name: number
        for name, number in found.items()
        if name not in table.columns and name not in table.cells
    }


def _inputs(table: Table, name: str) -> Iterator[tuple[str, float]]:
    expression = _the_formula(table, name)
    if expression is None:
        return
    row, column = int(table.rows[0]), table.columns[name].column
    beside = [part.place(row, column) for part in walk(expression) if isinstance(part, CellAt)]
    read = {own for at, own in beside if at == row}
    weights = sorted(
        (int(match[1]), other)
        for other, held in table.columns.items()
        if held.column in read and (match := _WEIGHT.fullmatch(other))
    )
    none = _value(table, name, expression, {})
    for number, (_, weight) in enumerate(weights, 1):
        one = _value(table, name, expression, {weight: 1.0})
        if none is not None and one is not None and one != none:
            yield f"i{number}", one - none


def _target(table: Table, name: str, output: str) -> Iterator[float]:
    expression = _the_formula(table, name)
    if expression is None or output not in table.columns:
        return
    for part in walk(expression):
        if isinstance(part, Number):
            error = _value(table, name, expression, {output: float(part.value)})
            if error is not None and abs(error) < ZERO:
                yield float(part.value)
                return


def _the_formula(table: Table, name: str) -> Expression | None:
    """Return the one formula that a column has in all rows; ``None`` if there are others."""
    places = np.unique(table.sheet.formula_places(table.columns[name].column, table.rows))
    if len(places) != 1 or places[0] == NO_FORMULA:
        return None
    return table.sheet.formulas[int(places[0])].expression


def _value(
    table: Table, name: str, expression: Expression, numbers: Mapping[str, float]
) -> float | None:
    """Return what a formula gives in the first row where its columns hold these numbers, else 0."""
    by_column = {table.columns[other].column: number for other, number in numbers.items()}
    first = table.rows[:1]

    def held(sheet: str | None, column: int, rows: Rows) -> Numbers:
        number = by_column.get(column, 0.0) if sheet is None else 0.0
        return np.where(rows == first, number, 0.0)

    value = float(evaluate_rows(expression, first, table.columns[name].column, held)[0])
    return value if np.isfinite(value) else None
