"""Formulas written back for a reader, and seen from a sheet on its side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas import canonical, cells_of, read_formula, spell, transpose
from bpsheet.expression import Expression

SAME = [
    "=E24-$P$19*X24",
    "=1/(1+EXP(-K28))",
    "=(S24-C24)*S24*(1-S24)*L24",
    "=0.5*(A24-$B24)^2",
    "=SUM(A$1:E24)/COUNT('lr 0.5'!$A$1:$E$24)",
    "='it''s'!A1+Data!B2*2",
    "=A1-(B1-C1)-D1",
    "=A1/(B1*C1)/D1",
    "=(A1^B1)^C1",
    "=A1^-B1",
    '=IF(A1>=0,"a ""b""",B1&C1)',
    "=IF(A1=B1,TRUE(),LOG(A1,2))",
    "=-(A1+B1)*2",
    "=--A1",
    "='Sheet 1'!A1",
]
REWRITTEN = {
    "= a1 + $b$2": "=A1+$B$2",
    "=-A1^2": "=(-A1)^2",
    "=50%*A1": "=50/100*A1",
    "=POW(A1,2)": "=POWER(A1,2)",
    "=2^3^A1": "=(2^3)^A1",
    "=((A1))": "=A1",
    "=+A1": "=A1",
}


def read(text: str) -> Expression:
    expression = read_formula(canonical(text, 24, 4, "xlsx", {})).expression
    assert expression is not None
    return expression


@pytest.mark.parametrize(("text", "spelled"), [*zip(SAME, SAME, strict=True), *REWRITTEN.items()])
def test_formulas_are_spelled_as_excel_shows_them(text: str, spelled: str) -> None:
    assert spell(read(text), 24, 4) == spelled


def test_a_formula_moves_with_its_cell() -> None:
    moved = read("=D25-$P$19*$X24+D$1")
    assert spell(moved, 25, 5) == "=E26-$P$19*$X25+E$1"
    assert spell(moved, 0, 0) == "=#REF!-$P$19*#REF!+#REF!"


def test_references_in_written_order() -> None:
    found = list(cells_of(read("=SUM(A1:$B$2)-Data!E25")))
    corners = CellAt(-24, -4), CellAt(1, 1, row_fixed=True, column_fixed=True)
    assert found == [Area(*corners), CellAt(0, 0, sheet="Data")]


def test_a_formula_on_its_side() -> None:
    turned = transpose(read_formula("R[-1]C[2]-R0C[3]*SUM('S'!R[0]C1:R5C[1])"))
    assert turned.text == "R[2]C[-1]-R[3]C0*SUM('S'!R1C[0]:R[1]C5)"
    assert turned.expression == read_formula(turned.text).expression


def test_a_row_is_a_column_on_its_side() -> None:
    assert transpose(read_formula("ROW()-COLUMN(R[0]C[1])")).text == "COLUMN()-ROW(R[1]C[0])"


def test_what_is_unread_stays_so_on_its_side() -> None:
    unread = read_formula("WEBSERVICE(R[-1]C0)")
    assert transpose(unread) == unread


ADDRESSES = st.sampled_from(["A1", "$B$2", "C$3", "$D4", "'x y'!E5", "0.25", "3"])
FORMULAS = st.recursive(
    ADDRESSES,
    lambda parts: (
        st.builds("({}){}({})".format, parts, st.sampled_from("+-*/^&="), parts)
        | st.builds("-({})".format, parts)
        | st.builds("EXP({})".format, parts)
        | st.builds("IF({},{},SUM(A1:$B2,{}))".format, parts, parts, parts)
    ),
    max_leaves=12,
)


@given(FORMULAS)
def test_what_is_spelled_reads_as_the_same_formula(text: str) -> None:
    expression = read(text)
    assert spell(read(spell(expression, 24, 4)), 24, 4) == spell(expression, 24, 4)


@given(FORMULAS)
def test_turning_twice_gives_the_formula_back(text: str) -> None:
    formula = read_formula(canonical(text, 24, 4, "xlsx", {}))
    assert transpose(transpose(formula)).expression == formula.expression
