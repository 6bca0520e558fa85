"""Formulas give what LibreOffice gives, or nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.book import NO_FORMULA, Book, Numbers, Rows, Sheet
from bpsheet.checker.formulas import canonical, evaluate_rows, read_formula
from bpsheet.checker.reading import read_book
from tests.shared import shared

NAN = math.nan
CELLS = {0: [1.0, 2.0, 3.0, 4.0], 1: [0.5, NAN, -1.5, 0.0], 2: [10.0, 20.0, 30.0, 40.0]}
"""Columns A, B and C from row 1; B2 holds a word."""


def numbers(sheet: str | None, column: int, rows: Rows) -> Numbers:
    held = np.array(CELLS.get(column, []) if sheet in (None, "S") else [])
    inside = rows < len(held)
    found = np.full(len(rows), NAN)
    found[inside] = held[rows[inside]]
    return found


def computed(text: str, count: int = 1) -> list[float]:
    """Return what a formula that is filled from D1 downwards gives."""
    expression = read_formula(canonical(text, 0, 3, "xlsx", {})).expression
    assert expression is not None
    return list(map(float, evaluate_rows(expression, np.arange(count), 3, numbers)))


SINGLE = {
    "-A2^2": 4,
    "0-A2^2": -4,
    "2^3^2": 64,
    "2^-1": 0.5,
    "A4%": 0.04,
    "10/4/5": 0.5,
    "1/(1+EXP(-B1))": 0.6224593312018546,
    "LN(10)": 2.302585092994046,
    "LOG(1000)": 3,
    "LOG10(1000)": 3,
    "LOG(8,2)": 3,
    "POWER(A2,3)": 8,
    "SQRT(A4)": 2,
    "TANH(B1)": 0.46211715726000973,
    "SINH(1)-COSH(1)": -0.36787944117144233,
    "ABS(B3)": 1.5,
    "SIGN(B3)": -1,
    "INT(B3)": -2,
    "MOD(B3,1)": 0.5,
    "ROUND(B3,0)": -2,
    "ROUND(2.675,2)": 2.68,
    "ROUND(1234,-2)": 1200,
    "PI()": 3.141592653589793,
    "SUM(A1:A4)": 10,
    "SUM(A4:A1)": 10,
    "SUM(A1:B4,5)": 14,
    "SUM(B1:B4)": -1,
    "SUM(B2)": 0,
    "SUMSQ(A1:A3)": 14,
    "PRODUCT(A1:A4)": 24,
    "AVERAGE(B1:B4)": -1 / 3,
    "AVERAGE(A1:A2,B1)": 3.5 / 3,
    "COUNT(A1:B4)": 7,
    "MAX(B1:B4)": 0.5,
    "MIN(A1,B3)": -1.5,
    "MAX(PI(),A1)": 3.141592653589793,
    "MAX(B2)": 0,
    "SUMPRODUCT(A1:A4,C1:C4)": 300,
    "SUMPRODUCT((A1:A4-B1)^2)": 21,
    "SUMXMY2(A1:A4,C1:C4)": 2430,
    "INDEX(MMULT(TRANSPOSE(A1:A4),C1:C4),1,1)": 300,
    "INDEX(A1:C4,2,3)": 20,
    "INDEX(C1:C4,3)": 30,
    "INDEX(A2:C2,3)": 20,
    "MATCH(3,A1:A4,0)": 3,
    "MATCH(3.5,A1:A4)": 3,
    "INDEX(C1:C4,MATCH(A2,A1:A4,0))": 20,
    "IF(A1>0,A2,1/0)": 2,
    "IF(A1<0,5)": 0,
    "IFERROR(1/0,7)": 7,
    "IFERROR(A1,7)": 1,
    "IF(AND(A1>0,B1>0),1,2)": 1,
    "IF(OR(A1<0,NOT(B1>0)),1,2)": 2,
    "AND(TRUE,A1)": 1,
    'IF(A1="",0,A1+1)': 2,
    'IF("x">A1,1,2)': 1,
    "A1=B1*2": 1,
    "A1<>1": 0,
    "ROW()": 1,
    "ROW(A3)": 3,
    "COLUMN()": 4,
    "COLUMN($B$1)": 2,
    "S!A2": 2,
}
NO_NUMBER = [
    *("1/0", "1/(1/0)", "SUM(1/0)", "MAX(A1,1/0)", "LN(0)", "LN(-1)", "SQRT(B3)", "EXP(1000)"),
    *("1/(1+EXP(1000))", "IF(1/0,1,2)", "IF(1/0>1,1,2)", "NOT(1/0)", "AND(1/0>1)", "B3^0.5"),
    *("B2*2", "B2", 'A1&"x"', '"x"', '"a"="b"', "Z1", "Other!A1", "ROW(A1:A2)", "MOD(A1,0)"),
    *("MATCH(9,A1:A4,0)", "MATCH(0,A1:A4)", "MATCH(3,A1:A4,-1)", "INDEX(A1:A4,5)"),
    *("MMULT(A1:A2,A1:A2)", "SUM(A1:A2+A1:A3)", "AVERAGE(B2)", "SUMPRODUCT(A1:A2,A1:A3)"),
]


@pytest.mark.parametrize(("text", "value"), SINGLE.items())
def test_values(text: str, value: float) -> None:
    assert computed(text) == pytest.approx([value], rel=1e-14, abs=1e-14)


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_is_no_number(text: str) -> None:
    assert np.isnan(computed(text)).all()


FILLED = {
    "A1*$C$1": [10, 20, 30, 40],
    "A1+C2": [21, 32, 43, NAN],
    "SUM(A1:C1)": [11.5, 22, 31.5, 44],
    "SUM(A$1:A1)": [1, 3, 6, 10],
    "AVERAGE($A$1:$A$4)": [2.5, 2.5, 2.5, 2.5],
    "SUM(A1:A$4)": [10, 9, 7, 4],
    "IF(B1>0,1,2)": [1, NAN, 2, 2],
    "IF(A1>2,LN(A1-2),0)": [0, 0, 0, math.log(2)],
    "INDEX($C$1:$C$4,ROW())": [10, 20, 30, 40],
    "2": [2, 2, 2, 2],
    "PI()>3": [1, 1, 1, 1],
}


@pytest.mark.parametrize(("text", "values"), FILLED.items())
def test_formulas_filled_down(text: str, values: list[float]) -> None:
    assert computed(text, 4) == pytest.approx(values, nan_ok=True)


def test_a_reference_above_the_sheet_is_no_number() -> None:
    expression = read_formula("R[-1]C[-3]+SUM(R[-1]C[-2]:R[0]C[-2])").expression
    assert expression is not None
    found = evaluate_rows(expression, np.array([0, 2, 3]), 3, numbers)
    np.testing.assert_array_equal(found, [NAN, 2 - 1.5, 3 - 1.5])


@pytest.mark.parametrize(
    "text", ["SUM(A1:ZZ999999)", "SUM(A1:A3000*TRANSPOSE(A1:A3000))", "SUM(A$1:A999999)"]
)
def test_too_many_cells_are_not_read(text: str) -> None:
    assert np.isnan(computed(text, 100)).all()


PIECES = st.sampled_from(
    ["A1", "$B$2", "A1:B3", "A$1:A2", "C1:A1", "2", "0", "-1", '"x"', "TRUE", "ROW()", "S!A1:A2"]
)
FUNCTIONS = st.sampled_from(
    [
        *("EXP", "LN", "LOG", "POWER", "ROUND", "SUM", "AVERAGE", "MAX", "PRODUCT", "COUNT", "AND"),
        *("OR", "NOT", "SUMPRODUCT", "SUMXMY2", "MMULT", "TRANSPOSE", "INDEX", "MATCH", "IF"),
        *("IFERROR", "ROW", "COLUMN", "MOD"),
    ]
)


def nested(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<", ">="])
    calls = st.builds(
        lambda function, values: f"{function}({','.join(values)})",
        FUNCTIONS,
        st.lists(parts, min_size=1, max_size=3),
    )
    return calls | st.builds(
        lambda left, sign, right: f"({left}){sign}({right})", parts, operators, parts
    )


@given(st.recursive(PIECES, nested, max_leaves=8), st.integers(0, 4))
def test_any_formula_gives_numbers_or_none(text: str, count: int) -> None:
    expression = read_formula(canonical(text, 0, 3, "xlsx", {})).expression
    if expression is not None:
        found = evaluate_rows(expression, np.arange(count), 3, numbers)
        assert found.shape == (count,)
        assert found.dtype == np.float64
        assert not np.isinf(found).any()


def stored(book: Book, home: Sheet, name: str | None, column: int, rows: Rows) -> Numbers:
    """Return stored numbers as formulas see them: 0 where a cell is empty."""
    held = (home if name is None else book[name]).columns.get(column)
    if held is None:
        return np.zeros(len(rows))
    places = held.places(rows)
    return np.where(places < 0, 0.0, held.numbers[places])


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx", 2_500),
        ("VishakBharadwaj94__Deep_Learning_in_Excel__backprop.xlsx", 800),
        ("garima-mahato__END2__END2_S2_Backpropagation.xlsx", 14_000),
        ("pankaj90382__END-1.0__NN_Design.xlsx", 8_000),
    ],
)
def test_hand_built_workbooks_hold_what_their_formulas_give(name: str, least: int) -> None:
    book = read_book(shared("workbooks", name))
    count = 0
    for sheet in book.sheets:
        for number, column in sheet.columns.items():
            for place in set(column.formulas.tolist()) - {NO_FORMULA}:
                cells = column.formulas == place
                expression = sheet.formulas[place].expression
                assert expression is not None, sheet.formulas[place].unread
                found = evaluate_rows(
                    expression,
                    column.rows[cells],
                    number,
                    lambda other, *where, home=sheet: stored(book, home, other, *where),
                )
                np.testing.assert_allclose(found, column.numbers[cells], rtol=1e-8, atol=1e-11)
                count += len(found)
    assert count > least
