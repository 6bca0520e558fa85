"""Makes the exercise of each student from what all of them are asked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from bpsheet.exercises.asked import asked_in, with_rows
from bpsheet.exercises.exercise import Exercise, Kind, Part, Student
from bpsheet.exercises.numbers import Drawing
from bpsheet.exercises.planting import planted
from bpsheet.exercises.secret import Choices, exercise_id
from bpsheet.exercises.variation import Variation, of_one_output, order_of, varied
from bpsheet.template import Template
from bpsheet.template_structure import structure_of


@dataclass(frozen=True)
class Assignment:
    """What all students are asked.

    Attributes:
        template: the worked example; its numbers stand for no student's.
        kind: blanks to fill, or slips to find.
        part: what is blank, or in what slips may hide.
        rows: how many rows of the table show steps.
        vary: what differs from student to student beside the numbers.
        slips: how many slips are hidden.
    """

    template: Template
    kind: Kind
    part: Part
    rows: int
    vary: Collection[Variation] = ()
    slips: int = 1

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """What makes exercises with the same seed different."""
        settings = (self.kind, self.part, str(self.rows), *sorted(self.vary))
        hidden = (str(self.slips),) if self.kind == "find-the-slip" else ()
        return "\n".join((structure_of(self.template), self._kept, *settings, *hidden))

    @property
    def _kept(self) -> str:
        """A hash of the numbers that students may be given as they are."""
        numbers = (self.template.data, self.template.training.learning_rates)
        return hashlib.sha256(repr(numbers).encode()).hexdigest()


@dataclass(frozen=True)
class Maker:
    """Makes exercises; a student's depends on the assignment, the key and the student's id only.

    Attributes:
        assignment: what all students are asked.
        key: of the teacher's seed.
    """

    assignment: Assignment
    key: bytes

    @cached_property
    def drawing(self) -> Drawing:
        """Draws the numbers.

        Raises:
            InputError: no numbers show every mistake.
        """
        template, rows = self.assignment.template, self.assignment.rows
        return Drawing(template, asked_in(template, self.assignment.part, rows), rows)

    def id_of(self, student: Student) -> str:
        """Return the id of a student's exercise."""
        return exercise_id(self.key, self.assignment.fingerprint, student.id)

    def exercise_of(self, student: Student) -> Exercise:
        """Return a student's exercise.

        Raises:
            InputError: there are no numbers or slips that will do.
        """
        asked, fingerprint = self.assignment, self.assignment.fingerprint
        drawn = self.drawing.numbers(self.key, "numbers", fingerprint, student.id)
        choices = Choices(self.key, "structure", fingerprint, student.id)
        named = replace(drawn.template, title=asked.template.title)
        template = with_rows(varied(named, choices, asked.vary), asked.rows)
        order = order_of(template, choices, asked.vary)
        finding = asked.kind == "find-the-slip"
        names = asked_in(template, asked.part, asked.rows)
        if "outputs" in asked.vary:
            names = of_one_output(template, names, choices)
        slips = planted(template, asked.rows, choices, asked.slips, names) if finding else ()
        return Exercise(
            id=self.id_of(student),
            student=student,
            kind=asked.kind,
            template=template,
            rows=asked.rows,
            asked=() if finding else tuple(sorted(names, key=order.index)),
            order=order,
            slips=slips,
            draws=drawn.draws,
        )
