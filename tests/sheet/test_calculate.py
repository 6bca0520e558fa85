"""Calculated values against what spreadsheets show, and against IronCalc's own calculation."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from bpsheet.expression import ZERO, Expression, Name, Number, Text, call, compare, join
from bpsheet.notation.formula import EXCEL, formula
from bpsheet.sheet.address import InRow, Range, Reference, RowsAbove, cell_name
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.calculation.functions import is_number
from bpsheet.sheet.workbook import Block, Cell, CellError, RowKind, Sheet, Style, Value, Workbook
from tests.applications import Values, gnumeric_values, ironcalc_values, libreoffice_values

CONSTANTS: tuple[Value, ...] = (3, 0.1, "Ab", True, None, -8, 1e200, "2.5")
THREE, TENTH, WORD, TRUE, EMPTY, MINUS_EIGHT, HUGE, NUMERAL = (
    Reference(row, 0) for row in range(len(CONSTANTS))
)
COLUMN = Range(0, 0, len(CONSTANTS) - 1, 0)
TABLE = np.array([[1.0, 0.5, 9.0], [2.0, 0.25, 9.0], [3.0, 0.75, 9.0], [4.0, 0.125, 9.0]])
STEPS, LOSSES, WHOLE = (
    Range(10, 2, 13, 2, "lr 1"),
    Range(10, 3, 13, 3, "lr 1"),
    Range(10, 2, 13, 3, "lr 1"),
)
GAP = Range(10, 4, 13, 4, "lr 1")
DIVERGED = Range(20, 2, 23, 2, "lr 1")
ONE, TWO = Number(1), Number(2)
NOT_A_NUMBER = CellError("#NUM!")


def later(area: Range) -> Range:
    return Range(area.top + 1, area.left, area.bottom, area.right, area.sheet)


def earlier(area: Range) -> Range:
    return Range(area.top, area.left, area.bottom - 1, area.right, area.sheet)


RISES = compare(later(LOSSES), ">", earlier(LOSSES))

CASES: list[tuple[Expression, Value]] = [
    (THREE + TENTH + 1, 4.1),
    (THREE - 1 - ONE, 1.0),
    (THREE * TENTH * TWO, 3 * 0.1 * 2),
    (THREE / TENTH, 3 / 0.1),
    (THREE / 0, CellError("#DIV/0!")),
    (THREE / EMPTY, CellError("#DIV/0!")),
    (-(THREE**2), -9.0),
    ((-THREE) ** 2, 9.0),
    (MINUS_EIGHT**0.5, NOT_A_NUMBER),
    (HUGE * HUGE, NOT_A_NUMBER),
    (HUGE**2, NOT_A_NUMBER),
    (WORD + 1, CellError("#VALUE!")),
    (NUMERAL + 1, 3.5),
    (TRUE + 1, 2.0),
    (EMPTY + 1, 1.0),
    (EMPTY, 0),
    (join("step ", THREE, " of ", Number(99.0)), "step 3 of 99"),
    (join(TENTH + 0.2, "|", EMPTY, "|", TRUE), "0.3||TRUE"),
    (join(ONE / 3, ""), "0.333333333333333"),
    (join(ONE / 0, "x"), CellError("#DIV/0!")),
    (compare(WORD, "=", Text("aB")), True),
    (compare(WORD, "<>", Text("aB")), False),
    (compare(THREE, "<", Text("1")), True),
    (compare(TRUE, ">", Text("z")), True),
    (compare(EMPTY, "=", 0), True),
    (compare(EMPTY, "=", Text("")), True),
    (compare(THREE, ">=", 3), True),
    (compare(THREE, "<=", 2.5), False),
    (compare(call("LN", 0), "=", 0), NOT_A_NUMBER),
    (call("IF", compare(THREE, ">", 2), Text("yes"), ONE / 0), "yes"),
    (call("IF", EMPTY, ONE / 0, Text("no")), "no"),
    (call("IF", call("FALSE"), ONE), False),
    (call("IFERROR", ONE / 0, Text("none")), "none"),
    (call("IFERROR", THREE, Text("none")), 3),
    (call("AND", TRUE, compare(THREE, ">", 2)), True),
    (call("AND", TRUE, compare(THREE, ">", 4)), False),
    (call("OR", EMPTY, call("FALSE")), False),
    (call("OR", ONE / 0, call("TRUE")), CellError("#DIV/0!")),
    (call("NOT", ZERO), True),
    (call("ISNUMBER", TENTH), True),
    (call("ISNUMBER", WORD), False),
    (call("ISNUMBER", ONE / 0), False),
    (call("ISERROR", call("NA")), True),
    (call("ISERROR", THREE), False),
    (call("NA"), CellError("#N/A")),
    (call("INDEX", STEPS, 3), 3.0),
    (call("INDEX", STEPS, 3, 1), 3.0),
    (call("INDEX", Range(11, 2, 11, 3, "lr 1"), 1, 2), 0.25),
    (call("INDEX", call("CHOOSE", 2, STEPS, LOSSES), 3), 0.75),
    (call("SUM", call("CHOOSE", 1, STEPS, LOSSES)), 10.0),
    (call("INDEX", WHOLE, 4, 2), 0.125),
    (call("INDEX", STEPS, 5), CellError("#REF!")),
    (call("INDEX", COLUMN, 3), "Ab"),
    (call("MATCH", 0.75, LOSSES, 0), 3.0),
    (call("MATCH", Text("ab"), COLUMN, 0), 3.0),
    (call("MATCH", Text("2"), STEPS, 0), CellError("#N/A")),
    (call("MATCH", 0.7, LOSSES, 0), CellError("#N/A")),
    (call("INDEX", STEPS, call("MATCH", call("MIN", LOSSES), LOSSES, 0)), 4.0),
    (call("CHOOSE", 2, ONE / 0, Text("second")), "second"),
    (call("CHOOSE", 3, ONE, TWO), CellError("#VALUE!")),
    (call("SUM", STEPS), 10.0),
    (call("SUM", COLUMN), 1e200),
    (call("SUM", STEPS, THREE, 1), 14.0),
    (call("SUM", DIVERGED), NOT_A_NUMBER),
    (call("AVERAGE", LOSSES), 0.40625),
    (call("AVERAGE", WORD), CellError("#DIV/0!")),
    (call("MAX", LOSSES), 0.75),
    (call("MAX", 1, call("MIN", 5, THREE)), 3.0),
    (call("MIN", LOSSES, TENTH), 0.1),
    (call("MAX", EMPTY), 0.0),
    (call("COUNT", COLUMN), 4),
    (call("COUNT", DIVERGED), 2),
    (call("COUNTIF", LOSSES, Text("<=0.25")), 2),
    (call("COUNTIF", COLUMN, Text("ab")), 1),
    (call("COUNTIF", COLUMN, 3), 1),
    (call("SUMPRODUCT", RISES * 1), 1.0),
    (call("SUMPRODUCT", STEPS, LOSSES), 3.75),
    (call("SUMPRODUCT", compare(LOSSES, "<", 0.5) * STEPS), 6.0),
    (call("SUMPRODUCT", ONE / (STEPS - 2)), CellError("#DIV/0!")),
    (call("SUMPRODUCT", STEPS, later(LOSSES)), CellError("#VALUE!")),
    (call("SUMPRODUCT", (DIVERGED + 0) * 1), NOT_A_NUMBER),
    (Reference(21, 2, "lr 1") + 1, NOT_A_NUMBER),
    (call("ABS", MINUS_EIGHT), 8.0),
    (call("SQRT", THREE), math.sqrt(3)),
    (call("SQRT", MINUS_EIGHT), NOT_A_NUMBER),
    (call("EXP", 1), math.e),
    (call("EXP", 710), NOT_A_NUMBER),
    (call("LN", THREE), math.log(3)),
    (call("LN", 0), NOT_A_NUMBER),
    (call("TANH", TENTH), math.tanh(0.1)),
    (call("SIGN", MINUS_EIGHT), -1.0),
    (call("SIGN", EMPTY), 0.0),
    (call("SIGN", TENTH), 1.0),
    (call("SIGN", WORD), CellError("#VALUE!")),
    (call("INT", TENTH), 0.0),
    (call("INT", Number(-2.5)), -3.0),
    (call("INT", NUMERAL), 2.0),
    (call("MOD", 7, THREE), 1.0),
    (call("MOD", -7, THREE), 2.0),
    (call("MOD", 7, -THREE), -2.0),
    (call("MOD", 0.5, 1), 0.5),
    (call("MOD", THREE, EMPTY), CellError("#DIV/0!")),
    (call("INDEX", LOSSES, call("INT", Number(7) / 2) + 1), 0.125),
    (call("INDEX", LOSSES, call("MOD", 6, 4) + 1), 0.75),
    (call("ROUND", 2.675, 2), 2.68),
    (call("ROUND", -2.5, 0), -3.0),
    (call("ROUND", 1234, -2), 1200.0),
    (call("FIXED", 1234.567, 2), "1,234.57"),
    (call("FIXED", 1234.5, 0, call("TRUE")), "1235"),
    (call("FIXED", TENTH, 4, call("TRUE")), "0.1000"),
    (call("FIXED", 0.285, 2), "0.28"),
    (call("FIXED", 2.5, 0), "3"),
    (call("FIXED", -0.001, 2), "0.00"),
    (EMPTY**EMPTY, NOT_A_NUMBER),
    (EMPTY**-1, CellError("#DIV/0!")),
    (call("sigmoid", TENTH), 1 / (1 + math.exp(-0.1))),
    (InRow(0) + InRow(0, 1), 3.1),
    (InRow(2, 11, "lr 1") + call("SUM", InRow(3, 11, "lr 1")), 2.25),
    (call("SUM", RowsAbove(0, 1, own=True), THREE), 6.0),
    (call("SUM", WHOLE, GAP), 11.625),
    (call("COUNT", Range(10, 2, 13, 4, "lr 1")), 8),
    (join("|", Reference(10, 4, "lr 1"), "|"), "||"),
]
"""Formulas (all as if in row 1) with the values a spreadsheet shows."""

JUDGES: dict[str, Callable[[Path, Path], Values]] = {
    "IronCalc": lambda path, _: ironcalc_values(path),
    "LibreOffice": lambda path, work: libreoffice_values([path], work)[0],
    "Gnumeric": gnumeric_values,
}

DIFFERENT: dict[str, tuple[Expression, ...]] = {
    "IronCalc": (
        call("FIXED", -0.001, 2),  # -0.00
        join(TENTH + 0.2, "|", EMPTY, "|", TRUE),  # 17 digits in text
        join(ONE / 3, ""),
    ),
    "LibreOffice": (  # truth values are numbers, 0^0 is 1, a text finds an equal number
        join(TENTH + 0.2, "|", EMPTY, "|", TRUE),
        compare(TRUE, ">", Text("z")),
        call("COUNT", COLUMN),
        call("MATCH", Text("2"), STEPS, 0),
        EMPTY**EMPTY,
    ),
    "Gnumeric": (join(ONE / 3, ""),),  # 20 digits in text
}
"""What a program shows otherwise; a layout should write none of it."""


def workbook_of(formulas: list[Expression]) -> Workbook:
    """A sheet with the constants in A, each formula in row 1 of a sheet; a sheet with blocks."""
    kinds = (RowKind((ZERO, ZERO, None), (Style(),) * 3),)
    diverged = np.array([[1.0], [np.nan], [np.inf], [4.0]])
    blocks = tuple(
        Block(top, 2, kinds, np.zeros(4, dtype=int), values)
        for top, values in ((10, TABLE), (20, diverged))
    )
    cells = {(row, 0): Cell(value) for row, value in enumerate(CONSTANTS)}
    cells |= {(0, column): Cell(formula=f) for column, f in enumerate(formulas, start=1)}
    sheets = (Sheet("Overview", cells), Sheet("lr 1", {}, blocks))
    return Workbook(sheets, {}, "", "", "")


def calculated(*formulas: Expression) -> list[Value]:
    sheet = calculate(workbook_of(list(formulas))).sheet("Overview")
    return [sheet.value(0, column) for column in range(1, len(formulas) + 1)]


def agrees(found: Value, value: Value) -> bool:
    if isinstance(value, bool) or isinstance(found, bool):
        return found is value
    return bool(found == (pytest.approx(value, rel=1e-15) if is_number(value) else value))


@pytest.mark.parametrize(("written", "value"), CASES)
def test_value(written: Expression, value: Value) -> None:
    [found] = calculated(written)
    assert agrees(found, value), found


def alike(theirs: Value, ours: Value) -> bool:
    """Whether two programs show the same; they name errors differently and save 15 digits."""
    if isinstance(ours, CellError) or isinstance(theirs, CellError):
        return isinstance(ours, CellError) and isinstance(theirs, CellError)
    return bool(theirs == (ours if isinstance(ours, str) else pytest.approx(ours, rel=1e-14)))


@pytest.mark.parametrize("judge", JUDGES)
def test_a_spreadsheet_program_calculates_the_same_values(judge: str, tmp_path: Path) -> None:
    shared = [case for case in CASES if case[0] not in DIFFERENT[judge]]
    path = written_file([written for written, _ in shared], tmp_path / "cases.xlsx")
    found = JUDGES[judge](path, tmp_path)["Overview"]
    different = [
        (formula(written, EXCEL, 0), theirs, ours)
        for column, (written, ours) in enumerate(shared, start=1)
        if not alike(theirs := found.get(cell_name(0, column)), ours)
    ]
    assert not different


def written_file(formulas: list[Expression], path: Path) -> Path:
    """Write the workbook's cells with XlsxWriter, a wrong value beside every formula."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for sheet in workbook_of(formulas).sheets:
            page = book.add_worksheet(sheet.name)
            for (row, column), cell in sheet.cells.items():
                if cell.formula is None:
                    page.write(row, column, cell.value)
                else:
                    spelled = "=" + formula(cell.formula, EXCEL, row)
                    page.write_formula(row, column, spelled, None, 777.125)
            for block in sheet.blocks:
                for (row, column), value in np.ndenumerate(block.values[:, :2]):
                    place = block.top + row, block.left + column
                    if np.isfinite(value):
                        page.write(*place, value)
                    else:
                        page.write_formula(*place, "=SQRT(-1)", None, 777.125)
    return path


def test_a_chain_of_cells_longer_than_the_recursion_limit() -> None:
    last = 5000
    cells = {(last, 0): Cell(1.0)}
    cells |= {(row, 0): Cell(formula=InRow(0, 1) + 1) for row in range(last)}
    workbook = calculate(Workbook((Sheet("S", cells),), {}, "", "", ""))
    assert workbook.sheet("S").value(0, 0) == last + 1


def test_a_reference_to_another_sheet_calculates_that_first() -> None:
    first = Sheet("First", {(0, 0): Cell(formula=call("SUM", Range(0, 0, 1, 0, "Second")))})
    second = Sheet("Second", {(row, 0): Cell(formula=Number(row + 1)) for row in range(2)})
    workbook = calculate(Workbook((first, second), {}, "", "", ""))
    assert workbook.value(Reference(0, 0, "First")) == 3


def test_rows_above_are_calculated_first() -> None:
    cells = {(row, 0): Cell(formula=Number(row) ** 2) for row in range(4)}
    cells[4, 0] = Cell(formula=call("AVERAGE", RowsAbove(0, 3)))
    cells[3, 1] = Cell(formula=call("SUM", RowsAbove(0, 2, own=True)))
    sheet = calculate(Workbook((Sheet("S", cells),), {}, "", "", "")).sheet("S")
    assert [sheet.value(4, 0), sheet.value(3, 1)] == [(1 + 4 + 9) / 3, 4 + 9]


def test_constants_and_all_else_stay_as_they_are() -> None:
    before = workbook_of([ONE])
    after = calculate(before)
    assert before.sheet("Overview").cells[0, 1].value is None
    assert after.sheet("Overview").cells[0, 1] == Cell(1.0, formula=ONE)
    assert after.sheet("Overview").cells[0, 0] == before.sheet("Overview").cells[0, 0]
    assert after.sheet("lr 1") == before.sheet("lr 1")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (Reference(0, 1) + 1, "circular reference: Overview!B1 → Overview!B1"),
        (call("SUM", Range(0, 0, 0, 1)), "circular reference"),
        (COLUMN + 1, "one value"),
        (call("SUM", COLUMN * 2), "one value"),
        (call("MATCH", 1, STEPS, 1), "match type 0"),
        (call("INDEX", ONE, 1), "INDEX needs a range"),
        (call("INDEX", Range(11, 2, 11, 3, "lr 1"), 2), "row and column"),
        (call("SUMPRODUCT", call("ABS", STEPS)), "one value"),
        (call("VLOOKUP", ONE), "VLOOKUP"),
        (Name("w1"), "w1"),
        (Reference(0, 0, "Nowhere"), "Nowhere"),
    ],
)
def test_faults_of_the_workbooks_maker(written: Expression, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        calculated(written)
