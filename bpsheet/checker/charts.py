"""Judges the charts of losses: whether they show every step, and the losses as values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bpsheet.checker.book import Book, Chart, Rows, Series, Sheet
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.diagnostics import Diagnostic, Place, Severity
from bpsheet.checker.located import FoundColumn, Table

_COST = "C"
_DERIVATIVE = re.compile(r"∂([^∂/]+)/∂.+")


def judge_charts(book: Book, tables: Sequence[Table]) -> list[Diagnostic]:
    """Return a warning for every curve of losses that leaves out steps or mixes up its ranges.

    Losses that another curve shows in full may be shown in part as well.

    Arguments:
        book: the charts of all its sheets are judged.
        tables: where the losses stand.
    """
    curves = tuple(_curves(book))
    findings = (
        finding
        for curve in curves
        for table in tables
        for column in _loss_columns(table)
        for finding in _findings(curve, table, column, curves)
    )
    return list(dict.fromkeys(findings))


@dataclass(frozen=True)
class _Curve:
    sheet: Sheet
    chart: Chart
    series: Series

    def warning(self, code: str, quantity: str, message: str) -> Diagnostic:
        row, column = self.chart.row, self.chart.column
        place = Place(self.sheet.name, row, column, row, column)
        title = self.chart.title or self.series.title
        chart = f"the chart “{title}”" if title else "the chart"
        return Diagnostic(code, Severity.WARNING, (place,), f"{chart} {message}", quantity)

    def rows_of(self, area: Area | None, table: Table, column: FoundColumn) -> range:
        """Return the rows of a table's column that are in a range of the curve."""
        if area is None or not self._is_on(area.first, table):
            return range(0)
        across = area.transposed if table.across else area
        inside = across.first.column <= column.column <= across.last.column
        return range(across.first.row, across.last.row + 1) if inside else range(0)

    def _is_on(self, cell: CellAt, table: Table) -> bool:
        return (cell.sheet or self.sheet.name).casefold() == table.sheet.name.casefold()


def _curves(book: Book) -> Iterator[_Curve]:
    for sheet in book.sheets:
        for chart in sheet.charts:
            for series in chart.series:
                yield _Curve(sheet, chart, series)


def _loss_columns(table: Table) -> Iterator[FoundColumn]:
    """Yield the columns of a table that hold what its gradients are derivatives of, and parts."""
    found = [_DERIVATIVE.fullmatch(name) for name in table.columns]
    losses = {_COST, *(match[1] for match in found if match)} if any(found) else {_COST, "E"}
    loss = re.compile(rf"({'|'.join(map(re.escape, losses))})(_total|_?[\d₀-₉]+)?")
    return (column for name, column in table.columns.items() if loss.fullmatch(name))


def _findings(
    curve: _Curve, table: Table, column: FoundColumn, curves: Sequence[_Curve]
) -> Iterator[Diagnostic]:
    quantity = column.quantity
    if _shown(curve, table, column, curve.series.categories):
        message = f"plots something over {quantity}: the losses are its categories, not its curve"
        yield curve.warning("BP703", quantity, message)
        return
    if not _shown(curve, table, column, curve.series.values):
        return
    missed = _missed(curve, table, column)
    named = _row_of_name(curve, table, column)
    if named in table.rows:
        message = f"takes the number of {quantity} in {_rows(table, [named])} for a name"
        yield curve.warning("BP702", quantity, message)
    missed = missed[missed != named]
    if len(missed) and all(len(_missed(other, table, column)) for other in curves):
        message = f"leaves out {quantity} in {_rows(table, missed)}"
        yield curve.warning("BP701", quantity, message)


def _shown(curve: _Curve, table: Table, column: FoundColumn, area: Area | None) -> bool:
    """Return whether a range has several rows of a table's column."""
    shown = curve.rows_of(area, table, column)
    return int(((table.rows >= shown.start) & (table.rows < shown.stop)).sum()) > 1


def _missed(curve: _Curve, table: Table, column: FoundColumn) -> Rows:
    """Return the rows of a table with numbers of a column that a curve does not show."""
    shown = curve.rows_of(curve.series.values, table, column)
    missed = table.rows[(table.rows < shown.start) | (table.rows >= shown.stop)]
    return missed[np.isfinite(table.sheet.numbers(column.column, missed))]


def _row_of_name(curve: _Curve, table: Table, column: FoundColumn) -> int:
    """Return the row of a column that a curve has its name from; −1 if it is not from there."""
    name = curve.series.name
    rows = curve.rows_of(Area(name, name), table, column) if name else range(0)
    return rows.start if rows else -1


def _rows(table: Table, rows: Sequence[int] | Rows) -> str:
    """Return rows in words, such as ``row 4`` or ``rows 4 to 6 and 9``."""
    numbers = np.asarray(rows) + 1
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    words = [f"{run[0]} to {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
    kind = "column" if table.across else "row"
    return f"{kind}{'s' if len(numbers) > 1 else ''} {' and '.join(words)}"
