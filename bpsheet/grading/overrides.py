"""The teacher's decisions, which survive every re-grading."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Override:
    """One decision of the teacher's.

    Attributes:
        student: the id of whom it is about.
        quantity: of the answers it is about; empty for the whole submission.
        row: of the only answer it is about, from 0; ``None`` for all rows.
        credit: what the answers are worth, from 0 to 1; ``None`` without such a decision.
        points: what is added to the whole, or taken off.
        reason: in words, as the student reads it.
    """

    student: str
    quantity: str = ""
    row: int | None = None
    credit: float | None = None
    points: float = 0.0
    reason: str = ""
