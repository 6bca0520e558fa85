"""All that a workbook is marked with: the right numbers, the student's, and formulas on trial."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpsheet.checker.book import Book, Cell, CellError
from bpsheet.checker.formulas import as_typed, spell
from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.runs import Array, Given, Runs
from bpsheet.grading.own_numbers import OwnNumbers
from bpsheet.grading.placing import Placed, Spot, placed_in
from bpsheet.grading.recalculation import Recalculation
from bpsheet.grading.rubric import Tolerance
from bpsheet.grading.scenarios import OWN, key_of, tried_with
from bpsheet.model.graph import Scope

LIKE = 2e-5
"""How near, as a share, a formula's results must come to the right ones: 2.71828 will do for e."""

NOISE = 1e-12
"""How near in any case."""

FOUR_DECIMALS = 0.5e-4

LONGEST = 300
"""The characters of an answer that are shown."""


@dataclass(frozen=True)
class Bench:
    """A workbook with what its answers are compared with.

    Attributes:
        book: as it was handed in.
        exercise: what was handed out.
        tolerance: for typed numbers.
    """

    book: Book
    exercise: Exercise
    tolerance: Tolerance

    @cached_property
    def placed(self) -> Placed:
        """Where the exercise's cells are."""
        return placed_in(self.book, self.exercise)

    @cached_property
    def given(self) -> Given:
        """The numbers that formulas are tried with."""
        return tried_with(self.exercise)

    @cached_property
    def key(self) -> Runs:
        """The right numbers."""
        return key_of(self.exercise, self.given)

    @cached_property
    def own(self) -> OwnNumbers:
        """The student's numbers."""
        return OwnNumbers(self.book, self.exercise, self.placed, self.given, self.key)

    @cached_property
    def trial(self) -> Recalculation:
        """The workbook with right numbers in all cells of the table and in what was given."""
        return Recalculation(self.book, self.given.count, self._right_in)

    def right(self, answer: Answer) -> Array:
        """Return the right numbers of a cell, (runs,)."""
        return self.key.columns[answer.quantity][:, answer.row]

    def right_number(self, answer: Answer) -> float:
        """Return the right number of a cell with the student's own given numbers."""
        return float(self.right(answer)[OWN])

    def cell(self, answer: Answer) -> Cell | None:
        """Return the cell of an answer; ``None`` where it is empty or was not found."""
        spot = self.placed.table.get(answer)
        return None if spot is None else self.trial.cell(spot)

    def computes_right(self, spot: Spot, right: Array) -> bool:
        """Return whether what a cell's own formula gives is right in every run."""
        computed, known = self.trial.own_number(spot), np.isfinite(right)
        with np.errstate(invalid="ignore"):
            near = np.abs(computed - right) <= LIKE * np.abs(right) + NOISE
        return bool(known.any() and near[known].all())

    def is_near(self, number: float, right: float, before: float | None = None) -> bool:
        """Return whether a typed number is right within the rubric's tolerance.

        Arguments:
            number: as it was typed.
            right: what it should be.
            before: of a parameter, what it was before the update: a share is one of the step, or
                an old weight would count as a new one. Four decimals are always enough.
        """
        allowed = self.tolerance.allowed(right)
        if before is not None and self.tolerance.kind == "relative":
            allowed = max(self.tolerance.allowed(right - before), FOUR_DECIMALS)
        return bool(abs(number - right) <= allowed + NOISE)

    def before(self, table: Runs, answer: Answer) -> float | None:
        """Return what a parameter was in the row before, by some numbers; ``None`` of all else."""
        if self.exercise.graph[answer.quantity].scope is not Scope.CARRIED:
            return None
        return float(table.columns[answer.quantity][OWN, answer.row - 1])

    def shown(self, spot: Spot) -> str:
        """Return what stands in a cell as its program shows it."""
        cell = self.trial.cell(spot)
        if cell is None:
            return ""
        if cell.formula is not None:
            expression = cell.formula.expression
            if expression is None:
                return as_typed(cell.formula.text, spot.row, spot.column)[:LONGEST]
            return spell(expression, spot.row, spot.column)[:LONGEST]
        return shown(cell.value)

    @cached_property
    def _right_cells(self) -> dict[Spot, Array]:
        table = {spot: self.right(answer) for answer, spot in self.placed.table.items()}
        return {**self.placed.given_cells(self.given), **table}

    def _right_in(self, spot: Spot) -> Array | None:
        return self._right_cells.get(spot)


def shown(value: float | str | bool | CellError | None) -> str:
    """Return a stored value as text, cut where it is long."""
    if value is None:
        return ""
    return f"{value:.10g}" if type(value) is float else str(value)[:LONGEST]
