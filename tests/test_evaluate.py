from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import (
    HALF,
    Call,
    Expression,
    Name,
    Number,
    Operation,
    Text,
    call,
    compare,
    walk,
)
from bpsheet.magnitude import magnitude
from tests.expressions import expressions

A, B = Name("a"), Name("b")
VALUES = {"a": 3.0, "b": -2.0}
UNIT_ROUNDOFF = 2.0**-53


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


@pytest.mark.parametrize("unknown", [Name("nothing"), call("MEDIAN", A), Call("softplus", (A,))])
def test_what_has_no_value_is_a_key_error(unknown: Expression) -> None:
    with pytest.raises(KeyError):
        evaluate(unknown, VALUES)


@pytest.mark.parametrize("value", [Text("a"), compare(A, "<", B), Operation("&", (A, B))])
def test_what_is_no_number_is_refused(value: Expression) -> None:
    with pytest.raises(ValueError, match="no number for"):
        evaluate(value, VALUES)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (A, 3.0),
        (B, 2.0),
        (A + B, 5.0),
        (A - A, 6.0),
        (-B, 2.0),
        ((A - A) * B, 12.0),
        ((A + B) ** 2, 25.0),
        (A / B, 1.5),
        (call("linear", A - A), 6.0),
        (call("half-squared-error", A, A), 18.0),
        (call("TANH", B), np.tanh(2.0)),
    ],
)
def test_differences_are_as_large_as_what_is_subtracted(value: Expression, expected: float) -> None:
    assert magnitude(value, VALUES) == pytest.approx(expected)


numbers = st.fixed_dictionaries(
    {name: st.floats(-10, 10, width=32).filter(lambda x: abs(x) > 1e-3) for name in "abc"}
)


@settings(max_examples=150)
@given(expressions(), numbers)
def test_magnitude_is_an_upper_bound(value: Expression, values: dict[str, float]) -> None:
    arrays = {name: np.array([number]) for name, number in values.items()}
    with np.errstate(all="ignore"):
        try:
            found, size = np.abs(evaluate(value, arrays)), magnitude(value, arrays)
        except (ZeroDivisionError, OverflowError):  # among constants
            reject()
    assume(np.isfinite(size))
    assert found <= size * (1 + 1e-13)


@settings(max_examples=150)
@given(expressions(("+", "-", "*", "^", "negative")), numbers)
def test_rounding_is_small_beside_the_magnitude(
    value: Expression, values: dict[str, float]
) -> None:
    exact: dict[str, Any] = {name: mpmath.mpf(number) for name, number in values.items()}
    with mpmath.workdps(200):
        right = evaluate(value, exact, PRECISE)
    size = float(magnitude(value, values))
    assume(size < 1e300)
    operations = sum(4 for _ in walk(value))
    assert abs(float(evaluate(value, values) - right)) <= operations * UNIT_ROUNDOFF * size
