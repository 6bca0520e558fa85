"""What all sheets need of a worked example: where everything stands, and formulas for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpsheet.expression import ZERO, Call, Expression, call, compare
from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.model.guards import guarded
from bpsheet.names import ExampleNames, previous_name, rate_text
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout.drawing import drawing_of
from bpsheet.sheet.layout.lookup import one_of
from bpsheet.sheet.layout.number_formats import format_for, format_of
from bpsheet.sheet.layout.places import (
    COMPARE_TOP,
    COUNTERS,
    DATA,
    OVERVIEW,
    TABLE_TOP,
    VALIDATION_COST,
    VIEW_SHEETS,
    YOURS,
    ComparePlaces,
    DataPlaces,
    OverviewPlaces,
    RateSheet,
    TablePlaces,
)
from bpsheet.sheet.table_rows import TableRows, table_rows
from bpsheet.template import VIEWS
from bpsheet.worked_example import WorkedExample

FAR = 300
"""Where pre-activations come further from 0, cells guard against an overflow of EXP."""

TABLE_ROLES = tuple(role for role in Role if role is not Role.HYPERPARAMETER)


@dataclass(frozen=True)
class Plan:
    """All places of a worked example's workbook.

    Attributes:
        data: where the samples stand, where there are several; one stands on the Overview.
    """

    example: WorkedExample
    sheets: tuple[RateSheet, ...]
    rows: TableRows
    table: TablePlaces
    overview: OverviewPlaces
    compare: ComparePlaces
    data: DataPlaces | None

    @cached_property
    def _formats(self) -> dict[tuple[str, int | None], str]:
        return {}

    @property
    def names(self) -> ExampleNames:
        """The names of all quantities."""
        return self.example.template.names

    @property
    def further_sheets(self) -> tuple[str, ...]:
        """The names of the sheets after those that every workbook has."""
        views = [VIEW_SHEETS[view] for view in VIEWS if view in self.example.template.views]
        return (*[DATA] * (self.data is not None), *views)

    def format_of(self, name: str, rate: int | None = None) -> str:
        """Return the number format of a quantity, over one rate or all of them.

        What was before the last update is shown as what is after it.
        """
        name = name.removesuffix(previous_name(""))
        if (name, rate) not in self._formats:
            graph, trace = self.example.graph, self.example.trace
            self._formats[name, rate] = format_of(name, graph, trace, rate)
        return self._formats[name, rate]

    def format_for(self, value: Expression) -> str:
        """Return the number format of an expression."""
        return format_for(value, self.example.graph, self.example.trace)

    def in_cells(self, value: Expression) -> Expression:
        """Return an expression as cells compute it.

        As the plain formula reads better, activations are guarded against an overflow only where
        the network comes anywhere near.
        """
        return guarded(value) if self._reaches_far else value

    @cached_property
    def _reaches_far(self) -> bool:
        units = self.example.graph.of_role(Role.PRE_ACTIVATION)
        columns = (self.example.trace.column(unit.name) for unit in units)
        return any(bool(np.nanmax(np.abs(column)) > FAR) for column in columns)

    @property
    def curve_name(self) -> str:
        """What the curves show: the loss of the only sample by step, or the cost by epoch."""
        return self.names.total if self.rows.single else self.names.cost

    @property
    def curve_word(self) -> str:
        """What the curves show, in a word."""
        return "Loss" if self.rows.single else "Cost"

    @property
    def point_name(self) -> str:
        """What a point of a curve is: a step or an epoch."""
        return "step" if self.rows.single else "epoch"

    def losses(self, sheet: RateSheet) -> Range:
        """Return what a rate is judged by: its losses by step, or its costs by epoch."""
        if self.rows.single:
            return self.table.column(self.names.total).on(sheet.name)
        return self.compare.losses(sheet.number)

    def shown(self, name: str) -> Expression:
        """Return a formula for the value of a quantity at the step and rate that are shown."""
        scope = self.example.graph[name].scope
        if scope in (Scope.GIVEN, Scope.SAMPLE) and name in self.overview.given:
            return self.overview.given[name]
        if scope is Scope.EPOCH:
            return self._at_rate([self._at_epoch(sheet) for sheet in self.sheets])
        row = self._row_shown(scope)
        columns = [self.table.column(name).on(sheet.name) for sheet in self.sheets]
        return self._at_rate([one_of(column, row) for column in columns])

    def shown_before(self, name: str) -> Expression:
        """Return a formula for what the optimizer remembered before the update that is shown."""
        row = self.overview.step_shown if self.data is None else self.data.row_before
        columns = [self.table.column(name).on(sheet.name) for sheet in self.sheets]
        values = self._at_rate([one_of(column, call("MAX", row, 1)) for column in columns])
        return call("IF", compare(row, "=", 0), ZERO, values)

    def _at_rate(self, values: list[Expression]) -> Expression:
        return Call("CHOOSE", (self.overview.rate_number, *values))

    def _at_epoch(self, sheet: RateSheet) -> Expression:
        assert self.data is not None
        return one_of(self.compare.losses(sheet.number), self.data.epoch + 1)

    def _row_shown(self, scope: Scope) -> Expression:
        """Return the row of the table, from 1, that has a quantity's value at the step shown."""
        if self.data is None:
            return self.overview.step_shown + 1
        of_update = scope in (Scope.BATCH, Scope.UPDATE) and self.rows.averaged
        return self.data.update_row if of_update else self.data.row

    def rate_shown(self) -> Expression:
        """Return a formula for the learning rate of the sheet that is shown."""
        rates = self.overview.rates
        first, last = rates[0], rates[-1]
        cells = Range(first.row, first.column, last.row, last.column, OVERVIEW)
        return call("INDEX", cells, self.overview.rate_number)


def table_quantities(example: WorkedExample) -> tuple[Quantity, ...]:
    """Return the quantities that have a column in the training table, in order."""
    return example.graph.of_role(*TABLE_ROLES)


def make_plan(example: WorkedExample) -> Plan:
    """Lay out where everything goes."""
    sheets = _rate_sheets(example)
    rows = table_rows(example.template)
    names = [quantity.name for quantity in table_quantities(example)]
    names += [VALIDATION_COST] * (rows.validation > 0)
    counters = COUNTERS[:1] if rows.single else COUNTERS
    return Plan(
        example=example,
        sheets=sheets,
        rows=rows,
        table=TablePlaces(
            top=TABLE_TOP,
            rows=rows.count,
            counters={name: column for column, name in enumerate(counters)},
            columns={name: column for column, name in enumerate(names, start=len(counters))},
        ),
        overview=_overview_places(example, len(sheets), single=rows.single),
        compare=ComparePlaces(
            top=COMPARE_TOP,
            rows=rows.count if rows.single else rows.epochs,
            rates=len(sheets),
            validated=rows.validation > 0,
        ),
        data=None if rows.single else _data_places(example, rows),
    )


def _rate_sheets(example: WorkedExample) -> tuple[RateSheet, ...]:
    rates = [float(rate) for rate in example.trace.rates]
    built = [
        RateSheet(f"lr {rate_text(rate)}", number, rate, False)
        for number, rate in enumerate(rates[:-1])
    ]
    return (*built, RateSheet(YOURS, len(built), rates[-1], True))


def _data_places(example: WorkedExample, rows: TableRows) -> DataPlaces:
    names = example.template.names
    columns = enumerate((*names.inputs, *names.targets), start=1)
    return DataPlaces(rows.samples + rows.validation, {name: column for column, name in columns})


def _overview_places(example: WorkedExample, rates: int, *, single: bool) -> OverviewPlaces:
    names = example.template.names
    drawing = drawing_of(names)
    rates_top = drawing.bottom + 4
    parameters_top = rates_top + rates + 3
    data_top = parameters_top + len(names.parameters) + 3
    data = (*names.inputs, *names.targets) if single else ()
    settings = [SETTINGS[name].symbol for name in example.template.training.hyperparameters]
    first_setting = data_top + 2
    return OverviewPlaces(
        drawing=drawing,
        rates_top=rates_top,
        rates=tuple(Reference(rates_top + number, 2, OVERVIEW) for number in range(rates)),
        parameters_top=parameters_top,
        data_top=data_top,
        data_bottom=data_top + max(len(data), 2 + len(settings)) - 1,
        given={
            name: Reference(top + number, column, OVERVIEW)
            for top, column, group in (
                (parameters_top, 2, names.parameters),
                (data_top, 2, data),
                (first_setting, 5, settings),
            )
            for number, name in enumerate(group)
        },
        goal=Reference(data_top, 5, OVERVIEW),
        epsilon=Reference(data_top + 1, 5, OVERVIEW),
    )
