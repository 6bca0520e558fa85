"""Question banks, read as Moodle documents its two languages: the XML and the embedded answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.errors import InputError
from bpsheet.exercises.asked import asked_in, with_rows
from bpsheet.exercises.exercise import (
    Answer,
    Exercise,
    Part,
    PlantedSlip,
    Student,
    is_computed,
    quantities_of,
)
from bpsheet.exercises.moodle_xml import ROUNDING, moodle_xml
from bpsheet.exercises.runs import Runs, correct_runs, given_of
from bpsheet.model.graph import Scope
from bpsheet.sheet.table_rows import table_rows

NUMBER = r"-?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?"
FIELD = re.compile(rf"\{{(\d*):(?:NUMERICAL|NM):=({NUMBER}):({NUMBER})\}}")
"""A field as Moodle reads it: marks, the right number, and by how much an answer may differ."""


class Field(NamedTuple):
    marks: int
    right: float
    within: float


def exercise_of(name: str, part: Part = "all", rows: int = 1, **changes: object) -> Exercise:
    """Return an exercise with the numbers of a bundled template."""
    template = with_rows(load_template(name), rows)
    order = tuple(quantity.name for quantity in quantities_of(template))
    asked = tuple(sorted(asked_in(template, part, rows), key=order.index))
    made = Exercise("1f2e3d", Student("s-17", "Ada Lovelace"), "fill", template, rows, asked, order)
    return replace(made, **changes)  # type: ignore[arg-type]


def titled(title: str) -> Exercise:
    made = exercise_of("classic", "gradients")
    return replace(made, template=replace(made.template, title=title))


def half_percent(right: float) -> float:
    return 0.005 * abs(right)


def bank(
    exercises: Sequence[Exercise], tolerance: Callable[[float], float] = half_percent
) -> etree._Element:
    return etree.fromstring(moodle_xml(exercises, tolerance).encode())


def question_text(exercise: Exercise) -> str:
    [text] = bank([exercise]).xpath("question[@type='cloze']/questiontext[@format='html']/text")
    return str(text.text)


def lines_of(exercise: Exercise) -> list[list[tuple[str, str]]]:
    """Return the name and the content of each line of each table."""
    page = html.fromstring(f"<div>{question_text(exercise)}</div>")
    return [
        [(str(row[0].text), str(row[-1].text)) for row in table.xpath(".//tr")]
        for table in page.xpath(".//table")
    ]


def field_of(content: str) -> Field:
    found = FIELD.fullmatch(content)
    assert found, content
    return Field(int(found[1]), float(found[2]), float(found[3]))


def runs_of(exercise: Exercise) -> Runs:
    given_numbers = given_of([exercise.template])
    return correct_runs(exercise.graph, exercise.table, exercise.count, given_numbers)


@pytest.mark.parametrize("part", ["forward", "gradients", "updates", "all"])
@pytest.mark.parametrize("name", BUNDLED)
def test_every_answer_has_a_field_with_its_right_number(name: str, part: Part) -> None:
    rows = max(2, table_rows(load_template(name)).per_epoch)  # some are computed once an epoch
    exercise = exercise_of(name, part, rows)
    contents = [line for table in lines_of(exercise) for line in table]
    fields = [(told, field_of(content)) for told, content in contents if "{" in content]
    answers = sorted_answers(exercise)
    assert [told for told, _ in fields] == [answer.quantity for answer in answers]
    right = runs_of(exercise).columns
    for (quantity, row), (_, field) in zip(answers, fields, strict=True):
        assert field.marks == 1
        assert abs(field.right - right[quantity][0, row]) <= 0.0011 * field.within


def sorted_answers(exercise: Exercise) -> list[Answer]:
    return sorted(
        exercise.answers, key=lambda each: (each.row, exercise.order.index(each.quantity))
    )


@pytest.mark.parametrize("name", ["classic", "xor", "optimizer-adam", "mazur"])
def test_what_is_told_is_right_and_rests_on_no_answer(name: str) -> None:
    exercise = exercise_of(name, "forward", rows=2)
    given_table, *tables = lines_of(exercise)
    runs, answers = runs_of(exercise), set(exercise.answers)
    for quantity, content in given_table:
        assert float(content) == runs.columns[quantity][0, 0]

    def rests_on_answers(cell: Answer) -> bool:
        if cell in answers:
            return True
        if not computed(exercise, cell):
            return cell.row > 0 and held(exercise, cell) and rests_on_answers(above(cell))
        return any(rests_on_answers(Answer(*each)) for each in runs.operands(*cell))

    for row, table in zip(rows_shown(exercise), tables, strict=True):
        for quantity, content in table:
            if "{" not in content:
                assert content == f"{runs.columns[quantity][0, row] + 0.0:.6g}"
                assert not rests_on_answers(Answer(quantity, row))


def computed(exercise: Exercise, cell: Answer) -> bool:
    kind = exercise.table.kinds[exercise.table.kind_of_row[cell.row]]
    return is_computed(exercise.graph[cell.quantity], kind, exercise.table)


def held(exercise: Exercise, cell: Answer) -> bool:
    return exercise.graph[cell.quantity].scope is Scope.CARRIED


def above(cell: Answer) -> Answer:
    return Answer(cell.quantity, cell.row - 1)


def rows_shown(exercise: Exercise) -> list[int]:
    return [int(row) for row in re.findall(r"<h4>(?:step|row) (\d+)</h4>", question_text(exercise))]


def test_what_is_not_asked_for_is_told_with_six_digits() -> None:
    told = dict(lines_of(exercise_of("mazur", "gradients"))[1])
    assert told["out_o1"] == "0.751365"  # as Mazur printed it
    assert field_of(told["∂E_total/∂w5"]).right == pytest.approx(0.082167041, rel=1e-5)


def test_a_parameter_that_was_not_updated_is_wrong() -> None:
    exercise = exercise_of("classic", "updates")
    values = runs_of(exercise).columns
    for quantity, content in lines_of(exercise)[-1]:
        before, after = values[quantity][0, :2]
        field = field_of(content)
        assert exercise.graph[quantity].scope is Scope.CARRIED
        assert abs(before - field.right) > 2 * field.within
        assert field.within >= ROUNDING * abs(after)


@pytest.mark.parametrize("tolerance", [0.0, 1e-9, 0.05])
def test_six_digits_that_count_are_always_enough(tolerance: float) -> None:
    exercise = exercise_of("classic", "all")
    right = runs_of(exercise).columns
    text = moodle_xml([exercise], lambda _: tolerance)
    fields = [Field(int(f[1]), float(f[2]), float(f[3])) for f in FIELD.finditer(text)]
    for (name, row), field in zip(sorted_answers(exercise), fields, strict=True):
        typed = float(f"{right[name][0, row]:.6g}")
        assert abs(typed - field.right) <= field.within * (1 + 1e-6) + 1e-15


def test_questions_stand_in_a_category_and_carry_the_exercise_s_id() -> None:
    exercises = [exercise_of("classic", id="aa"), exercise_of("classic", id="bb")]
    root = bank([*exercises, exercise_of("mazur", id="cc")])
    assert root.tag == "quiz"
    assert [question.get("type") for question in root] == [
        *("category", "cloze", "cloze"),
        *("category", "cloze"),
    ]
    title = exercises[0].template.title
    assert root.findtext("question/category/text") == f"$course$/ {title} "
    assert root.xpath("question/idnumber/text()") == ["aa", "bb", "cc"]
    assert root.xpath("question/name/text/text()")[1] == f"{title} (bb)"


def test_nothing_tells_of_the_student() -> None:
    text = moodle_xml([exercise_of("classic")], half_percent)
    assert "s-17" not in text
    assert "Lovelace" not in text


def path_of(text: str) -> list[str]:
    """Return the names in a path of categories, as Moodle splits it."""
    return [part.replace("//", "/").strip() for part in re.split("(?<!/)/(?!/)", text)]


HOSTILE = '</text>]]> & <b> "{1:NUMERICAL:=1:1}" {#1} \\} a/b //'


@given(title=st.one_of(st.just(HOSTILE), st.text(min_size=1).map(lambda text: text.strip("/ "))))
@settings(max_examples=30, deadline=None)
def test_any_title_stays_text(title: str) -> None:
    root = bank([titled(title)])
    assert len(root.xpath("//question")) == 2
    name = root.findtext("question/name/text")
    assert name is not None
    assert name.endswith("(1f2e3d)")
    fields = FIELD.findall(root.findtext("question/questiontext/text") or "")
    assert len(fields) == len(exercise_of("classic", "gradients").answers)


@pytest.mark.parametrize("title", ["a/b", "/ at the start", "at the end /", "a // b", "plain"])
def test_a_slash_in_a_title_makes_no_further_category(title: str) -> None:
    path = bank([titled(title)]).findtext("question/category/text")
    assert path_of(path or "") == ["$course$", title]


def test_braces_in_names_begin_no_field() -> None:
    exercise = exercise_of("gates")
    exercise = replace(exercise, id="{1:NM:=1:1}")
    text = question_text(exercise)
    assert len(FIELD.findall(text)) == len(exercise.answers)
    assert "{1:NM:=1:1}" in html.fromstring(f"<div>{text}</div>").text_content()


def test_the_same_exercises_give_the_same_bank() -> None:
    once, again = (moodle_xml([exercise_of("xor", rows=3)], half_percent) for _ in range(2))
    assert once == again


def test_without_exercises_there_are_no_questions() -> None:
    assert len(bank([])) == 0


def test_slips_to_find_are_refused() -> None:
    slip = PlantedSlip("h1", "swapped-operand", "uses i2 in place of i1")
    exercise = exercise_of("classic", kind="find-the-slip", asked=(), slips=(slip,))
    with pytest.raises(InputError, match="take numbers only; use --kind fill"):
        moodle_xml([exercise], half_percent)


def test_an_answer_that_is_no_number_is_refused() -> None:
    exercise = exercise_of("classic", rows=2)
    weights = (np.inf, *exercise.template.parameters.weights[1:])
    parameters = replace(exercise.template.parameters, weights=weights)
    exercise = replace(exercise, template=replace(exercise.template, parameters=parameters))
    with pytest.raises(InputError, match=r"in row 0 of exercise 1f2e3d is no number"):
        moodle_xml([exercise], half_percent)
