"""What waits for the teacher, and what a teacher should know, as lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bpsheet.grading.html_page import foreign
from bpsheet.grading.marks import Fact, Verdict
from bpsheet.grading.result import ClassResult, Graded
from bpsheet.grading.summary.table import table
from bpsheet.grading.words import words_of

OPEN, FAILED, STRAYS, FACTS, DECISIONS = "open", "failed", "strays", "facts", "decisions"
TITLES = {
    OPEN: "For you to read",
    FAILED: "Could not be marked",
    STRAYS: "Files that belong to nobody",
    FACTS: "Worth knowing",
    DECISIONS: "Your decisions",
}

Rows = list[tuple[str, ...]]


def lists(result: ClassResult) -> Iterator[str]:
    """Yield a section for each list that has entries."""
    results = result.results
    strays: Rows = [(_file(one.source), foreign(one.failure)) for one in result.strays]
    yield from _section(
        OPEN, ("student", "answer", "cell", "what stands there", "why"), _open(results)
    )
    yield from _section(FAILED, ("student", "file", "why"), _failed(results))
    yield from _section(STRAYS, ("file", "why"), strays)
    yield from _section(FACTS, ("student", "what", "where"), _facts(results))
    yield from _section(DECISIONS, ("student", "decision", "reason"), _decisions(results))
    yield from _missing(results)


def _section(name: str, headings: Sequence[str], rows: Rows) -> Iterator[str]:
    if rows:
        yield f'<h2 id="{name}">{TITLES[name]}</h2>'
        yield from table(headings, rows, name="stacked")


def _open(results: Sequence[Graded]) -> Rows:
    """Return the answers that count nothing until the teacher has read them."""
    return [
        (
            _student(graded),
            foreign(f"{mark.quantity} (row {mark.row})" if mark.row else mark.quantity),
            foreign(str(mark.place or "not found")),
            f"<code>{foreign(mark.found)}</code>",
            foreign(mark.words),
        )
        for graded in results
        if graded.marked and graded.score
        for mark in graded.marked.marks
        if mark.verdict is Verdict.UNREADABLE
        and not any(one.decides(mark) for one in graded.score.overrides)
    ]


def _failed(results: Sequence[Graded]) -> Rows:
    return [
        (_student(graded), _file(graded.marked.source), foreign(graded.marked.failure))
        for graded in results
        if graded.marked and graded.marked.failure
    ]


def _facts(results: Sequence[Graded]) -> Rows:
    """Return facts, those of a kind together."""
    facts = sorted(
        ((fact, graded) for graded in results for fact in _facts_of(graded)),
        key=lambda pair: pair[0].kind,
    )
    return [
        (_student(graded), foreign(fact.words), foreign(", ".join(map(str, fact.places))))
        for fact, graded in facts
    ]


def _facts_of(graded: Graded) -> tuple[Fact, ...]:
    return (*(graded.marked.facts if graded.marked else ()), *graded.facts)


def _decisions(results: Sequence[Graded]) -> Rows:
    return [
        (_student(graded), foreign(words_of(decision)), foreign(decision.reason))
        for graded in results
        if graded.score
        for decision in graded.score.overrides
    ]


def _missing(results: Sequence[Graded]) -> Iterator[str]:
    names = [_student(graded) for graded in results if graded.marked is None]
    if names:
        yield f"<h2>Nothing handed in</h2>\n<p>{', '.join(names)}</p>"


def _student(graded: Graded) -> str:
    student = graded.exercise.student
    return foreign(f"{student.id} {student.name}".strip())


def _file(source: str) -> str:
    return f"<code>{foreign(source)}</code>"
