"""A teacher's decisions as they are written, and which answers they are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.checker.diagnostics import Place
from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Exercise
from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.overrides import Override, read_overrides
from tests.grading.answered import exercise_of

REASON = 'reason = "as we agreed"'
CELL = f'[[cell]]\nstudent = "s1"\ncredit = 1\n{REASON}\n'
EXAMPLE = f"""\
{CELL}quantity = "∂E/∂w5"
row = 0

[[cell]]
student = 17
cell = "x14"
credit = 0.5
{REASON}

[[student]]
student = "s1"
points = -2
{REASON}
"""


def overrides(
    tmp_path: Path, text: str, exercises: tuple[Exercise, ...] = ()
) -> tuple[Override, ...]:
    path = tmp_path / "overrides.toml"
    path.write_text(text, encoding="utf-8")
    return read_overrides(path, exercises)


def refusal(tmp_path: Path, text: str, exercises: tuple[Exercise, ...] = ()) -> str:
    with pytest.raises(InputError) as caught:
        overrides(tmp_path, text, exercises)
    return str(caught.value).removeprefix(f"{tmp_path / 'overrides.toml'}:").strip()


def test_both_kinds(tmp_path: Path) -> None:
    assert overrides(tmp_path, EXAMPLE) == (
        Override("s1", "∂E/∂w5", 0, 1.0, reason="as we agreed"),
        Override("17", cell="x14", credit=0.5, reason="as we agreed"),
        Override("s1", points=-2, reason="as we agreed"),
    )


def test_none(tmp_path: Path) -> None:
    assert overrides(tmp_path, "") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[cells]]", "1: cells: unknown key; did you mean cell? choose from cell, student"),
        ("[cell]", "1: cell: expected a list, not a table"),
        ("cell = [3]", "1: cell: decision 1: expected a table, not 3"),
        ("[[student]]\npoints = 2", "1: student.student: missing; add student = "),
        ('[[student]]\nstudent = "a"\npoints = 2', "1: student.reason: missing; add reason = "),
        (f'[[student]]\nstudent = "a"\n{REASON}', "1: student.points: missing; add points = 2"),
        (CELL, "1: cell: decision 1: name what it is about by one of quantity"),
        (f'{CELL}quantity = "h1"\ncell = "X1"', "1: cell: decision 1: name what it is about"),
        (f'{CELL}cell = "X1"\nrow = 2', "6: cell.row: a cell is in one row; remove row"),
        (f'{CELL}quantity = "h1"\nrow = -1', "6: cell.row: expected a row from 0, not -1"),
        (f'{CELL}quantity = "h1"\nrow = true', "6: cell.row: expected a row from 0, not true"),
        (CELL.replace("= 1", "= 2"), "3: cell.credit: 2 is out of range; use 0 to 1"),
        (CELL.replace('"s1"', "1.5"), "2: cell.student: expected text, not 1.5"),
        (CELL.replace('"s1"', "true"), "2: cell.student: expected text, not true"),
    ],
)
def test_refusals(tmp_path: Path, text: str, expected: str) -> None:
    assert refusal(tmp_path, text).startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{CELL}quantity = "∂E/∂w5"', ""),
        (f'{CELL}quantity = "∂E/∂v5"', "5: cell.quantity: there is no answer '∂E/∂v5'; did you"),
        (f'{CELL}quantity = "∂E/∂w5"'.replace("s1", "s2"), "2: cell.student: there is no student"),
        (f'[[student]]\nstudent = "x"\npoints = 1\n{REASON}', "2: student.student: there is no"),
    ],
)
def test_students_and_answers_are_known(tmp_path: Path, text: str, expected: str) -> None:
    exercises = (exercise_of(),)
    if expected:
        assert refusal(tmp_path, text, exercises).startswith(expected)
    else:
        assert len(overrides(tmp_path, text, exercises)) == 1


MARK = Mark("∂E/∂w5", 1, Verdict.WRONG, Place("Worksheet", 13, 23, 13, 23))


@pytest.mark.parametrize(
    ("override", "decides"),
    [
        (Override("s1", "∂E/∂w5", credit=1), True),
        (Override("s1", "∂E/∂w5", row=1, credit=0), True),
        (Override("s1", "∂E/∂w5", row=0, credit=1), False),
        (Override("s1", "∂E/∂w6", credit=1), False),
        (Override("s1", credit=1), True),
        (Override("s1", points=3), False),
        (Override("s1", cell="X14", credit=1), True),
        (Override("s1", cell="$x$14", credit=1), True),
        (Override("s1", cell="worksheet!X14", credit=1), True),
        (Override("s1", cell="Other!X14", credit=1), False),
        (Override("s1", cell="X15", credit=1), False),
    ],
)
def test_what_a_decision_is_about(override: Override, decides: bool) -> None:
    assert override.decides(MARK) == decides


def test_an_answer_that_was_not_found_is_in_no_cell() -> None:
    assert not Override("s1", cell="X14", credit=1).decides(Mark("h1", 0, Verdict.BLANK))
