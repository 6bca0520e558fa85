"""Marks as points: per quantity, never per cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpsheet.exercise.exercise import Exercise
from bpsheet.grading.marks import Marked
from bpsheet.grading.overrides import Override
from bpsheet.grading.rubric import Rubric


@dataclass(frozen=True)
class QuantityScore:
    """The points for one quantity.

    Attributes:
        quantity: its name.
        group: ``forward``, ``gradients``, ``updates`` or ``slips``.
        points: what was earned.
        maximum: what can be earned.
    """

    quantity: str
    group: str
    points: float
    maximum: float


@dataclass(frozen=True)
class Score:
    """The points of one submission.

    Attributes:
        points: in all, overrides included, from 0 to `maximum` (more where the teacher adds more).
        maximum: the rubric's.
        quantities: in the order of the exercise.
        overrides: the teacher's decisions that were applied.
        open: how many answers wait for the teacher to read them; they count nothing so far.
    """

    points: float
    maximum: float
    quantities: tuple[QuantityScore, ...]
    overrides: tuple[Override, ...]
    open: int


def score_of(
    exercise: Exercise, marked: Marked, rubric: Rubric, overrides: Sequence[Override]
) -> Score:
    """Return the points of a submission.

    Arguments:
        exercise: what was asked.
        marked: what was found.
        rubric: what it is worth.
        overrides: all decisions of the teacher; those of other students are passed over.
    """
    raise NotImplementedError
