"""Formulas that read each other in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

import numpy as np
import pytest

from bpsheet.checker.book import NO_FORMULA, Column, Sheet
from bpsheet.checker.formulas import circular_cells, read_formula
from bpsheet.checker.reading import read_book
from bpsheet.sheet.address import cell_name
from tests.checker.books import book_of
from tests.shared import shared


def circle(cells: Mapping[str, str | float]) -> set[str]:
    found = circular_cells(book_of({"S": dict(cells)})["S"])
    return {cell_name(*cell) for cell in found}


CIRCLES = {
    "itself": ({"A1": "=A1+1"}, {"A1"}),
    "two cells of a row": ({"A1": "=B1", "B1": "=A1*2"}, {"A1", "B1"}),
    "through rows": (
        {"A1": 1, "A2": "=B2", "B2": "=C3", "A3": "=A2", "C3": "=A3"},
        {"A2", "B2", "C3", "A3"},
    ),
    "a sum of its own column": ({"A1": 1, "A2": 2, "A3": "=SUM(A1:A3)"}, {"A3"}),
    "a sum across its own cell": ({"A1": 1, "B1": "=SUM(A1:C1)", "C1": 2}, {"B1"}),
    "a fixed range over its own cell": ({"A1": "i1", "A9": 1, "A5": "=SUM($A$1:$A$9)"}, {"A5"}),
    "a fixed cell below": ({"A1": "=$A$9", "A9": "=A1"}, {"A1", "A9"}),
    "by the name of its own sheet": ({"A1": "=s!A2", "A2": "=A1"}, {"A1", "A2"}),
    "a growing range": ({"A2": "=SUM(A$9:A2)"}, {"A2"}),
    "upside down": ({"A1": "=SUM(A2:A1)"}, {"A1"}),
}
NO_CIRCLES: dict[str, dict[str, str | float]] = {
    "rows downwards": {"A1": 1, "B1": "=A1*2", "A2": "=A1-B1", "B2": "=A2*2"},
    "rows upwards": {"A3": 1, "A2": "=A3*2", "A1": "=A2*2"},
    "a constant below": {"A1": "=A9*2", "A2": "=$A$9", "A9": 1},
    "a cell computed below": {"A1": "=$C$9", "C9": "=D9", "D9": 1},
    "a running sum": {"A1": 1, "B1": "=SUM(A$1:A1)", "A2": "=B1", "B2": "=SUM(A$1:A2)"},
    "another sheet": {"A1": "=T!A2", "A2": "=A1"},
    "unread": {"A1": "=OFFSET(A1,0,0)"},
}


@pytest.mark.parametrize(("cells", "expected"), CIRCLES.values(), ids=CIRCLES)
def test_circles(cells: Mapping[str, str | float], expected: set[str]) -> None:
    assert circle(cells) == expected


@pytest.mark.parametrize("cells", NO_CIRCLES.values(), ids=NO_CIRCLES)
def test_no_circles(cells: Mapping[str, str | float]) -> None:
    assert not circle(cells)


def test_cells_are_given_in_the_order_in_which_they_read() -> None:
    sheet = book_of({"S": {"C1": "=A1", "A1": "=B2", "B2": "=C1"}})["S"]
    first, second, third = (cell_name(*cell) for cell in circular_cells(sheet))
    assert {first: second, second: third, third: first} == {"A1": "B2", "B2": "C1", "C1": "A1"}


def filled(rows: int, *formulas: str) -> Sheet:
    """Return a sheet with a formula in each of its columns."""
    whole = np.arange(1, rows + 1)
    digits = np.zeros(rows, np.int16)
    return Sheet(
        "S",
        {
            number: Column(whole, np.ones(rows), digits, digits, np.full(rows, number, np.int32))
            for number in range(len(formulas))
        },
        tuple(map(read_formula, formulas)),
    )


def test_a_long_table_is_judged_by_its_few_formulas() -> None:
    start = perf_counter()
    assert not circular_cells(filled(1_000_000, "R[-1]C[0]-R0C9*R[-1]C[1]", "R[0]C[-1]*2"))
    assert perf_counter() - start < 2


def test_a_long_circle_is_found() -> None:
    found = circular_cells(filled(20_000, "R[-1]C[0]+R1C[1]", "R20000C[-1]"))
    assert len(found) == 20_001


def test_a_sheet_that_reads_too_much_is_not_searched() -> None:
    assert not circular_cells(filled(10_000, "SUM(R1C[0]:R10000C[0])"))


def test_the_circle_of_a_hand_built_workbook() -> None:
    book = read_book(shared("workbooks", "garima-mahato__END2__END2_S2_Backpropagation.xlsx"))
    for name in ("LR=0.1", "LR=0.2", "LR=0.5", "LR=0.8", "LR=1.0", "LR=2.0"):
        sheet = book[name]
        assert {"K28", "J31"} <= {cell_name(*cell) for cell in circular_cells(sheet)}


def test_a_cell_without_formula_ends_a_path() -> None:
    sheet = filled(3, "R[1]C[0]")
    column = sheet.columns[0]
    column.formulas[-1] = NO_FORMULA
    assert not circular_cells(sheet)
