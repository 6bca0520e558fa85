"""Marks of answers, one kind of answer after another, by workbooks that openpyxl has filled."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.runs import correct_runs, given_of
from bpsheet.grading.marking import mark
from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.rubric import Tolerance
from tests.grading.answered import Edit, answered, exercise_of

TOLERANCE = Tolerance("relative", 0.005)
CLASSIC = exercise_of("classic", "all", 1)


def marks_of(
    exercise: Exercise, answers: dict[Answer, Any], *, rest: bool = True, edit: Edit | None = None
) -> dict[Answer, Mark]:
    marks, _ = mark(answered(exercise, answers, rest=rest, edit=edit), exercise, TOLERANCE)
    return {Answer(one.quantity, one.row): one for one in marks}


def verdicts(marks: dict[Answer, Mark], *but: Answer) -> set[Verdict]:
    return {one.verdict for answer, one in marks.items() if answer not in but}


def numbers_of(exercise: Exercise) -> dict[Answer, float]:
    given = given_of([exercise.template])
    runs = correct_runs(exercise.graph, exercise.table, exercise.count, given)
    return {
        answer: float(runs.columns[answer.quantity][0, answer.row]) for answer in exercise.answers
    }


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("rows", [1, 2, 7])
def test_right_formulas_are_correct(name: str, rows: int) -> None:
    exercise = exercise_of(name, "all", rows)
    assert verdicts(marks_of(exercise, {})) == {Verdict.CORRECT}


@pytest.mark.parametrize("name", BUNDLED)
def test_an_empty_workbook_is_blank(name: str) -> None:
    exercise = exercise_of(name, "all", 2)
    assert verdicts(marks_of(exercise, {}, rest=False)) == {Verdict.BLANK}


@pytest.mark.parametrize("name", BUNDLED)
def test_right_numbers_are_typed(name: str) -> None:
    exercise = exercise_of(name, "all", 2)
    assert verdicts(marks_of(exercise, dict(numbers_of(exercise)))) == {Verdict.TYPED}


W5, H1, O1 = Answer("∂E/∂w5", 0), Answer("h1", 0), Answer("o1", 0)


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        ("=({a_o1}-{t1})*{a_o1}*(1-{a_o1})*{a_h1}", Verdict.CORRECT),
        ("=-{a_h1}*({t1}-{a_o1})*({a_o1}-{a_o1}^2)", Verdict.CORRECT),
        ("=ROUND(({a_o1}-{t1})*{a_o1}*(1-{a_o1})*{a_h1},4)", Verdict.CORRECT),
        ("=SUMPRODUCT({a_o1}-{t1},{a_o1}*(1-{a_o1})*{a_h1})", Verdict.CORRECT),
        ("=({a_o1}-{i1})*{a_o1}*(1-{a_o1})*{a_h1}", Verdict.WRONG),
        ("=({a_o1}-0.01)*{a_o1}*(1-{a_o1})*{a_h1}", Verdict.TYPED),
        (0.071952, Verdict.TYPED),
        ("0,0720", Verdict.TYPED),
        ("=0.07195", Verdict.TYPED),
        (0.09, Verdict.WRONG),
        ("about 0.07", Verdict.UNREADABLE),
        ("=VLOOKUP({a_o1},A1:B9,2)", Verdict.UNREADABLE),
        ("=1/0", Verdict.WRONG),
        ("={∂E/∂w5}", Verdict.WRONG),
        (None, Verdict.BLANK),
        (True, Verdict.UNREADABLE),
    ],
)
def test_an_answer_is_judged(content: Any, verdict: Verdict) -> None:
    marks = marks_of(CLASSIC, {W5: content})
    assert marks[W5].verdict is verdict, marks[W5]
    good = (Verdict.CORRECT, Verdict.TYPED)
    others = {Verdict.CORRECT} if verdict in good else {Verdict.CORRECT, Verdict.FOLLOW_THROUGH}
    assert verdicts(marks, W5) <= others


def test_a_slip_is_named() -> None:
    marks = marks_of(CLASSIC, {W5: "=({a_o1}-{i1})*{a_o1}*(1-{a_o1})*{a_h1}"})
    assert marks[W5].words == "∂E/∂w5 uses i1 where t1 belongs"
    assert marks[W5].slip == "swapped-operand"


def test_a_cause_is_counted_once() -> None:
    marks = marks_of(CLASSIC, {H1: "={w1}*{i1}-{w2}*{i2}"})
    assert marks[H1].verdict is Verdict.WRONG
    assert verdicts(marks, H1) <= {Verdict.CORRECT, Verdict.FOLLOW_THROUGH}
    assert marks[Answer("a_h1", 0)].verdict is Verdict.FOLLOW_THROUGH
    assert marks[Answer("a_h1", 0)].words == "follows from your h1"


def test_what_follows_from_a_missing_answer_is_right() -> None:
    marks = marks_of(CLASSIC, {H1: None})
    assert marks[H1].verdict is Verdict.BLANK
    assert verdicts(marks, H1) <= {Verdict.CORRECT, Verdict.FOLLOW_THROUGH}


def test_typed_numbers_follow_from_own_numbers() -> None:
    numbers = numbers_of(CLASSIC)
    own = dict(numbers)
    own[H1] = 0.4
    own[Answer("a_h1", 0)] = 0.598688
    marks = marks_of(CLASSIC, dict(own))
    assert marks[H1].verdict is Verdict.WRONG
    after = marks[Answer("a_h1", 0)]
    assert (after.verdict, after.follows) == (Verdict.TYPED, True)


def test_nothing_is_earned_by_zeros() -> None:
    answers: dict[Answer, Any] = dict.fromkeys(CLASSIC.answers, 0)
    marks = marks_of(CLASSIC, answers)
    assert Verdict.TYPED not in verdicts(marks)


def test_given_numbers_are_restored() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        for row in book["Exercise"].iter_rows():
            for cell in row:
                if cell.value == "w1":
                    cell.offset(0, 1).value = 0

    book = answered(CLASSIC, {}, edit=edit)
    marks, facts = mark(book, CLASSIC, TOLERANCE)
    assert {one.verdict for one in marks} == {Verdict.CORRECT}
    assert [fact.kind for fact in facts] == ["given-changed"]
    assert len(facts[0].places) == 1
