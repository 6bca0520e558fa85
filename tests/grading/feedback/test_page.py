"""The page for a student says what each answer was worth and why, and nothing about others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bpsheet.exercises.exercise import Student
from bpsheet.grading.feedback import feedback_page
from bpsheet.grading.marks import Fact, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.result import Graded
from bpsheet.grading.rubric import Rubric
from tests.grading.classes import Page, absent, graded

TAG = "<script src=x>alert(1)</script>"
EXPECTED = "(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1"


def page(result: Graded, title: str = "Classic", rubric: Rubric | None = None) -> Page:
    return Page(feedback_page(result, title, rubric or Rubric()))


@pytest.mark.parametrize(
    ("verdict", "further", "expected"),
    [
        (Verdict.CORRECT, {"words": "not said"}, "✓ correct"),
        (
            Verdict.FOLLOW_THROUGH,
            {"words": "follows from your a_h1"},
            "✓ correct from your own earlier numbers: follows from your a_h1",
        ),
        (Verdict.TYPED, {}, "≈ right number, typed where a formula was asked for"),
        (
            Verdict.TYPED,
            {"follows": True},
            "≈ right from your own earlier numbers, typed where a formula was asked for",
        ),
        (
            Verdict.WRONG,
            {
                "words": "∂E/∂w5 uses i1 where t1 belongs",
                "expected": EXPECTED,
                "right": 0.082167,
            },
            f"✗ wrong: ∂E/∂w5 uses i1 where t1 belongs belongs there: {EXPECTED} = 0.082167",
        ),
        (Verdict.BLANK, {"expected": EXPECTED}, f"– blank belongs there: {EXPECTED}"),
        (
            Verdict.UNREADABLE,
            {"words": "'about 3' is no number", "expected": EXPECTED},
            "? for your teacher to read: 'about 3' is no number",
        ),
    ],
)
def test_an_answer_has_a_sign_a_reason_and_what_belongs_there(
    verdict: Verdict, further: dict[str, object], expected: str
) -> None:
    shown = page(graded(verdicts={"∂E/∂w5": verdict}, found="=M8*2", **further)).text
    assert f"∂E/∂w5 I8 =M8*2 {expected} ∂E/∂w6" in shown


def test_points_are_named_by_group_with_what_is_missing() -> None:
    shown = page(graded(verdicts={"∂E/∂w5": Verdict.WRONG})).text
    assert "87.5 of 100 points" in shown
    assert "∂E/∂w4, ∂E/∂w5 (0 of 12.5), ∂E/∂w6" in shown
    assert "7 correct, 1 wrong." in shown


def test_decisions_are_listed_and_stand_beside_their_answers() -> None:
    decisions = (
        Override("s1", quantity="∂E/∂w5", credit=1, reason="I read it on paper"),
        Override("s1", points=2, reason="a good question"),
        Override("s2", points=5, reason="of another"),
    )
    shown = page(graded(verdicts={"∂E/∂w5": Verdict.UNREADABLE}, overrides=decisions)).text
    assert "102 of 100 points" in shown
    assert "Your teacher decided: ∂E/∂w5 counts 100% (I read it on paper)." in shown
    assert "Your teacher decided: +2 points (a good question)." in shown
    assert "your teacher: ∂E/∂w5 counts 100% ∂E/∂w6" in shown
    assert "of another" not in shown
    assert "wait for your teacher" not in shown


def test_only_facts_about_the_student_alone_are_told() -> None:
    own = Fact("given-changed", "1 cell that was given was changed")
    other = Fact("same-wrong-answers", "5 wrong numbers are the same as those of s9")
    result = graded(facts=(own, replace(other, words="also those of s8")))
    shown = page(replace(result, facts=(other,))).text
    assert own.words in shown
    assert "s9" not in shown
    assert "s8" not in shown


def test_a_file_that_could_not_be_marked_is_explained() -> None:
    shown = page(absent(Student("s1"), "it is no workbook")).text
    assert "Your file could not be marked: it is no workbook." in shown
    assert "points" not in shown


@given(st.text(max_size=30))
@example(TAG)
def test_no_text_becomes_html(text: str) -> None:
    hostile = graded(
        Student("s1", text),
        rest=Verdict.WRONG,
        found=text,
        words=text,
        expected=text or "x",
        facts=(Fact("given-changed", text),),
        overrides=(Override("s1", points=1, reason=text),),
    )
    plain = graded(
        Student("s1", "Ada"),
        rest=Verdict.WRONG,
        expected="x",
        facts=(Fact("given-changed", "x"),),
        overrides=(Override("s1", points=1, reason="x"),),
    )
    shown = page(hostile, text)
    assert shown.elements == page(plain).elements
    assert shown.attributes == page(plain).attributes


def test_nothing_is_fetched() -> None:
    shown = page(graded())
    assert not {"src", "href"} & shown.attributes
    assert not {"script", "link", "img", "iframe"} & set(shown.elements)
