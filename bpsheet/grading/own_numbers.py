"""The numbers of a student's table: the answers as they stand, everything given restored."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from bpsheet.checker.book import Book
from bpsheet.exercises.exercise import Answer, Exercise, is_computed
from bpsheet.exercises.runs import Array, Given, Runs, is_given
from bpsheet.grading.placing import Placed, Spot
from bpsheet.grading.recalculation import Recalculation
from bpsheet.model.graph import Scope


class OwnNumbers:
    """Computes a student's table in all runs.

    What the exercise gave has the run's own number, whatever stands in the file now; formulas that
    it gave are computed from the student's answers; an empty answer counts as 0, as in any
    spreadsheet.

    Arguments:
        book: the student's workbook.
        exercise: what was handed out.
        placed: where its cells are now.
        given: the numbers of each run.
        key: the right numbers of each run.
    """

    def __init__(
        self, book: Book, exercise: Exercise, placed: Placed, given: Given, key: Runs
    ) -> None:
        self._exercise, self._placed, self._given, self._key = exercise, placed, given, key
        self._asked = set(exercise.answers)
        self._known: set[Answer] = set()
        shape = (given.count, exercise.count)
        columns = {name: np.full(shape, np.nan) for name in key.columns}
        self._table = Runs(exercise.graph, exercise.table, columns)
        self.recalculation = Recalculation(book, given.count, self._owned)

    @cached_property
    def table(self) -> Runs:
        """The numbers of all cells of the table."""
        for row in range(self._exercise.count):
            for quantity in self._exercise.graph:
                self._number(Answer(quantity.name, row))
        return self._table

    @cached_property
    def _answers(self) -> Mapping[Spot, Answer]:
        return {spot: answer for answer, spot in self._placed.table.items()}

    @cached_property
    def _given_cells(self) -> Mapping[Spot, Array]:
        return self._placed.given_cells(self._given)

    def _owned(self, spot: Spot) -> Array | None:
        answer = self._answers.get(spot)
        return self._given_cells.get(spot) if answer is None else self._number(answer)

    def _number(self, answer: Answer) -> Array:
        """Return a cell's number in all runs, (runs,)."""
        column = self._table.columns[answer.quantity]
        if answer not in self._known:
            self._known.add(answer)  # what leads back to itself has no number yet
            column[:, answer.row] = self._found(answer)
        return column[:, answer.row]

    def _found(self, answer: Answer) -> Array:
        name, row = answer
        exercise, nothing = self._exercise, np.full(self._given.count, np.nan)
        quantity = exercise.graph[name]
        if answer in self._asked:
            spot = self._placed.table.get(answer)
            return nothing if spot is None else self.recalculation.own_number(spot)
        if is_given(quantity, row):
            return self._key.columns[name][:, row]
        if row >= exercise.rows and quantity.scope is not Scope.CARRIED:
            return nothing
        kind = exercise.table.kinds[exercise.table.kind_of_row[row]]
        if is_computed(quantity, kind, exercise.table):
            for operand in self._table.operands(name, row):
                self._number(Answer(*operand))
            return self._table.right(name, row)
        return self._number(Answer(name, row - 1)) if quantity.scope is Scope.CARRIED else nothing
