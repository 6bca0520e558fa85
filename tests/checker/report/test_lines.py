"""The concise and the full form, and the words that all forms share."""

from __future__ import annotations

import pytest

from bpsheet.checker.diagnostics import Evidence, Place, Report
from bpsheet.checker.report import FORMS, concise, full
from bpsheet.checker.report.words import comparison_of
from tests.checker.report.reports import CLEAN, EMPTY, FAULTY, HOSTILE


def test_concise_is_a_line_per_finding_with_the_location_first() -> None:
    assert list(concise(FAULTY)) == [
        "lesson/BackPropagation.ods:Sheet1!AB39:AB60: BP302 swapped-operand:"
        " ∂E/∂w5 uses i1 where t1 belongs",
        "lesson/BackPropagation.ods:lr 0.5!E5:E9: BP501 drifting-reference (warning):"
        " w1 reads B1 without a dollar sign (and in 2 more places)",
        "lesson/BackPropagation.ods: BP104 unused-rates (note):"
        " six learning rates are listed and one is run",
    ]


def test_concise_says_nothing_of_a_right_workbook() -> None:
    assert list(concise(CLEAN)) == []


def test_full_tells_what_where_and_how_that_is_known() -> None:
    assert list(full(FAULTY)) == [
        "lesson/BackPropagation.ods:Sheet1!AB39:AB60: BP302 swapped-operand:"
        " ∂E/∂w5 uses i1 where t1 belongs",
        "  expected (a_o1 − t1)·a_o1·(1 − a_o1)·a_h1 = 0.07215707291 in AB39, found 0.067318195",
        "  formula =(R39-C39)*R39*(1-R39)*J39",
        "  right   =(R39-A39)*R39*(1-R39)*J39",
        "  all 22 rows equal the expression with i1 for t1; no other of 181 edits does",
        "  w5 after row 39 follows from this",
        "",
        "lesson/BackPropagation.ods:lr 0.5!E5:E9: BP501 drifting-reference (warning):"
        " w1 reads B1 without a dollar sign",
        "  also in lr 1!E5:E9, lr 2!E5:E9",
        "",
        "lesson/BackPropagation.ods: BP104 unused-rates (note):"
        " six learning rates are listed and one is run",
        "",
        "lesson/BackPropagation.ods: 1 error, 1 warning, 1 note in the 682 cells judged",
        "  taken for a 2-2-2 network of sigmoid units (sizes from the labels)",
        "  found by the formulas (likely): w5 in Sheet1!M39:M60, η in Sheet1!B1",
        "  not judged: the text box over Q2 holds no equation that can be read",
    ]


def test_full_says_of_a_right_workbook_what_was_checked() -> None:
    assert list(full(CLEAN)) == [
        "right.xlsx: nothing wrong in the 1,240 cells judged",
        "  taken for a 2-2-2 network of sigmoid units",
    ]


def test_full_does_not_call_right_what_was_not_judged() -> None:
    assert list(full(EMPTY)) == ["shopping.csv: no cell was judged"]


@pytest.mark.parametrize(
    ("right", "found", "shown"),
    [
        (0.5, "0.25", "= 0.5 in A1, found 0.25"),
        (1 / 3, "0.333", "= 0.3333333333 in A1, found 0.333"),
        (1 / 3, "0.33333333333", "= 0.3333333333333333 in A1, found 0.33333333333"),
        (2 / 3, "0.66666623456789012", "= 0.6666666667 in A1, found 0.6666662346"),
        (0.5, "#DIV/0!", "= 0.5 in A1, found #DIV/0!"),
        (0.5, "", "= 0.5 in A1"),
        (None, "0.25", " in A1, found 0.25"),
    ],
)
def test_numbers_have_the_digits_that_tell_them_apart(
    right: float | None, found: str, shown: str
) -> None:
    evidence = Evidence(Place("Sheet1", 0, 0, 0, 0), "w1·i1", right, found)
    assert comparison_of(evidence) == f"expected w1·i1 {shown}".replace("  ", " ")


def test_a_long_expression_is_shown_without_its_middle() -> None:
    evidence = Evidence(Place("Sheet1", 0, 0, 0, 0), " + ".join(["w1·i1"] * 784), 1.0, "2")
    line = comparison_of(evidence)
    assert len(line) < 500
    assert " … " in line
    assert "(6,269 letters)" in line


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("report", [FAULTY, CLEAN, EMPTY, HOSTILE])
def test_every_line_is_one_line_that_a_terminal_can_show(form: str, report: Report) -> None:
    assert all(line.isprintable() for line in FORMS[form](report))
