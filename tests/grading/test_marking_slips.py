"""Marks of answers about slips to find, one kind of answer after another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from bpsheet.exercises.exercise import Exercise, PlantedSlip
from bpsheet.exercises.planting import likely_slips
from bpsheet.grading.marking import mark
from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.rubric import Tolerance
from tests.grading.answered import answered, exercise_of

FILL = exercise_of("classic", "all", 4)
SLIP = next(
    PlantedSlip("∂E/∂w5", slip.kind, slip.words)
    for slip in likely_slips(FILL.graph["∂E/∂w5"], FILL.graph)
    if slip.words == "leaves out the factor a_h1"
)
EXERCISE = replace(FILL, kind="find-the-slip", asked=(), slips=(SLIP,))
CELL, FORMULA = "cell of slip 1", "right formula of slip 1"


def column(sheet: Any, quantity: str) -> str:
    (letter,) = (
        cell.column_letter for row in sheet.iter_rows() for cell in row if cell.value == quantity
    )
    return str(letter)


def marks_of(exercise: Exercise, cell: Any, formula: str | None) -> dict[str, Mark]:
    """Return the marks of answers in which ``{w5}`` is the letter of that quantity's column."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Worksheet"]
        letters = {name: column(sheet, name) for name in exercise.order}
        for row in sheet.iter_rows():
            for here in row:
                if here.value == CELL and cell is not None:
                    words = cell.format_map(letters) if isinstance(cell, str) else cell
                    here.offset(0, 1).value = words
                if here.value == FORMULA and formula is not None:
                    here.offset(0, 1).value = formula.format_map(letters)

    marks, _ = mark(answered(exercise, {}, edit=edit), exercise, Tolerance())
    return {one.quantity: one for one in marks}


RIGHT = "=({a_o1}13-{t1}13)*{a_o1}13*(1-{a_o1}13)*{a_h1}13"
"""The right formula; 13 stands for the first row of the table."""


def first_row() -> int:
    sheet_row: list[int] = []

    def look(book: openpyxl.Workbook) -> None:
        for row in book["Worksheet"].iter_rows():
            if row[0].value == "step":
                sheet_row.append(row[0].row + 1)

    answered(EXERCISE, {}, edit=look)
    return sheet_row[0]


def at_first_row(text: str) -> str:
    return text.replace("13", str(first_row()))


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        ("{∂E/∂w5}13", Verdict.CORRECT),
        ("${∂E/∂w5}$13", Verdict.CORRECT),
        ("Worksheet!{∂E/∂w5}13:{∂E/∂w5}16", Verdict.CORRECT),
        ("{∂E/∂w5}", Verdict.CORRECT),
        ("column {∂E/∂w5}", Verdict.CORRECT),
        ("∂E/∂w5", Verdict.CORRECT),
        ("{∂E/∂w6}13", Verdict.WRONG),
        ("∂E/∂w6", Verdict.WRONG),
        ("A1", Verdict.UNREADABLE),
        ("the third gradient", Verdict.UNREADABLE),
        (7, Verdict.UNREADABLE),
        (None, Verdict.BLANK),
    ],
)
def test_the_cell_that_is_named_is_judged(cell: Any, verdict: Verdict) -> None:
    words = at_first_row(cell) if isinstance(cell, str) else cell
    found = marks_of(EXERCISE, words, None)
    assert found[CELL].verdict is verdict
    assert found[FORMULA].verdict is Verdict.BLANK
    assert found[CELL].expected.endswith("(∂E/∂w5)")


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        (RIGHT, Verdict.CORRECT),
        ("={a_h1}13*({a_o1}13-{t1}13)*({a_o1}13-{a_o1}13^2)", Verdict.CORRECT),
        (RIGHT.replace("{a_h1}", "{a_h2}"), Verdict.WRONG),
        ("={∂E/∂w5}13*{a_h1}13", Verdict.WRONG),  # in the cell itself it would be a circle
        ("=0.07", Verdict.WRONG),
        ("the factor a_h1 is missing", Verdict.UNREADABLE),
        ("=VLOOKUP(1,A1:B2,2)", Verdict.UNREADABLE),
    ],
)
def test_the_right_formula_is_judged(formula: str, verdict: Verdict) -> None:
    found = marks_of(EXERCISE, "∂E/∂w5", at_first_row(formula))
    assert found[FORMULA].verdict is verdict, found[FORMULA]
