"""Marks of synthetic students equal what was planted, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bpsheet.checker.reading import read_book
from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.layout import student_workbook
from bpsheet.exercises.planting import planted
from bpsheet.exercises.secret import Choices
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.grading.marking import mark
from bpsheet.grading.rubric import Tolerance
from tests.grading.answered import exercise_of
from tests.grading.synthetic import WAYS, Answering, Cells, Planting, fill_in
from tests.grading.synthetic_slips import answers_about_slips

EVEN = dict.fromkeys(WAYS, 1.0)
"""Every way of answering as often as the others."""

CAREFUL = EVEN | {"formula": 40.0}
"""Mostly right formulas."""

TOLERANCE = Tolerance("relative", 0.005)
HANDED_IN = "handed-in.xlsx"


def filled_in(
    exercise: Exercise, folder: Path, plan: Callable[[Cells], Mapping[Answer, Planting]]
) -> Mapping[Answer, Planting]:
    """Write a student's workbook, and what the student hands in."""
    source = folder / "handed-out.xlsx"
    write_xlsx(student_workbook(exercise), source)
    return fill_in(source, folder / HANDED_IN, exercise, plan)


def handed_in(
    exercise: Exercise, ways: Mapping[str, float], seed: int, folder: Path
) -> Mapping[Answer, Planting]:
    """Write what a synthetic student hands in who fills in blanks."""
    random = Random(seed)
    return filled_in(exercise, folder, lambda cells: Answering(cells, random, ways).plantings())


@pytest.mark.parametrize("name", ["classic", "mazur", "han-kamber", "xor-tanh", "gates"])
@pytest.mark.parametrize("ways", [EVEN, CAREFUL], ids=["even", "careful"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_marks_are_those_that_the_planting_calls_for(
    name: str, ways: dict[str, float], seed: int, tmp_path: Path
) -> None:
    exercise = exercise_of(name, "all", 5)
    plantings = handed_in(exercise, ways, seed, tmp_path)
    marks, _ = mark(read_book(tmp_path / HANDED_IN), exercise, TOLERANCE)
    assert [(one.quantity, one.row) for one in marks] == list(plantings)
    different = {
        answer: (planting.way, planting.content, planting.verdict, one.verdict, one.words)
        for (answer, planting), one in zip(plantings.items(), marks, strict=True)
        if one.verdict is not planting.verdict or planting.slip not in ("", one.slip)
    }
    assert different == {}


@pytest.mark.parametrize("name", ["classic", "mazur", "deep", "line", "optimizer-adam"])
@pytest.mark.parametrize("seed", range(6))
def test_answers_about_slips_are_marked_as_planted(name: str, seed: int, tmp_path: Path) -> None:
    filled, random = exercise_of(name, "all", 4), Random(seed)
    slips = planted(filled.template, 4, Choices(b"secret", str(seed)), 2)
    exercise = replace(filled, kind="find-the-slip", asked=(), slips=slips)
    plan = filled_in(exercise, tmp_path, lambda cells: answers_about_slips(cells, random))
    marks, _ = mark(read_book(tmp_path / HANDED_IN), exercise, TOLERANCE)
    assert {one.quantity: one.verdict for one in marks} == {
        answer.quantity: planting.verdict for answer, planting in plan.items()
    }


def test_students_answer_in_every_way(tmp_path: Path) -> None:
    exercise = exercise_of("classic", "all", 3)
    class_ = [handed_in(exercise, EVEN, seed, tmp_path) for seed in range(8)]
    assert {planting.way for one in class_ for planting in one.values()} == WAYS.keys()
