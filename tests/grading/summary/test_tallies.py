"""Counts over a class."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.exercises.exercise import PlantedSlip, Student
from bpsheet.grading.marks import Mark, Marked, Verdict
from bpsheet.grading.result import Graded
from bpsheet.grading.rubric import Rubric
from bpsheet.grading.scores import Score, score_of
from bpsheet.grading.submission import Handed
from bpsheet.grading.summary.tallies import (
    HiddenTally,
    SlipTally,
    hidden_tallies,
    histogram,
    question_tallies,
    slip_tallies,
)
from tests.grading.answered import exercise_of
from tests.grading.classes import GRADIENTS, absent, graded, renumbered

BOTH_ROWS = exercise_of(part="gradients", rows=2)
PLANTED = PlantedSlip("∂E/∂w5", "wrong-sign", "has a wrong sign")
TO_FIND = replace(GRADIENTS, kind="find-the-slip", asked=(), slips=(PLANTED,))


def score(points: float, maximum: float = 80.0) -> Score:
    return Score(points, maximum, (), (), 0)


@pytest.mark.parametrize(
    ("points", "place"), [(0, 0), (7.9, 0), (8, 1), (79.9, 9), (80, 9), (83, 9), (40, 5)]
)
def test_each_tenth_ends_below_the_next(points: float, place: int) -> None:
    assert histogram([score(points)]) == tuple(int(n == place) for n in range(10))


@given(st.lists(st.floats(0, 120)))
def test_everybody_is_in_the_histogram(points: list[float]) -> None:
    assert sum(histogram([score(one) for one in points])) == len(points)


def test_a_question_counts_verdicts_and_who_solved_it() -> None:
    tallies = question_tallies(
        [
            graded(exercise=BOTH_ROWS, verdicts={"∂E/∂w1": Verdict.WRONG}),
            graded(exercise=BOTH_ROWS, verdicts={"∂E/∂w1": Verdict.FOLLOW_THROUGH}),
            absent(Student("s3")),
        ]
    )
    assert [tally.quantity for tally in tallies] == list(BOTH_ROWS.asked)
    assert tallies[0].verdicts == {Verdict.WRONG: 2, Verdict.FOLLOW_THROUGH: 2}
    assert (tallies[0].asked, tallies[0].solved, tallies[0].share) == (2, 1, 0.5)
    assert (tallies[1].solved, tallies[1].share) == (2, 1.0)


def test_a_question_is_solved_with_all_its_rows_right() -> None:
    result = graded(exercise=BOTH_ROWS)
    assert result.marked is not None
    marks = list(result.marked.marks)
    marks[0] = replace(marks[0], verdict=Verdict.BLANK)
    (first, second, *_) = question_tallies(
        [replace(result, marked=replace(result.marked, marks=tuple(marks)))]
    )
    assert (first.solved, second.solved) == (0, 1)


def test_the_same_question_has_the_first_student_s_name() -> None:
    other = graded(exercise=renumbered(), verdicts={"∂E/∂w4": Verdict.WRONG})
    tallies = {tally.quantity: tally for tally in question_tallies([graded(), other])}
    assert list(tallies) == list(GRADIENTS.asked)
    assert (tallies["∂E/∂w1"].solved, tallies["∂E/∂w4"].solved) == (1, 2)


def slipped(identity: str, kinds: dict[str, str]) -> Graded:
    """Return who made slips: their kinds by quantity."""
    result = graded(Student(identity))
    assert result.marked is not None
    marks = (
        replace(mark, verdict=Verdict.WRONG, slip=kinds[mark.quantity], words=mark.quantity)
        if mark.quantity in kinds
        else mark
        for mark in result.marked.marks
    )
    return replace(result, marked=replace(result.marked, marks=tuple(marks)))


def test_slips_of_many_students_stand_before_slips_of_many_cells() -> None:
    tallies = slip_tallies(
        [
            slipped("s1", {"∂E/∂w1": "often", "∂E/∂w2": "often", "∂E/∂w3": "often"}),
            slipped("s2", {"∂E/∂w5": "wide"}),
            slipped("s3", {"∂E/∂w5": "wide"}),
            slipped("s4", {}),
            absent(Student("s5")),
        ]
    )
    assert tallies == (SlipTally("wide", 2, 2, "∂E/∂w5"), SlipTally("often", 1, 3, "∂E/∂w1"))


def found(identity: str, cell: Verdict, formula: Verdict) -> Graded:
    """Return who was to find the slip."""
    own = replace(TO_FIND, id=identity, student=Student(identity))
    marks = (
        Mark("cell of slip 1", 0, cell, slip=PLANTED.kind),
        Mark("right formula of slip 1", 0, formula, slip=PLANTED.kind),
    )
    marked = Marked(identity, identity, "sheet.xlsx", marks=marks)
    return Graded(own, marked, score_of(own, marked, Rubric(), ()), Handed())


def test_a_slip_to_find_is_missed_without_its_cell_or_its_formula() -> None:
    results = [
        found("s1", Verdict.CORRECT, Verdict.CORRECT),
        found("s2", Verdict.CORRECT, Verdict.WRONG),
        found("s3", Verdict.BLANK, Verdict.BLANK),
    ]
    assert hidden_tallies(results) == (HiddenTally("wrong-sign", 2, 3, "∂E/∂w5 has a wrong sign"),)
    assert slip_tallies(results) == ()
    assert hidden_tallies([graded()]) == ()
