"""Charts that show all of a loss, and charts that do not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from openpyxl.utils.cell import range_boundaries

from bpsheet.checker.book import Book, Chart, Column, Series, Sheet
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.charts import judge_charts
from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.located import FoundColumn, Table

LABELS = {"t1": 0, "w1": 1, "E1": 2, "E_total": 3, "∂E/∂w1": 4}
ROWS = np.arange(3, 10)
"""A table whose header is row 3 of the sheet and whose numbers are in its rows 4 to 10."""


def table(*, across: bool = False, empty_from: int = 99) -> Table:
    """Return the table, whose losses may end before its last row (counted from 0)."""
    columns = {place: _column(empty_from) for place in LABELS.values()}
    found = {name: FoundColumn(name, place, name) for name, place in LABELS.items()}
    return Table(Sheet("Sheet1", columns), across, 2, ROWS, found)


def _column(empty_from: int) -> Column:
    rows = ROWS[empty_from > ROWS]
    digits = np.full(len(rows), 3, np.int16)
    return Column(rows, rows / 8, digits, digits, np.full(len(rows), -1, np.int32))


def area(text: str, sheet: str = "Sheet1") -> Area:
    left, top, right, bottom = range_boundaries(text)
    assert left is not None
    assert top is not None
    assert right is not None
    assert bottom is not None
    first, last = (
        CellAt(row - 1, column - 1, row_fixed=True, column_fixed=True, sheet=sheet)
        for row, column in ((top, left), (bottom, right))
    )
    return Area(first, last)


def series(values: str, name: str = "", categories: str = "", sheet: str = "Sheet1") -> Series:
    return Series(
        values=area(values, sheet),
        name=area(name, sheet).first if name else None,
        categories=area(categories, sheet) if categories else None,
    )


def said(*curves: Series, of: Table | None = None, title: str = "") -> list[str]:
    """Return the codes and messages on a chart with these curves."""
    chart = Chart(0, 7, "line", curves, title)
    book = Book(Path("charts.xlsx"), (Sheet("Sheet1", {}, charts=(chart,)),))
    findings = judge_charts(book, [of or table()])
    assert all(one.severity is Severity.WARNING for one in findings)
    assert all(str(one.places[0]) == "Sheet1!H1" for one in findings)
    return [f"{one.code} {one.message}" for one in findings]


@pytest.mark.parametrize(
    "curve",
    [
        series("D4:D10"),
        series("D4:D10", name="D3"),
        series("D3:D10"),
        series("D1:D99"),
        series("D4:D10", categories="A4:A10"),
        series("A4:A8"),
        series("B4:B6", name="B4"),
        series("D4:D6", sheet="Other"),
        series("F4:F6"),
        series("B4:B10", categories="E4:E10"),
        series("D4:D4"),
        Series(None),
    ],
)
def test_a_good_chart_is_let_pass(curve: Series) -> None:
    assert said(curve) == []


@pytest.mark.parametrize(
    ("curve", "message"),
    [
        (series("D4:D9"), "BP701 the chart leaves out E_total in row 10"),
        (series("D6:D10"), "BP701 the chart leaves out E_total in rows 4 to 5"),
        (series("D5:D9"), "BP701 the chart leaves out E_total in rows 4 and 10"),
        (series("C4:C9"), "BP701 the chart leaves out E1 in row 10"),
        (
            series("D5:D10", name="D4"),
            "BP702 the chart takes the number of E_total in row 4 for a name",
        ),
        (
            series("A4:A10", categories="D4:D10"),
            "BP703 the chart plots something over E_total: "
            "the losses are its categories, not its curve",
        ),
    ],
)
def test_a_bad_chart_is_named(curve: Series, message: str) -> None:
    assert said(curve) == [message]


def test_a_row_taken_for_a_name_and_another_that_is_missing_are_two_findings() -> None:
    assert said(series("D5:D9", name="D4")) == [
        "BP702 the chart takes the number of E_total in row 4 for a name",
        "BP701 the chart leaves out E_total in row 10",
    ]


def test_losses_that_another_curve_shows_in_full_may_be_shown_in_part() -> None:
    assert said(series("D4:D7"), series("D4:D10")) == []


def test_rows_without_a_loss_need_not_be_shown() -> None:
    assert said(series("D4:D9"), of=table(empty_from=9)) == []


def test_a_chart_is_called_by_its_title() -> None:
    (message,) = said(series("D4:D9"), title="when learning rate is 0.5")
    assert message.startswith("BP701 the chart “when learning rate is 0.5” leaves out")


def test_a_table_that_runs_to_the_right_has_columns_for_rows() -> None:
    assert said(series("D4:J4"), of=table(across=True)) == []
    assert said(series("D4:I4"), of=table(across=True)) == [
        "BP701 the chart leaves out E_total in column 10"
    ]
