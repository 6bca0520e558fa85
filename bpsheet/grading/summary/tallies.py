"""Counts over a class: points, what became of each question, and the commonest slips."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

from bpsheet.exercises.exercise import Exercise
from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.questions import common_names
from bpsheet.grading.result import Graded
from bpsheet.grading.scores import Score

BINS = 10
RIGHT = (Verdict.CORRECT, Verdict.FOLLOW_THROUGH, Verdict.TYPED)
"""Verdicts that say that an answer is right in some way."""


@dataclass(frozen=True)
class QuestionTally:
    """What became of a question in a class.

    Attributes:
        quantity: what was asked for, as in the first student's exercise.
        verdicts: how many answers got each verdict.
        asked: how many of those who handed in were asked.
        solved: how many of them have all its answers right, perhaps from own earlier numbers.
        share: of the points that it could bring.
    """

    quantity: str
    verdicts: Mapping[Verdict, int]
    asked: int
    solved: int
    share: float


@dataclass(frozen=True)
class SlipTally:
    """How often a slip was made.

    Attributes:
        kind: of the slip.
        students: how many students.
        answers: how many answers.
        example: the words that came most often.
    """

    kind: str
    students: int
    answers: int
    example: str


@dataclass(frozen=True)
class HiddenTally:
    """How often a slip that was to be found was not.

    Attributes:
        kind: of the slip.
        missed: how many students did not name the cell, or not the right formula.
        hidden: how many students had it in their worksheet.
        example: one of them in words.
    """

    kind: str
    missed: int
    hidden: int
    example: str


class _Answered(NamedTuple):
    """What one student wrote about one question."""

    marks: Sequence[Mark]
    points: float
    maximum: float


def histogram(scores: Sequence[Score]) -> tuple[int, ...]:
    """Return how many students have points in each tenth of the maximum.

    A tenth ends below the next; the last one also holds the maximum and what is above it.
    """
    tenths = Counter(
        min(int(BINS * score.points / score.maximum), BINS - 1) for score in scores if score.maximum
    )
    return tuple(tenths[place] for place in range(BINS))


def question_tallies(results: Sequence[Graded]) -> tuple[QuestionTally, ...]:
    """Return what became of each question, in the order in which the exercises ask.

    Where exercises differ in names, the quantities that are the same have the names of the first.
    """
    answered: dict[str, list[_Answered]] = defaultdict(list)
    for graded in results:
        for quantity, found in _answered(graded, results[0].exercise):
            answered[quantity].append(found)
    return tuple(_question(quantity, found) for quantity, found in answered.items())


def slip_tallies(results: Sequence[Graded]) -> tuple[SlipTally, ...]:
    """Return the slips in wrong answers, those that most students made first."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    students: Counter[str] = Counter()
    for graded in results:
        if graded.exercise.slips:
            continue
        slips = [mark for mark in _marks(graded) if mark.verdict is Verdict.WRONG and mark.slip]
        students.update({mark.slip for mark in slips})
        for mark in slips:
            words[mark.slip][mark.words] += 1
    tallies = (
        SlipTally(kind, students[kind], counted.total(), counted.most_common(1)[0][0])
        for kind, counted in words.items()
    )
    return tuple(sorted(tallies, key=lambda tally: (-tally.students, -tally.answers, tally.kind)))


def hidden_tallies(results: Sequence[Graded]) -> tuple[HiddenTally, ...]:
    """Return the slips that were to be found, those that most students missed first."""
    missed: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for graded in results:
        if graded.score is not None:
            hidden.update({slip.kind for slip in graded.exercise.slips})
            missed.update({mark.slip for mark in _marks(graded) if mark.verdict not in RIGHT})
            for slip in graded.exercise.slips:
                examples.setdefault(slip.kind, f"{slip.quantity} {slip.words}")
    tallies = (
        HiddenTally(kind, missed[kind], count, examples[kind]) for kind, count in hidden.items()
    )
    return tuple(sorted(tallies, key=lambda tally: (-tally.missed, tally.kind)))


def _question(quantity: str, found: Sequence[_Answered]) -> QuestionTally:
    marks = [mark for one in found for mark in one.marks]
    maximum = fsum(one.maximum for one in found)
    return QuestionTally(
        quantity=quantity,
        verdicts=Counter(mark.verdict for mark in marks),
        asked=len(found),
        solved=sum(all(mark.verdict in RIGHT for mark in one.marks) for one in found),
        share=fsum(one.points for one in found) / maximum if maximum else 0.0,
    )


def _answered(graded: Graded, first: Exercise) -> Iterator[tuple[str, _Answered]]:
    """Yield the questions of a student who has points, with what was written about them."""
    if graded.score is None:
        return
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in _marks(graded):
        marks[mark.quantity].append(mark)
    names = common_names(graded.exercise, first)
    for score in graded.score.quantities:
        found = _Answered(marks[score.quantity], score.points, score.maximum)
        yield names.get(score.quantity, score.quantity), found


def _marks(graded: Graded) -> Sequence[Mark]:
    return graded.marked.marks if graded.marked else ()
