"""The addresses that sheets need of one another.

Every layout reads its own places and those of the others here, so that a formula and the cell it
points to cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout.drawing import Drawing

OVERVIEW, DERIVATION, COMPARE, GRADIENT_CHECK, DATA = (
    "Overview",
    "Derivation",
    "Compare",
    "Gradient check",
    "Data",
)
VIEW_SHEETS = {
    "gates": "Gates",
    "error-curve": "Error curve",
    "gradient-vector": "Gradient vector",
    "learning-panel": "Learning panel",
    "cheat-sheet": "Cheat sheet",
    "glossary": "Glossary",
}
"""The sheets that a template may ask for, by the names that it asks with."""

YOURS = "lr yours"

COUNTERS = ("step", "epoch", "sample", "update")
VALIDATION_COST = "validation"
TABLE_TOP, COMPARE_TOP, DATA_TOP, CHART_COLUMNS = 12, 4, 7, 18


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

    Attributes:
        counters: the column of the step; with several samples those of epoch, sample and update.
        columns: the column of every quantity.
    """

    top: int
    rows: int
    counters: Mapping[str, int]
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
    def right(self) -> int:
        """The last column of the table."""
        return len(self.counters) + len(self.columns) - 1

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
        given: initial parameters, hyper-parameters and, of a single sample, inputs and targets, by
            name.
        data_bottom: the last row of what stands beside or below the data.
    """

    drawing: Drawing
    rates_top: int
    rates: tuple[Reference, ...]
    parameters_top: int
    data_top: int
    data_bottom: int
    given: Mapping[str, Reference]
    goal: Reference
    epsilon: Reference

    step_shown = Reference(4, 2, OVERVIEW)
    rate_shown = Reference(5, 2, OVERVIEW)
    rate_number = Reference(5, 5, OVERVIEW)


@dataclass(frozen=True)
class DataPlaces:
    """Where the samples stand, those for validation last, and the rows of what is shown.

    The cells above the samples: `epoch` and `sample` of the step that the Overview shows, the
    `row` of the training table that shows it, the row of its update (`update_row`) and of the one
    before that (`row_before`; 0 where there is none).
    """

    samples: int
    columns: Mapping[str, int]

    top = DATA_TOP
    epoch = Reference(2, 2, DATA)
    sample = Reference(3, 2, DATA)
    row = Reference(2, 5, DATA)
    update_row = Reference(3, 5, DATA)
    row_before = Reference(4, 5, DATA)

    def column(self, name: str) -> Range:
        """Return the cells of an input or a target."""
        column = self.columns[name]
        return Range(self.top, column, self.top + self.samples - 1, column, DATA)


@dataclass(frozen=True)
class ComparePlaces:
    """Where Compare keeps the losses by step, the lowest so far, and the scale of all charts.

    With several samples these are the costs by epoch, and those of the samples for validation.

    The scale is a small table of two rows: the first step and the last, beside them the ends of
    the losses' axis and, twice, the goal.
    """

    top: int
    rows: int
    rates: int
    validated: bool

    step = 0
    first_rate = 1

    @property
    def scale_steps(self) -> Range:
        """The first step and the last."""
        left = self.right + 3
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

    def validation(self, number: int) -> Range:
        """Return the costs of the samples for validation of a rate."""
        return self._column(self.first_lowest + self.rates + number)

    @property
    def right(self) -> int:
        """The last column of the table."""
        return self.first_lowest + self.rates * (1 + self.validated) - 1

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
