from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import ONE, Expression, Name, call, compare, walk
from bpsheet.magnitude import magnitude
from tests.expressions import FUNCTIONS, OPERATORS, STEPS, expressions

A, B = Name("a"), Name("b")
VALUES = {"a": 3.0, "b": -2.0}
UNIT_ROUNDOFF = 2.0**-53


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
        # What is subtracted counts as much as what it is divided by.
        ((A - A) / B, 3.0),
        (ONE / (A + B), 5.0),
        (A**-1, 1 / 3),
        ((A + B) ** -1, 5.0),
        ((A + B) ** 0.5, 5.0),
        # What overflows below leaves nothing, and nothing to round.
        (ONE / call("EXP", A * 1000), 0.0),
        # An exponent's rounding counts for its logarithm.
        (A**B, 2 * np.log(3.0) / 9),
        # The logarithm of a number near 1 is off by as much as that of another.
        (call("LN", A - 2), 5.0),
        (call("LN", A), np.log(3.0)),
        (call("LN", ONE), 1.0),
        (call("EXP", B), 2 * np.exp(-2.0)),
        (call("EXP", A - A), 6.0),
        (call("SQRT", A), np.sqrt(3.0)),
        (call("SQRT", A + B), 2.5),
        (call("SQRT", A * 0), 0.0),
        (call("ABS", A + B), 5.0),
        (call("SIGN", B), 1.0),
        (call("MAX", 0, B), 2.0),
        (call("MAX", A, B), 3.0),
        (call("MIN", A, B - A), 5.0),
        (call("IF", compare(A, ">", B), A, B - A), 3.0),
        (call("IF", compare(A, "<", B), A, B - A), 5.0),
    ],
)
def test_differences_are_as_large_as_what_is_subtracted(value: Expression, expected: float) -> None:
    assert magnitude(value, VALUES) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (A, 100.0),
        (A - B, 150.0),
        (A * B, 5000.0),
        (A / B, 100 / 2 * 50 / 2),
        (call("EXP", A), 100 * np.exp(3.0)),
        (call("IF", compare(A, ">", B), B, A), 50.0),
        (call("relu", B), 50.0),
    ],
)
def test_slopes_are_those_at_the_values_whatever_the_sizes(
    value: Expression, expected: float
) -> None:
    assert magnitude(value, VALUES, {"a": 100.0, "b": 50.0}) == pytest.approx(expected)


def test_a_branch_that_is_not_chosen_has_no_say() -> None:
    value = call("IF", compare(A, ">", 0), A, ONE / (A - A))
    assert magnitude(value, {"a": 2.0}) == 2.0
    assert magnitude(value, {"a": np.array([2.0, 3.0])}).tolist() == [2.0, 3.0]


numbers = st.fixed_dictionaries(
    {name: st.floats(-10, 10, width=32).filter(lambda x: abs(x) > 1e-3) for name in "abc"}
)


@settings(max_examples=300)
@given(expressions(OPERATORS, FUNCTIONS + STEPS), numbers)
def test_magnitude_is_an_upper_bound(value: Expression, values: dict[str, float]) -> None:
    arrays = {name: np.array([number]) for name, number in values.items()}
    with np.errstate(all="ignore"):
        try:
            found, size = evaluate(value, arrays), magnitude(value, arrays)
        except (ZeroDivisionError, OverflowError):  # among constants
            reject()
    assume(np.isfinite(size))
    assert np.abs(found) <= size * (1 + 1e-13)


@settings(max_examples=300)
@given(expressions(OPERATORS, FUNCTIONS), numbers)
def test_rounding_is_small_beside_the_magnitude(
    value: Expression, values: dict[str, float]
) -> None:
    exact: dict[str, Any] = {name: mpmath.mpf(number) for name, number in values.items()}
    arrays = {name: np.array([number]) for name, number in values.items()}
    with np.errstate(all="ignore"), mpmath.workdps(60):
        try:
            right = evaluate(value, exact, PRECISE)
            found, size = evaluate(value, arrays), magnitude(value, arrays)
        except (ZeroDivisionError, OverflowError):
            reject()
    assume(isinstance(right, mpmath.mpf) and mpmath.isfinite(right))
    assume(size < 1e300)
    operations = sum(4 for _ in walk(value))
    assert abs(found - float(right)) <= operations * UNIT_ROUNDOFF * size
