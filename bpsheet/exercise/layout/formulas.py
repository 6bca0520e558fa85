"""The right formulas of a worksheet's cells, over the cells that they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bpsheet.checker.slip import earlier, later
from bpsheet.exercise.exercise import Exercise, is_computed
from bpsheet.exercise.layout.places import Places
from bpsheet.expression import ZERO, Call, Expression, Number, call, substitute, transform
from bpsheet.model.graph import Quantity, Scope
from bpsheet.sheet.address import InRow, Range, Reference, RowsAbove
from bpsheet.sheet.table_rows import Kind, Parameters, Shows


@dataclass(frozen=True)
class Formulas:
    """Writes the formula of any cell of the table.

    Attributes:
        wrong: what is computed in place of the right expression, by quantity.
    """

    exercise: Exercise
    places: Places
    wrong: Mapping[str, Expression]

    def counters(self, row: int) -> list[Expression | None]:
        """Return the formulas of the columns that count."""
        rows, columns = self.exercise.table, self.places.counters
        kind = rows.kinds[rows.kind_of_row[row]]
        if "row" not in columns:
            return [Number(row) if row == 0 else InRow(columns["step"], -1) + 1]
        return [Number(row), *self._several(kind)]

    def _several(self, kind: Kind) -> list[Expression | None]:
        rows, columns = self.exercise.table, self.places.counters
        step: Expression = ZERO
        if kind.step_back:
            step = InRow(columns["step"], -kind.step_back) + 1
        number, epoch = InRow(columns["step"]), InRow(columns["epoch"])
        sample, update = InRow(columns["sample"]), InRow(columns["update"])
        above = replace(epoch, offset=-1)
        if kind.shows is Shows.UPDATE:
            return [None, above, None, replace(update, offset=-1)]
        if kind.shows is Shows.VALIDATION:
            begun = ZERO if kind.parameters is Parameters.GIVEN else above + 1
            next_one = replace(sample, offset=-1) + 1
            first = Number(rows.samples + 1)
            return [None, begun, first, None] if kind.begins else [None, above, next_one, None]
        batch = call("INT", (sample - 1) / rows.batch) if rows.batch > 1 else sample - 1
        return [
            step,
            call("INT", number / rows.samples),
            number - rows.samples * epoch + 1,
            epoch * rows.updates_per_epoch + batch,
        ]

    def of(self, quantity: Quantity, row: int) -> Expression | None:
        """Return a quantity's formula in a row; ``None`` where it has no value."""
        table = self.exercise.table
        kind = table.kinds[table.kind_of_row[row]]
        if is_computed(quantity, kind, table):
            return self._computed(quantity, kind, row)
        if quantity.scope is Scope.SAMPLE and kind.shows is not Shows.UPDATE:
            return self._of_sample(quantity.name)
        if quantity.scope is Scope.CARRIED and kind.parameters is Parameters.HELD:
            return InRow(self.places.columns[quantity.name], -1)
        if quantity.scope in (Scope.GIVEN, Scope.CARRIED):
            return self.places.given[quantity.name]
        return None

    def _of_sample(self, name: str) -> Expression:
        if self.places.samples is None:
            return self.places.given[name]
        return call("INDEX", self.places.samples[name], InRow(self.places.counters["sample"]))

    def _computed(self, quantity: Quantity, kind: Kind, row: int) -> Expression:
        match quantity.scope:
            case Scope.BATCH:
                return self._mean(quantity, kind.batch, own=False)
            case Scope.EPOCH:
                return self._mean(quantity, kind.epoch, own=kind.shows is Shows.STEP)
        meant = quantity.following or quantity.definition
        value = self.wrong.get(quantity.name, meant)
        assert value is not None
        offset = -1 if quantity.scope is Scope.CARRIED else 0
        cells = self._cells(row, offset)
        if quantity.scope is Scope.UPDATE:
            own = InRow(self.places.columns[quantity.name], -kind.update_back)
            cells = cells | {earlier(quantity.name): own if kind.update_back else ZERO}
        return substitute(value, cells)

    def _mean(self, quantity: Quantity, count: int, *, own: bool) -> Expression:
        """Return the mean over rows above of what a quantity averages, or what is planted."""
        value = self.wrong.get(quantity.name, quantity.definition)
        assert isinstance(value, Call)
        columns = self.places.columns
        above = {name: RowsAbove(column, count, own) for name, column in columns.items()}
        return substitute(value, above)

    def _cells(self, row: int, offset: int) -> dict[str, Expression]:
        """Return what stands for each name, so many rows below the formula's own."""
        return self._in_row(offset) | self._beside(offset, first=row + offset == 0)

    def _in_row(self, offset: int) -> dict[str, Expression]:
        columns = self.places.columns
        return {**self.places.given, **{name: InRow(at, offset) for name, at in columns.items()}}

    def _beside(self, offset: int, *, first: bool) -> dict[str, Expression]:
        columns = self.places.columns
        above = {earlier(n): ZERO if first else InRow(at, offset - 1) for n, at in columns.items()}
        return {**above, **{later(name): InRow(at, offset + 1) for name, at in columns.items()}}


def seen_from_elsewhere(formula: Expression, row: int) -> Expression:
    """Return a formula that stands in a row as it has to be written in another.

    >>> seen_from_elsewhere(InRow(2, -1) + 1, 7)
    Operation('+', (Reference(row=6, column=2, sheet=None, absolute=False), Number(1)))
    """

    def change(part: Expression) -> Expression | None:
        match part:
            case InRow(column, offset, sheet):
                return Reference(row + offset, column, sheet, absolute=False)
            case RowsAbove(column):
                first, last = part.ends
                return Range(row + first.offset, column, row + last.offset, column)
        return None

    return transform(formula, change)
