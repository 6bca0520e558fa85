from __future__ import annotations

import warnings
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import (
    HALF,
    ONE,
    Call,
    Expression,
    Name,
    Number,
    Operation,
    Operator,
    Text,
    call,
    compare,
)
from bpsheet.sheet.address import Reference

A, B = Name("a"), Name("b")
VALUES = {"a": 3.0, "b": -2.0}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (A, 3.0),
        (Number(7), 7.0),
        (HALF, 0.5),
        (A + B + 1, 2.0),
        (A - B, 5.0),
        (A - B - 1, 4.0),
        (A * B * 2, -12.0),
        (A / B, -1.5),
        (A / B / 2, -0.75),
        (A**2, 9.0),
        (B**3, -8.0),
        (A**B, 1 / 9),
        (A**HALF, np.sqrt(3.0)),
        (A**0.5, np.sqrt(3.0)),
        (-A, -3.0),
        (-(A**2), -9.0),
        ((-A) ** 2, 9.0),
        (call("EXP", B), np.exp(-2.0)),
        (call("LN", A), np.log(3.0)),
        (call("TANH", B), np.tanh(-2.0)),
        (call("SQRT", A), np.sqrt(3.0)),
        (call("ABS", B), 2.0),
        (call("sigmoid", B), 1 / (1 + np.exp(2.0))),
        (call("tanh", B), np.tanh(-2.0)),
        (call("linear", B), -2.0),
        (call("SIGN", B), -1.0),
        (call("MAX", B, 0, A), 3.0),
        (call("MIN", A, B, 0), -2.0),
        (call("relu", B), 0.0),
        (call("relu", A), 3.0),
        (call("leaky-relu", B), -0.02),
        (call("softmax", A, A, B), 1 / (1 + np.exp(-5.0))),
        (call("IF", compare(A, ">", B), A, B), 3.0),
        (call("IF", compare(A, "<=", B), A, B), -2.0),
        (call("IF", compare(A, ">", 0), call("LN", A), call("LN", B)), np.log(3.0)),
        (call("IF", compare(A - 3, "<>", 0), 1 / (A - 3), ONE), 1.0),
        (Number(0.9) ** A, 0.729),
        (A ** Number(Fraction(1, 3)), np.cbrt(3.0)),
        (call("half-squared-error", A, B), 12.5),
        (call("half-squared-error", B, call("linear", A)), 12.5),
    ],
)
def test_one_number(value: Expression, expected: float) -> None:
    assert evaluate(value, VALUES) == pytest.approx(expected, rel=1e-15)
    with mpmath.workdps(30):
        precise = evaluate(value, {name: mpmath.mpf(x) for name, x in VALUES.items()}, PRECISE)
    assert isinstance(precise, mpmath.mpf)
    assert float(precise) == pytest.approx(expected, rel=1e-15)


def test_arrays_of_any_shapes_that_fit() -> None:
    values = {"a": np.array([[1.0], [2.0]]), "b": np.array([10.0, 20.0, 30.0])}
    found = evaluate(A * B + call("half-squared-error", A, B), values)
    expected = values["a"] * values["b"] + 0.5 * (values["a"] - values["b"]) ** 2
    assert found.shape == (2, 3)
    assert found == pytest.approx(expected)


def test_precise_constants_are_exact() -> None:
    with mpmath.workdps(40):
        third = evaluate(Number(Fraction(1, 3)) * 3 - 1, {}, PRECISE)
        tenth = evaluate(Number(0.1), {}, PRECISE)
        assert abs(third) < mpmath.mpf(10) ** -39
        assert tenth == mpmath.mpf(0.1) != mpmath.mpf("0.1")


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
        (">", [False, False, True]),
        (">=", [False, True, True]),
        ("=", [False, True, False]),
        ("<>", [True, False, True]),
    ],
)
def test_a_comparison_holds_or_not_in_each_place(sign: Operator, expected: list[bool]) -> None:
    values = {"a": np.array([-1.0, 0.0, 1.0])}
    assert evaluate(compare(A, sign, 0), values).tolist() == expected
    with mpmath.workdps(30):
        precise = [evaluate(compare(A, sign, 0), {"a": mpmath.mpf(x)}, PRECISE) for x in (-1, 0, 1)]
    assert precise == expected


@pytest.mark.parametrize("function", ["LN", "SQRT"])
def test_what_is_not_real_is_no_number(function: str) -> None:
    value = call(function, B)
    with np.errstate(invalid="ignore"):
        assert np.isnan(evaluate(value, VALUES))
    assert mpmath.isnan(evaluate(value, {"b": mpmath.mpf(-2)}, PRECISE))


def test_the_branch_that_is_not_chosen_may_fail_silently() -> None:
    value = call("IF", compare(A, ">", 0), call("LN", A), ONE / (A - A))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = evaluate(value, {"a": np.array([0.0, 1.0, np.e])})
        assert evaluate(value, {"a": 1.0}) == 0.0
        assert evaluate(value, {"a": mpmath.mpf(1)}, PRECISE) == 0
    assert found.tolist() == [np.inf, 0.0, 1.0]


@pytest.mark.parametrize("unknown", [Name("nothing"), call("MEDIAN", A), Call("softplus", (A,))])
def test_what_has_no_value_is_a_key_error(unknown: Expression) -> None:
    with pytest.raises(KeyError):
        evaluate(unknown, VALUES)


@pytest.mark.parametrize("value", [Text("a"), Operation("&", (A, B)), Reference(0, 0)])
def test_what_is_no_number_is_refused(value: Expression) -> None:
    with pytest.raises(ValueError, match="no number for"):
        evaluate(value, VALUES)
