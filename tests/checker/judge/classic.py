"""The classic worksheet with some of its cells changed, as a workbook in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from bpsheet.checker.book import Book, CellError
from bpsheet.checker.diagnostics import Report
from bpsheet.checker.examine import examine
from bpsheet.checker.example import example_of, seen_in
from bpsheet.checker.judge.columns import Bench, ColumnCells
from bpsheet.checker.judge.expectations import expectations_of
from bpsheet.checker.judge.numbers import TableNumbers
from bpsheet.checker.judge.rows import rows_of
from bpsheet.checker.locate import complete, locate
from bpsheet.checker.rules import Example
from bpsheet.model.training import training_graph
from bpsheet.verbs.derive import derive
from tests.checker.books import Content, book_of
from tests.checker.example_workbook import Computed, cells_in, contents_of

Changes = Mapping[str, str | float]


def classic(
    changes: Changes | None = None,
    stored: Mapping[str, Any] | None = None,
    pasted: bool = False,
    tab: str = "Sheet1",
    path: str = "test.xlsx",
) -> Book:
    """Return the worksheet of the rules' examples: labels in row 3, five steps in rows 4 to 8.

    Arguments:
        changes: contents by cell or by range, filled down from its first cell.
        stored: values in place of those that formulas come to, by cell or range.
        pasted: whether the values stand there without their formulas.
        tab: the name of the sheet.
        path: the file it pretends to be.
    """
    return book_of({tab: cells(changes, stored, pasted)}, path)


def cells(
    changes: Changes | None = None,
    stored: Mapping[str, Any] | None = None,
    pasted: bool = False,
) -> dict[str, Content]:
    """Return the cells of the worksheet by their addresses; arguments as of `classic`."""
    contents = contents_of(Example(changes or {}))
    computed = Computed(contents)
    other = {cell: value for key, value in (stored or {}).items() for cell in cells_in(key)}
    return {
        cell: _cell(content, other.get(cell, computed[cell]), pasted)
        for cell, content in contents.items()
    }


def _cell(content: str | float, value: Any, pasted: bool) -> Content:
    held = CellError(value) if str(value).startswith("#") else value
    formula = isinstance(content, str) and content.startswith("=")
    return (str(content), held) if formula and not pasted else held


def findings(book: Book) -> list[tuple[str, str]]:
    """Return the code and the first place of every finding, the sheet left out."""
    return [(one.code, str(one.places[0]).partition("!")[2]) for one in report(book).diagnostics]


def report(book: Book) -> Report:
    """Return what a check without any arguments says."""
    return examine(book, None, {}, None)


def columns(book: Book) -> dict[str, ColumnCells]:
    """Return the columns of a workbook's only table, by the names of their quantities.

    Of a parameter these are the cells that are updated.
    """
    (located,) = locate(book, None, {}, None)
    template = example_of(located, seen_in(book, located))
    assert template is not None
    derivation = derive(template)
    graph = training_graph(template, derivation)
    table, rows = complete(located, graph), rows_of(template, len(located.rows))
    seen = seen_in(book, table)
    once = {name: np.full(rows.count, number) for name, number in seen.once.items()}
    bench = Bench(book, table, template, TableNumbers(graph, rows, {**seen.columns, **once}))
    return {
        one.quantity.name: ColumnCells(bench, one, table.columns[one.quantity.name])
        for one in expectations_of(graph, derivation, rows, set(table.columns), set(once))
        if len(one.positions)
    }
