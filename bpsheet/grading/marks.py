"""What grading finds in one submission, as values: marks, facts, and what the teacher must look at.

Nothing here depends on points: a rubric turns marks into points.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bpsheet.checker.diagnostics import Place


class Verdict(Enum):
    """What an answer is worth; the value is what the student reads."""

    CORRECT = "correct"
    FOLLOW_THROUGH = "correct from your own earlier numbers"
    TYPED = "right number, typed where a formula was asked for"
    WRONG = "wrong"
    BLANK = "blank"
    UNREADABLE = "for your teacher to read"


@dataclass(frozen=True)
class Mark:
    """What one answer cell is worth.

    Attributes:
        quantity: what was asked for; of a slip to find, ``cell of slip 1`` or
            ``right formula of slip 1``.
        row: of the table, from 0; 0 for a slip to find.
        verdict: the judgement.
        place: where the cell was found in the file; ``None`` where it was not found.
        found: what stands there, as its program shows it: a number, a text, a formula with ``=``.
        right: the right number with the student's own given numbers; ``None`` where there is none.
        expected: the right expression as text, such as ``(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1``.
        slip: the kind of slip, such as ``swapped-operand``; empty without a known one.
        words: why, in one sentence without a full stop: ``∂E/∂w5 uses i1 where t1 belongs``.
        typed: whether the number was typed, or does not follow when given numbers change.
        follows: whether the answer is judged by the student's own earlier numbers.
    """

    quantity: str
    row: int
    verdict: Verdict
    place: Place | None = None
    found: str = ""
    right: float | None = None
    expected: str = ""
    slip: str = ""
    words: str = ""
    typed: bool = False
    follows: bool = False


@dataclass(frozen=True)
class Fact:
    """Something a teacher should know; a fact and no verdict.

    Attributes:
        kind: ``given-changed``, ``number-as-text``, ``other-exercise``, ``other-numbers``,
            ``same-wrong-answers`` or ``several-submissions``.
        words: in one sentence without a full stop.
        places: where, if anywhere.
    """

    kind: str
    words: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Marked:
    """What came of one submission.

    Attributes:
        exercise: the id of the exercise it was marked by; empty where none was found.
        student: the id of the student whose exercise it is; empty where none was found.
        source: the submission as its folder or archive names it.
        digest: SHA-256 of the file; empty without one.
        marks: of every answer cell, in the order of ``Exercise.answers``.
        facts: what the teacher should know.
        failure: why it could not be marked at all, in one sentence; empty where it was.
    """

    exercise: str
    student: str
    source: str
    digest: str = ""
    marks: tuple[Mark, ...] = ()
    facts: tuple[Fact, ...] = ()
    failure: str = ""
