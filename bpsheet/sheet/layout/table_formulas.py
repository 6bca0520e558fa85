"""The formulas of a training table's cells, over the cells that they are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bpsheet.expression import ZERO, Expression, Number, call, substitute
from bpsheet.model.graph import FORWARD, Quantity, Scope
from bpsheet.names import previous_name
from bpsheet.sheet.address import InRow, Range, RowsAbove
from bpsheet.sheet.table_rows import Kind, Parameters, Shows, TableRows


@dataclass(frozen=True)
class TableFormulas:
    """Writes the formula of any cell of a table.

    Attributes:
        rows: what the rows show.
        counters: the columns of step and, with several samples, of epoch, sample and update.
        columns: the column of each quantity.
        given: the cell of each number that is given once.
        samples: the cells of each input and target, where there are several samples.
        expression_of: what a quantity's cells compute: its definition, or its following value.
    """

    rows: TableRows
    counters: Mapping[str, int]
    columns: Mapping[str, int]
    given: Mapping[str, Expression]
    samples: Callable[[str], Range] | None
    expression_of: Callable[[Quantity], Expression]

    def counts(self, kind: Kind) -> list[Expression | None]:
        """Return the formulas of the columns that count, in a kind of row."""
        rows, columns = self.rows, self.counters
        step: Expression = ZERO
        if kind.step_back:
            step = InRow(columns["step"], -kind.step_back) + 1
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

    def of(self, quantity: Quantity, kind: Kind) -> Expression | None:
        """Return a quantity's formula in a kind of row; ``None`` where it has no value."""
        updates = kind.shows is Shows.UPDATE if self.rows.averaged else True
        match quantity.scope:
            case Scope.GIVEN:
                return self.given[quantity.name]
            case Scope.CARRIED:
                return self._carried(quantity, kind)
            case Scope.SAMPLE if kind.shows is not Shows.UPDATE:
                return self._of_sample(quantity)
            case Scope.ROW if kind.shows is Shows.STEP:
                return self._over(self._here, quantity)
            case Scope.ROW if kind.shows is Shows.VALIDATION and quantity.role in FORWARD:
                return self._over(self._here, quantity)
            case Scope.BATCH if updates:
                return self._mean(quantity, kind.batch, own=False)
            case Scope.UPDATE if updates and kind.shows is not Shows.VALIDATION:
                return self._remembered(quantity, kind)
            case Scope.EPOCH if kind.epoch:
                return self._mean(quantity, kind.epoch, own=kind.shows is Shows.STEP)
        return None

    def _carried(self, quantity: Quantity, kind: Kind) -> Expression:
        match kind.parameters:
            case Parameters.GIVEN:
                return self.given[quantity.name]
            case Parameters.HELD:
                return self._above[quantity.name]
        return self._over(self._above, quantity)

    def _of_sample(self, quantity: Quantity) -> Expression:
        """Return a formula for what is given of the row's sample."""
        if self.samples is None:
            return self.given[quantity.name]
        return call("INDEX", self.samples(quantity.name), InRow(self.counters["sample"]))

    def _mean(self, quantity: Quantity, count: int, *, own: bool) -> Expression:
        """Return the mean over some rows above of what a quantity averages."""
        columns = self.columns.items()
        above = {name: RowsAbove(column, count, own) for name, column in columns}
        return self._over({**self.given, **above}, quantity)

    def _remembered(self, quantity: Quantity, kind: Kind) -> Expression:
        """Return what the optimizer remembers at this update, over what it did at the last."""
        own = self.columns[quantity.name]
        before = InRow(own, -kind.update_back) if kind.update_back else ZERO
        return self._over({**self._here, previous_name(quantity.name): before}, quantity)

    def _over(self, cells: Mapping[str, Expression], quantity: Quantity) -> Expression:
        return substitute(self.expression_of(quantity), cells)

    @cached_property
    def _here(self) -> dict[str, Expression]:
        """What stands for each name in its own row."""
        return self._in_row(0)

    @cached_property
    def _above(self) -> dict[str, Expression]:
        """What stands for each name in the row above."""
        return self._in_row(-1)

    def _in_row(self, offset: int) -> dict[str, Expression]:
        columns = self.columns.items()
        return {**self.given, **{name: InRow(column, offset) for name, column in columns}}
