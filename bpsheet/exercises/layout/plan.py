"""What all sheets of an exercise need: where everything stands, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpsheet.exercises.exercise import Answer, Exercise, is_computed
from bpsheet.exercises.layout.places import Places, places_of
from bpsheet.exercises.planting import runs_with_slips, slip_of
from bpsheet.exercises.runs import Given, Runs, correct_runs, given_of
from bpsheet.expression import Expression, Number, walk
from bpsheet.model.graph import Quantity, Role
from bpsheet.sheet.address import InRow, RowsAbove
from bpsheet.sheet.layout.number_formats import GENERAL, TYPED, number_format
from bpsheet.sheet.layout.table_formulas import TableFormulas
from bpsheet.sheet.table_rows import Kind as RowKind


@dataclass(frozen=True)
class Plan:
    """The plan of a student's workbook, or of its key.

    Attributes:
        answered: whether the answers are written in, and the slips put right: it is the key's.
        self_check: whether a sheet judges the student's gradients.
    """

    exercise: Exercise
    answered: bool
    self_check: bool = False

    @cached_property
    def places(self) -> Places:
        """Where everything stands."""
        return places_of(self.exercise)

    @cached_property
    def given(self) -> Given:
        """The numbers that the exercise begins with."""
        return given_of([self.exercise.template])

    @cached_property
    def runs(self) -> Runs:
        """The numbers of the table with right answers; formats follow them."""
        exercise = self.exercise
        if self.planted:
            return runs_with_slips(exercise)
        return correct_runs(exercise.graph, exercise.table, exercise.count, self.given)

    @cached_property
    def formats(self) -> dict[str, str]:
        """The number format of each quantity; what a student's answers are shown in tells nothing.

        Those of the other columns follow their numbers.
        """
        return {quantity.name: self._format(quantity) for quantity in self.exercise.graph}

    def _format(self, quantity: Quantity) -> str:
        hidden = not self.answered and quantity.name in self.exercise.asked
        if hidden or quantity.role in TYPED:
            return GENERAL
        values = self.runs.columns[quantity.name][0]
        return number_format(values[~np.isnan(values)])

    @cached_property
    def planted(self) -> dict[str, Expression]:
        """What is computed in place of what is right, by the name of the quantity."""
        slips = () if self.answered else self.exercise.slips
        return {slip.quantity: slip_of(slip, self.exercise.graph).expression for slip in slips}

    @cached_property
    def _formulas(self) -> TableFormulas:
        exercise, places, planted = self.exercise, self.places, self.planted
        return TableFormulas(
            rows=exercise.table,
            counters=places.counters,
            columns=places.columns,
            given=places.given,
            samples=None if places.samples is None else places.samples.__getitem__,
            expression_of=lambda quantity: planted.get(quantity.name) or quantity.computation,
        )

    @cached_property
    def asked(self) -> frozenset[Answer]:
        """The cells that are asked for."""
        return frozenset(self.exercise.answers)

    def kind(self, row: int) -> RowKind:
        """Return what a row of the table is there for."""
        table = self.exercise.table
        return table.kinds[int(table.kind_of_row[row])]

    def computes(self, quantity: Quantity, row: int) -> bool:
        """Return whether a quantity is computed in a row, not given or as in the row above."""
        return is_computed(quantity, self.kind(row), self.exercise.table)

    def counts(self, row: int) -> list[Expression | None]:
        """Return the formulas of a row's cells that count."""
        counts = self._formulas.counts(self.kind(row))
        return [Number(row), *counts] if self.exercise.template.several else counts

    @cached_property
    def rows(self) -> tuple[Mapping[str, Expression], ...]:
        """For each row of the table the formulas of the quantities that have a cell in it.

        The row after the last step shows its parameters only.
        """
        graph, kinds = self.exercise.graph, map(self.kind, range(self.exercise.count))
        quantities = [graph[name] for name in self.exercise.order]
        parameters = [q for q in quantities if q.role is Role.PARAMETER]
        return tuple(
            self._row(kind, quantities if row < self.exercise.rows else parameters)
            for row, kind in enumerate(kinds)
        )

    def _row(self, kind: RowKind, quantities: Iterable[Quantity]) -> Mapping[str, Expression]:
        formulas = {quantity.name: self._formulas.of(quantity, kind) for quantity in quantities}
        return {name: formula for name, formula in formulas.items() if formula is not None}

    @cached_property
    def open_cells(self) -> frozenset[Answer]:
        """The cells without their right value as long as the answers are missing."""
        found: set[Answer] = set()
        names = {column: name for name, column in self.places.columns.items()}
        for row, cells in enumerate(self.rows):
            for name in (q.name for q in self.exercise.graph if q.name in cells):
                needs = _needs(cells[name], row)
                sources = {Answer(names[at], above) for above, at in needs if at in names}
                if Answer(name, row) in self.asked or not found.isdisjoint(sources):
                    found.add(Answer(name, row))
        return frozenset(found)


def _needs(formula: Expression, row: int) -> Iterator[tuple[int, int]]:
    """Yield row and column of the table's cells that a formula refers to."""
    for part in walk(formula):
        match part:
            case InRow(column, offset):
                yield row + offset, column
            case RowsAbove(column):
                first, last = part.ends
                for offset in range(first.offset, last.offset + 1):
                    yield row + offset, column
