"""One text for a formula in all cells that it was filled into, whatever file it comes from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas import Dialect, as_typed, canonical
from bpsheet.sheet.address import cell_name

RATE = CellAt(0, 7, row_fixed=True, column_fixed=True, sheet="Rates")
INPUTS = Area(CellAt(1, 0, True, True), CellAt(2, 0, True, True))
NAMES: dict[str, CellAt | Area] = {
    "rate": RATE,
    "inputs": INPUTS,
    "sheet1!rate": CellAt(4, 4, True, True),
}

EXCEL = {
    "B2": "R[-3]C[-3]",
    "=B2": "R[-3]C[-3]",
    "E5": "R[0]C[0]",
    "aa$10": "R9C[22]",
    "$P$19": "R18C15",
    "F5-$P$19*AD5": "R[0]C[1]-R18C15*R[0]C[25]",
    "A1:B$2": "R[-4]C[-4]:R1C[-3]",
    "Sheet1!B2": "'Sheet1'!R[-3]C[-3]",
    "'LR = 0.5'!$B$2:$C3": "'LR = 0.5'!R1C1:R[-2]C2",
    "'it''s'!E5": "'it''s'!R[0]C[0]",
    "A1!E5": "'A1'!R[0]C[0]",
    "exp(-E5)": "EXP(-R[0]C[0])",
    "LOG10(E5)+ATAN2(1,2)": "LOG10(R[0]C[0])+ATAN2(1,2)",
    "_xlfn.STDEV.S(E5)": "STDEV.S(R[0]C[0])",
    'IF(E5="A1 is ""it""",1,2)': 'IF(R[0]C[0]="A1 is ""it""",1,2)',
    "1.5E3 + .5": "1.5E3+.5",
    "E5*50%": "R[0]C[0]*50%",
    "E5*rate": "R[0]C[0]*'Rates'!R0C7",
    "SUM(Inputs)": "SUM(R1C0:R2C0)",
    "Sheet1!rate": "R4C4",
    "true": "TRUE",
    "#REF!+E5": "#REF!+R[0]C[0]",
    "A1=B1": "R[-4]C[-4]=R[-4]C[-3]",
}
OPEN = {
    "of:=[.B2]": "R[-3]C[-3]",
    "oooc:=[.B2]*2": "R[-3]C[-3]*2",
    "msoxl:=B2*2": "R[-3]C[-3]*2",
    "of:=[.F5]-[.$P$19]*[.AD5]": "R[0]C[1]-R18C15*R[0]C[25]",
    "of:=SUM([.A1:.B$2];2)": "SUM(R[-4]C[-4]:R1C[-3],2)",
    "of:=[$Sheet1.B2]": "'Sheet1'!R[-3]C[-3]",
    "of:=[Sheet1.B2]": "'Sheet1'!R[-3]C[-3]",
    "of:=[$'LR = 0.5'.$B$2:.$C3]": "'LR = 0.5'!R1C1:R[-2]C2",
    "of:=[$S.A1:$S.B2]": "'S'!R[-4]C[-4]:R[-3]C[-3]",
    "of:=[$S.A1:$U.B2]": "'S:U'!R[-4]C[-4]:R[-3]C[-3]",
    "of:=[$'it''s'.E5]": "'it''s'!R[0]C[0]",
    'of:=IF([.E5]="[.A1];";1;2)': 'IF(R[0]C[0]="[.A1];",1,2)',
    "of:=exp( -[.E5] )": "EXP(-R[0]C[0])",
    "of:=COM.MICROSOFT.STDEV.S([.E5])": "STDEV.S(R[0]C[0])",
    "of:=[.E5]*rate": "R[0]C[0]*'Rates'!R0C7",
}


@pytest.mark.parametrize(("text", "expected"), EXCEL.items())
def test_formulas_of_excel(text: str, expected: str) -> None:
    assert canonical(text, 4, 4, "xlsx", NAMES) == expected


@pytest.mark.parametrize(("text", "expected"), OPEN.items())
def test_formulas_of_libreoffice(text: str, expected: str) -> None:
    assert canonical(text, 4, 4, "ods", NAMES) == expected


PLACES = st.tuples(st.integers(0, 1_000_000), st.integers(0, 16_000))


@given(PLACES, PLACES)
def test_a_formula_that_was_filled_keeps_its_text(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    texts = set()
    for row, column in (first, second):
        beside, above = cell_name(row, column + 1), cell_name(row + 5, column)
        texts.add(canonical(f"{beside}-$B$3*Data!{above}", row, column, "xlsx", {}))
        texts.add(canonical(f"of:=[.{beside}]-[.$B$3]*[$Data.{above}]", row, column, "ods", {}))
    assert texts == {"R[0]C[1]-R2C1*'Data'!R[5]C[0]"}


@given(
    st.sampled_from(["xlsx", "ods"]), st.text(st.sampled_from("A1$:!'\"[].;(=+ #,é"), max_size=60)
)
def test_any_text_has_a_canonical_form(dialect: Dialect, text: str) -> None:
    assert isinstance(canonical(text, 2, 2, dialect, {}), str)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("R[0]C[-1]*R0C0", "=C3*$A$1"),
        ("R0C[1]+R[1]C0", "=E$1+$A4"),
        ("SUM(R[-2]C[0]:R[-1]C[0])", "=SUM(D1:D2)"),
        ("'R1C1 sheet'!R[0]C[0]", "='R1C1 sheet'!D3"),
        ('"R[0]C[0]"', '="R[0]C[0]"'),
        ("R[-9]C[0]", "=#REF!"),
    ],
)
def test_a_canonical_formula_is_shown_as_it_was_typed(text: str, typed: str) -> None:
    assert as_typed(text, 2, 3) == typed
