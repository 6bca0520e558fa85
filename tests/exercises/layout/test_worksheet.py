"""The worksheet: its blanks, its formulas, and what it must not give away."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.exercises.exercise import Answer, Exercise, Part
from bpsheet.exercises.labels import (
    DATA,
    EXERCISE,
    EXERCISE_ID,
    WORKSHEET,
    anchor_of,
    cell_label,
    formula_label,
)
from bpsheet.exercises.layout import key_workbook, student_workbook
from bpsheet.exercises.layout.places import places_of
from bpsheet.exercises.planting import runs_with_slips
from bpsheet.exercises.runs import correct_runs, given_of
from bpsheet.expression import Number, walk
from bpsheet.sheet.address import cell_name
from bpsheet.sheet.workbook import Sheet, Value, Workbook
from tests.exercises.layout.laid_out import ADA, filled_in, table_values, to_fill, to_find
from tests.exercises.layout.laid_out import EXERCISE_ID as ID

TOLERANCE = 1e-12


def right_numbers(exercise: Exercise) -> dict[Answer, float]:
    """Return the right number of every cell of the table that has one."""
    given = given_of([exercise.template])
    runs = correct_runs(exercise.graph, exercise.table, exercise.count, given)
    return {
        Answer(name, row): float(values[0, row])
        for name, values in runs.columns.items()
        for row in range(exercise.count)
        if not np.isnan(values[0, row])
    }


def same(found: Value, right: float) -> bool:
    """Return whether a cell has a number, but for the last digits."""
    return isinstance(found, int | float) and math.isclose(
        found, right, rel_tol=TOLERANCE, abs_tol=1e-15
    )


@pytest.mark.parametrize("rows", [1, 3, 7])
@pytest.mark.parametrize("name", BUNDLED)
def test_key_has_right_numbers(name: str, rows: int) -> None:
    exercise = to_fill(name, "forward", rows)
    right = right_numbers(exercise)
    wrong = [
        (quantity, row, value, right.get(Answer(quantity, row)))
        for quantity, row, value in table_values(exercise, key_workbook(exercise))
        if not same(value, right.get(Answer(quantity, row), math.nan))
        and (value is not None or Answer(quantity, row) in right)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", BUNDLED)
def test_answers_are_empty_and_nothing_else_can_be_changed(name: str) -> None:
    exercise = to_fill(name, "forward", 2)
    places, sheet = places_of(exercise), student_workbook(exercise).sheet(WORKSHEET)
    answers = {(places.cell(a).row, places.cell(a).column) for a in exercise.answers}
    unlocked = {place for place, cell in sheet.cells.items() if not cell.style.locked}
    assert sheet.protected
    assert unlocked == answers
    assert all(sheet.cells[place].value is None for place in answers)
    assert all(sheet.cells[place].formula is None for place in answers)


@pytest.mark.parametrize("name", BUNDLED)
def test_every_answer_is_prompted_by_its_name(name: str) -> None:
    exercise = to_fill(name, "forward", 7)
    places, sheet = places_of(exercise), student_workbook(exercise).sheet(WORKSHEET)
    prompts = {
        (row, column): prompt.heading
        for prompt in sheet.validations
        for row in range(prompt.area.top, prompt.area.bottom + 1)
        for column in range(prompt.area.left, prompt.area.right + 1)
    }
    cells = {answer.quantity: places.cell(answer) for answer in exercise.answers}
    assert len(prompts) == len(exercise.answers)
    assert all(prompts[cell.row, cell.column] == name for name, cell in cells.items())


@pytest.mark.parametrize("name", BUNDLED)
def test_labels_by_which_cells_are_found_again(name: str) -> None:
    exercise = to_fill(name, "forward")
    workbook, places = student_workbook(exercise), places_of(exercise)
    table, statement = workbook.sheet(WORKSHEET), workbook.sheet(EXERCISE)
    header = [table.value(places.header, column) for column in range(places.right + 1)]
    assert header[0] == anchor_of(exercise.template)
    assert tuple(header[len(places.counters) :]) == exercise.order
    assert [table.value(places.top + row, 0) for row in range(exercise.count)] == list(
        range(exercise.count)
    )
    assert beside(statement)[EXERCISE_ID] == ID
    assert workbook.properties["bpsheet exercise"] == ID
    given = given_of([exercise.template])
    for quantity, values in given.once.items():
        assert beside(statement)[quantity] == values[0]
    if exercise.template.several:
        for quantity, cells in (places.samples or {}).items():
            column = [
                workbook.sheet(DATA).value(row, cells.left)
                for row in range(cells.top - 1, cells.bottom + 1)
            ]
            assert column == [quantity, *given.samples[quantity][0]]


def beside(sheet: Sheet) -> dict[Value, Value]:
    """Return the value to the right of each text."""
    return {
        cell.value: sheet.value(row, column + 1)
        for (row, column), cell in sheet.cells.items()
        if isinstance(cell.value, str)
    }


def numbers_in(workbook: Workbook) -> Iterator[float]:
    """Yield every number that a file of a workbook holds."""
    for sheet in workbook.sheets:
        for cell in sheet.cells.values():
            if isinstance(cell.value, int | float):
                yield float(cell.value)
            for part in walk(cell.formula) if cell.formula is not None else ():
                if isinstance(part, Number):
                    yield float(part.value)


def with_other_numbers(exercise: Exercise) -> Exercise:
    """Return an exercise with numbers of many digits: no answer is one of them by chance."""
    template, generator = exercise.template, np.random.default_rng(7)

    def drawn(numbers: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(map(float, generator.uniform(0.1, 0.9, len(numbers))))

    old, data = template.parameters, template.data
    parameters = replace(old, weights=drawn(old.weights), biases=drawn(old.biases))
    inputs = tuple(map(drawn, data.inputs))
    others = replace(template, parameters=parameters, data=replace(data, inputs=inputs))
    return replace(exercise, template=others)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("part", ["forward", "gradients", "updates", "all"])
@pytest.mark.parametrize("name", ["classic", "mazur", "han-kamber", "deep", "rgu"])
def test_no_answer_is_given_away(name: str, part: Part, rows: int) -> None:
    exercise = with_other_numbers(to_fill(name, part, rows))
    right, checked = right_numbers(exercise), part in ("gradients", "all")
    found = np.array(sorted(set(numbers_in(student_workbook(exercise, self_check=checked)))))
    told = [
        answer
        for answer in exercise.answers
        if np.any(np.isclose(found, right[answer], rtol=1e-6, atol=1e-12))
    ]
    assert told == []


@pytest.mark.parametrize("name", ["classic", "xor-tanh", "deep", "optimizer-adam"])
def test_right_answers_lead_to_the_numbers_of_the_key(name: str) -> None:
    exercise = to_fill(name, "gradients", 6)
    places, right = places_of(exercise), right_numbers(exercise)
    entries = {places.cell(answer): right[answer] for answer in exercise.answers}
    filled = filled_in(student_workbook(exercise), entries)
    for quantity, row, value in table_values(exercise, filled):
        if Answer(quantity, row) in right:
            assert value == pytest.approx(right[Answer(quantity, row)], rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
@pytest.mark.parametrize("name", ["classic", "deep", "softmax", "gates", "optimizer-adam"])
def test_slips_are_in_the_students_table_and_put_right_in_the_key(name: str, seed: str) -> None:
    exercise = to_find(name, rows=3, count=2, seed=seed)
    places, student, key = places_of(exercise), student_workbook(exercise), key_workbook(exercise)
    slipped, right = runs_with_slips(exercise).columns, right_numbers(exercise)
    for quantity, row, value in table_values(exercise, student):
        assert same(value, float(slipped[quantity][0, row]))
    for quantity, row, value in table_values(exercise, key):
        assert same(value, right[Answer(quantity, row)])
    for number, slip in enumerate(exercise.slips):
        cell, formula = places.slip_cell(number), places.slip_formula(number)
        for place, label in ((cell, cell_label), (formula, formula_label)):
            sheet = student.sheet(WORKSHEET)
            assert sheet.value(place.row, place.column - 1) == label(number + 1)
            assert sheet.value(place.row, place.column) is None
            assert not sheet.cells[place.row, place.column].style.locked
        named = {
            cell_name(places.cell(answer).row, places.cell(answer).column): answer
            for answer in (Answer(slip.quantity, row) for row in range(exercise.count))
        }
        assert same(key.value(formula), right[named[str(key.value(cell))]])


def test_nothing_but_the_answers_about_slips_can_be_changed() -> None:
    exercise = to_find("classic", count=2)
    sheet, places = student_workbook(exercise).sheet(WORKSHEET), places_of(exercise)
    asked = [places.slip_cell(number) for number in range(2)]
    asked += [places.slip_formula(number) for number in range(2)]
    unlocked = {place for place, cell in sheet.cells.items() if not cell.style.locked}
    assert unlocked == {(place.row, place.column) for place in asked}


def test_only_scratch_is_free_and_only_the_id_tells_whose_it_is() -> None:
    exercise = to_fill("classic")
    workbook = student_workbook(exercise, self_check=True, paper="Letter")
    free = [sheet.name for sheet in workbook.sheets if not sheet.protected]
    assert free == ["Scratch"]
    assert {sheet.print_setup.paper for sheet in workbook.sheets} == {"Letter"}
    texts = {
        cell.value
        for sheet in workbook.sheets
        for cell in sheet.cells.values()
        if isinstance(cell.value, str)
    }
    assert ADA.name in texts
    assert not any(ADA.id in text for text in texts)
