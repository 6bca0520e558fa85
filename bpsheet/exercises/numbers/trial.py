"""Many draws of an exercise's numbers at once, judged in the rows that count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bpsheet.exercises.asked import with_rows
from bpsheet.exercises.exercise import Exercise, Student, graph_of
from bpsheet.exercises.numbers.fitness import Mask, unfit
from bpsheet.exercises.numbers.mistakes import Mistake, shares_of
from bpsheet.exercises.runs import Array, Runs, correct_runs, given_of
from bpsheet.model.graph import Graph
from bpsheet.sheet.table_rows import TableRows, table_rows
from bpsheet.template import Template

ROWS_LOOKED_AT = 3
"""The rows of a quantity, from its first, that count."""


@dataclass(frozen=True)
class Trial:
    """What the draws of an exercise's numbers are judged by.

    Attributes:
        template: the worked example.
        asked: the names of the quantities that are asked for.
        steps: how many rows of the table show steps.
    """

    template: Template
    asked: tuple[str, ...]
    steps: int

    @cached_property
    def graph(self) -> Graph:
        """The quantities."""
        return graph_of(self.template)

    @cached_property
    def rows(self) -> Mapping[str, tuple[int, ...]]:
        """Per quantity that is asked for in any row, the first of these rows."""
        exercise = Exercise(
            id="",
            student=Student(""),
            kind="fill",
            template=with_rows(self.template, self.steps),
            rows=self.steps,
            asked=self.asked,
            order=self.asked,
        )
        rows: dict[str, list[int]] = {}
        for name, row in exercise.answers:
            rows.setdefault(name, []).append(row)
        return {name: tuple(rows[name][:ROWS_LOOKED_AT]) for name in self.asked if name in rows}

    def runs(self, templates: Sequence[Template]) -> Runs:
        """Return the correct runs of the worked example with other numbers."""
        count = 1 + max((row for rows in self.rows.values() for row in rows), default=0)
        return correct_runs(self.graph, self._table, count, given_of(templates))

    def criteria(self, runs: Runs) -> Iterator[tuple[str, Mask]]:
        """Yield each criterion but for the mistakes in words, and which runs fail it."""
        yield from unfit(runs, self.rows)

    def failures(self, runs: Runs) -> NDArray[np.int64]:
        """Return how many criteria each run fails, the mistakes not counted."""
        failures = np.zeros(len(self._rates(runs)), np.int64)
        for _, fails in self.criteria(runs):
            failures += fails
        return failures

    def shares(self, mistakes: Sequence[Mistake], runs: Runs) -> Array:
        """Return how far each mistake moves the answer in each run: see `shares_of`."""
        return shares_of(mistakes, runs, self.rows, self._rates(runs))

    def _rates(self, runs: Runs) -> Array:
        return runs.columns[self.template.names.learning_rate][:, 0]

    @cached_property
    def _table(self) -> TableRows:
        return table_rows(with_rows(self.template, self.steps))


def some(runs: Runs, places: NDArray[np.intp]) -> Runs:
    """Return some of the runs."""
    columns = {name: values[places] for name, values in runs.columns.items()}
    return Runs(runs.graph, runs.table, columns)
