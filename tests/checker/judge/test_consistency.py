"""Formulas that are right today and will break."""

from __future__ import annotations

import pytest

from tests.checker.judge.classic import Changes, classic, findings, report


def test_a_drifting_reference_that_hits_equal_numbers_is_named() -> None:
    book = classic({"AG1:AG8": 0.6, "E5:E8": "=E4-AG4*X4", "F5:F8": "=F4-AG1*Y4"})
    drifting = [one for one in report(book).diagnostics if one.code == "BP501"]
    assert [one.quantity for one in drifting] == ["w2"]
    assert "write AG$1" in drifting[0].message


@pytest.mark.parametrize(
    "changes",
    [
        {"AB7:AB8": "=(R7-A7)*R7*(1-R7)/(1/J7)"},
        {"I4": "=E4*$C$4+F4*$D$4"},
        {"C5:C8": "=$C$4"},
    ],
    ids=["another form of the same", "the first row", "given"],
)
def test_columns_that_read_the_same_cells_are_consistent(changes: Changes) -> None:
    assert findings(classic(changes)) == []


def test_a_column_that_reads_other_cells_from_some_row_on_is_named() -> None:
    assert findings(classic({"U7:U8": "=0.5*($A$4-R7)^2"})) == [("BP502", "U7:U8")]
