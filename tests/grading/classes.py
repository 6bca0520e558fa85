"""Results of small classes, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from bpsheet.catalogue import load_template
from bpsheet.checker.diagnostics import Place
from bpsheet.exercises.exercise import Exercise, Student
from bpsheet.grading.marks import Fact, Mark, Marked, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.result import ClassResult, Graded
from bpsheet.grading.rubric import Rubric
from bpsheet.grading.scores import score_of
from bpsheet.grading.submission import Handed
from tests.grading.answered import exercise_of

GRADIENTS = exercise_of(part="gradients")
ADA = Student("s1", "Ada Lovelace")
ENDLESS = frozenset({"meta", "br", "rect", "line"})
"""Elements without an end."""


def graded(
    student: Student = ADA,
    verdicts: Mapping[str, Verdict] | None = None,
    *,
    exercise: Exercise = GRADIENTS,
    rest: Verdict = Verdict.CORRECT,
    overrides: Sequence[Override] = (),
    handed: Handed | None = None,
    facts: tuple[Fact, ...] = (),
    **further: Any,
) -> Graded:
    """Return a student's result.

    Arguments:
        student: whose.
        verdicts: of some quantities; all others have `rest`.
        exercise: what was asked.
        rest: see `verdicts`.
        overrides: the teacher's decisions.
        handed: who handed it in.
        facts: about the workbook.
        further: of all marks.
    """
    own = replace(exercise, id=f"id-{student.id}", student=student)
    marks = tuple(
        Mark(
            answer.quantity,
            answer.row,
            (verdicts or {}).get(answer.quantity, rest),
            Place("Worksheet", 7, column, 7, column),
            **further,
        )
        for column, answer in enumerate(own.answers, start=4)
    )
    marked = Marked(own.id, student.id, f"{student.id}.xlsx", "0a", marks, facts)
    score = score_of(own, marked, Rubric(), overrides)
    return Graded(own, marked, score, handed or Handed())


def renumbered() -> Exercise:
    """Return the gradients of the classic example with w4 in place of w1, and w1 of w4."""
    classic = load_template("classic")
    return exercise_of(replace(classic, renamed={"w1": "w4", "w4": "w1"}), part="gradients")


def absent(student: Student, failure: str = "") -> Graded:
    """Return the result of who handed in nothing, or what cannot be marked."""
    own = replace(GRADIENTS, id=f"id-{student.id}", student=student)
    marked = Marked(own.id, student.id, f"{student.id}.xlsx", failure=failure)
    return Graded(own, marked if failure else None, None, Handed())


def class_of(*results: Graded, title: str = "Classic", **further: Any) -> ClassResult:
    """Return the result of a class."""
    return ClassResult(title, Rubric(), results, **further)


class Page(HTMLParser):
    """What a page of HTML shows: its elements, their attributes' names, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.links: dict[str, set[str]] = {"id": set(), "href": set()}
        self._open: list[str] = []
        self._words: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"{self._open} are not closed"

    @property
    def text(self) -> str:
        """The text with single spaces."""
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in self.links and value:
                self.links[name].add(value)
        if tag not in ENDLESS:
            self._open.append(tag)
        self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ENDLESS:
            assert self._open.pop() == tag
        self._words.append(" ")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self._words.append(data)
