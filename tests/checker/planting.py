"""Worksheets with one planted slip; all that follows is computed from what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

import numpy as np

from bpsheet.checker.book import NO_FORMULA, Book, Column, Formula, Numbers, Sheet
from bpsheet.checker.cells import CellAt
from bpsheet.checker.judge.rows import NOWHERE, RunRows, rows_of
from bpsheet.checker.slip import earlier
from bpsheet.evaluate import evaluate
from bpsheet.expression import ZERO, Call, Expression, Name, names_in, substitute, transform
from bpsheet.functions import definition_of
from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role, Scope
from bpsheet.template import Template
from bpsheet.template_structure import structure_of

Variant = Literal["formulas", "values", "ten digits"]
FIRST = 4
"""The row of the table's first step, counted from 0; the labels stand above it."""


def simulated(template: Template, graph: Graph, count: int) -> dict[str, Numbers]:
    """Return every number of a table of `count` rows, row by row from the definitions of `graph`.

    Each is computed from the numbers that stand in the table, be they right or wrong.
    """
    rows = rows_of(template, count)
    table = {quantity.name: np.full(count, np.nan) for quantity in graph}
    settings = template.training.hyperparameters
    table[template.names.learning_rate][:] = template.training.learning_rates[0]
    for name, value in settings.items():
        table[SETTINGS[name].symbol][:] = value
    given = template.parameters.weights + template.parameters.biases
    start = dict(zip(template.names.parameters, given, strict=True))
    for row in range(count):
        for quantity in graph:
            if quantity.role is not Role.HYPERPARAMETER:
                table[quantity.name][row] = _number(quantity, row, rows, table, template, start)
    return table


def _number(
    quantity: Quantity,
    row: int,
    rows: RunRows,
    table: Mapping[str, Numbers],
    template: Template,
    start: Mapping[str, float],
) -> float:
    match quantity.scope:
        case Scope.GIVEN:
            return start[quantity.name]
        case Scope.SAMPLE:
            return _given(quantity, row, rows, template)
        case Scope.CARRIED if row == 0:
            return start[quantity.name]
        case Scope.CARRIED:
            moves = rows.updated[row]
            form = quantity.following if moves else Name(quantity.name)
            return _value(form, _seen(table, graph_row=row - 1))
        case Scope.ROW:
            forward = quantity.role in FORWARD
            shown = rows.shows_sample[row] if forward else rows.shows_step[row]
            return _value(quantity.definition, _seen(table, row)) if shown else np.nan
        case Scope.UPDATE:
            before = int(rows.update_before[row])
            remembered = {
                earlier(name): 0.0 if before == NOWHERE else values[before]
                for name, values in table.items()
            }
            updates = rows.updates[row]
            return (
                _value(quantity.definition, _seen(table, row) | remembered) if updates else np.nan
            )
    return _mean(quantity, row, rows, table)


def _seen(table: Mapping[str, Numbers], graph_row: int) -> dict[str, float]:
    return {name: values[graph_row] for name, values in table.items()}


def _given(quantity: Quantity, row: int, rows: RunRows, template: Template) -> float:
    if not rows.shows_sample[row]:
        return np.nan
    names, data = template.names, template.data
    samples, place = data, int(rows.step[row]) % template.samples
    if rows.validated[row] >= 0:
        assert data.validation is not None
        samples, place = data.validation, int(rows.validated[row])
    if quantity.name in names.inputs:
        return samples.inputs[place][names.inputs.index(quantity.name)]
    return samples.targets[place][names.targets.index(quantity.name)]


def _mean(quantity: Quantity, row: int, rows: RunRows, table: Mapping[str, Numbers]) -> float:
    batch = quantity.scope is Scope.BATCH
    there = rows.updates[row] if batch else rows.ends_epoch[row]
    if not there:
        return np.nan
    (averaged,) = names_in(quantity.definition) if quantity.definition is not None else ()
    looked_at = rows.averaged_rows(row) if batch else rows.epoch_rows(row)
    return float(np.nanmean(table[averaged][looked_at]))


def _value(form: Expression | None, values: Mapping[str, float]) -> float:
    assert form is not None
    with np.errstate(all="ignore"):
        return float(evaluate(form, {name: np.float64(values[name]) for name in names_in(form)}))


def planted_book(
    template: Template, graph: Graph, table: Mapping[str, Numbers], variant: Variant
) -> Book:
    """Return a worksheet with the numbers of `table`, its formulas those of `graph`."""
    rate = template.names.learning_rate
    shown = [name for name in table if graph[name].role is not Role.HYPERPARAMETER]
    places = {name: column for column, name in enumerate(shown)}
    settings = [name for name in table if graph[name].role is Role.HYPERPARAMETER]
    formulas: list[Formula] = []
    columns = {
        column: _column(graph[name], table[name], places, settings, variant, formulas)
        for name, column in places.items()
    }
    for place, name in enumerate(settings):
        _put(columns, 0, 2 * place, name)
        _put(columns, 0, 2 * place + 1, float(table[name][0]))
    assert rate in settings
    return Book(
        Path("planted.xlsx"), (Sheet("lr", columns, tuple(formulas)),), structure_of(template)
    )


def _column(
    quantity: Quantity,
    numbers: Numbers,
    places: Mapping[str, int],
    settings: list[str],
    variant: Variant,
    formulas: list[Formula],
) -> Column:
    if variant == "ten digits" and quantity.scope is not Scope.SAMPLE:
        numbers = np.array([float(f"{number:.10g}") for number in numbers])
    filled = np.isfinite(numbers)
    rows = np.flatnonzero(filled) + FIRST
    held = numbers[filled]
    digits = [Decimal(repr(float(number))).normalize().as_tuple() for number in held]
    place = np.full(len(rows), NO_FORMULA, np.int32)
    form = quantity.following if quantity.scope is Scope.CARRIED else quantity.definition
    if variant == "formulas" and form is not None:
        if quantity.scope is not Scope.CARRIED:
            begun = substitute(form, {earlier(quantity.name): ZERO})
            place[0] = len(formulas)
            formulas.append(Formula(quantity.name, _in_cells(quantity, begun, places, settings)))
        if quantity.scope is Scope.CARRIED or earlier(quantity.name) in names_in(form):
            place[1:] = len(formulas)
            formulas.append(Formula(quantity.name, _in_cells(quantity, form, places, settings)))
        else:
            place[:] = place[0]
    return Column(
        rows=np.concatenate([[FIRST - 1], rows]),
        numbers=np.concatenate([[np.nan], held]),
        decimals=np.array([0, *(max(0, -int(one.exponent)) for one in digits)], np.int16),
        significant=np.array([0, *(len(one.digits) for one in digits)], np.int16),
        formulas=np.concatenate([[NO_FORMULA], place]).astype(np.int32),
        others={FIRST - 1: quantity.name},
    )


def _in_cells(
    quantity: Quantity, form: Expression, places: Mapping[str, int], settings: list[str]
) -> Expression:
    above = -1 if quantity.scope is Scope.CARRIED else 0
    own = places[quantity.name]
    cells: dict[str, Expression] = {
        name: CellAt(above, column - own) for name, column in places.items()
    }
    cells |= {earlier(name): CellAt(-1, column - own) for name, column in places.items()}
    cells |= {
        name: CellAt(0, 2 * place + 1, row_fixed=True, column_fixed=True)
        for place, name in enumerate(settings)
    }
    return substitute(transform(form, _written_out), cells)


def _written_out(part: Expression) -> Expression | None:
    definition = definition_of(part.function, part.arguments) if isinstance(part, Call) else None
    return None if definition is None else transform(definition, _written_out)


def _put(columns: dict[int, Column], row: int, column: int, content: str | float) -> None:
    """Write one cell above the table."""
    held = columns[column]
    is_text = isinstance(content, str)
    columns[column] = Column(
        rows=np.concatenate([[row], held.rows]),
        numbers=np.concatenate([[np.nan if is_text else content], held.numbers]),
        decimals=np.concatenate([[0 if is_text else 4], held.decimals]).astype(np.int16),
        significant=np.concatenate([[0 if is_text else 4], held.significant]).astype(np.int16),
        formulas=np.concatenate([[NO_FORMULA], held.formulas]).astype(np.int32),
        others={**held.others, **({row: content} if is_text else {})},
    )
