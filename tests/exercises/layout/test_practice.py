"""The sheet that judges gradients without knowing them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Exercise, Part, quantities_of
from bpsheet.exercises.layout import student_workbook
from bpsheet.exercises.layout.places import PRACTICE, places_of
from bpsheet.exercises.runs import correct_runs, given_of
from bpsheet.sheet.workbook import Value
from tests.exercises.layout.laid_out import filled_in, to_fill

TEMPLATES = ("classic", "mazur", "deep", "softmax", "xor-tanh", "bce", "micrograd", "gates")


def verdicts(exercise: Exercise, factor: float, digits: int = 12) -> list[Value]:
    """Return what is said where the gradients that are typed are off by a factor, and rounded."""
    given = given_of([exercise.template])
    columns = correct_runs(exercise.graph, exercise.table, exercise.count, given).columns
    places, names = places_of(exercise), exercise.template.names
    gradients = {names.gradient(parameter) for parameter in exercise.template.trained}
    entries = {
        places.cell(answer): round(float(columns[answer.quantity][0, answer.row]), digits)
        * (factor if answer.quantity in gradients else 1)
        for answer in exercise.answers
    }
    workbook = filled_in(student_workbook(exercise, self_check=True), entries)
    return [cell.value for cell in workbook.sheet(PRACTICE).cells.values() if cell.style.hidden]


def what_should_be_said(exercise: Exercise) -> list[str]:
    """Return what should be said of wrong gradients: of tiny ones nothing can be told."""
    columns = correct_runs(
        exercise.graph, exercise.table, exercise.count, given_of([exercise.template])
    ).columns
    names = exercise.template.names
    gradients = {names.gradient(parameter) for parameter in exercise.template.trained}
    return [
        "not yet" if abs(columns[answer.quantity][0, answer.row]) >= 0.01 else "agrees"
        for answer in exercise.answers
        if answer.quantity in gradients
    ]


@pytest.mark.parametrize("digits", [12, 4])
@pytest.mark.parametrize("name", TEMPLATES)
def test_right_gradients_agree(name: str, digits: int) -> None:
    exercise = to_fill(name, "gradients", 2)
    said = verdicts(exercise, 1, digits)
    assert len(said) >= len(exercise.template.trained)
    assert set(said) == {"agrees"}


@pytest.mark.parametrize("factor", [1.01, 0.99, -1, 2, 0])
@pytest.mark.parametrize("name", ["classic", "deep", "softmax", "micrograd"])
def test_wrong_gradients_do_not(name: str, factor: float) -> None:
    exercise = to_fill(name, "gradients", 1)
    said = verdicts(exercise, factor)
    expected = what_should_be_said(exercise)
    assert "not yet" in expected
    told = [found for found, right in zip(said, expected, strict=True) if right == "not yet"]
    assert set(told) == {"not yet"}


def test_nothing_is_said_of_empty_cells() -> None:
    workbook = student_workbook(to_fill("classic", "gradients"), self_check=True)
    cells = [cell for cell in workbook.sheet(PRACTICE).cells.values() if cell.style.hidden]
    assert [cell.value for cell in cells] == [""] * 8
    assert all(cell.style.locked for cell in cells)


@pytest.mark.parametrize("name", BUNDLED)
def test_every_bundled_template_can_be_practised(name: str) -> None:
    exercise = to_fill(name, "gradients", 12)
    workbook = student_workbook(exercise, self_check=True)
    said = [cell for cell in workbook.sheet(PRACTICE).cells.values() if cell.style.hidden]
    names = exercise.template.names
    gradients = {names.gradient(parameter) for parameter in exercise.template.trained}
    assert len(said) == sum(answer.quantity in gradients for answer in exercise.answers)


def test_there_is_no_practice_unless_it_is_asked_for() -> None:
    assert PRACTICE not in [sheet.name for sheet in student_workbook(to_fill("classic")).sheets]


@pytest.mark.parametrize("part", ["forward", "updates"])
def test_there_must_be_gradients_to_judge(part: Part) -> None:
    exercise = to_fill("classic", part)
    with pytest.raises(InputError, match="judges gradients; ask for gradients"):
        student_workbook(exercise, self_check=True)


def test_a_formula_that_would_be_too_long_is_refused() -> None:
    exercise = to_fill("deep", "gradients")
    network = replace(
        exercise.template.network, layers=(2, 6, 6, 2), activations=("tanh", "tanh", "sigmoid")
    )
    parameters = replace(exercise.template.parameters, weights=(0.1,) * 60, biases=(0.1,) * 14)
    large = replace(exercise.template, model=network, parameters=parameters)
    order = tuple(quantity.name for quantity in quantities_of(large))
    asked = (large.names.gradient(large.names.weights[0]),)
    with pytest.raises(InputError, match=r"∂E/∂w1 needs a formula of [0-9,]+ characters"):
        student_workbook(
            replace(exercise, template=large, asked=asked, order=order), self_check=True
        )
