"""A page for one student: the points, and what every answer was worth and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import fsum

from bpsheet.grading.html_page import foreign, html_page, points_text
from bpsheet.grading.marks import Fact, Mark, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.result import Graded
from bpsheet.grading.rubric import GROUPS, Rubric
from bpsheet.grading.scores import QuantityScore, Score
from bpsheet.grading.words import what_belongs_there, words_for, words_of

STYLE = """
.place { font-weight: 400; color: var(--muted); }
.correct { color: var(--right-ink); } .follow_through { color: var(--right-ink); }
.typed { color: var(--typed-ink); } .wrong, .blank { color: var(--wrong); }
.unreadable { color: var(--open); }
:root { --right-ink: #276749; --typed-ink: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --right-ink: #7bd8a0; --typed-ink: #f6c667; } }
"""

FOR_STUDENTS = ("given-changed", "number-as-text")
"""The facts that concern a student alone, and name no one else."""


def feedback_page(graded: Graded, title: str, rubric: Rubric) -> str:
    """Return a page of HTML that needs nothing else; all text in it is escaped.

    Arguments:
        graded: the student's marks and points.
        title: of the exercise.
        rubric: by which it was graded.
    """
    student = graded.exercise.student
    parts = [
        f"<h1>{foreign(title)}</h1>",
        f'<p class="muted">{foreign(student.name or student.id)} · exercise '
        f"{foreign(graded.exercise.id)}</p>",
        *_result(graded),
        *(_decisions(graded.score.overrides) if graded.score else ()),
        *_facts(graded),
        *(_quantities(graded.score) if graded.score else ()),
        *_answers(graded),
        _rule(rubric),
    ]
    return html_page(f"{title}: {student.name or student.id}", parts, STYLE)


def _result(graded: Graded) -> Iterator[str]:
    if graded.marked is not None and graded.marked.failure:
        yield f"<p>Your file could not be marked: {foreign(graded.marked.failure)}.</p>"
    if graded.score is None:
        return
    points, maximum = graded.score.points, graded.score.maximum
    yield f'<p class="key">{_of(points, maximum)} points</p>'
    if graded.score.open:
        yield f"<p>{graded.score.open} of your answers wait for your teacher to read them.</p>"


def _decisions(overrides: Sequence[Override]) -> Iterator[str]:
    for override in overrides:
        words = f"Your teacher decided: {words_of(override)} ({override.reason})."
        yield f"<p>{foreign(words)}</p>"


def _facts(graded: Graded) -> Iterator[str]:
    facts: Sequence[Fact] = (*(graded.marked.facts if graded.marked else ()), *graded.facts)
    for fact in facts:
        if fact.kind in FOR_STUDENTS:
            where = ", ".join(map(str, fact.places))
            yield f"<p>{foreign(fact.words)}{': ' if where else ''}{foreign(where)}.</p>"


def _quantities(score: Score) -> Iterator[str]:
    """Yield the points, a line for each group of quantities."""
    groups: dict[str, list[QuantityScore]] = {}
    for one in score.quantities:
        groups.setdefault(one.group, []).append(one)
    yield "<h2>Points</h2>\n<table><tbody>"
    for group in sorted(groups, key=GROUPS.index):
        yield _group(group, groups[group])
    yield "</tbody></table>"


def _group(group: str, quantities: Sequence[QuantityScore]) -> str:
    points = fsum(one.points for one in quantities)
    maximum = fsum(one.maximum for one in quantities)
    return (
        f'<tr><th scope="row">{group}</th><td>{", ".join(map(_quantity, quantities))}</td>'
        f'<td class="number">{_of(points, maximum)}</td></tr>'
    )


def _quantity(score: QuantityScore) -> str:
    """Return a quantity with its points where some are missing."""
    is_full = points_text(score.points) == points_text(score.maximum)
    name = foreign(score.quantity)
    return name if is_full else f"<strong>{name}</strong> ({_of(score.points, score.maximum)})"


def _of(points: float, maximum: float) -> str:
    return f"{points_text(points)} of {points_text(maximum)}"


def _answers(graded: Graded) -> Iterator[str]:
    if graded.marked is None or graded.score is None:
        return
    marks, decisions = graded.marked.marks, graded.score.overrides
    counts = Counter(mark.verdict for mark in marks)
    tally = (f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict])
    yield f"<h2>Answers</h2>\n<p>{', '.join(tally)}.</p>"
    yield '<table class="stacked">'
    yield "<thead><tr><th>answer</th><th>what you wrote</th>"
    yield "<th>mark</th></tr></thead><tbody>"
    for mark in marks:
        yield _answer(mark, [one for one in decisions if one.decides(mark)])
    yield "</tbody></table>"


def _answer(mark: Mark, decisions: Sequence[Override]) -> str:
    verdict = mark.verdict
    belongs = what_belongs_there(mark)
    right = f"<br>belongs there: <code>{foreign(belongs)}</code>" if belongs else ""
    decided = f"<br>your teacher: {foreign(words_of(decisions[-1]))}" if decisions else ""
    place = str(mark.place).rpartition("!")[2] if mark.place else "not found"
    row = f" (row {mark.row})" if mark.row else ""
    return (
        f'<tr><th scope="row">{foreign(mark.quantity)}{row} '
        f'<span class="place">{foreign(place)}</span></th>'
        f"<td><code>{foreign(mark.found)}</code></td>"
        f'<td><span class="{verdict.name.lower()}">{SIGNS[verdict]} '
        f"{foreign(words_for(mark))}</span>{right}{decided}</td></tr>"
    )


SIGNS = {
    Verdict.CORRECT: "✓",
    Verdict.FOLLOW_THROUGH: "✓",
    Verdict.TYPED: "≈",
    Verdict.WRONG: "✗",
    Verdict.BLANK: "–",
    Verdict.UNREADABLE: "?",
}


def _rule(rubric: Rubric) -> str:
    return (
        f'<p class="muted">Right from your own earlier numbers counts {rubric.follow_through:.0%}, '
        f"a right number that was typed where a formula was asked for {rubric.typed:.0%}.</p>"
    )
