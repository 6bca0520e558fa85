"""Where everything stands: the addresses that sheets need of one another.

Every layout reads its own places and those of the others here, so that a formula and the cell it
points to cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpsheet.expression import Call, Expression, call, transform
from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.names import rate_text
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout.drawing import Drawing, drawing_of
from bpsheet.sheet.layout.example import WorkedExample
from bpsheet.sheet.layout.number_formats import format_for, format_of

OVERVIEW, DERIVATION, COMPARE, GRADIENT_CHECK = (
    "Overview",
    "Derivation",
    "Compare",
    "Gradient check",
)
YOURS = "lr yours"

TABLE_TOP, COMPARE_TOP, CHART_COLUMNS = 12, 4, 18
FAR, GUARD = 300, 700
"""Where pre-activations come below −FAR, cells take none below −GUARD: EXP would overflow."""

TABLE_ROLES = tuple(role for role in Role if role is not Role.HYPERPARAMETER)


@dataclass(frozen=True)
class RateSheet:
    """The sheet of one learning rate.

    Attributes:
        name: the tab's name.
        number: its place among the rates, from 0.
        built: the rate it was built with.
        yours: whether the rate is the reader's to choose.
    """

    name: str
    number: int
    built: float
    yours: bool


@dataclass(frozen=True)
class TablePlaces:
    """Where the training table stands; it is the same on every rate's sheet.

    The cells above it: `rate`, `first`, `last`, `lowest`, `verdict` and `shown` (the step that the
    Overview shows, if it shows this sheet's rate).
    """

    top: int
    rows: int
    columns: Mapping[str, int]

    title = Reference(0, 1)
    rate = Reference(1, 4)
    first = Reference(2, 4)
    last = Reference(3, 4)
    lowest = Reference(4, 4)
    verdict = Reference(5, 4)
    shown = Reference(6, 4)

    @property
    def bottom(self) -> int:
        """The last row of the table."""
        return self.top + self.rows - 1

    @property
    def header(self) -> int:
        """The row of the column names; the equations and the bands stand above it."""
        return self.top - 1

    def column(self, name: str) -> Range:
        """Return the cells of a quantity, on the sheet itself."""
        return Range(self.top, self.columns[name], self.bottom, self.columns[name])


@dataclass(frozen=True)
class OverviewPlaces:
    """Where the cells stand that the reader edits, and what other sheets need of the Overview.

    Attributes:
        rates: the learning rates, the reader's own last.
        given: inputs, targets and initial parameters by name.
    """

    drawing: Drawing
    rates_top: int
    rates: tuple[Reference, ...]
    parameters_top: int
    data_top: int
    given: Mapping[str, Reference]
    goal: Reference
    epsilon: Reference

    step_shown = Reference(4, 2, OVERVIEW)
    rate_shown = Reference(5, 2, OVERVIEW)
    rate_number = Reference(5, 5, OVERVIEW)


@dataclass(frozen=True)
class ComparePlaces:
    """Where Compare keeps the losses by step, the lowest so far, and the scale of all charts.

    The scale is a small table of two rows: the first step and the last, beside them the ends of
    the losses' axis and, twice, the goal.
    """

    top: int
    rows: int
    rates: int

    step = 0
    first_rate = 1

    @property
    def scale_steps(self) -> Range:
        """The first step and the last."""
        left = self.first_lowest + self.rates + 2
        return Range(2, left, 3, left, COMPARE)

    @property
    def scale_losses(self) -> Range:
        """The ends of the losses' axis."""
        return self._beside(self.scale_steps)

    @property
    def scale_goal(self) -> Range:
        """The goal, at both ends of its line."""
        return self._beside(self.scale_losses)

    def _beside(self, cells: Range) -> Range:
        return Range(cells.top, cells.left + 1, cells.bottom, cells.left + 1, COMPARE)

    def losses(self, number: int) -> Range:
        """Return the losses of a rate."""
        return self._column(self.first_rate + number)

    def lowest(self, number: int) -> Range:
        """Return the lowest losses so far of a rate."""
        return self._column(self.first_lowest + number)

    @property
    def first_lowest(self) -> int:
        """The column of the first rate's lowest losses so far, after the charts."""
        return self.charts_left + CHART_COLUMNS

    @property
    def charts_left(self) -> int:
        """The first column behind the table of losses."""
        return self.first_rate + self.rates + 1

    def _column(self, column: int) -> Range:
        return Range(self.top, column, self.top + self.rows - 1, column, COMPARE)


@dataclass(frozen=True)
class Plan:
    """All places of a worked example's workbook."""

    example: WorkedExample
    sheets: tuple[RateSheet, ...]
    table: TablePlaces
    overview: OverviewPlaces
    compare: ComparePlaces

    @cached_property
    def _formats(self) -> dict[tuple[str, int | None], str]:
        return {}

    def format_of(self, name: str, rate: int | None = None) -> str:
        """Return the number format of a quantity, over one rate or all of them."""
        if (name, rate) not in self._formats:
            graph, trace = self.example.graph, self.example.trace
            self._formats[name, rate] = format_of(name, graph, trace, rate)
        return self._formats[name, rate]

    def format_for(self, value: Expression) -> str:
        """Return the number format of an expression."""
        return format_for(value, self.example.graph, self.example.trace)

    def in_cells(self, value: Expression) -> Expression:
        """Return an expression as cells compute it: a sigmoid that reaches far is guarded.

        EXP overflows above 709.78. The guard changes no number by more than 1e-300, and as the
        plain formula reads better, it stands only where the network comes anywhere near.
        """
        return transform(value, _guarded) if self._reaches_far else value

    @cached_property
    def _reaches_far(self) -> bool:
        units = self.example.graph.of_role(Role.PRE_ACTIVATION)
        columns = (self.example.trace.column(unit.name) for unit in units)
        return any(bool(np.nanmin(column) < -FAR) for column in columns)

    def shown(self, name: str) -> Expression:
        """Return a formula for the value of a quantity at the step and rate that are shown."""
        columns = [self.table.column(name).on(sheet.name) for sheet in self.sheets]
        return Call("CHOOSE", (self.overview.rate_number, *map(self._at_step, columns)))

    def _at_step(self, column: Range) -> Expression:
        if column.top == column.bottom:
            return column.first  # Gnumeric has no INDEX over a single cell
        return call("INDEX", column, self.overview.step_shown + 1)

    def rate_shown(self) -> Expression:
        """Return a formula for the learning rate of the sheet that is shown."""
        rates = self.overview.rates
        first, last = rates[0], rates[-1]
        cells = Range(first.row, first.column, last.row, last.column, OVERVIEW)
        return call("INDEX", cells, self.overview.rate_number)


def _guarded(part: Expression) -> Expression | None:
    match part:
        case Call("sigmoid", (argument,)):
            return call("sigmoid", call("MAX", -GUARD, argument))
    return None


def table_quantities(example: WorkedExample) -> tuple[Quantity, ...]:
    """Return the quantities that have a column in the training table, in order."""
    return tuple(
        quantity
        for quantity in example.graph.of_role(*TABLE_ROLES)
        if quantity.scope not in (Scope.BATCH, Scope.EPOCH)
    )


def make_plan(example: WorkedExample) -> Plan:
    """Lay out where everything goes."""
    sheets = _rate_sheets(example)
    rows = len(example.trace.step)
    names = [quantity.name for quantity in table_quantities(example)]
    return Plan(
        example=example,
        sheets=sheets,
        table=TablePlaces(
            top=TABLE_TOP,
            rows=rows,
            columns={name: column for column, name in enumerate(names, start=1)},
        ),
        overview=_overview_places(example, len(sheets)),
        compare=ComparePlaces(top=COMPARE_TOP, rows=rows, rates=len(sheets)),
    )


def _rate_sheets(example: WorkedExample) -> tuple[RateSheet, ...]:
    rates = [float(rate) for rate in example.trace.rates]
    built = [
        RateSheet(f"lr {rate_text(rate)}", number, rate, False)
        for number, rate in enumerate(rates[:-1])
    ]
    return (*built, RateSheet(YOURS, len(built), rates[-1], True))


def _overview_places(example: WorkedExample, rates: int) -> OverviewPlaces:
    names = example.template.network.names
    drawing = drawing_of(names)
    rates_top = drawing.bottom + 4
    parameters_top = rates_top + rates + 3
    data_top = parameters_top + len(names.parameters) + 3
    data = (*names.inputs, *names.targets)
    return OverviewPlaces(
        drawing=drawing,
        rates_top=rates_top,
        rates=tuple(Reference(rates_top + number, 2, OVERVIEW) for number in range(rates)),
        parameters_top=parameters_top,
        data_top=data_top,
        given={
            name: Reference(top + number, 2, OVERVIEW)
            for top, group in ((parameters_top, names.parameters), (data_top, data))
            for number, name in enumerate(group)
        },
        goal=Reference(data_top, 5, OVERVIEW),
        epsilon=Reference(data_top + 1, 5, OVERVIEW),
    )
