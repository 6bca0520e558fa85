from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
import sympy
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import ONE, Expression, Name, Number, call, compare
from bpsheet.model.symbolic import Larger, Smaller, symbolic_function, to_sympy
from bpsheet.model.written import to_written
from bpsheet.notation.text import text
from tests.expressions import FUNCTIONS, OPERATORS, expressions

a, b, h, t, x, y = sympy.symbols("a b h t x y")
A, T, X, Y = (Name(name) for name in "atxy")
sigmoid = symbolic_function("sigmoid")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (a - t, "a − t"),
        (t - a, "t − a"),
        (-a - t, "−(a + t)"),
        (a * (1 - a), "a·(1 − a)"),
        (1 - a**2, "1 − a²"),
        (a * b + h, "a·b + h"),
        (2 * a - 2 * t, "2·(a − t)"),
        (2 * a - 3 * t, "2·a − 3·t"),
        (2 * x, "2·x"),
        (x / 2, "½·x"),
        (x / 5, "0.2·x"),
        (x * 2 / 7, "2/7·x"),
        (-x, "−x"),
        (-3 * x, "−3·x"),
        (-x * y, "−x·y"),
        (x * y * (a + b), "x·y·(a + b)"),
        (x**2 * y, "x²·y"),
        ((a + b) ** 3, "(a + b)³"),
        (x**y, "x^y"),
        (x ** (-y), "x^(−y)"),
        (sympy.Integer(-1), "−1"),
        (sympy.Rational(1, 3), "⅓"),
        (sympy.Integer(0), "0"),
        (x + 1 - y, "1 + x − y"),
        # Quotients
        (1 / x, "1/x"),
        (-1 / x**2, "−1/x²"),
        (10 / sigmoid(h), "10/σ(h)"),
        ((a - t) / (a * (1 - a)), "(a − t)/(a·(1 − a))"),
        (1 / (x**2 * y), "1/(x²·y)"),
        (x / (2 * y), "x/(2·y)"),
        (3 * x / (2 * y), "3·x/(2·y)"),
        (x / (20 * y), "0.05·x/y"),
        # Roots
        (sympy.sqrt(x), "√x"),
        (1 / sympy.sqrt(x + 1), "1/√(1 + x)"),
        (1 / (2 * sympy.sqrt(x)), "1/(2·√x)"),
        (x ** sympy.Rational(3, 2), "x^1.5"),
        # Functions
        (y * sympy.exp(-x), "y·e^(−x)"),
        (sympy.E, "e^1"),
        (sympy.log(x * y), "ln(x·y)"),
        (1 - sympy.tanh(x) ** 2, "1 − tanh(x)²"),
        (sigmoid(h) * (1 - sigmoid(h)), "σ(h)·(1 − σ(h))"),
        (sympy.sign(x), "sign(x)"),
        (Larger(y, x), "max(y, x)"),
        (Smaller(Smaller(y, x), a), "min(y, x, a)"),
        (Larger(Smaller(y, x), a), "max(min(y, x), a)"),
        # Conditions
        (x > y, "x > y"),
        (sympy.Eq(x, y), "x = y"),
        (sympy.Ne(x, y), "x ≠ y"),
        (y * sympy.Piecewise((1, x > y), (0, True)), "y·(1 if x > y else 0)"),
        (
            sympy.Piecewise((x, x < 0), (2, x < y), (y, True)),
            "x if x < 0 else (2 if x < y else y)",
        ),
    ],
)
def test_written_as_a_careful_hand_does(value: sympy.Expr, expected: str) -> None:
    assert text(to_written(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (call("sigmoid", X * Y), "y·σ(x·y)·(1 − σ(x·y))"),
        (call("relu", X * Y), "y·(1 if ReLU(x·y) > 0 else 0)"),
        (call("leaky-relu", X), "1 if LReLU(x) > 0 else 0.01"),
        (call("softmax", X, X, Y), "softmax(x)·(1 − softmax(x))"),
        (call("binary-cross-entropy", T, X), "(x − t)/(x·(1 − x))"),
        (call("cross-entropy", T, X), "−t/x"),
        (call("mean-squared-error", T, X, 3), "2/3·(x − t)"),
        (call("ABS", X * Y), "y·sign(x·y)"),
        (call("SQRT", X**2 + 1), "x/√(1 + x²)"),
        (call("MAX", 0, X * Y), "y if x·y > 0 else 0"),
        (call("MAX", X * Y, 0), "y if x·y ≥ 0 else 0"),
        (call("MAX", Y, X, T), "(1 if x > y else 0) if max(y, x) ≥ t else 0"),
        (call("MAX", X, call("ABS", X)), "sign(x) if |x| > x else 1"),
        (call("MAX", 2 * X, X + X), "2"),
        (call("MIN", X, 0), "1 if x ≤ 0 else 0"),
        (call("MIN", 3 * X, X * Y), "y if x·y < 3·x else 3"),
        (call("IF", compare(X, ">", Y), X**2, X), "2·x if x > y else 1"),
        (ONE / (1 + call("EXP", -X)), "e^(−x)/(1 + e^(−x))²"),
        (Number(0.01) * X**2, "0.02·x"),
        (Number(Fraction(1, 2)) * (X * Y - A) ** 2, "y·(x·y − a)"),
    ],
)
def test_derivatives_by_x(value: Expression, expected: str) -> None:
    assert text(to_written(to_sympy(value).diff(x))) == expected


@pytest.mark.parametrize(
    "value", [sympy.sin(x), sympy.pi, sympy.I, sympy.Piecewise((x, x < 0)), sympy.Integral(y, x)]
)
def test_what_no_written_form_is_known_for_is_refused(value: sympy.Expr) -> None:
    with pytest.raises(ValueError, match="no written form"):
        to_written(value)


def test_numbers_come_back_as_plain_numbers() -> None:
    assert to_written(sympy.Integer(3)) == Number(3)
    assert to_written(sympy.Rational(1, 2)) == Number(Fraction(1, 2))
    assert repr(to_written(sympy.Integer(3))) == "Number(3)"


@settings(max_examples=60)
@given(expressions(("+", "-", "*", "negative")).map(to_sympy))
def test_polynomials_survive_the_round_trip(value: sympy.Expr) -> None:
    assert sympy.expand(to_sympy(to_written(value)) - value) == 0


numbers = st.fixed_dictionaries({name: st.integers(-30, 30).filter(bool) for name in "abc"})


@settings(max_examples=100)
@given(expressions(OPERATORS, FUNCTIONS), numbers)
def test_a_written_derivative_is_the_slope(value: Expression, tenths: dict[str, int]) -> None:
    try:
        derivative = to_written(to_sympy(value).diff(a))
    except (ValueError, ZeroDivisionError):  # infinite whatever a is
        reject()
    with mpmath.workdps(60):
        values = {name: mpmath.mpf(number) / 10 for name, number in tenths.items()}
        step = mpmath.mpf(10) ** -25
        try:
            below, here, above = (
                evaluate(value, values | {"a": values["a"] + way * step}, PRECISE)
                for way in (-1, 0, 1)
            )
            found = evaluate(derivative, values, PRECISE)
            left, right = (here - below) / step, (above - here) / step
        except (ArithmeticError, TypeError):
            reject()
        assume(all(isinstance(number, mpmath.mpf) for number in (left, right, found)))
        assume(abs(right - left) < 1e-15 * (1 + abs(left)))  # neither a kink nor a pole
        assert abs(found - (left + right) / 2) <= 1e-12 * (1 + abs(found))
