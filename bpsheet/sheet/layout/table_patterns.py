"""The formulas of the training table: per kind of row and column, and the numbers they come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bpsheet.expression import Expression, call
from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.sheet.address import RowsAbove
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.places import RateSheet
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.table_formulas import TableFormulas
from bpsheet.sheet.table_rows import Kind, Shows
from bpsheet.sheet.workbook import RowKind, Style
from bpsheet.trace import Array


@dataclass(frozen=True)
class Patterns:
    """Writes the pattern of each kind of row of one rate's table."""

    plan: Plan
    rate_sheet: RateSheet
    quantities: tuple[Quantity, ...]

    def row_kind(self, kind: Kind) -> RowKind:
        """Return the formulas and styles of a kind of row."""
        formulas = [
            *self._formulas.counts(kind),
            *(self._formulas.of(quantity, kind) for quantity in self.quantities),
            *self._validation_cost(kind),
        ]
        return RowKind(tuple(formulas), tuple(self._style(look, kind) for look in self._styles))

    @cached_property
    def _styles(self) -> tuple[Style, ...]:
        plan, number = self.plan, self.rate_sheet.number
        looks = [
            style.value_style(quantity.role, plan.format_of(quantity.name, number))
            for quantity in self.quantities
        ]
        if plan.rows.validation:
            total = plan.format_of(plan.names.total, number)
            looks.append(style.value_style(Role.COST, total))
        return (*[style.STEP] * len(plan.table.counters), *looks)

    def _style(self, look: Style, kind: Kind) -> Style:
        """Return a cell's look in a kind of row: updates stand out, validation steps back."""
        match kind.shows:
            case Shows.UPDATE:
                return replace(look, bold=True)
            case Shows.VALIDATION:
                return replace(look, italic=True, color=style.MUTED)
        return look

    def _validation_cost(self, kind: Kind) -> list[Expression | None]:
        plan = self.plan
        if not plan.rows.validation:
            return []
        total = RowsAbove(plan.table.columns[plan.names.total], kind.validated, own=True)
        return [call("AVERAGE", total) if kind.validated else None]

    @cached_property
    def _formulas(self) -> TableFormulas:
        plan = self.plan
        return TableFormulas(
            rows=plan.rows,
            counters=plan.table.counters,
            columns=plan.table.columns,
            given={**plan.overview.given, plan.names.learning_rate: plan.table.rate},
            samples=None if plan.data is None else plan.data.column,
            expression_of=lambda quantity: plan.in_cells(quantity.computation),
        )


def table_values(plan: Plan, rate: int, quantities: tuple[Quantity, ...]) -> Array:
    """Return the value of every cell of the table, (rows, columns); gaps hold any number."""
    trace, rows = plan.example.trace, plan.rows
    step = rows.step
    columns: list[Array] = [_column(plan, quantity, rate) for quantity in quantities]
    counters = [step, trace.epoch[step], trace.sample[step] + 1, trace.update[step]]
    if rows.validation:
        counters[2] = np.where(rows.validated < 0, counters[2], rows.samples + rows.validated + 1)
        columns.append(trace.validation_cost[rate, trace.epoch[step]])
    numbers = [*counters[: len(plan.table.counters)], *columns]
    return np.column_stack(numbers) + 0.0  # no spreadsheet tells −0 from 0


def _column(plan: Plan, quantity: Quantity, rate: int) -> Array:
    """Return a quantity's value in every row of the table, (rows,)."""
    trace, rows = plan.example.trace, plan.rows
    if quantity.scope is Scope.EPOCH:
        return np.asarray(trace.cost[rate, trace.epoch[rows.step]])
    values = np.array(trace.column(quantity.name)[rate, rows.step])
    if rows.validation and quantity.name in trace.validation:
        of_validation = trace.validation[quantity.name][rate].ravel()
        values[rows.validated >= 0] = of_validation
    return values
