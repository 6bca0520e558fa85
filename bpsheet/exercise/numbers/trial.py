"""Many draws of an exercise's numbers at once, and which of its rows count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bpsheet.exercise.exercise import Exercise, Student, graph_of
from bpsheet.exercise.numbers.fitness import Mask, unfit
from bpsheet.exercise.runs import Array, Runs, correct_runs, given_of
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
            *("", Student(""), "fill"),
            *(self._long_enough, self.steps, self.asked, self.asked),
        )
        rows: dict[str, list[int]] = {}
        for name, row in exercise.answers:
            rows.setdefault(name, []).append(row)
        return {name: tuple(rows[name][:ROWS_LOOKED_AT]) for name in self.asked if name in rows}

    def runs(self, templates: Sequence[Template]) -> Runs:
        """Return the correct runs of the worked example with other numbers."""
        count = 1 + max((row for rows in self.rows.values() for row in rows), default=0)
        return correct_runs(self.graph, self._table, count, given_of(templates))

    def rates(self, runs: Runs) -> Array:
        """Return the learning rate of each run."""
        return runs.columns[self.template.names.learning_rate][:, 0]

    def unfit(self, runs: Runs) -> Iterator[tuple[str, Mask]]:
        """Yield each criterion but for the mistakes in words, and which runs fail it."""
        yield from unfit(runs, self.rows)

    def awake(self, runs: Runs) -> Mask:
        """Return which runs are fit but for the mistakes."""
        fails = np.zeros(len(self.rates(runs)), bool)
        for _, where in self.unfit(runs):
            fails |= where
        return ~fails

    @cached_property
    def _long_enough(self) -> Template:
        """The worked example with as many epochs as the rows need."""
        epochs = max(2, -(-(self.steps + 1) // table_rows(self.template).per_epoch))
        return replace(self.template, training=replace(self.template.training, epochs=epochs))

    @cached_property
    def _table(self) -> TableRows:
        return table_rows(self._long_enough)


def some(runs: Runs, places: Sequence[int] | Mask | np.ndarray) -> Runs:
    """Return some of the runs."""
    columns = {name: values[places] for name, values in runs.columns.items()}
    return Runs(runs.graph, runs.table, columns)
