"""The summary of a class names what a teacher has to know, and escapes what others wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bpsheet.exercises.exercise import Student
from bpsheet.grading.marks import Fact, Marked, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.result import ClassResult
from bpsheet.grading.summary import class_summary
from bpsheet.grading.summary.table import MOST_ROWS, table
from tests.grading.classes import Page, absent, class_of, graded, renumbered

TAG = "<script src=x>alert(1)</script>"
STRAY = Marked("", "", "class.zip: Bob/x.xlsx", failure="it cannot be told whose it is")


def a_class(text: str = "∂E/∂w1 has a wrong sign") -> ClassResult:
    """Return a class in which there is something of everything; `text` is what others wrote."""
    return class_of(
        graded(
            Student("s1", text),
            {"∂E/∂w1": Verdict.WRONG},
            slip="wrong-sign",
            words=text,
            facts=(Fact("given-changed", text),),
            overrides=(Override("s1", points=2, reason=text),),
        ),
        graded(
            Student("s2", text),
            {"∂E/∂w1": Verdict.WRONG, "∂E/∂w8": Verdict.UNREADABLE},
            slip="wrong-sign",
            words=text,
            found=text,
        ),
        absent(Student("s3", text)),
        absent(Student("s4", text), text or "broken"),
        title=text,
        strays=(replace(STRAY, source=text),),
        changes=(text,),
    )


@pytest.mark.parametrize(
    "expected",
    [
        "students: 4 · handed in: 3 · could not be marked: 1 · for you to read: 1"
        " · files that belong to nobody: 1",
        "82.25 of 100 points on average",
        "The median is 82.25; all have 75 to 89.5.",
        "What changed since the last grading NEWS",
        "Questions that nobody solved ∂E/∂w1",
        "slip students answers most often wrong sign 2 2 NEWS",
        "∂E/∂w1 2 wrong 0 of 2 0%",
        "∂E/∂w8 1 correct, 1 to be read 1 of 2 50%",
        "s2 NEWS ∂E/∂w8 Worksheet!L8 NEWS NEWS",
        "Could not be marked student file why s4 NEWS s4.xlsx NEWS",
        "Files that belong to nobody file why NEWS it cannot be told whose it is",
        "Worth knowing student what where s1 NEWS NEWS",
        "Your decisions student decision reason s1 NEWS +2 points NEWS",
        "Nothing handed in s3 NEWS",
    ],
)
def test_everything_is_told(expected: str) -> None:
    assert expected in Page(class_summary(a_class("NEWS"))).text


def test_what_does_not_occur_has_no_section() -> None:
    shown = Page(class_summary(class_of(graded())))
    assert shown.elements.count("h2") == 2  # points and questions
    assert "Names differ" not in shown.text


def test_links_lead_somewhere() -> None:
    links = Page(class_summary(a_class())).links
    assert {link.removeprefix("#") for link in links["href"]} <= links["id"]
    assert len(links["href"]) == 3


@pytest.mark.parametrize("result", [class_of(), class_of(absent(Student("s1")))])
def test_a_class_without_points_has_a_page(result: ClassResult) -> None:
    assert "Nobody has points so far." in Page(class_summary(result)).text


def test_answers_that_the_teacher_has_decided_no_longer_wait() -> None:
    decision = Override("s1", quantity="∂E/∂w8", credit=1, reason="I read it")
    result = graded(verdicts={"∂E/∂w8": Verdict.UNREADABLE}, overrides=(decision,))
    assert "For you to read" not in Page(class_summary(class_of(result))).text


def test_it_says_whose_names_questions_have() -> None:
    result = class_of(graded(), graded(Student("s2"), exercise=renumbered()))
    assert "here they are those of s1." in Page(class_summary(result)).text


@given(st.text(max_size=30))
@example(TAG)
def test_no_text_becomes_html(text: str) -> None:
    shown, plain = Page(class_summary(a_class(text))), Page(class_summary(a_class("plain")))
    assert shown.elements == plain.elements
    assert shown.attributes == plain.attributes


def test_long_tables_are_cut_and_say_so() -> None:
    page = Page("".join(table(("n",), [(str(n),) for n in range(MOST_ROWS + 7)])))
    assert page.elements.count("tr") == 1 + MOST_ROWS
    assert page.text.endswith("and 7 more")
