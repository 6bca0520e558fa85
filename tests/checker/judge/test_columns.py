"""The cells of a column beside what they should be."""

from __future__ import annotations

import numpy as np
import pytest

from tests.checker.judge.classic import Changes, classic, columns

WRONG_TARGET: Changes = {"AB4:AB8": "=(R4-C4)*R4*(1-R4)*J4"}


def test_a_right_column_has_no_wrong_cell() -> None:
    assert not any(cells.wrong.any() for cells in columns(classic()).values())


@pytest.mark.parametrize(
    ("changes", "name", "wrong"),
    [
        (WRONG_TARGET, "∂E/∂w5", [1, 1, 1, 1, 1]),
        ({"AB6:AB8": "=(R6-A6)*R6*(1-R6)*L6"}, "∂E/∂w5", [0, 0, 1, 1, 1]),
        ({"J6": 0.5079}, "a_h1", [0, 0, 1, 0, 0]),
        ({"E5": "=E4"}, "w1", [1, 0, 0, 0]),
    ],
)
def test_a_cell_is_judged_from_the_numbers_beside_it(
    changes: Changes, name: str, wrong: list[int]
) -> None:
    found = columns(classic(changes))
    assert found.pop(name).wrong.tolist() == list(map(bool, wrong))
    assert not any(cells.wrong.any() for cells in found.values())


@pytest.mark.parametrize(
    ("formula", "is_right"),
    [
        ("=(R4-A4)*R4*(1-R4)*J4", True),
        ("=-1*(A4-R4)*(R4-R4^2)*J4", True),
        ("=(R4-C4)*R4*(1-R4)*J4", False),
        ("=(R4-0.01)*R4*(1-R4)*J4", True),
        ("=(R4-A4)*R4*(1-R4)*0.5079", False),
        ("=ERF(R4)", None),
    ],
)
def test_a_formula_is_judged_by_what_it_computes_in_another_run(
    formula: str, is_right: bool | None
) -> None:
    cells = columns(classic({"AB4:AB8": formula}))["∂E/∂w5"]
    assert list(cells.formula_is_right.values()) == [is_right]


def test_a_formula_that_reads_its_own_cell_is_not_judged() -> None:
    cells = columns(classic(stored={"J4:J8": 0.5}, changes={"J4:J8": "=1/(1+EXP(-J4))"}))["a_h1"]
    assert cells.formula_is_right == {}


def test_what_is_given_may_come_from_anywhere() -> None:
    assert columns(classic({"C4": "=0.025*2"}))["i1"].formula_is_right == {}


def test_a_formula_is_tried_in_a_few_rows_from_the_first_to_the_last() -> None:
    cells = columns(classic())["∂E/∂w5"]
    (place,) = cells.formula_is_right
    assert cells.tried(place).tolist() == [0, 1, 2, 3, 4]


def test_cells_without_a_number_are_not_judged() -> None:
    cells = columns(classic(stored={"U5": None, "U6": "#DIV/0!"}))["E1"]
    assert cells.judged == 3
    assert np.isnan(cells.found).tolist() == [False, True, True, False, False]


def test_what_is_made_of_something_that_is_nowhere_has_no_right_value() -> None:
    cells = columns(classic({"A3:A8": ""}))["∂E/∂w5"]
    assert cells.right is None
    assert cells.judged == 0
    assert not cells.wrong.any()
