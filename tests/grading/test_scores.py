"""Points: what each verdict is worth, shares, decisions, and what a rubric must fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Answer, Exercise, PlantedSlip
from bpsheet.grading.marks import Mark, Marked, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.rubric import Rubric
from bpsheet.grading.scores import Score, check_rubric, credit_of, score_of
from tests.grading.answered import exercise_of

ALL = exercise_of(rows=2)
GRADIENTS = exercise_of(part="gradients", rows=2)
SLIPS = replace(
    ALL, kind="find-the-slip", asked=(), slips=(PlantedSlip("∂E/∂w5", "wrong-sign", "…"),)
)
SHARES = st.sampled_from((0.1, 1.0, 3.0, 7.0))


def mark_of(answer: Answer, verdict: Verdict = Verdict.CORRECT, **further: Any) -> Mark:
    return Mark(answer.quantity, answer.row, verdict, **further)


def marked(
    exercise: Exercise, verdict_of: Callable[[Answer], Verdict] = lambda _: Verdict.CORRECT
) -> Marked:
    marks = tuple(mark_of(answer, verdict_of(answer)) for answer in exercise.answers)
    return Marked(exercise.id, exercise.student.id, "sheet.xlsx", marks=marks)


def score(
    exercise: Exercise, found: Marked, *overrides: Override, rubric: Rubric | None = None
) -> Score:
    return score_of(exercise, found, rubric or Rubric(), overrides)


@pytest.mark.parametrize(
    ("verdict", "further", "credit"),
    [
        (Verdict.CORRECT, {}, 1.0),
        (Verdict.FOLLOW_THROUGH, {"follows": True}, 0.8),
        (Verdict.FOLLOW_THROUGH, {"follows": True, "typed": True}, 0.8 * 0.25),
        (Verdict.TYPED, {"typed": True}, 0.25),
        (Verdict.TYPED, {"typed": True, "follows": True}, 0.8 * 0.25),
        (Verdict.WRONG, {}, 0.0),
        (Verdict.WRONG, {"typed": True, "follows": True}, 0.0),
        (Verdict.BLANK, {}, 0.0),
        (Verdict.UNREADABLE, {}, 0.0),
    ],
)
def test_what_a_verdict_is_worth(verdict: Verdict, further: dict[str, Any], credit: float) -> None:
    mark = mark_of(Answer("h1", 0), verdict, **further)
    assert credit_of(mark, Rubric(follow_through=0.8, typed=0.25)) == credit


@given(
    st.sampled_from((ALL, GRADIENTS)),
    st.floats(1, 1000),
    st.dictionaries(st.sampled_from(("forward", "gradients", "updates", "slips")), SHARES),
    st.dictionaries(st.sampled_from(ALL.asked), SHARES),
)
def test_who_has_everything_right_has_exactly_all_points(
    exercise: Exercise, points: float, groups: dict[str, float], shares: dict[str, float]
) -> None:
    rubric = Rubric(points, {"gradients": 1.0, **groups} if groups else {}, shares)
    found = score(exercise, marked(exercise), rubric=rubric)
    assert found.points == points
    assert sum(one.maximum for one in found.quantities) == pytest.approx(points)
    assert [one.quantity for one in found.quantities] == list(exercise.asked)


def test_a_quantity_counts_once_however_many_rows_it_has() -> None:
    wrong = marked(
        ALL, lambda answer: Verdict.WRONG if answer.quantity == "w5" else Verdict.CORRECT
    )
    half = marked(
        ALL, lambda answer: Verdict.WRONG if answer == Answer("h1", 1) else Verdict.CORRECT
    )
    share = 100 / len(ALL.asked)
    assert score(ALL, wrong).points == pytest.approx(100 - share)
    assert score(ALL, half).points == pytest.approx(100 - share / 2)


def test_shares_of_groups_and_quantities() -> None:
    rubric = Rubric(groups={"forward": 1, "gradients": 3, "updates": 0}, quantities={"∂E/∂w5": 3})
    found = {one.quantity: one for one in score(ALL, marked(ALL), rubric=rubric).quantities}
    gradients = [one for one in found.values() if one.group == "gradients"]
    assert sum(one.maximum for one in gradients) == pytest.approx(75)
    assert found["∂E/∂w5"].maximum == pytest.approx(3 * found["∂E/∂w6"].maximum)
    assert found["w5"].maximum == 0


def test_groups_that_are_not_asked_for_do_not_count() -> None:
    rubric = Rubric(groups={"forward": 5, "gradients": 1, "updates": 5})
    found = score(GRADIENTS, marked(GRADIENTS), rubric=rubric)
    assert {one.group for one in found.quantities} == {"gradients"}
    assert found.points == 100


def test_slips_to_find_are_a_group_of_their_own() -> None:
    marks = (
        Mark("cell of slip 1", 0, Verdict.CORRECT),
        Mark("right formula of slip 1", 0, Verdict.WRONG),
    )
    found = score(SLIPS, Marked("e1", "s1", "sheet.xlsx", marks=marks))
    assert [(one.group, one.points) for one in found.quantities] == [("slips", 50), ("slips", 0)]
    assert found.points == 50


def test_answers_without_a_mark_count_nothing() -> None:
    found = score(ALL, Marked("e1", "s1", "sheet.xlsx", failure="it cannot be read"))
    assert (found.points, found.maximum, found.open) == (0, 100, 0)


def test_what_the_teacher_must_read_is_open_until_decided() -> None:
    found = marked(GRADIENTS, lambda _: Verdict.UNREADABLE)
    assert score(GRADIENTS, found).open == len(GRADIENTS.answers)
    decision = Override("s1", "∂E/∂w5", credit=1.0)
    decided = score(GRADIENTS, found, decision)
    assert decided.open == len(GRADIENTS.answers) - 2
    assert decided.points == pytest.approx(100 / len(GRADIENTS.asked))
    assert decided.overrides == (decision,)


def test_of_several_decisions_the_last_holds() -> None:
    first, last = Override("s1", "∂E/∂w5", credit=1.0), Override("s1", "∂E/∂w5", credit=0.5)
    found = score(GRADIENTS, marked(GRADIENTS, lambda _: Verdict.WRONG), first, last)
    assert found.points == pytest.approx(50 / len(GRADIENTS.asked))
    assert found.overrides == (last,)


def test_points_are_added_and_taken_off_but_never_below_nothing() -> None:
    found = marked(GRADIENTS)
    assert score(GRADIENTS, found, Override("s1", points=2)).points == 102
    assert score(GRADIENTS, found, Override("s1", points=-300)).points == 0


def test_decisions_about_others_are_passed_over() -> None:
    found = score(GRADIENTS, marked(GRADIENTS), Override("s2", points=-2))
    assert (found.points, found.overrides) == (100, ())


@pytest.mark.parametrize(
    ("rubric", "expected"),
    [
        (Rubric(), ""),
        (Rubric(groups={"gradients": 1}), ""),
        (Rubric(quantities={"∂E/∂w5": 0}), ""),
        (Rubric(groups={"forward": 1}), "groups: the share of gradients is missing; add"),
        (Rubric(groups={"gradients": 0}), "quantities: nothing that an exercise asks for has"),
        (Rubric(quantities={"∂E/w5": 2}), "quantities: no exercise asks for '∂E/w5'; did you"),
        (Rubric(quantities={"h1": 2}), "quantities: no exercise asks for 'h1'; choose from"),
    ],
)
def test_a_rubric_must_fit_the_exercises(rubric: Rubric, expected: str) -> None:
    if not expected:
        check_rubric(rubric, [GRADIENTS])
        return
    with pytest.raises(InputError) as caught:
        check_rubric(rubric, [GRADIENTS])
    assert str(caught.value).startswith(expected)
