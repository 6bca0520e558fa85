from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpsheet.evaluate import Arithmetic, evaluate
from bpsheet.expression import Expression, Name, Number, Operation, call, walk
from bpsheet.notation.text import text
from bpsheet.parser import DEEPEST, ExpressionError, parse, parse_name
from bpsheet.tokens import LONGEST

A, B, C = (Name(name) for name in "abc")
EXACT = Arithmetic(constant=lambda number: Fraction(number) + 0, functions={})
VALUES = {"a": Fraction(3, 2), "b": Fraction(-5, 7), "c": Fraction(4)}

CASES: list[tuple[str, Expression]] = [
    ("a", A),
    ("  a\t+\nb ", A + B),
    ("a + b + c", Operation("+", (A, B, C))),
    ("(a + b) + c", Operation("+", (Operation("+", (A, B)), C))),
    ("a + (b + c)", Operation("+", (A, Operation("+", (B, C))))),
    ("a - b + c", (A - B) + C),
    ("a + b - c + a", ((A + B) - C) + A),
    ("a*b*c", Operation("*", (A, B, C))),
    ("(a*b)*c", Operation("*", (Operation("*", (A, B)), C))),
    ("a/b*c", (A / B) * C),
    ("a + b*c^2", A + B * C**2),
    ("a·b × c ⋅ a", A * B * C * A),
    ("a − b – c", A - B - C),
    ("a ÷ b", A / B),
    ("a**b", A**B),
    ("a^-2", A ** -Number(2)),
    ("a²", A**2),
    ("a⁻¹⁰", A**-10),
    ("-a^2", -(A**2)),
    ("(-a)^2", (-A) ** 2),
    ("-a*b", -(A * B)),
    ("-a + b", -A + B),
    ("a*-b", A * -B),
    ("a - -b", A - (-B)),
    ("a + -b*c", A + -(B * C)),
    ("--a", Operation("negative", (-A,))),
    ("(a^b)^c", (A**B) ** C),
    ("a^(b^c)", A ** (B**C)),
    ("((a))", A),
    ("10/a", Number(10) / A),
    ("0.1", Number(Fraction(1, 10))),
    (".5", Number(Fraction(1, 2))),
    ("2.0", Number(2)),
    ("2.", Number(2)),
    ("1e3", Number(1000)),
    ("25E-1", Number(Fraction(5, 2))),
    ("0e999999999999", Number(0)),
    ("½·a", Number(Fraction(1, 2)) * A),
    ("σ(a)", call("sigmoid", A)),
    ("sigmoid(a)", call("sigmoid", A)),
    ("tanh(a)", call("tanh", A)),
    ("relu(a)", call("relu", A)),
    ("ReLU(a)", call("relu", A)),
    ("exp(-a)", call("EXP", -A)),
    ("ln(a)", call("LN", A)),
    ("sqrt(a)", call("SQRT", A)),
    ("abs(a)", call("ABS", A)),
    ("max(a, b, 0)", call("MAX", A, B, 0)),
    ("min(a, max(b, c))", call("MIN", A, call("MAX", B, C))),
    ("w_0*x1", Name("w_0") * Name("x1")),
    ("ŷ - y", Name("ŷ") - Name("y")),
    ("y\u0302", Name("ŷ")),
    ("x\u0302", Name("x\u0302")),
    ("w₁", Name("w₁")),
    ("Exp", Name("Exp")),
    ("e", Name("e")),
]


@pytest.mark.parametrize(("written", "meant"), CASES)
def test_an_expression_is_read_as_it_is_written(written: str, meant: Expression) -> None:
    assert parse(written) == meant


def test_numbers_are_exact() -> None:
    numbers = [part.value for part in walk(parse("0.1*a + 1.25^2 - 3")) if isinstance(part, Number)]
    assert numbers == [Fraction(1, 10), Fraction(5, 4), 2, 3]
    assert {type(number) for number in numbers} == {int, Fraction}


REFUSED = [
    ("", 1, "write an expression"),
    ("   ", 1, "write an expression"),
    ("a +", 4, "the expression ends"),
    ("* a", 1, r"not \*"),
    ("+a", 1, r"not \+"),
    ("a b", 3, r"such as \*, before b"),
    ("2a", 2, r"such as \*, before a"),
    ("2(a)", 2, r"such as \*, before \("),
    ("1.5.2", 4, "before .2"),
    ("(a", 1, "not closed"),
    ("exp(a", 4, "not closed"),
    ("a)", 2, "remove this"),
    ("()", 2, r"not \)"),
    ("a,b", 2, "0.5 with a point"),
    ("exp(a, b)", 6, "0.5 with a point"),
    ("max(a)", 4, "two values"),
    ("a^b^c", 4, "needs brackets"),
    ("a²^b", 3, "needs brackets"),
    ("log(a)", 1, "write ln"),
    ("sin(a)", 1, r"not a function \(sigmoid.*sin\*\("),
    ("1 + exp", 5, "write brackets behind it"),
    ("y = a", 3, "right of the equals sign"),
    ("a[1]", 2, "round brackets"),
    ("{a}", 1, "round brackets"),
    ("a.b", 2, "remove it"),
    ("_a", 1, "remove it"),
    ("a; b", 2, "remove it"),
    ("a\x00", 2, r"'\\x00'"),
    ("a\ud800", 2, r"'\\ud800'"),
    ("1e400", 1, "1.7e308"),
    ("1e-400", 1, "5e-324"),
    ("1e999999999999", 1, "1.7e308"),
    ("1e-999999999999", 1, "5e-324"),
    ("a^" + "9" * 400, 3, "1.7e308"),
    ("a" + "⁹" * 400, 2, "1.7e308"),
    ("__import__('os')", 1, "remove it"),
    ("lambda: 1", 7, "remove it"),
    ("(1).__class__", 4, "remove it"),
    ("exec(a)", 1, "not a function"),
    ("a if b else c", 3, "operator"),
    ("a + " * 600 + "a", LONGEST + 1, f"{LONGEST} characters"),
    ("(" * 1000 + "a" + ")" * 999, 52, f"more than {DEEPEST}"),
    ("-" * 1999 + "a", 52, f"more than {DEEPEST}"),
    ("a" + "-a" * 999, 1, f"more than {DEEPEST}"),
    ("exp(" * 300 + "a" + ")" * 300, 205, f"more than {DEEPEST}"),
]


@pytest.mark.parametrize(("written", "column", "words"), REFUSED, ids=lambda part: repr(part)[:20])
def test_what_is_no_expression_is_refused_at_its_place(
    written: str, column: int, words: str
) -> None:
    with pytest.raises(ExpressionError, match=words) as caught:
        parse(written)
    assert caught.value.column == column
    assert str(caught.value) == f"column {column}: {caught.value.message}"
    assert "\n" not in caught.value.message


def test_long_sums_and_deep_brackets_within_the_bounds_are_read() -> None:
    assert len(parse("+".join("a" * 1000)).children) == 1000
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == A
    parse("-".join("a" * DEEPEST))


@pytest.mark.parametrize("written", ["a", "ŷ", "y\u0302", "w_0", "x1", "w₁", " a "])
def test_a_name_is_spelled_as_in_expressions(written: str) -> None:
    assert parse(f"2*{written}").children[1] == Name(parse_name(written))


@pytest.mark.parametrize("written", ["", "1", "a b", "a+b", "exp", "1a", "_", "a-", "∂E", "a²"])
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(ExpressionError):
        parse_name(written)


def sums(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw Python source over what `inner` draws; powers have small exponents and brackets."""
    operations = st.tuples(inner, st.sampled_from([" + ", " - ", "*", " * ", "/"]), inner)
    return st.one_of(
        operations.map("".join),
        inner.map("-{}".format),
        inner.map("({})".format),
        st.tuples(inner, st.sampled_from(["**2", "**3", "**-1"])).map("({0[0]}){0[1]}".format),
    )


SOURCES = st.recursive(st.sampled_from(["a", "b", "c", "2", "7", "10"]), sums, max_leaves=20)


def worth(value: Expression) -> Any:
    try:
        return evaluate(value, VALUES, EXACT)
    except ZeroDivisionError:
        return "division by zero"


@given(SOURCES)
def test_an_expression_is_worth_what_python_says(source: str) -> None:
    assume(len(source) < LONGEST)
    exact = re.sub(r"(?<!\*\*)(?<!\*\*-)\b\d+", r"Fraction(\g<0>)", source)
    try:
        expected = eval(exact, {"Fraction": Fraction}, VALUES)
    except ZeroDivisionError:
        expected = "division by zero"
    written = parse(source)
    assert worth(written) == expected
    assert worth(parse(text(written))) == expected


@given(st.text(alphabet="ab12.e+-*/^()², σŷ\u0302½expmax", max_size=60))
def test_no_text_does_more_than_be_refused(written: str) -> None:
    try:
        read = parse(written)
    except ExpressionError as error:
        assert 1 <= error.column <= len(written) + 1
    else:
        assert parse(text(read)) is not None
