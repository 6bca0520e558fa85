"""What formulas mean, and what is said of those that are not read."""

from __future__ import annotations

import sys
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas import Dialect, canonical, read_formula, spell, transpose
from bpsheet.expression import Call, Expression, Number, Operation, Text

A1 = CellAt(-4, -4)
B2 = CellAt(-3, -3)
RATE = CellAt(18, 15, row_fixed=True, column_fixed=True)


def read(text: str) -> Expression | None:
    return read_formula(canonical(text, 4, 4, "xlsx", {})).expression


MEANINGS = {
    "A1": A1,
    "-A1^2": Operation("^", (-A1, Number(2))),
    "0-A1^2": Number(0) - A1**2,
    "2^3^2": (Number(2) ** 3) ** 2,
    "2^-A1": Number(2) ** -A1,
    "--A1": Operation("negative", (-A1,)),
    "+A1": A1,
    "A1+-B2": A1 + -B2,
    "A1+B2+2": Operation("+", (A1, B2, Number(2))),
    "A1+B2-2+3": Operation("+", ((A1 + B2) - 2, Number(3))),
    "A1-B2-2": (A1 - B2) - 2,
    "A1-(B2-2)": A1 - (B2 - 2),
    "A1*B2*2": Operation("*", (A1, B2, Number(2))),
    "A1*(B2*2)": Operation("*", (A1, B2 * 2)),
    "A1/B2*2": (A1 / B2) * 2,
    "A1-$P$19*B2": A1 - RATE * B2,
    "1/(1+EXP(-A1))": Number(1) / (Number(1) + Call("EXP", (-A1,))),
    "50%": Number(50) / 100,
    "A1*5%^2": A1 * (Number(5) / 100) ** 2,
    "pow(A1,2)": Call("POWER", (A1, Number(2))),
    "SUM(A1:B2,3)": Call("SUM", (Area(A1, B2), Number(3))),
    "PI()": Call("PI", ()),
    "TRUE": Call("TRUE", ()),
    'A1&"x""y"': Operation("&", (A1, Text('x"y'))),
    "A1+1>=B2&2": Operation(">=", (A1 + 1, Operation("&", (B2, Number(2))))),
    "A1<>B2": Operation("<>", (A1, B2)),
    "1E-3": Number(0.001),
    "'L R'!$P$19": CellAt(18, 15, True, True, "L R"),
}


@pytest.mark.parametrize(("text", "meaning"), MEANINGS.items())
def test_meanings(text: str, meaning: Expression) -> None:
    assert read(text) == meaning


UNREAD = {
    "SUM('S:U'!A1)": "cells of several sheets",
    "WEBSERVICE(A1)": "the function WEBSERVICE",
    "A1*eta": "the name ETA",
    "LN()": "LN of 0 arguments",
    "LN(1,2)": "LN of 2 arguments",
    "(A1": "a bracket that is not closed",
    "A1)": ") in this place",
    "A1+": "its end is missing",
    "": "its end is missing",
    "A1*/B2": "/ in this place",
    "A1 B2": "R[-3]C[-3] in this place",
    "()": "brackets that do not hold one value",
    "SUM((A1,B2))": "brackets that do not hold one value",
    "#REF!*2": "#REF! in this place",
    "SUM(A:A)": "a reference to whole rows, columns or several sheets",
    "'[b.xlsx]S'!A1": "a reference into another workbook or a named table",
    "[1]S!A1": "a reference into another workbook or a named table",
    "Steps[w1]": "a reference into another workbook or a named table",
    "A1*Rates!eta": "a name that belongs to a sheet",
    "A1*'My rates'!eta": "a name that belongs to a sheet",
    "SUM({1,2})": "an array of constants",
    "A1;B2": "the sign ';'",
    "1E999": "the number 1E999",
    '"open': "the sign '\"'",
    "-".join(["A1"] * 200): "more than 100 operations one inside the other",
    "(" * 65 + "1" + ")" * 65: "more than 64 brackets inside each other",
    "1" + "+1" * 40_000: "more than 65,536 characters",
}


@pytest.mark.parametrize(("text", "why"), UNREAD.items(), ids=range(len(UNREAD)))
def test_what_is_not_read(text: str, why: str) -> None:
    formula = read_formula(canonical(text, 4, 4, "xlsx", {}))
    assert (formula.expression, formula.unread) == (None, why)


def test_the_deepest_formula_is_read_though_little_of_the_stack_is_left() -> None:
    def deep(frames: int) -> None:
        if frames:
            return deep(frames - 1)
        formula = read_formula("-(" * 50 + "R0C0" + ")" * 50)
        assert formula.expression is not None
        assert transpose(formula).expression is not None
        assert spell(formula.expression, 0, 0).count("-") == 50
        return None

    deep(sys.getrecursionlimit() // 4)


def test_a_sum_of_a_thousand_products_is_one_operation() -> None:
    text = "+".join(f"A{row}*B{row}" for row in range(1, 1001))
    written = read(text)
    assert written is not None
    assert len(written.children) == 1000


PIECES = st.sampled_from(
    [
        *"+-*/^&=<>(),%:[]{}#\"' \0",
        *("R[0]C[-1]", "R1C2", "R999999999C1", "'S'!", "12", "0.5", "1e9"),
        *("SUM(", "IF(", "LN(", '"a"', "TRUE", "eta", "\N{ARABIC-INDIC DIGIT THREE}"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    formula = read_formula(text)
    assert formula.text == text
    assert (formula.expression is None) == bool(formula.unread)


@given(st.text(max_size=50))
def test_random_text_is_read_or_refused(text: str) -> None:
    formula = read_formula(text)
    assert (formula.expression is None) == bool(formula.unread)


HOSTILE = ["'", '"', "['", "[.A1:", "$A", "A1:", "'a", "-", "(", "1e", "é!", "EXP(", "R1C"]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("dialect", ["xlsx", "ods"])
def test_reading_takes_time_in_proportion(piece: str, dialect: Dialect) -> None:
    start = perf_counter()
    read_formula(canonical(piece * 20_000, 0, 0, dialect, {}))
    assert perf_counter() - start < 2
