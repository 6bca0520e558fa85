from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from sympy.core.function import ArgumentIndexError

from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Expression, Name, Number, Text, call, compare, join
from bpsheet.functions import ACTIVATIONS, LOSSES, definition_of
from bpsheet.model.symbolic import plain, symbolic_function, to_sympy
from bpsheet.sheet.address import Reference
from tests.expressions import expressions, used

a, b, h, o, t, x, y = sympy.symbols("a b h o t x y")
X = Name("x")
sigmoid, tanh, linear = map(symbolic_function, ("sigmoid", "tanh", "linear"))
error, mean_error = map(symbolic_function, ("half-squared-error", "mean-squared-error"))
relu, softmax = map(symbolic_function, ("relu", "softmax"))


@pytest.mark.parametrize(
    ("value", "by", "derivative"),
    [
        (sigmoid(h), h, sigmoid(h) * (1 - sigmoid(h))),
        (tanh(h), h, 1 - tanh(h) ** 2),
        (linear(h), h, sympy.Integer(1)),
        (sigmoid(x * y), x, sigmoid(x * y) * (1 - sigmoid(x * y)) * y),
        (relu(x * y), x, y * sympy.Piecewise((1, relu(x * y) > 0), (0, True))),
        (softmax(x, x, y), x, softmax(x, x, y) * (1 - softmax(x, x, y))),
        (softmax(y, x, y), x, -softmax(y, x, y) * softmax(x, x, y)),
        (softmax(x, x, h), y, 0),
        (mean_error(t, a, 4), a, a / 2 - t / 2),
        (error(t, a), a, a - t),
        (error(t, sigmoid(o)), o, (sigmoid(o) - t) * sigmoid(o) * (1 - sigmoid(o))),
    ],
)
def test_functions_differentiate_to_their_own_output(
    value: sympy.Expr, by: sympy.Symbol, derivative: sympy.Expr
) -> None:
    assert value.diff(by) == derivative


def test_a_function_has_only_the_arguments_it_has() -> None:
    with pytest.raises(ArgumentIndexError):
        sigmoid(h).fdiff(2)
    with pytest.raises(ArgumentIndexError):
        error(t, a).fdiff(1)
    with pytest.raises(TypeError):
        sigmoid(h, o)


def test_plain_writes_every_function_out() -> None:
    nested = error(t, sigmoid(x * tanh(h)))
    assert plain(nested) == (t - 1 / (1 + sympy.exp(-x * sympy.tanh(h)))) ** 2 / 2


@pytest.mark.parametrize("name", [*ACTIVATIONS, *LOSSES])
def test_every_function_has_a_symbolic_one(name: str) -> None:
    function = symbolic_function(name)
    written = used(name, Name("h"), Name("o"))
    value = to_sympy(written)
    assert isinstance(value, function)
    definition = definition_of(name, written.arguments)
    assert definition is not None
    assert plain(value) == to_sympy(definition)
    assert symbolic_function(name) is function


@pytest.mark.parametrize(
    "value",
    [
        Call("softplus", (Name("h"),)),
        Call("AVERAGE", (Name("h"),)),
        Text("h"),
        join("h"),
        Reference(0, 0),
    ],
)
def test_what_sympy_has_no_counterpart_for_is_refused(value: Expression) -> None:
    with pytest.raises(ValueError, match="no SymPy value"):
        to_sympy(value)


@pytest.mark.parametrize(
    ("value", "slope", "at"),
    [
        (call("ABS", X), [-1, 0, 1], [-2, 0, 2]),
        # Where two tie, the first counts.
        (call("MAX", X, 1), [0, 1, 1], [-2, 1, 2]),
        (call("MAX", 1, X), [0, 0, 1], [-2, 1, 2]),
        (call("MAX", 1, X, X**2), [-4, 0, 4], [-2, 1, 2]),
        (call("MAX", X, call("ABS", X)), [-1, 1, 1], [-2, 0, 2]),
        (call("MIN", X, 1), [1, 1, 0], [-2, 1, 2]),
        (call("MIN", 1, X), [1, 0, 0], [-2, 1, 2]),
        (call("IF", compare(X, "<=", 1), X**2, 3 * X), [-4, 2, 3], [-2, 1, 2]),
        (call("relu", X), [0, 0, 1], [-2, 0, 2]),
        (call("leaky-relu", X), [0.01, 0.01, 1], [-2, 0, 2]),
    ],
)
def test_functions_with_kinks(value: Expression, slope: list[float], at: list[int]) -> None:
    derivative = to_sympy(value).diff(x)
    assert [float(plain(derivative).subs(x, place)) for place in at] == slope


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (call("ABS", Number(-3)), 3),
        (call("MAX", 1, 3, 2), 3),
        (call("MIN", 2, 1, 3), 1),
    ],
)
def test_functions_of_numbers_are_numbers(value: Expression, number: int) -> None:
    assert to_sympy(value) == number


@pytest.mark.parametrize("constant", [0.1, Fraction(1, 10), 1e-8, 3])
def test_a_constant_is_exact(constant: float | Fraction) -> None:
    assert to_sympy(Number(constant)) == sympy.Rational(str(constant))


def test_names_are_never_evaluated_as_code() -> None:
    assert to_sympy(Name("__import__('os')")) == sympy.Symbol("__import__('os')")
    assert to_sympy(Name("E1")) == sympy.Symbol("E1")


def test_values_stand_for_names() -> None:
    assert to_sympy(Name("a") + Name("b"), {"a": x**2}) == x**2 + b


@settings(max_examples=60)
@given(expressions(("+", "-", "*", "^", "negative")))
def test_sympy_gives_the_same_number(value: Expression) -> None:
    numbers = {"a": Fraction(3, 7), "b": Fraction(-2), "c": Fraction(1, 5)}
    exact = {name: sympy.Rational(number) for name, number in numbers.items()}
    expected = evaluate(value, {name: float(number) for name, number in numbers.items()})
    assert float(to_sympy(value, exact)) == pytest.approx(expected, rel=1e-9, abs=1e-9)
