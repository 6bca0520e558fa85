"""What grading a class comes to, as values that the gradebook, feedback and summary read."""

from __future__ import annotations

from dataclasses import dataclass

from bpsheet.exercises.exercise import Exercise
from bpsheet.grading.marks import Fact, Marked
from bpsheet.grading.rubric import Rubric
from bpsheet.grading.scores import Score
from bpsheet.grading.submission import Handed


@dataclass(frozen=True)
class Graded:
    """One student's result.

    Attributes:
        exercise: whose exercise it is and what it asks.
        marked: what was found in what the student handed in; ``None`` where nothing was.
        score: the points; ``None`` where nothing was handed in or it could not be marked.
        handed: who handed it in, as its name tells.
        facts: further facts that only show beside other submissions.
    """

    exercise: Exercise
    marked: Marked | None
    score: Score | None
    handed: Handed
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class ClassResult:
    """The results of a class.

    Attributes:
        title: of the exercise.
        rubric: by which it was graded.
        results: one per student of the manifest, in its order.
        strays: submissions that belong to no student of the manifest, with the reason in `failure`.
        changes: what changed since the last grading, one sentence each.
    """

    title: str
    rubric: Rubric
    results: tuple[Graded, ...]
    strays: tuple[Marked, ...] = ()
    changes: tuple[str, ...] = ()
