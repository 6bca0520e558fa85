"""Marks and decisions in words."""

from __future__ import annotations

from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.overrides import Override

FAMILIAR = (Verdict.CORRECT, Verdict.BLANK)
"""Verdicts that need no more words."""


def words_for(mark: Mark) -> str:
    """Return a mark's verdict and reason in one sentence without a full stop."""
    verdict = mark.verdict.value
    if mark.verdict is Verdict.TYPED and mark.follows:
        verdict = "right from your own earlier numbers, typed where a formula was asked for"
    return f"{verdict}: {mark.words}" if mark.words and mark.verdict not in FAMILIAR else verdict


def what_belongs_there(mark: Mark) -> str:
    """Return what should stand in a cell that is wrong or blank; empty for others."""
    if mark.verdict not in (Verdict.WRONG, Verdict.BLANK) or not mark.expected:
        return ""
    number = f" = {mark.right:.6g}" if mark.right is not None else ""
    return f"{mark.expected}{number}"


def words_of(decision: Override) -> str:
    """Return what a teacher decided, without the reason.

    >>> words_of(Override("s7", quantity="∂E/∂w5", row=1, credit=0.5, reason="as we agreed"))
    '∂E/∂w5 in row 1 counts 50%'
    >>> words_of(Override("s7", points=2, reason="a good question"))
    '+2 points'
    """
    if decision.credit is None:
        return f"{decision.points:+g} points"
    row = "" if decision.row is None else f" in row {decision.row}"
    return f"{decision.quantity or decision.cell}{row} counts {decision.credit:.0%}"
