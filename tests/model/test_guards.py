from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Expression, Name, call, walk
from bpsheet.functions import ACTIVATIONS
from bpsheet.model.guards import guarded, scaled

X, Y, Z = Name("x"), Name("y"), Name("z")
LARGEST_POWER = 709.78
SOFTMAX = call("softmax", X, X, Y, Z)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS.keys() - {"sigmoid", "softmax"}))
def test_other_functions_stay_as_they_are(name: str) -> None:
    value = call(name, X) * call("EXP", Y)
    assert guarded(value) == scaled(value) == value


def test_a_sigmoid_is_scaled_nowhere() -> None:
    assert scaled(call("sigmoid", X)) == call("sigmoid", X)


numbers = st.floats(-1e6, 1e6)


@given(numbers)
def test_a_guard_leaves_a_sigmoid_what_it_is(x: float) -> None:
    with np.errstate(over="ignore"):
        plain = evaluate(call("sigmoid", X), {"x": np.array(x)})
    with np.errstate(all="raise", under="ignore"):
        found = evaluate(guarded(call("sigmoid", X)), {"x": np.array(x)})
    assert found == pytest.approx(plain, rel=1e-15, abs=1e-300)


@given(st.tuples(numbers, numbers, numbers))
def test_a_scaled_softmax_overflows_nowhere(units: tuple[float, ...]) -> None:
    values = {name: np.array(number) for name, number in zip("xyz", units, strict=True)}
    with np.errstate(all="raise", under="ignore"):
        found = evaluate(scaled(SOFTMAX), values)
        assert evaluate(guarded(SOFTMAX), values) == found
    powers = np.exp(np.array(units) - max(units))
    assert found == pytest.approx(powers[0] / powers.sum(), rel=1e-12)


def test_functions_inside_others_are_guarded_too() -> None:
    nested = call("sigmoid", X - call("sigmoid", Y)) + SOFTMAX

    def of(function: str, value: Expression) -> int:
        return sum(isinstance(part, Call) and part.function == function for part in walk(value))

    assert of("MAX", guarded(nested)) == 2 + of("softmax", nested) * 4
    assert evaluate(guarded(nested), {"x": -1e4, "y": -1e4, "z": 0.0}) == pytest.approx(0.0)
