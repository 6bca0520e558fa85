"""What all sheets of an exercise need: where everything stands, and what stands there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpsheet.exercise.exercise import Answer, Exercise, is_computed
from bpsheet.exercise.layout.formulas import Formulas
from bpsheet.exercise.layout.places import Places, places_of
from bpsheet.exercise.planting import slip_of
from bpsheet.exercise.runs import Given, Runs, correct_runs, given_of
from bpsheet.expression import Expression, walk
from bpsheet.model.graph import Quantity, Role
from bpsheet.sheet.address import InRow, RowsAbove
from bpsheet.sheet.layout.number_formats import GENERAL, TYPED, number_format


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
        """The right numbers; formats follow them."""
        exercise = self.exercise
        return correct_runs(exercise.graph, exercise.table, exercise.count, self.given)

    @cached_property
    def formats(self) -> dict[str, str]:
        """The number format of each quantity; what a student's answers are shown in tells nothing.

        Those of the other columns follow the right numbers.
        """
        return {quantity.name: self._format(quantity) for quantity in self.exercise.graph}

    def _format(self, quantity: Quantity) -> str:
        hidden = not self.answered and quantity.name in self.exercise.asked
        if hidden or quantity.role in TYPED:
            return GENERAL
        values = self.runs.columns[quantity.name][0]
        return number_format(values[~np.isnan(values)])

    @cached_property
    def slips(self) -> dict[str, Expression]:
        """What the planted slips compute, by the name of the quantity."""
        graph = self.exercise.graph
        return {slip.quantity: slip_of(slip, graph).expression for slip in self.exercise.slips}

    @cached_property
    def formulas(self) -> Formulas:
        """The formulas of the table's cells; but for the key's, with the slips."""
        return Formulas(self.exercise, self.places, {} if self.answered else self.slips)

    @cached_property
    def asked(self) -> frozenset[Answer]:
        """The cells that are asked for."""
        return frozenset(self.exercise.answers)

    def computes(self, quantity: Quantity, row: int) -> bool:
        """Return whether a quantity is computed in a row, not given or as in the row above."""
        rows = self.exercise.table
        return is_computed(quantity, rows.kinds[rows.kind_of_row[row]], rows)

    def shown(self, row: int) -> Iterator[tuple[Quantity, Expression]]:
        """Yield the quantities that have a cell in a row of the table, with their formulas.

        The row after the last step shows its parameters only.
        """
        for name in self.exercise.order:
            quantity = self.exercise.graph[name]
            formula = self.formulas.of(quantity, row)
            parameters_only = row >= self.exercise.rows
            if formula is not None and (quantity.role is Role.PARAMETER or not parameters_only):
                yield quantity, formula

    @cached_property
    def open_cells(self) -> frozenset[Answer]:
        """The cells without their right value as long as the answers are missing."""
        found: set[Answer] = set()
        names = {column: name for name, column in self.places.columns.items()}
        for row in range(self.exercise.count):
            formulas = {quantity.name: formula for quantity, formula in self.shown(row)}
            for name in (q.name for q in self.exercise.graph if q.name in formulas):
                needs = _needs(formulas[name], row)
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
