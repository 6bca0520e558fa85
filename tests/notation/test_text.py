from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from bpsheet.expression import HALF, ONE, Call, Expression, Name, Number, Text, call, compare, join
from bpsheet.functions import ACTIVATIONS
from bpsheet.notation.text import equation, pieces, text
from bpsheet.sheet.address import InRow, Range, Reference
from tests.expressions import FUNCTIONS, OPERATORS, STEPS, expressions

A, B, C = (Name(name) for name in "abc")
MINUS_A = -A
POSITIVE = call("IF", compare(A, ">", 0), 1, 0)
THIRD, SEVENTHS = Number(Fraction(1, 3)), Number(Fraction(2, 7))

CASES: list[tuple[Expression, str]] = [
    (A, "a"),
    (Name("∂E/∂w5"), "∂E/∂w5"),
    (A + B + C, "a + b + c"),
    (A + (B + C), "a + (b + c)"),
    (A - B - C, "a − b − c"),
    (A - (B - C), "a − (b − c)"),
    (A - (B + C), "a − (b + c)"),
    ((A - B) + C, "a − b + c"),
    (B * A, "b·a"),
    (A * (B * C), "a·(b·c)"),
    (A * (B + C), "a·(b + c)"),
    ((A + B) * C, "(a + b)·c"),
    (A / B / C, "a/b/c"),
    (A / (B * C), "a/(b·c)"),
    (A / (B / C), "a/(b/c)"),
    (A * B / C, "a·b/c"),
    (A * (B / C), "a·(b/c)"),
    (ONE / (1 + A), "1/(1 + a)"),
    (A**2, "a²"),
    (A**10, "a¹⁰"),
    (A**-1, "a⁻¹"),
    (A**0.5, "a^0.5"),
    (A**HALF, "a^(½)"),
    (A**B, "a^b"),
    ((A**B) ** C, "(a^b)^c"),
    (A ** (B**C), "a^(b^c)"),
    ((A + B) ** 2, "(a + b)²"),
    ((A * B) ** 2, "(a·b)²"),
    (-A, "−a"),
    (-(A**2), "−a²"),
    ((-A) ** 2, "(−a)²"),
    (-(A + B), "−(a + b)"),
    (-(A * B), "−a·b"),
    ((-A) * B, "(−a)·b"),
    (A * -B, "a·(−b)"),
    (A + -B, "a + (−b)"),
    (A - -B, "a − (−b)"),
    (-MINUS_A, "−(−a)"),
    (Number(0.1) * A, "0.1·a"),
    (Number(1.0) * A, "1·a"),
    (A * -1, "a·(−1)"),
    (A - Number(-0.5), "a − (−0.5)"),
    (Number(-2) ** 2, "(−2)²"),
    (HALF * A, "½·a"),
    (A * HALF, "a·½"),
    (THIRD**2, "(⅓)²"),
    (A / THIRD, "a/⅓"),
    (SEVENTHS * A, "2/7·a"),
    (A * SEVENTHS, "a·(2/7)"),
    (SEVENTHS**2, "(2/7)²"),
    (Number(Fraction(-1, 2)) * A, "(−½)·a"),
    (call("sigmoid", A + B), "σ(a + b)"),
    (call("sigmoid", A) ** 2, "σ(a)²"),
    (call("tanh", -A), "tanh(−a)"),
    (call("linear", A + B) * C, "(a + b)·c"),
    (call("linear", A) ** 2, "a²"),
    (call("half-squared-error", A, B), "½·(a − b)²"),
    (call("half-squared-error", A, B - C), "½·(a − (b − c))²"),
    (call("MAX", A, B + 1), "max(a, b + 1)"),
    (call("LN", A) * B, "ln(a)·b"),
    (call("SIGN", A), "sign(a)"),
    (call("AVERAGE", A), "mean(a)"),
    # Powers of e and roots bind like powers.
    (call("EXP", A), "e^a"),
    (call("EXP", -A), "e^(−a)"),
    (call("EXP", A * B), "e^(a·b)"),
    (call("EXP", A**2), "e^(a²)"),
    (call("EXP", A) ** 2, "(e^a)²"),
    (call("EXP", A) * B, "e^a·b"),
    (call("SQRT", A), "√a"),
    (call("SQRT", A) + B, "√a + b"),
    (call("SQRT", A + B), "√(a + b)"),
    (call("SQRT", A**2), "√(a²)"),
    (call("SQRT", A) ** 2, "(√a)²"),
    (A / call("SQRT", B), "a/√b"),
    (call("ABS", A - B) ** 2, "|a − b|²"),
    (1 - Name("β1") ** Name("t"), "1 − β1^t"),
    # Conditions
    (compare(A + 1, ">", 0), "a + 1 > 0"),
    (compare(A, "<>", B), "a ≠ b"),
    (compare(A, "<=", B), "a ≤ b"),
    (compare(A, ">=", B), "a ≥ b"),
    (POSITIVE, "1 if a > 0 else 0"),
    (B * POSITIVE, "b·(1 if a > 0 else 0)"),
    (B + POSITIVE, "b + (1 if a > 0 else 0)"),
    (call("IF", compare(A, "<", 0), B, POSITIVE), "b if a < 0 else (1 if a > 0 else 0)"),
    (call("MAX", POSITIVE, B), "max(1 if a > 0 else 0, b)"),
    # Rows of the tables
    (call("relu", A + B), "ReLU(a + b)"),
    (call("leaky-relu", A), "LReLU(a)"),
    (call("softmax", A, A, B), "softmax(a)"),
    (call("softmax", A, A, B) ** 2, "softmax(a)²"),
    (call("linear", call("linear", A)), "a"),
    (ACTIVATIONS["softmax"].definition, "e^x/Σ e^x"),
    (call("mean-squared-error", A, B, 2), "½·(a − b)²"),
    (call("mean-squared-error", A, B, 1), "(a − b)²"),
    (call("binary-cross-entropy", A, B), "−(a·ln(b) + (1 − a)·ln(1 − b))"),
    (call("cross-entropy", A, B), "−a·ln(b)"),
    (call("cross-entropy", A, B) * C, "(−a·ln(b))·c"),
    # Fractions that a decimal says exactly
    (Number(Fraction(1, 100)) * A, "0.01·a"),
    (Number(Fraction(-3, 2)) * A, "(−1.5)·a"),
    (Number(Fraction(1, 10**8)) + A, "10⁻⁸ + a"),
    (Number(2.5e-8) * A, "2.5·10⁻⁸·a"),
    (A / Number(2.5e-8), "a/(2.5·10⁻⁸)"),
    (Number(1e20) ** 2, "(10²⁰)²"),
]


@pytest.mark.parametrize(("value", "expected"), CASES, ids=[expected for _, expected in CASES])
def test_one_expression_has_one_text(value: Expression, expected: str) -> None:
    assert text(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        Text("a"),
        join("a"),
        Reference(0, 0),
        Range(0, 0, 1, 1),
        InRow(0),
        call("sigmoid", Reference(0, 0)),
    ],
)
def test_parts_of_cells_are_refused(value: Expression) -> None:
    with pytest.raises(ValueError, match="no text for"):
        text(value)


def test_an_equation() -> None:
    assert equation("w5⁺", Name("w5") - Name("η") * Name("∂E/∂w5")) == "w5⁺ = w5 − η·∂E/∂w5"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (A * B + C, ["", "a", "·", "b", " + ", "c", ""]),
        ((1 - A) ** 2, ["(1 − ", "a", ")²"]),
        (call("sigmoid", A), ["σ(", "a", ")"]),
        (call("softmax", A, A, B), ["softmax(", "a", ")"]),
        (call("EXP", A) * B, ["e^", "a", "·", "b", ""]),
        (call("IF", compare(A, ">", 0), A, B), ["", "a", " if ", "a", " > 0 else ", "b", ""]),
        (Number(1), ["1"]),
        (Call("half-squared-error", (A, A)), ["½·(", "a", " − ", "a", ")²"]),
    ],
)
def test_pieces_alternate_between_words_and_names(value: Expression, expected: list[str]) -> None:
    assert pieces(value) == expected


@given(expressions(OPERATORS, FUNCTIONS + STEPS))
def test_pieces_make_up_the_text(value: Expression) -> None:
    assert "".join(pieces(value)) == text(value)
