from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings

from bpsheet.catalogue import BUNDLED
from bpsheet.evaluate import evaluate
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
    names_in,
    transform,
)
from bpsheet.functions import ACTIVATIONS, LOSSES, definition_of
from bpsheet.model.graph import Scope
from bpsheet.model.guards import scaled
from bpsheet.model.symbolic import to_sympy
from bpsheet.notation.javascript import javascript
from tests.expressions import calm_expressions, used
from tests.javascript import node_numbers
from tests.pages.worked_examples import example_of

A, B, C = Name("a"), Name("b"), Name("c")
VALUES = {"a": 2.0, "b": 3.0, "c": -0.5}

CASES = {
    "a": A,
    "a + b * c": A + B * C,
    "(a + b) * c": (A + B) * C,
    "a * (b + c)": A * (B + C),
    "a - b - c": (A - B) - C,
    "a - (b - c)": A - (B - C),
    "a - (b + c)": A - (B + C),
    "a + (b - c)": A + (B - C),
    "a / b / c": (A / B) / C,
    "a / (b / c)": A / (B / C),
    "a / (b * c)": A / (B * C),
    "a * (b / c)": A * (B / C),
    "-(a ** 2)": -(A**2),
    "(-a) ** 2": (-A) ** 2,
    "(a ** b) ** 2": (A**B) ** 2,
    "a ** (b ** 2)": A ** (B**2),
    "2 ** (-a)": Number(2) ** (-A),
    "(-2) ** 2": Number(-2) ** 2,
    "-(-a)": Operation("negative", (-A,)),
    "a - (-b)": A - (-B),
    "a * (-b)": A * (-B),
    "-(a * b)": -(A * B),
    "-(a + b)": -(A + B),
    "0.5 * a ** 2": HALF * A**2,
    "1 / 3 * a": Number(Fraction(1, 3)) * A,
    "a / (1 / 3)": A / Number(Fraction(1, 3)),
    "(1 / 3) ** 2": Number(Fraction(1, 3)) ** 2,
    "a - (-1) / 3": A - Number(Fraction(-1, 3)),
    "1e-15": Number(1e-15),
    "0.1": Number(0.1),
    "3": Number(3.0),
    "1e+20": Number(1e20),
    "Math.exp(-a)": call("EXP", -A),
    "Math.max(a, b, c)": call("MAX", A, B, C),
    "Math.max(0, a)": call("relu", A),
    "Math.sign(c)": call("SIGN", C),
    "Math.sqrt(Math.abs(c))": call("SQRT", call("ABS", C)),
    "Math.log(a)": call("LN", A),
    "Math.tanh(a) ** 2": call("tanh", A) ** 2,
    "1 / (1 + Math.exp(-a))": call("sigmoid", A),
    "a > 0 ? 1 : 0": call("IF", compare(A, ">", 0), 1, 0),
    "(a > 0 ? 1 : 0) * b": call("IF", compare(A, ">", 0), 1, 0) * B,
    "-(a > 0 ? 1 : 0)": -call("IF", compare(A, ">", 0), 1, 0),
    "a === b ? 1 : 2": call("IF", compare(A, "=", B), 1, 2),
    "a !== b ? 1 : 2": call("IF", compare(A, "<>", B), 1, 2),
    "a <= b ? (b >= c ? 1 : 2) : 3": call(
        "IF", compare(A, "<=", B), call("IF", compare(B, ">=", C), 1, 2), 3
    ),
    "(a < b ? a : b) < c ? 1 : 2": call(
        "IF", compare(call("IF", compare(A, "<", B), A, B), "<", C), 1, 2
    ),
}


@pytest.mark.parametrize(("written", "value"), CASES.items(), ids=CASES)
def test_the_spelling_means_what_the_expression_does(written: str, value: Expression) -> None:
    """The table is written by hand, so JavaScript's own reading of both must agree."""
    own = javascript(value, str)
    declared = "".join(f"const {name} = {number}; " for name, number in VALUES.items())
    found, by_hand = node_numbers(
        [f"(() => {{ {declared} return {text}; }})()" for text in (own, written)]
    )
    right = float(evaluate(value, VALUES))
    assert found == by_hand == pytest.approx(right, rel=1e-15)


@pytest.mark.parametrize(
    "written",
    ["-(a ** 2)", "(-a) ** 2", "(a ** b) ** 2", "a ** (b ** 2)", "a - (b - c)", "a / (b * c)"],
)
def test_brackets_stand_where_javascript_needs_them_and_nowhere_else(written: str) -> None:
    assert javascript(CASES[written], str) == written


@pytest.mark.parametrize("function", [*ACTIVATIONS, *LOSSES])
def test_every_activation_and_loss_is_written_out(function: str) -> None:
    value = used(function, A, B)
    points = [(0.25, 0.75), (1.0, 0.5), (0.0, 1.0), (0.0, 0.0)]
    written = javascript(value, {"a": "v[0]", "b": "v[1]"}.__getitem__)
    for point in points:
        right = evaluate(value, dict(zip("ab", point, strict=True)))
        assert node_numbers([written], point) == [pytest.approx(float(right), rel=1e-14)]


@pytest.mark.parametrize(
    "value",
    [Text("words"), Operation("&", (A, B)), call("SUM", A), call("SIN", A), Call("IF", (A,))],
    ids=str,
)
def test_what_javascript_has_no_words_for_is_refused(value: Expression) -> None:
    with pytest.raises(ValueError, match="no JavaScript for"):
        javascript(value, str)


def test_numbers_keep_all_their_digits() -> None:
    numbers = [0.1, 1 / 3, 1e-300, 1.7976931348623157e308, 5e-324, 2.0**53, -0.1, 123456789.125]
    assert node_numbers([javascript(Number(number), str) for number in numbers]) == numbers


@pytest.mark.parametrize("name", BUNDLED)
def test_every_definition_gradient_and_update_equals_the_expression(name: str) -> None:
    values = computations(name)
    numbers = made_up(values)
    right = [float(evaluate(value, numbers)) for value in values]
    assert len(values) > 3
    assert np.isfinite(right).all()
    assert own_numbers(values, numbers) == pytest.approx(right, rel=1e-13, abs=1e-300)


@pytest.mark.parametrize("name", ["classic", "mazur", "cs231n-sigmoid", "optimizer-adam"])
def test_sympys_own_javascript_gives_the_same_numbers(name: str) -> None:
    values = computations(name)
    numbers = made_up(values)
    symbols = {own: sympy.Symbol(f"v[{place}]") for place, own in enumerate(numbers)}
    printed = [sympy.jscode(to_sympy(written_out(value), symbols)) for value in values]
    theirs = node_numbers(printed, list(numbers.values()))
    assert own_numbers(values, numbers) == pytest.approx(theirs, rel=1e-12)


@given(calm_expressions(tuple(VALUES)))
@settings(max_examples=20)
def test_any_expression_has_the_value_of_its_spelling(value: Expression) -> None:
    right = float(evaluate(value, VALUES))
    assert own_numbers([value], VALUES) == pytest.approx([right], rel=1e-12, abs=1e-12)


def written_out(value: Expression) -> Expression:
    """Return an expression without activations and losses, which SymPy does not know."""

    def written(part: Expression) -> Expression | None:
        definition = (
            definition_of(part.function, part.arguments) if isinstance(part, Call) else None
        )
        return None if definition is None else written_out(definition)

    return transform(value, written)


def computations(name: str) -> list[Expression]:
    """Return all that a page of a bundled template computes; no single row gives a mean."""
    computed = (Scope.ROW, Scope.UPDATE, Scope.CARRIED)
    graph = example_of(name).graph
    return [scaled(one.computation) for one in graph if one.scope in computed]


def made_up(values: Iterable[Expression]) -> dict[str, float]:
    """Return a number from 0.2 to 0.8 for every name, no two alike."""
    names = dict.fromkeys(name for value in values for name in names_in(value))
    return {name: 0.2 + 0.6 * (place * 0.6180339887 % 1) for place, name in enumerate(names)}


def own_numbers(values: Iterable[Expression], numbers: Mapping[str, float]) -> list[float]:
    places = {name: f"v[{place}]" for place, name in enumerate(numbers)}
    written = [javascript(value, places.__getitem__) for value in values]
    return node_numbers(written, list(numbers.values()))
