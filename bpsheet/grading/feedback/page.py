"""A page for one student: the points, and what every answer was worth and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from bpsheet.grading.feedback.words import what_belongs_there, words_for
from bpsheet.grading.marks import Fact, Mark, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.result import Graded
from bpsheet.grading.rubric import Rubric
from bpsheet.grading.scores import QuantityScore, Score

STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --muted: #616e7c; --rule: #cbd2d9; --paper: #fff;
  --correct: #2f855a; --follow: #4d7c0f; --typed: #b7791f; --wrong: #c53030; --open: #2b6cb0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --muted: #9aa5b1; --rule: #3e4c59;
  --paper: #1f2933; --correct: #68d391; --follow: #a3d977; --typed: #f6c667; --wrong: #fc8181;
  --open: #90cdf4; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.muted { color: var(--muted); } .points { font-size: 1.8rem; font-weight: 700; margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid var(--rule); }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font-size: .92em; overflow-wrap: anywhere; }
.correct { color: var(--correct); } .follow_through { color: var(--follow); }
.typed { color: var(--typed); } .wrong, .blank { color: var(--wrong); }
.unreadable { color: var(--open); }
@media print { body { font-size: 11pt; padding: 0; } tr { break-inside: avoid; } }
@media (max-width: 34rem) { thead { display: none; } tr { display: block; padding: .4rem 0;
  border-bottom: 1px solid var(--rule); } td, th[scope=row] { display: block; border: 0;
  padding: 0; } td.number { text-align: left; } }
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
        f"<h1>{escape(title)}</h1>",
        f'<p class="muted">{escape(student.name or student.id)} · exercise '
        f"{escape(graded.exercise.id)}</p>",
        *_result(graded),
        *(_decisions(graded.score.overrides) if graded.score else ()),
        *_facts(graded),
        *(_quantities(graded.score) if graded.score else ()),
        *(_answers(graded.marked.marks) if graded.marked else ()),
        _rule(rubric),
    ]
    return _document(f"{title}: {student.name or student.id}", "\n".join(parts))


def _document(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n"
        "</body>\n</html>\n"
    )


def _result(graded: Graded) -> Iterator[str]:
    if graded.marked is not None and graded.marked.failure:
        yield f"<p>Your file could not be marked: {escape(graded.marked.failure)}.</p>"
    if graded.score is None:
        return
    points, maximum = graded.score.points, graded.score.maximum
    yield f'<p class="points">{_points(points)} of {_points(maximum)} points</p>'
    if graded.score.open:
        yield f"<p>{graded.score.open} of your answers wait for your teacher to read them.</p>"


def _decisions(overrides: Sequence[Override]) -> Iterator[str]:
    for override in overrides:
        words = f"Your teacher decided: {_decision(override)}. {override.reason}"
        yield f"<p>{escape(words)}</p>"


def _decision(override: Override) -> str:
    if override.credit is None:
        return f"{override.points:+g} points"
    row = "" if override.row is None else f" in row {override.row}"
    return f"{override.quantity or override.cell}{row} counts {override.credit:.0%}"


def _facts(graded: Graded) -> Iterator[str]:
    facts: Sequence[Fact] = (*(graded.marked.facts if graded.marked else ()), *graded.facts)
    for fact in facts:
        if fact.kind in FOR_STUDENTS:
            where = ", ".join(map(str, fact.places))
            yield f"<p>{escape(fact.words)}{': ' if where else ''}{escape(where)}.</p>"


def _quantities(score: Score) -> Iterator[str]:
    """Yield the points, a line for each group of quantities."""
    yield "<h2>Points</h2>\n<table><tbody>"
    for group, quantities in groupby(score.quantities, key=lambda one: one.group):
        yield _group(group, list(quantities))
    yield "</tbody></table>"


def _group(group: str, quantities: Sequence[QuantityScore]) -> str:
    points = sum(one.points for one in quantities)
    maximum = sum(one.maximum for one in quantities)
    names = ", ".join(one.quantity for one in quantities)
    return (
        f'<tr><th scope="row">{escape(group)}</th><td>{escape(names)}</td>'
        f'<td class="number">{_points(points)} of {_points(maximum)}</td></tr>'
    )


def _answers(marks: Sequence[Mark]) -> Iterator[str]:
    yield "<h2>Answers</h2>\n<table><thead><tr><th>cell</th><th>answer</th><th>what you wrote</th>"
    yield "<th>mark</th></tr></thead><tbody>"
    for mark in marks:
        yield _answer(mark)
    yield "</tbody></table>"


def _answer(mark: Mark) -> str:
    verdict = mark.verdict
    belongs = what_belongs_there(mark)
    right = f"<br>belongs there: <code>{escape(belongs)}</code>" if belongs else ""
    place = str(mark.place).rpartition("!")[2] if mark.place else "–"
    row = f" (row {mark.row})" if mark.row else ""
    return (
        f'<tr><td>{escape(place)}</td><th scope="row">{escape(mark.quantity)}{row}</th>'
        f"<td><code>{escape(mark.found)}</code></td>"
        f'<td><span class="{verdict.name.lower()}">{SIGNS[verdict]} '
        f"{escape(words_for(mark))}</span>{right}</td></tr>"
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


def _points(points: float) -> str:
    return f"{round(points, 2):g}"
