"""The addresses that the sheets of an exercise need of one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.labels import DATA, EXERCISE, WORKSHEET, anchor_of
from bpsheet.model.graph import Quantity, Role
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout.places import COUNTERS

PRACTICE, PAPER, KEY, SCRATCH = "Practice", "Paper", "Key", "Scratch"

GIVEN_TOP, DATA_TOP = 12, 3
"""The first rows of what is given: on the sheet of the exercise, and of the samples on theirs."""

SETTINGS_COLUMN, PARAMETERS_COLUMN = 2, 6
"""Where the given numbers stand; to their left their names, and what they are."""

TABLE_TOP, QUESTIONS_TOP, QUESTION_COLUMN = 6, 3, 4
"""Of the worksheet: the table's first row where there is nothing to find, and the questions."""


@dataclass(frozen=True)
class Places:
    """Where everything stands that formulas point to.

    Attributes:
        given: the cell of each number that is given once.
        samples: the cells of each input and target, where there are several samples.
        counters: the columns of the table that count.
        columns: the column of each quantity.
        top: the first row of the table.
    """

    given: Mapping[str, Reference]
    samples: Mapping[str, Range] | None
    counters: Mapping[str, int]
    columns: Mapping[str, int]
    top: int

    @property
    def header(self) -> int:
        """The row of the table's labels."""
        return self.top - 1

    @cached_property
    def right(self) -> int:
        """The last column of the table."""
        return max(self.columns.values())

    def cell(self, answer: Answer) -> Reference:
        """Return the cell of a quantity in a row of the table."""
        column = self.columns[answer.quantity]
        return Reference(self.top + answer.row, column, WORKSHEET, absolute=False)

    @staticmethod
    def slip_cell(number: int) -> Reference:
        """Return where the student names the cell of a slip, counted from 0."""
        return Reference(QUESTIONS_TOP + 2 * number, QUESTION_COLUMN, WORKSHEET)

    @staticmethod
    def slip_formula(number: int) -> Reference:
        """Return where the student writes the right formula of a slip, counted from 0."""
        return Reference(QUESTIONS_TOP + 2 * number + 1, QUESTION_COLUMN, WORKSHEET)


def places_of(exercise: Exercise) -> Places:
    """Return where everything of an exercise stands."""
    template = exercise.template
    counters = (anchor_of(template), *COUNTERS * template.several)
    return Places(
        given={
            **_column(settings_of(exercise), SETTINGS_COLUMN),
            **_column(exercise.graph.of_role(Role.PARAMETER), PARAMETERS_COLUMN),
        },
        samples=_samples(exercise) if template.several else None,
        counters={name: column for column, name in enumerate(counters)},
        columns={name: column for column, name in enumerate(exercise.order, start=len(counters))},
        top=TABLE_TOP + (2 * len(exercise.slips) + 1 if exercise.slips else 0),
    )


def settings_of(exercise: Exercise) -> tuple[Quantity, ...]:
    """Return what is given once beside the parameters; of a single sample, all of it."""
    sample = () if exercise.template.several else (Role.INPUT, Role.TARGET)
    graph = exercise.graph
    return (*graph.of_role(Role.HYPERPARAMETER), *graph.of_role(*sample))


def _column(quantities: tuple[Quantity, ...], column: int) -> dict[str, Reference]:
    return {
        quantity.name: Reference(row, column, EXERCISE)
        for row, quantity in enumerate(quantities, start=GIVEN_TOP)
    }


def _samples(exercise: Exercise) -> dict[str, Range]:
    names, data = exercise.template.names, exercise.template.data
    validation = len(data.validation.inputs) if data.validation else 0
    bottom = DATA_TOP + exercise.template.samples + validation - 1
    return {
        name: Range(DATA_TOP, column, bottom, column, DATA)
        for column, name in enumerate((*names.inputs, *names.targets), start=1)
    }
