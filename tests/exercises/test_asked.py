"""Which quantities are asked for, and in which rows there is something to fill in."""

from __future__ import annotations

from typing import get_args

import pytest

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.errors import InputError
from bpsheet.exercises.asked import MOST_ROWS, asked_in, asked_names, whole_columns, with_rows
from bpsheet.exercises.exercise import Exercise, Part, Student, graph_of
from bpsheet.sheet.table_rows import table_rows


@pytest.mark.parametrize(
    ("template", "part", "names"),
    [
        ("error-curve", "forward", "o1 a_o1 E1 E_total"),
        ("error-curve", "gradients", "∂E/∂w1"),
        ("error-curve", "updates", "w1"),
        ("error-curve", "all", "w1 o1 a_o1 E1 E_total ∂E/∂w1"),
        ("gates", "gradients", "∂E/∂s ∂E/∂ŷ ∂E/∂w"),
        ("mazur", "updates", "w1 w2 w3 w4 w5 w6 w7 w8"),
        ("han-kamber", "updates", "w1 w2 w3 w4 w5 w6 b1 b2 w7 w8 b3"),
        ("optimizer-adamax", "updates", "θ1 θ2 m_θ1 u_θ1 m_θ2 u_θ2"),
        ("and-gate", "forward", "o1 a_o1 E1 E_total C"),
    ],
)
def test_the_names_of_a_part_stand_in_the_order_of_the_table(
    template: str, part: Part, names: str
) -> None:
    assert " ".join(asked_names(load_template(template), part)) == names


@pytest.mark.parametrize("name", BUNDLED)
def test_all_is_every_part_once(name: str) -> None:
    template = load_template(name)
    parts = [n for part in ("forward", "gradients", "updates") for n in asked_names(template, part)]
    assert sorted(asked_names(template, "all")) == sorted(parts)


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("part", get_args(Part))
@pytest.mark.parametrize("rows", [1, 2, 60])
def test_names_asked_in_some_rows_are_those_that_have_an_answer_there(
    name: str, part: Part, rows: int
) -> None:
    template = with_rows(load_template(name), rows)
    asked = asked_names(template, part)
    order = tuple(quantity.name for quantity in graph_of(template))
    exercise = Exercise("id", Student("s"), "fill", template, rows, asked, order)
    answered = {answer.quantity for answer in exercise.answers}
    if answered:
        assert asked_in(template, part, rows) == tuple(n for n in asked if n in answered)
    else:
        with pytest.raises(InputError, match=f"{name} computes no {part}"):
            asked_in(template, part, rows)


@pytest.mark.parametrize(
    ("template", "part", "least"),
    [
        ("line", "updates", 11),
        ("xor-tanh", "updates", 5),
        ("stopping-distance", "gradients", 11),
        ("stopping-distance", "updates", 51),
    ],
)
def test_the_error_says_how_many_rows_are_needed(template: str, part: Part, least: int) -> None:
    with pytest.raises(InputError, match=f"ask for {least} rows or more"):
        asked_in(load_template(template), part, least - 1)
    assert asked_in(load_template(template), part, least)


@pytest.mark.parametrize("rows", [-1, 0, MOST_ROWS + 1])
def test_rows_out_of_range_are_refused(rows: int) -> None:
    with pytest.raises(InputError, match="choose 1 to 1,000"):
        with_rows(load_template(), rows)
    with pytest.raises(InputError, match="choose 1 to 1,000"):
        asked_in(load_template(), "all", rows)


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("rows", [1, 4, 5, 11, 50])
def test_the_epochs_have_room_for_the_rows_and_one_more(name: str, rows: int) -> None:
    table = table_rows(with_rows(load_template(name), rows))
    assert table.count > rows
    assert table.count - table.per_epoch <= rows


def test_whole_columns_are_as_long_as_the_table_of_the_built_workbook() -> None:
    assert whole_columns(load_template("classic")) == 100
    assert whole_columns(load_template("stopping-distance")) == MOST_ROWS
