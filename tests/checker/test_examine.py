"""From a workbook to the report on it: whatever stands in it, a report comes out."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpsheet.catalogue import load_template
from bpsheet.checker.book import CellError
from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.examine import examine
from bpsheet.checker.rules import RULES
from tests.checker.books import Content, book_of
from tests.checker.judge.classic import cells, classic, findings, report


def test_a_right_worksheet_is_judged_cell_by_cell_and_nothing_is_found() -> None:
    right = report(classic())
    assert right.diagnostics == ()
    assert right.not_judged == ()
    assert right.judged == 143
    assert right.example == (
        "a 2-2-2 network of sigmoid units, half squared error, gradient descent, "
        "read off its labels and numbers"
    )
    placed = {one.quantity: str(one.place) for one in right.placements}
    assert (placed["t1"], placed["∂E/∂w8"]) == ("Sheet1!A4:A8", "Sheet1!AE4:AE8")
    assert placed["η"] == "Sheet1!B1"


def test_where_the_example_comes_from_is_said() -> None:
    book, template = classic(), load_template("classic")
    assert examine(book, template, {}, None).example.endswith("as template classic says")


def test_a_structure_that_cannot_be_read_is_passed_over() -> None:
    assert examine(replace(classic(), template="{"), None, {}, None).diagnostics == ()


def test_no_table_and_unread_parts_are_findings() -> None:
    book = replace(book_of({"Sheet1": {"A1": "month", "A2": 1.0}}), unread=("a chart",))
    assert [(one.code, one.places) for one in report(book).diagnostics] == [
        ("BP002", ()),
        ("BP001", ()),
    ]


def test_tables_with_the_same_slip_are_one_finding() -> None:
    wrong = cells({"AB4:AB8": "=(R4-C4)*R4*(1-R4)*J4"})
    (finding,) = report(book_of({"One": wrong, "Two": wrong, "Three": cells()})).diagnostics
    assert [str(place) for place in finding.places] == ["One!AB4:AB8", "Two!AB4:AB8"]


def test_the_worst_findings_come_first() -> None:
    book = classic({"AB4:AB8": "=(R4-C4)*R4*(1-R4)*J4"}, stored={"V4:V8": None, "W4:W8": None})
    severities = [one.severity for one in report(book).diagnostics]
    assert severities == sorted(severities, reverse=True)
    assert severities[0] is Severity.ERROR


@pytest.mark.parametrize("rows", [1, 2, 3, 4])
def test_a_right_worksheet_of_few_rows_is_right(rows: int) -> None:
    few = {
        address: content
        for address, content in cells().items()
        if int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) <= 3 + rows
    }
    assert findings(book_of({"Sheet1": few})) == []


ODD: tuple[Content, ...] = (
    *(math.nan, math.inf, -math.inf, 1e308, -1e308, 5e-324, 0.0, 1e16, 10.0**18),
    *("text", "", "0.5", "w1", True, CellError("#DIV/0!"), CellError("Err:522"), None),
    *("=A1", "=Nowhere!A1", "=1E400", "=SUM(A1:AE8)", "=OFFSET(A1,1,1)", "=A4:A8", "=LN(-1)"),
    *(("=IF(A1,B1)", 0.5), ("=MMULT(A4:B5,C4:D5)", 0.5), ("=$A$1", math.inf), ("=-ROW()", 0.1)),
)
LABELS = (
    "w1",
    "w9",
    "w99999",
    "i0",
    "i1000",
    "h5_1",
    "b1",
    "δ_o1",
    "m_w1",
    "mean ∂E/∂w1",
    "C",
    "n",
)
ADDRESSES = sorted(cells())
COLUMNS = sorted({address.rstrip("0123456789") for address in ADDRESSES})

Changed = dict[str, Content]
ONE_CELL = st.tuples(st.sampled_from(ADDRESSES), st.sampled_from(ODD)).map(
    lambda pair: dict([pair])
)
ONE_COLUMN = st.tuples(st.sampled_from(COLUMNS), st.sampled_from(ODD)).map(
    lambda pair: {f"{pair[0]}{row}": pair[1] for row in range(4, 9)}
)
ONE_LABEL = st.tuples(st.sampled_from(COLUMNS), st.sampled_from(LABELS)).map(
    lambda pair: {f"{pair[0]}3": pair[1]}
)


@settings(max_examples=60)
@given(changes=st.lists(ONE_CELL | ONE_COLUMN | ONE_LABEL, min_size=1, max_size=6))
def test_whatever_stands_in_a_worksheet_there_is_a_report(changes: list[Changed]) -> None:
    contents = cells()
    for changed in changes:
        contents.update(changed)
    book = book_of({"Sheet1": {key: held for key, held in contents.items() if held is not None}})
    found = report(book)
    assert all(one.code in RULES and one.message for one in found.diagnostics)


@pytest.mark.parametrize(
    "changes",
    [
        {f"E{row}": ("=E3-Nowhere!A1*X3", 0.15) for row in range(4, 9)},
        {f"E{row}": ("=1E400", math.inf) for row in range(4, 9)},
        {f"R{row}": ("=IF(A1,B1)", held) for row, held in enumerate((0.0, "w1", True, -1e308), 4)},
    ],
    ids=["a rate on no sheet", "an infinite constant", "labels far down"],
)
def test_worksheets_that_once_were_too_much(changes: Changed) -> None:
    assert report(book_of({"Sheet1": {**cells(), **changes}})).file.name == "test.xlsx"
