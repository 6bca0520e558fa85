"""The formulas of the training table: per kind of row and column, and the numbers they come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bpsheet.expression import ZERO, Call, Expression, Name, Number, call, substitute
from bpsheet.model.graph import FORWARD, Quantity, Role, Scope
from bpsheet.names import previous_name
from bpsheet.sheet.address import InRow, RowsAbove
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.places import RateSheet
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.table_rows import Kind, Parameters, Shows
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
            *self._counters(kind),
            *(self._formula(quantity, kind) for quantity in self.quantities),
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

    def _counters(self, kind: Kind) -> list[Expression | None]:
        """Return the formulas of step, epoch, sample and update."""
        rows, columns = self.plan.rows, self.plan.table.counters
        step: Expression = ZERO
        if kind.step_back:
            step = InRow(0, -kind.step_back) + 1
        if rows.single:
            return [step]
        number, epoch = InRow(columns["step"]), InRow(columns["epoch"])
        sample, update = InRow(columns["sample"]), InRow(columns["update"])
        above = replace(epoch, offset=-1)
        if kind.shows is Shows.UPDATE:
            return [None, above, None, replace(update, offset=-1)]
        if kind.shows is Shows.VALIDATION:
            begun = ZERO if kind.parameters is Parameters.GIVEN else above + 1
            later = replace(sample, offset=-1) + 1
            first = Number(rows.samples + 1)
            return [None, begun, first, None] if kind.begins else [None, above, later, None]
        batch = call("INT", (sample - 1) / rows.batch) if rows.batch > 1 else sample - 1
        return [
            step,
            call("INT", number / rows.samples),
            number - rows.samples * epoch + 1,
            epoch * rows.updates_per_epoch + batch,
        ]

    def _formula(self, quantity: Quantity, kind: Kind) -> Expression | None:
        """Return a quantity's formula in a kind of row; ``None`` where it has no value."""
        updates = kind.shows is Shows.UPDATE if self.plan.rows.averaged else True
        match quantity.scope:
            case Scope.GIVEN:
                return self.plan.overview.given[quantity.name]
            case Scope.CARRIED:
                return self._carried(quantity, kind)
            case Scope.SAMPLE if kind.shows is not Shows.UPDATE:
                return self._of_sample(quantity)
            case Scope.ROW if kind.shows is Shows.STEP:
                return self._defined(quantity)
            case Scope.ROW if kind.shows is Shows.VALIDATION and quantity.role in FORWARD:
                return self._defined(quantity)
            case Scope.BATCH if updates:
                return self._mean(quantity, kind)
            case Scope.UPDATE if updates and kind.shows is not Shows.VALIDATION:
                return self._remembered(quantity, kind)
            case Scope.EPOCH if kind.epoch:
                own = kind.shows is Shows.STEP
                column = self.plan.table.columns[self.plan.names.total]
                return call("AVERAGE", RowsAbove(column, kind.epoch, own))
        return None

    def _carried(self, quantity: Quantity, kind: Kind) -> Expression:
        match kind.parameters:
            case Parameters.GIVEN:
                return self.plan.overview.given[quantity.name]
            case Parameters.HELD:
                return self._above[quantity.name]
        assert quantity.following is not None
        return substitute(quantity.following, self._above)

    def _of_sample(self, quantity: Quantity) -> Expression:
        """Return a formula for what is given of the row's sample."""
        if self.plan.data is None:
            return self.plan.overview.given[quantity.name]
        sample = InRow(self.plan.table.counters["sample"])
        return call("INDEX", self.plan.data.column(quantity.name), sample)

    def _defined(self, quantity: Quantity) -> Expression:
        assert quantity.definition is not None
        return substitute(self.plan.in_cells(quantity.definition), self._here)

    def _mean(self, quantity: Quantity, kind: Kind) -> Expression:
        """Return the mean over the batch above of what a quantity averages."""
        assert isinstance(quantity.definition, Call)
        (averaged,) = quantity.definition.arguments
        assert isinstance(averaged, Name)
        return call("AVERAGE", RowsAbove(self.plan.table.columns[averaged.name], kind.batch))

    def _remembered(self, quantity: Quantity, kind: Kind) -> Expression:
        """Return what the optimizer remembers at this update, over what it did at the last."""
        assert quantity.definition is not None
        own = self.plan.table.columns[quantity.name]
        before = InRow(own, -kind.update_back) if kind.update_back else ZERO
        places = self._here | {previous_name(quantity.name): before}
        return substitute(quantity.definition, places)

    def _validation_cost(self, kind: Kind) -> list[Expression | None]:
        plan = self.plan
        if not plan.rows.validation:
            return []
        total = RowsAbove(plan.table.columns[plan.names.total], kind.validated, own=True)
        return [call("AVERAGE", total) if kind.validated else None]

    @cached_property
    def _here(self) -> dict[str, Expression]:
        return self._once | {
            name: InRow(column) for name, column in self.plan.table.columns.items()
        }

    @cached_property
    def _above(self) -> dict[str, Expression]:
        return self._once | {
            name: InRow(column, -1) for name, column in self.plan.table.columns.items()
        }

    @property
    def _once(self) -> dict[str, Expression]:
        """What is given once: the sheet's rate, and the hyper-parameters on the Overview."""
        plan = self.plan
        settings = {
            quantity.name: plan.overview.given[quantity.name]
            for quantity in plan.example.graph.of_role(Role.HYPERPARAMETER)
            if quantity.name != plan.names.learning_rate
        }
        return {plan.names.learning_rate: plan.table.rate, **settings}


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
