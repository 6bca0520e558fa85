"""Errors in cells, circles of references and pasted columns."""

from __future__ import annotations

import pytest

from bpsheet.checker.diagnostics import Severity
from tests.checker.books import book_of
from tests.checker.judge.classic import cells, classic, report


def test_errors_are_reported_where_they_begin() -> None:
    (finding,) = report(classic(stored={"U5:U8": "#DIV/0!", "W5:W8": "#DIV/0!"})).diagnostics
    assert (finding.code, finding.quantity) == ("BP506", "E1")
    assert [str(place) for place in finding.places] == [f"Sheet1!U{row}" for row in range(5, 9)]
    assert finding.message == "E1 is #DIV/0! in place of a number"


def test_a_circle_is_shown_from_its_first_cell() -> None:
    stored = {"I4:I8": 0.032, "J4:J8": 0.507999317389}
    found = report(classic({"I4:I8": "=E4*C4+F4*D4+0*J4"}, stored=stored)).diagnostics
    circle = next(one for one in found if one.code == "BP505")
    assert str(circle.places[0]) == "Sheet1!I4"
    assert "in a circle, I4 → J4 → I4;" in circle.message


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("U", "E1 stand as pasted values among columns of formulas"),
        ("UV", "E1, E2 stand as pasted values among columns of formulas"),
    ],
)
def test_columns_of_values_beside_columns_of_formulas(columns: str, message: str) -> None:
    pasted = {address for address in cells() if address.rstrip("0123456789") in columns}
    contents = {
        address: content[1] if address in pasted and isinstance(content, tuple) else content
        for address, content in cells().items()
    }
    (finding,) = report(book_of({"Sheet1": contents})).diagnostics
    assert (finding.code, finding.severity) == ("BP507", Severity.NOTE)
    assert finding.message == message


def test_a_sheet_of_values_alone_is_one_note() -> None:
    (finding,) = report(classic(pasted=True)).diagnostics
    assert (finding.code, finding.severity) == ("BP507", Severity.NOTE)
    assert finding.message.startswith("all 127 computed cells are pasted values")
