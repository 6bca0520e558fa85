"""The pages to print: boxes for the answers, and what is known without them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpsheet.catalogue import BUNDLED
from bpsheet.exercises.exercise import Answer, Part
from bpsheet.exercises.layout import key_workbook, student_workbook
from bpsheet.exercises.layout.looks import BOX
from bpsheet.exercises.layout.places import KEY, PAPER, places_of
from bpsheet.exercises.layout.plan import Plan
from bpsheet.notation.text import equation
from bpsheet.sheet.address import Reference
from bpsheet.sheet.workbook import Cell, Sheet
from tests.exercises.layout.laid_out import table_values, to_fill, to_find


def boxes(sheet: Sheet) -> list[Cell]:
    """Return the empty boxes of a page."""
    return [
        cell
        for cell in sheet.cells.values()
        if cell.style.border == BOX.border and cell.style.fill is None
    ]


@pytest.mark.parametrize("part", ["forward", "all"])
@pytest.mark.parametrize("name", BUNDLED)
def test_there_is_a_box_for_each_answer(name: str, part: Part) -> None:
    exercise = to_fill(name, part)
    empty = boxes(student_workbook(exercise).sheet(PAPER))
    assert len(empty) == len(exercise.answers)
    assert all(cell.value is None and cell.formula is None for cell in empty)


@pytest.mark.parametrize("name", BUNDLED)
def test_the_keys_boxes_hold_the_answers(name: str) -> None:
    exercise = to_fill(name, "all")
    workbook, places = key_workbook(exercise), places_of(exercise)
    right = [workbook.value(places.cell(answer)) for answer in exercise.answers]
    found = [cell.value for cell in boxes(workbook.sheet(KEY))]
    assert sorted(map(str, found)) == sorted(map(str, right))


@pytest.mark.parametrize("part", ["forward", "gradients", "updates"])
@pytest.mark.parametrize("name", ["classic", "xor-tanh", "bce", "optimizer-adam"])
def test_no_number_is_printed_that_an_answer_is_missing_from(name: str, part: Part) -> None:
    exercise = to_fill(name, part, 12)
    workbook, key = student_workbook(exercise), key_workbook(exercise)
    printed = [
        formula
        for cell in workbook.sheet(PAPER).cells.values()
        if isinstance(formula := cell.formula, Reference)
    ]
    assert len(printed) > len(exercise.template.names.parameters)
    assert all(workbook.value(place) == pytest.approx(key.value(place)) for place in printed)


def test_what_depends_on_answers() -> None:
    exercise = to_fill("classic", "gradients", 2)
    plan = Plan(exercise, answered=False)
    opened = {answer for answer in plan.open_cells if answer.row == 0}
    assert opened == set(exercise.answers) - {a for a in exercise.answers if a.row}
    assert {answer.quantity for answer in plan.open_cells if answer.row == 1} >= {"w1", "E_total"}


@settings(deadline=None, max_examples=30)
@given(
    name=st.sampled_from(("classic", "han-kamber", "xor", "xor-tanh", "optimizer-adam")),
    part=st.sampled_from(("forward", "gradients", "all")),
    rows=st.integers(1, 8),
)
def test_cells_that_are_not_open_have_their_right_value(name: str, part: Part, rows: int) -> None:
    exercise = to_fill(name, part, rows)
    opened = Plan(exercise, answered=False).open_cells
    found = table_values(exercise, student_workbook(exercise))
    right = table_values(exercise, key_workbook(exercise))
    for (quantity, row, value), (_, _, key) in zip(found, right, strict=True):
        if Answer(quantity, row) not in opened:
            assert value == key


def test_long_exercises_print_their_first_rows_only() -> None:
    exercise = to_fill("classic", "all", 50)
    sheet = student_workbook(exercise).sheet(PAPER)
    words = [cell.value for cell in sheet.cells.values() if isinstance(cell.value, str)]
    assert "Step 0" in words
    assert "Step 49" not in words
    assert any("print the Worksheet" in word for word in words)


def test_slips_are_printed_as_formulas_and_put_right_in_the_key() -> None:
    exercise = to_find("classic")
    [slip] = exercise.slips
    quantity = exercise.graph[slip.quantity]
    name = quantity.name if quantity.following is None else f"{quantity.name}⁺"
    right = equation(name, quantity.following or quantity.definition)  # type: ignore[arg-type]
    student, key = [
        [cell.value for cell in sheet.cells.values() if isinstance(cell.value, str)]
        for sheet in (
            student_workbook(exercise).sheet(PAPER),
            key_workbook(exercise).sheet(KEY),
        )
    ]
    assert right not in student
    assert right in key
    assert any(line.startswith(f"{name} = ") for line in student)
