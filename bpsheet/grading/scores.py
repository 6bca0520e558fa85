"""Marks as points: per quantity, never per cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import PARTS, Answer, Exercise
from bpsheet.exercises.labels import slip_answers
from bpsheet.grading.marks import Mark, Marked, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.rubric import SLIPS, Rubric
from bpsheet.template_checks import listing, suggestion

NAMES_SHOWN = 12


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

    A quantity is worth the mean credit of its rows; answers without a mark count nothing.

    Arguments:
        exercise: what was asked.
        marked: what was found.
        rubric: what it is worth.
        overrides: all decisions of the teacher; those of other students are passed over.
    """
    own = [override for override in overrides if override.student == exercise.student.id]
    decided = [(mark, _decision(mark, own)) for mark in marked.marks]
    credits = {Answer(mark.quantity, mark.row): _credit(mark, by, rubric) for mark, by in decided}
    quantities = tuple(_quantity_scores(exercise, rubric, credits))
    return Score(
        points=_total(quantities, rubric, own),
        maximum=rubric.points,
        quantities=quantities,
        overrides=tuple(one for one in own if one.points or any(one is by for _, by in decided)),
        open=sum(mark.verdict is Verdict.UNREADABLE and by is None for mark, by in decided),
    )


def credit_of(mark: Mark, rubric: Rubric) -> float:
    """Return what an answer is worth, from 0 to 1, before the teacher decides otherwise."""
    typed = rubric.typed if mark.typed or mark.verdict is Verdict.TYPED else 1.0
    match mark.verdict:
        case Verdict.CORRECT:
            return 1.0
        case Verdict.FOLLOW_THROUGH:
            return rubric.follow_through * typed
        case Verdict.TYPED:
            return (rubric.follow_through if mark.follows else 1.0) * typed
    return 0.0


def group_of(exercise: Exercise, quantity: str) -> str:
    """Return the group of the rubric that a quantity that is asked for belongs to."""
    if exercise.slips:
        return SLIPS
    role = exercise.graph[quantity].role
    return next(group for group, roles in PARTS.items() if role in roles)


def check_rubric(rubric: Rubric, exercises: Sequence[Exercise], file: Path | None = None) -> None:
    """Refuse a rubric that some exercises are not meant by.

    Arguments:
        rubric: it.
        exercises: those that were handed out.
        file: where the rubric stands, for messages.

    Raises:
        InputError: one line about a share of what none of them asks, or about a missing share.
    """
    if not (rubric.groups or rubric.quantities):
        return
    asked = {name: group_of(one, name) for one in exercises for name in _rows(one)}
    for name in rubric.quantities:
        if name not in asked:
            remedy = f"{suggestion(name, asked)}choose from {listing(asked, most=NAMES_SHOWN)}"
            message = f"no exercise asks for {name!r}; {remedy}"
            raise InputError(message, file=file, key="quantities")
    for group in dict.fromkeys(asked.values()):
        if rubric.groups and group not in rubric.groups:
            message = f"the share of {group} is missing; add {group} = 1, or 0 to leave it out"
            raise InputError(message, file=file, key="groups")
    if any(not any(_shares(one, rubric).values()) for one in exercises):
        message = "nothing that an exercise asks for has a share above 0; raise one"
        raise InputError(message, file=file, key="quantities")


def _decision(mark: Mark, own: Sequence[Override]) -> Override | None:
    """Return the teacher's decision about an answer: of several, the last."""
    return next((override for override in reversed(own) if override.decides(mark)), None)


def _credit(mark: Mark, decision: Override | None, rubric: Rubric) -> float:
    if decision is None or decision.credit is None:
        return credit_of(mark, rubric)
    return decision.credit


def _quantity_scores(
    exercise: Exercise, rubric: Rubric, credits: Mapping[Answer, float]
) -> Iterator[QuantityScore]:
    shares = _shares(exercise, rubric)
    whole = fsum(shares.values()) or 1.0
    for name, answers in _rows(exercise).items():
        maximum = rubric.points * shares[name] / whole
        mean = fsum(credits.get(answer, 0.0) for answer in answers) / len(answers)
        yield QuantityScore(name, group_of(exercise, name), maximum * mean, maximum)


def _total(quantities: Sequence[QuantityScore], rubric: Rubric, own: Sequence[Override]) -> float:
    """Return the points in all; who has all of them has exactly as many as the rubric says."""
    earned, most = (
        fsum(getattr(score, name) for score in quantities) for name in ("points", "maximum")
    )
    whole = rubric.points * (earned / most) if most else 0.0
    return max(0.0, whole + fsum(override.points for override in own))


def _rows(exercise: Exercise) -> dict[str, list[Answer]]:
    """Return the answers by what they answer, in the order of the exercise."""
    if exercise.slips:
        return {label: [Answer(label, 0)] for label in slip_answers(len(exercise.slips))}
    rows: dict[str, list[Answer]] = {name: [] for name in exercise.asked}
    for answer in exercise.answers:
        rows[answer.quantity].append(answer)
    return {name: answers for name, answers in rows.items() if answers}


def _shares(exercise: Exercise, rubric: Rubric) -> dict[str, float]:
    """Return the share of the whole that each quantity has, in any unit."""
    names = list(_rows(exercise))
    own = {name: rubric.quantities.get(name, 1.0) for name in names}
    if not rubric.groups:
        return own
    groups = {name: group_of(exercise, name) for name in names}
    sums = {
        group: fsum(own[name] for name in names if groups[name] == group)
        for group in groups.values()
    }
    return {
        name: rubric.groups.get(group, 0.0) * own[name] / sums[group] if sums[group] else 0.0
        for name, group in groups.items()
    }
