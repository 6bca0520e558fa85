"""Cell formulas: one exact string in either dialect, and the number that a spreadsheet gives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import ironcalc
import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from bpsheet.evaluate import evaluate
from bpsheet.expression import (
    HALF,
    ONE,
    ZERO,
    Call,
    Expression,
    Name,
    Number,
    Text,
    call,
    compare,
    expression,
    join,
    substitute,
)
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.magnitude import magnitude
from bpsheet.notation.formula import EXCEL, OPEN_FORMULA, ROW_MARK, formula, row_pattern
from bpsheet.sheet.address import InRow, Range, Reference
from tests.expressions import FUNCTIONS, NAMES, OPERATORS, STEPS, expressions, used

A, B, C = (Name(name) for name in NAMES)
CELLS: dict[str, Expression] = {
    name: Reference(0, column, absolute=False) for column, name in enumerate(NAMES)
}
MINUS_A = -A
THIRD = Number(Fraction(1, 3))


def in_cells(value: Expression) -> Expression:
    return substitute(value, CELLS)


def calculated(formulas: list[str], values: dict[str, float]) -> list[Any]:
    """Return what IronCalc makes of `formulas`, with a, b and c in A1, B1 and C1."""
    model = ironcalc.create("formulas", "en", "UTC", "en")
    for column, name in enumerate(NAMES, start=1):
        model.set_user_input(0, 1, column, repr(values[name]))
    for row, written in enumerate(formulas, start=2):
        model.set_user_input(0, row, 1, f"={written}")
    model.evaluate()
    return [model.get_cell_value(0, row, 1) for row in range(2, len(formulas) + 2)]


# The expression, as Excel writes it, as OpenFormula writes it.
CASES: list[tuple[Expression, str, str]] = [
    (A, "A1", "[.A1]"),
    (A + B + C, "A1+B1+C1", "[.A1]+[.B1]+[.C1]"),
    (A + (B + C), "A1+(B1+C1)", "[.A1]+([.B1]+[.C1])"),
    (A - B - C, "A1-B1-C1", "[.A1]-[.B1]-[.C1]"),
    (A - (B - C), "A1-(B1-C1)", "[.A1]-([.B1]-[.C1])"),
    (A - (B + C), "A1-(B1+C1)", "[.A1]-([.B1]+[.C1])"),
    (A * (B + C), "A1*(B1+C1)", "[.A1]*([.B1]+[.C1])"),
    (A / (B * C), "A1/(B1*C1)", "[.A1]/([.B1]*[.C1])"),
    (A / (B / C), "A1/(B1/C1)", "[.A1]/([.B1]/[.C1])"),
    (A / B * C, "A1/B1*C1", "[.A1]/[.B1]*[.C1]"),
    (A * (B / C), "A1*(B1/C1)", "[.A1]*([.B1]/[.C1])"),
    (ONE / (1 + A), "1/(1+A1)", "1/(1+[.A1])"),
    # A minus binds tighter than ^ in spreadsheets.
    (-(A**2), "-(A1^2)", "-([.A1]^2)"),
    ((-A) ** 2, "(-A1)^2", "(-[.A1])^2"),
    (-(A**2) + B, "-(A1^2)+B1", "-([.A1]^2)+[.B1]"),
    (B - A**2, "B1-A1^2", "[.B1]-[.A1]^2"),
    (B * -(A**2), "B1*-(A1^2)", "[.B1]*-([.A1]^2)"),
    (-(A * B), "-(A1*B1)", "-([.A1]*[.B1])"),
    ((-A) * B, "-A1*B1", "-[.A1]*[.B1]"),
    (-(A + B), "-(A1+B1)", "-([.A1]+[.B1])"),
    (A - -B, "A1--B1", "[.A1]--[.B1]"),
    (-MINUS_A, "--A1", "--[.A1]"),
    (Number(-2) ** 2, "(-2)^2", "(-2)^2"),
    (A**-1, "A1^-1", "[.A1]^-1"),
    # Spreadsheets disagree about 2^3^2.
    (A ** (B**C), "A1^(B1^C1)", "[.A1]^([.B1]^[.C1])"),
    ((A**B) ** C, "(A1^B1)^C1", "([.A1]^[.B1])^[.C1]"),
    ((A + B) ** 2, "(A1+B1)^2", "([.A1]+[.B1])^2"),
    ((A / B) ** 2, "(A1/B1)^2", "([.A1]/[.B1])^2"),
    # Numbers
    (HALF * A, "0.5*A1", "0.5*[.A1]"),
    (THIRD * A, "1/3*A1", "1/3*[.A1]"),
    (A * THIRD, "A1*(1/3)", "[.A1]*(1/3)"),
    (A / THIRD, "A1/(1/3)", "[.A1]/(1/3)"),
    (THIRD**2, "(1/3)^2", "(1/3)^2"),
    (A * -1, "A1*-1", "[.A1]*-1"),
    (A - Number(-0.5), "A1--0.5", "[.A1]--0.5"),
    (A + 1.0, "A1+1", "[.A1]+1"),
    (A + 0.1, "A1+0.1", "[.A1]+0.1"),
    (A + 1e-5, "A1+1e-05", "[.A1]+1e-05"),
    (A * 2.0**-30, "A1*9.313225746154785e-10", "[.A1]*9.313225746154785e-10"),
    (A + 1e15, "A1+1000000000000000.0", "[.A1]+1000000000000000.0"),
    # Functions of the network are written out.
    (call("sigmoid", A), "1/(1+EXP(-A1))", "1/(1+EXP(-[.A1]))"),
    (call("sigmoid", A + B), "1/(1+EXP(-(A1+B1)))", "1/(1+EXP(-([.A1]+[.B1])))"),
    (call("sigmoid", -A), "1/(1+EXP(--A1))", "1/(1+EXP(--[.A1]))"),
    (call("sigmoid", A) ** 2, "(1/(1+EXP(-A1)))^2", "(1/(1+EXP(-[.A1])))^2"),
    (B / call("sigmoid", A), "B1/(1/(1+EXP(-A1)))", "[.B1]/(1/(1+EXP(-[.A1])))"),
    (call("tanh", A * B), "TANH(A1*B1)", "TANH([.A1]*[.B1])"),
    (call("linear", A + B) * C, "(A1+B1)*C1", "([.A1]+[.B1])*[.C1]"),
    (call("half-squared-error", A, B), "0.5*(A1-B1)^2", "0.5*([.A1]-[.B1])^2"),
    (call("half-squared-error", A, B - C), "0.5*(A1-(B1-C1))^2", "0.5*([.A1]-([.B1]-[.C1]))^2"),
    (call("half-squared-error", A, B) * C, "0.5*(A1-B1)^2*C1", "0.5*([.A1]-[.B1])^2*[.C1]"),
    (call("relu", A - B), "MAX(0,A1-B1)", "MAX(0;[.A1]-[.B1])"),
    (-(call("relu", A) ** 2), "-(MAX(0,A1)^2)", "-(MAX(0;[.A1])^2)"),
    (call("leaky-relu", A), "IF(A1>0,A1,0.01*A1)", "IF([.A1]>0;[.A1];0.01*[.A1])"),
    (
        call("softmax", B, A, B),
        "EXP(B1)/(EXP(A1)+EXP(B1))",
        "EXP([.B1])/(EXP([.A1])+EXP([.B1]))",
    ),
    (
        C / call("softmax", A, A, B),
        "C1/(EXP(A1)/(EXP(A1)+EXP(B1)))",
        "[.C1]/(EXP([.A1])/(EXP([.A1])+EXP([.B1])))",
    ),
    (call("mean-squared-error", A, B, 1), "(A1-B1)^2", "([.A1]-[.B1])^2"),
    (call("mean-squared-error", A, B, 3), "1/3*(A1-B1)^2", "1/3*([.A1]-[.B1])^2"),
    (
        call("binary-cross-entropy", A, B),
        "-(A1*LN(MAX(B1,1e-15))+(1-A1)*LN(MAX(1-B1,1e-15)))",
        "-([.A1]*LN(MAX([.B1];1e-15))+(1-[.A1])*LN(MAX(1-[.B1];1e-15)))",
    ),
    (
        call("cross-entropy", A, B) ** 2,
        "(-(A1*LN(MAX(B1,1e-15))))^2",
        "(-([.A1]*LN(MAX([.B1];1e-15))))^2",
    ),
    # Conditions, and powers of names
    (
        B * call("IF", compare(A, ">", 0), ONE, ZERO),
        "B1*IF(A1>0,1,0)",
        "[.B1]*IF([.A1]>0;1;0)",
    ),
    (1 - A**B, "1-A1^B1", "1-[.A1]^[.B1]"),
    ((-A) ** -B, "(-A1)^-B1", "(-[.A1])^-[.B1]"),
    (call("SQRT", A) ** B, "SQRT(A1)^B1", "SQRT([.A1])^[.B1]"),
    # A fraction that a decimal says exactly
    (Number(Fraction(1, 100)) * A, "0.01*A1", "0.01*[.A1]"),
    (A * Number(Fraction(1, 10**8)), "A1*1e-08", "[.A1]*1e-08"),
]


@pytest.mark.parametrize(
    ("value", "excel", "open_formula"), CASES, ids=[excel for _, excel, _ in CASES]
)
def test_one_expression_has_one_formula(value: Expression, excel: str, open_formula: str) -> None:
    assert formula(in_cells(value), EXCEL) == excel
    assert formula(in_cells(value), OPEN_FORMULA) == open_formula


def test_a_spreadsheet_calculates_what_was_meant() -> None:
    values = {"a": 2.0, "b": 3.0, "c": 1.5}
    found = calculated([excel for _, excel, _ in CASES], values)
    for (value, excel, _), number in zip(CASES, found, strict=True):
        assert number == pytest.approx(evaluate(value, values), rel=1e-15), excel


@pytest.mark.parametrize(("written", "number"), [("-A1^2", 4.0), ("2^3^2", 64.0)])
def test_the_traps_are_real(written: str, number: float) -> None:
    assert calculated([written], {"a": 2.0, "b": 0.0, "c": 0.0}) == [number]


numbers = st.fixed_dictionaries(
    {name: st.integers(-400, 400).filter(bool).map(lambda x: x / 100) for name in NAMES}
)


@settings(max_examples=300)
@given(expressions(OPERATORS, FUNCTIONS + STEPS), numbers)
def test_any_formula_calculates_to_its_expression(
    value: Expression, values: dict[str, float]
) -> None:
    scalars = {name: np.float64(number) for name, number in values.items()}
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        try:
            right = evaluate(value, scalars)
        except (ArithmeticError, TypeError):  # an error in the cell
            reject()
    size = magnitude(value, scalars)
    assume(np.isreal(right) and np.isfinite(size))
    (found,) = calculated([formula(in_cells(value), EXCEL)], values)
    assert found == pytest.approx(right, rel=1e-9, abs=float(1e-12 * size))


@pytest.mark.parametrize("name", [*ACTIVATIONS, *LOSSES])
def test_every_function_of_the_tables_calculates_to_its_definition(name: str) -> None:
    value = used(name, A, B)
    for number in (-3.0, -0.5, 0.0, 0.25, 2.0):
        values = {"a": number, "b": 0.7, "c": 0.0}
        (found,) = calculated([formula(in_cells(value), EXCEL)], values)
        assert found == pytest.approx(evaluate(value, values), rel=1e-15)


@pytest.mark.parametrize(
    ("value", "excel", "open_formula"),
    [
        (Reference(0, 0), "$A$1", "[.$A$1]"),
        (Reference(13, 27, absolute=False), "AB14", "[.AB14]"),
        (Reference(0, 0).on("Overview"), "Overview!$A$1", "[$Overview.$A$1]"),
        (Reference(1, 1).on("lr 0.1"), "'lr 0.1'!$B$2", "[$'lr 0.1'.$B$2]"),
        (Reference(1, 1).on("R1"), "'R1'!$B$2", "[$'R1'.$B$2]"),
        (Reference(1, 1).on("Bob's"), "'Bob''s'!$B$2", "[$'Bob''s'.$B$2]"),
        (Range(0, 0, 2, 1), "$A$1:$B$3", "[.$A$1:.$B$3]"),
        (Range(0, 0, 2, 1, "Compare"), "Compare!$A$1:$B$3", "[$Compare.$A$1:.$B$3]"),
        (Range(0, 0, 2, 1, "lr 2"), "'lr 2'!$A$1:$B$3", "[$'lr 2'.$A$1:.$B$3]"),
        (call("SUM", Range(0, 0, 2, 0)), "SUM($A$1:$A$3)", "SUM([.$A$1:.$A$3])"),
        (call("MAX", 1, Reference(0, 0)), "MAX(1,$A$1)", "MAX(1;[.$A$1])"),
        (call("TRUE"), "TRUE()", "TRUE()"),
        (call("ROW"), "ROW()", "ROW()"),
        (Text('say "hi"'), '"say ""hi"""', '"say ""hi"""'),
        (join("step ", Reference(0, 0)), '"step "&$A$1', '"step "&[.$A$1]'),
        (join("", Reference(0, 0) + 1), '""&$A$1+1', '""&[.$A$1]+1'),
        (join("", compare(Reference(0, 0), "=", 1)), '""&($A$1=1)', '""&([.$A$1]=1)'),
        (compare(Reference(0, 0) + 1, "<=", 2), "$A$1+1<=2", "[.$A$1]+1<=2"),
        (compare(join("a"), "<>", expression(1)), '"a"<>1', '"a"<>1'),
        (
            call("IF", compare(Reference(0, 0), ">", 2), Text("yes"), ZERO),
            'IF($A$1>2,"yes",0)',
            'IF([.$A$1]>2;"yes";0)',
        ),
    ],
)
def test_cells_and_what_only_cells_have(value: Expression, excel: str, open_formula: str) -> None:
    assert formula(value, EXCEL) == excel
    assert formula(value, OPEN_FORMULA) == open_formula


@pytest.mark.parametrize(
    ("value", "excel", "open_formula"),
    [
        (InRow(0), "A13", "[.A13]"),
        (InRow(26, -1), "AA12", "[.AA12]"),
        (InRow(1, 2, "lr 1"), "'lr 1'!B15", "[$'lr 1'.B15]"),
        (InRow(1, fixed=True), "$B13", "[.$B13]"),
        (InRow(0, -1) - Reference(1, 3) * InRow(2, -1), "A12-$D$2*C12", "[.A12]-[.$D$2]*[.C12]"),
    ],
)
def test_references_within_a_tables_row(value: Expression, excel: str, open_formula: str) -> None:
    assert formula(value, EXCEL, row=12) == excel
    assert formula(value, OPEN_FORMULA, row=12) == open_formula


def test_a_row_pattern_is_the_same_for_every_row() -> None:
    value = InRow(0, -1) + InRow(1)
    assert ROW_MARK.findall(row_pattern(value, EXCEL)) == ["-1", "0"]
    assert ROW_MARK.sub("#", row_pattern(value, OPEN_FORMULA)) == "[.A#]+[.B#]"
    assert [formula(value, EXCEL, row=row) for row in (1, 98)] == ["A1+B2", "A98+B99"]


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (Name("w5"), "no cell formula for Name"),
        (Call("softplus", (Reference(0, 0),)), "no spreadsheet function for 'softplus'"),
        (Call("Max", (Reference(0, 0),)), "no spreadsheet function for 'Max'"),
    ],
)
def test_what_no_spreadsheet_knows_is_refused(value: Expression, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        formula(value, EXCEL)
