from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from sympy.core.function import ArgumentIndexError

from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Expression, Name, Number, Text, compare, join
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.model.symbolic import plain, symbolic_function, to_sympy
from bpsheet.model.written import to_written
from bpsheet.notation.text import text
from bpsheet.sheet.address import Reference
from tests.expressions import expressions

a, b, h, o, t, x, y = sympy.symbols("a b h o t x y")
sigmoid, tanh, linear = map(symbolic_function, ("sigmoid", "tanh", "linear"))
error = symbolic_function("half-squared-error")


@pytest.mark.parametrize(
    ("value", "by", "derivative"),
    [
        (sigmoid(h), h, sigmoid(h) * (1 - sigmoid(h))),
        (tanh(h), h, 1 - tanh(h) ** 2),
        (linear(h), h, sympy.Integer(1)),
        (sigmoid(x * y), x, sigmoid(x * y) * (1 - sigmoid(x * y)) * y),
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
    arguments = [h] if name in ACTIVATIONS else [t, a]
    assert plain(function(*arguments)) != function(*arguments)
    assert symbolic_function(name) is function


@pytest.mark.parametrize(
    "value",
    [
        Call("softplus", (Name("h"),)),
        Call("MAX", (Name("h"), Number(1))),
        Text("h"),
        join("h"),
        compare(Name("h"), "<", 1),
        Reference(0, 0),
    ],
)
def test_what_sympy_has_no_counterpart_for_is_refused(value: Expression) -> None:
    with pytest.raises(ValueError, match="no SymPy value"):
        to_sympy(value)


def test_names_are_never_evaluated_as_code() -> None:
    assert to_sympy(Name("__import__('os')")) == sympy.Symbol("__import__('os')")
    assert to_sympy(Name("E1")) == sympy.Symbol("E1")


def test_values_stand_for_names() -> None:
    assert to_sympy(Name("a") + Name("b"), {"a": x**2}) == x**2 + b


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (a - t, "a − t"),
        (t - a, "t − a"),
        (-a - t, "−(a + t)"),
        (a * (1 - a), "a·(1 − a)"),
        (1 - a**2, "1 − a²"),
        (2 * x, "2·x"),
        (x / 2, "½·x"),
        (-x, "−x"),
        (-3 * x, "(−3)·x"),
        (-x * y, "−x·y"),
        (x * y * (a + b), "x·y·(a + b)"),
        (x**2 * y, "x²·y"),
        ((a + b) ** 3, "(a + b)³"),
        (1 / x, "x⁻¹"),
        (sympy.Integer(-1), "−1"),
        (sympy.Rational(1, 3), "⅓"),
        (sympy.Integer(0), "0"),
        (x + 1 - y, "1 + x − y"),
    ],
)
def test_written_as_a_careful_hand_does(value: sympy.Expr, expected: str) -> None:
    assert text(to_written(value)) == expected


@pytest.mark.parametrize("value", [sympy.sin(x), sympy.pi, sigmoid(h), sympy.Eq(x, y)])
def test_only_polynomials_are_written(value: sympy.Expr) -> None:
    with pytest.raises(ValueError, match="no written form"):
        to_written(value)


def test_numbers_come_back_as_plain_numbers() -> None:
    assert to_written(sympy.Integer(3)) == Number(3)
    assert to_written(sympy.Rational(1, 2)) == Number(Fraction(1, 2))
    assert repr(to_written(sympy.Integer(3))) == "Number(3)"


@settings(max_examples=60)
@given(expressions(("+", "-", "*", "negative")).map(to_sympy))
def test_polynomials_survive_the_round_trip(value: sympy.Expr) -> None:
    rational = sympy.nsimplify(value, rational=True)
    assert sympy.expand(to_sympy(to_written(rational)) - rational) == 0


@settings(max_examples=60)
@given(expressions(("+", "-", "*", "^", "negative")))
def test_sympy_gives_the_same_number(value: Expression) -> None:
    numbers = {"a": Fraction(3, 7), "b": Fraction(-2), "c": Fraction(1, 5)}
    exact = {name: sympy.Rational(number) for name, number in numbers.items()}
    expected = evaluate(value, {name: float(number) for name, number in numbers.items()})
    assert float(to_sympy(value, exact)) == pytest.approx(expected, rel=1e-9, abs=1e-9)
