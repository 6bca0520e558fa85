"""Marks of synthetic students equal what was planted, cell by cell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from bpsheet.checker.reading import read_book
from bpsheet.exercise.layout import student_workbook
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.grading.marking import mark
from bpsheet.grading.rubric import Tolerance
from tests.grading.answered import exercise_of
from tests.grading.synthetic import WAYS, Answering, fill_in

EVEN = dict.fromkeys(WAYS, 1.0)
"""Every way of answering as often as the others."""

CAREFUL = EVEN | {"formula": 40.0}
"""Mostly right formulas."""


@pytest.mark.parametrize("name", ["classic", "mazur", "han-kamber", "softmax", "xor-tanh", "gates"])
@pytest.mark.parametrize("ways", [EVEN, CAREFUL], ids=["even", "careful"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_marks_are_those_that_the_planting_calls_for(
    name: str, ways: dict[str, float], seed: int, tmp_path: Path
) -> None:
    exercise = exercise_of(name, "all", 5)
    source, target = tmp_path / "handed-out.xlsx", tmp_path / "handed-in.xlsx"
    write_xlsx(student_workbook(exercise), source)
    random = Random(seed)
    planted = fill_in(
        source, target, exercise, lambda cells: Answering(cells, random, ways).plantings()
    )
    marks, _ = mark(read_book(target), exercise, Tolerance("relative", 0.005))
    assert [(one.quantity, one.row) for one in marks] == list(planted)
    different = {
        answer: (planting.way, planting.content, planting.verdict, one.verdict, one.words)
        for (answer, planting), one in zip(planted.items(), marks, strict=True)
        if one.verdict is not planting.verdict or planting.slip not in ("", one.slip)
    }
    assert different == {}


def test_a_student_answers_in_every_way(tmp_path: Path) -> None:
    exercise = exercise_of("deep", "all", 3)
    source = tmp_path / "handed-out.xlsx"
    write_xlsx(student_workbook(exercise), source)
    planted = fill_in(
        source,
        tmp_path / "handed-in.xlsx",
        exercise,
        lambda cells: Answering(cells, Random(7), EVEN).plantings(),
    )
    assert Counter(planting.way for planting in planted.values()).keys() == WAYS.keys()
