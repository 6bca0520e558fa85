"""What changed between two gradings is said in sentences; what stayed is not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bpsheet.exercises.exercise import Student
from bpsheet.grading.changes import Record, changes, record_of
from bpsheet.grading.marks import Mark, Marked, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.result import ClassResult, Graded
from bpsheet.grading.rubric import Rubric, Tolerance
from bpsheet.grading.scores import score_of
from bpsheet.grading.submission import Handed
from tests.grading.answered import exercise_of

EXERCISE = replace(exercise_of(part="gradients"), student=Student("s7", "Ada Lovelace"))
MARKED = Marked(
    exercise="e1",
    student="s7",
    source="sheet.xlsx",
    digest="0a",
    marks=tuple(Mark(name, 0, Verdict.WRONG) for name in EXERCISE.asked),
)
RUBRIC = Rubric(points=80)


def graded(
    marked: Marked | None = MARKED,
    *overrides: Override,
    rubric: Rubric = RUBRIC,
    identity: str = "e1",
) -> ClassResult:
    exercise = replace(EXERCISE, id=identity)
    score = score_of(exercise, marked, rubric, overrides) if marked else None
    return ClassResult("Classic", rubric, (Graded(exercise, marked, score, Handed()),))


def record(result: ClassResult) -> Record:
    """Return the record of a grading as it is read back from a file."""
    read: Record = json.loads(json.dumps(record_of(result)))
    return read


RIGHT = replace(
    MARKED, marks=(replace(MARKED.marks[0], verdict=Verdict.CORRECT), *MARKED.marks[1:])
)
DECISION = Override("s7", points=2, reason="as we agreed")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (graded(), graded(), ()),
        (
            graded(),
            graded(RIGHT),
            ("s7 has 10 points in place of 0 (∂E/∂w1 0 → 10).",),
        ),
        (
            graded(),
            graded(replace(RIGHT, digest="0b")),
            ("s7 handed in another file and has 10 points in place of 0 (∂E/∂w1 0 → 10).",),
        ),
        (graded(), graded(replace(MARKED, digest="0b")), ("s7 handed in another file.",)),
        (
            graded(None),
            graded(),
            ("s7 handed in for the first time and has 0 points now.",),
        ),
        (
            graded(),
            graded(None),
            ("s7 has nothing handed in any more and has no points any more.",),
        ),
        (
            graded(),
            graded(MARKED, DECISION),
            ("s7 has other decisions of the teacher's and has 2 points in place of 0.",),
        ),
        (
            graded(identity="e2"),
            graded(),
            (
                "s7 is new in the manifest.",
                "Exercises of the last grading that the manifest lacks now: 1.",
            ),
        ),
        (
            graded(),
            graded(rubric=Rubric(80, {"gradients": 1.0}, typed=0.25)),
            (
                "The rubric's groups changed from nothing to gradients 1.",
                "The rubric's typed changed from 0.5 to 0.25.",
            ),
        ),
        (
            graded(),
            graded(rubric=Rubric(80, tolerance=Tolerance("decimals", 4))),
            ("The rubric's tolerance changed from relative 0.005 to decimals 4.",),
        ),
    ],
)
def test_sentences(before: ClassResult, after: ClassResult, expected: tuple[str, ...]) -> None:
    assert changes(record(before), after) == expected


@pytest.mark.parametrize(
    "before",
    [
        None,
        {},
        {"rubric": 3},
        {"rubric": {}, "results": []},
        [3],
        {"rubric": {}, "results": {"e1": 3}},
    ],
)
def test_without_a_record_nothing_is_said(before: Any) -> None:
    assert changes(before, graded()) == ()


def test_a_record_names_nobody() -> None:
    text = json.dumps(record_of(graded(MARKED, DECISION)))
    assert "s7" not in text
    assert "Ada" not in text
    assert "as we agreed" in text
