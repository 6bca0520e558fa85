"""What the quantities of a table should be, and how far a stored number may be from it."""

from __future__ import annotations

import numpy as np
import pytest

from bpsheet.catalogue import load_template
from bpsheet.checker.judge.expectations import (
    Expectation,
    allowed_error,
    averaged,
    expectations_of,
    right_value,
)
from bpsheet.checker.judge.numbers import TableNumbers
from bpsheet.checker.judge.rows import rows_of
from bpsheet.expression import Call, Expression, Name
from bpsheet.model.training import training_graph
from bpsheet.notation.text import text
from bpsheet.verbs.derive import derive

CLASSIC = load_template("classic")
DERIVATION = derive(CLASSIC)
GRAPH = training_graph(CLASSIC, DERIVATION)


def expected(placed: set[str], rows: int = 4) -> dict[str, Expectation]:
    found = expectations_of(GRAPH, DERIVATION, rows_of(CLASSIC, rows), placed, {"η"})
    return {one.quantity.name: one for one in found if len(one.positions)}


@pytest.mark.parametrize(
    ("name", "positions", "seen_from", "forms"),
    [
        ("i1", [1, 2, 3], [0, 1, 2], ["i1"]),
        ("w5", [1, 2, 3], [0, 1, 2], ["w5 − η·∂E/∂w5"]),
        ("h1", [0, 1, 2, 3], [0, 1, 2, 3], ["w1·i1 + w2·i2"]),
        ("E_total", [0, 1, 2, 3], [0, 1, 2, 3], ["E1 + E2"]),
        ("∂E/∂w5", [0, 1, 2, 3], [0, 1, 2, 3], ["(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1"]),
    ],
)
def test_what_a_quantity_should_be_and_where(
    name: str, positions: list[int], seen_from: list[int], forms: list[str]
) -> None:
    one = expected({name})[name]
    assert one.positions.tolist() == positions
    assert one.seen_from.tolist() == seen_from
    assert list(map(text, one.forms)) == forms
    assert one.held == (forms == [name])


def test_a_gradient_may_be_made_of_error_signals_where_they_stand() -> None:
    forms = expected({"∂E/∂w5", "δ_o1", "a_h1"})["∂E/∂w5"].forms
    assert text(forms[0]) == "δ_o1·a_h1"


def test_nothing_is_expected_of_what_has_no_place() -> None:
    assert expected(set()) == {}


def numbers(rounding: float = 0.0, **columns: list[float]) -> TableNumbers:
    known = {name: np.array(column) for name, column in columns.items()}
    roundings = {name: np.full(len(column), rounding) for name, column in columns.items()}
    rows = rows_of(CLASSIC, len(next(iter(columns.values()))))
    return TableNumbers(GRAPH, rows, known, roundings if rounding else {})


PRODUCT = Name("w1") * Name("i1")


def test_a_right_value_is_made_of_the_numbers_beside_it() -> None:
    at = numbers(w1=[2.0, 3.0], i1=[5.0, 7.0]).at(np.arange(2))
    assert right_value(PRODUCT, at) == pytest.approx([10.0, 21.0])
    assert right_value(Name("w1") * Name("w3"), at) is None


def test_a_mean_leaves_out_the_rows_that_the_table_does_not_have() -> None:
    at = numbers(w1=[2.0, 3.0, 10.0]).at(np.array([[0, 1], [2, -1]]))
    mean = Call("AVERAGE", (Name("w1"),))
    assert averaged(mean) == Name("w1")
    assert right_value(mean, at) == pytest.approx([2.5, 10.0])


@pytest.mark.parametrize(
    ("form", "allowed"),
    [(PRODUCT, 0.1 * (2 + 5)), (PRODUCT + Name("w1"), 0.1 * (2 + 6)), (Name("w1"), 0.1)],
)
def test_what_rounding_moves_adds_up(form: Expression, allowed: float) -> None:
    at = numbers(rounding=0.1, w1=[2.0], i1=[5.0]).at(np.arange(1))
    right = right_value(form, at)
    assert right is not None
    assert allowed_error(form, at, right) == pytest.approx([allowed], rel=1e-9)


def test_exact_numbers_leave_room_for_the_order_of_adding_alone() -> None:
    at = numbers(w1=[2.0], i1=[5.0]).at(np.arange(1))
    assert 0 < allowed_error(PRODUCT, at, np.array([10.0]))[0] < 1e-11
