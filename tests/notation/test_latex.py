from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from bpsheet.expression import HALF, Expression, Name, Number, Text, call, compare, join
from bpsheet.functions import ACTIVATIONS
from bpsheet.notation.latex import latex
from bpsheet.sheet.address import Reference
from tests.expressions import FUNCTIONS, OPERATORS, STEPS, expressions

A, B, C = (Name(name) for name in "abc")
POSITIVE = call("IF", compare(A, ">", 0), 1, 0)

CASES: list[tuple[Expression, str]] = [
    (A + B - C, "a + b - c"),
    (A - (B - C), "a - (b - c)"),
    (B * A * C, r"b \, a \, c"),
    (A * (B + C), r"a \, (b + c)"),
    (A / B, r"\frac{a}{b}"),
    ((A + B) / (C - 1), r"\frac{a + b}{c - 1}"),
    (A / B / C, r"\frac{\frac{a}{b}}{c}"),
    (A * (B / C), r"a \, \frac{b}{c}"),
    ((A / B) ** 2, r"(\frac{a}{b})^{2}"),
    (A**2, "a^{2}"),
    (A**-1, "a^{-1}"),
    ((A**B) ** C, "(a^{b})^{c}"),
    (A ** (B**C), "a^{b^{c}}"),
    (A**HALF, r"a^{\frac{1}{2}}"),
    ((A + B) ** 2, "(a + b)^{2}"),
    (-(A**2), "-a^{2}"),
    ((-A) ** 2, "(-a)^{2}"),
    (-(A + B), "-(a + b)"),
    (A * -B, r"a \, (-b)"),
    (A * -1, r"a \cdot (-1)"),
    (Number(0.25), "0.25"),
    (Number(2) * HALF * A, r"2 \cdot \frac{1}{2} \, a"),
    (A - -B, "a - (-b)"),
    (HALF * A, r"\frac{1}{2} \, a"),
    (HALF**2, r"(\frac{1}{2})^{2}"),
    (Number(Fraction(-1, 2)) * A, r"(-\frac{1}{2}) \, a"),
    (Number(0.1) * A, r"0.1 \, a"),
    (Number(1e-5) * A, r"1 \cdot 10^{-5} \, a"),
    (Number(2.5e20) ** 2, r"(2.5 \cdot 10^{20})^{2}"),
    (call("sigmoid", A + B), r"\sigma(a + b)"),
    (call("sigmoid", A) ** 2, r"\sigma(a)^{2}"),
    (call("tanh", A), r"\tanh(a)"),
    (call("linear", A + B) * C, r"(a + b) \, c"),
    (
        call("half-squared-error", Name("t1"), Name("a_o1")),
        r"\frac{1}{2} \, (t_{1} - a_{o_{1}})^{2}",
    ),
    (call("MAX", A, B), r"\max(a, b)"),
    (call("MIN", A, B), r"\min(a, b)"),
    (call("LN", A), r"\ln(a)"),
    (call("AVERAGE", A), r"\operatorname{mean}(a)"),
    (call("SIGN", A), r"\operatorname{sign}(a)"),
    (call("EXP", -A), "e^{-a}"),
    (call("EXP", A) ** 2, "(e^{a})^{2}"),
    (call("SQRT", A + B) ** 2, r"\sqrt{a + b}^{2}"),
    # A vertical bar would end a column of a Markdown table.
    (call("ABS", A - B), r"\lvert a - b \rvert"),
    (compare(A, "<=", B), r"a \leq b"),
    (compare(A, "<>", 0), r"a \neq 0"),
    (compare(A, ">=", 0), r"a \geq 0"),
    (POSITIVE, r"\begin{cases} 1 & \text{if } a > 0 \\ 0 & \text{otherwise} \end{cases}"),
    (
        B * POSITIVE,
        r"b \, \begin{cases} 1 & \text{if } a > 0 \\ 0 & \text{otherwise} \end{cases}",
    ),
    (call("relu", A), r"\operatorname{ReLU}(a)"),
    (call("softmax", A, A, B), r"\operatorname{softmax}(a)"),
    (ACTIVATIONS["softmax"].definition, r"\frac{e^{x}}{\sum e^{x}}"),
    (call("mean-squared-error", A, B, 3), r"\frac{1}{3} \, (a - b)^{2}"),
    (call("cross-entropy", A, B), r"-a \, \ln(b)"),
    (
        call("binary-cross-entropy", A, B),
        r"-(a \, \ln(b) + (1 - a) \, \ln(1 - b))",
    ),
    (Number(Fraction(1, 100)) * A, r"0.01 \, a"),
    (Number(Fraction(2, 7)) * A, r"\frac{2}{7} \, a"),
    (1 - Name("β1") ** Name("t"), r"1 - \beta_{1}^{t}"),
]


@pytest.mark.parametrize(("value", "expected"), CASES, ids=[expected for _, expected in CASES])
def test_one_expression_has_one_spelling(value: Expression, expected: str) -> None:
    assert latex(value) == expected


@pytest.mark.parametrize("value", [Text("a"), join("a"), Reference(0, 0)])
def test_parts_of_cells_are_refused(value: Expression) -> None:
    with pytest.raises(ValueError, match="no LaTeX for"):
        latex(value)


@given(expressions(OPERATORS, FUNCTIONS + STEPS))
def test_every_bracket_is_closed(value: Expression) -> None:
    open_brackets: list[str] = []
    for letter in latex(value):
        if letter in "({":
            open_brackets.append(letter)
        elif letter in ")}":
            assert open_brackets.pop() == "({"[")}".index(letter)]
    assert not open_brackets
