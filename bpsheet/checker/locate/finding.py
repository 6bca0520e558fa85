"""Finds the training tables of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from bpsheet.checker.book import Book, Sheet
from bpsheet.checker.locate.asking import spots_of, with_asked
from bpsheet.checker.locate.cells import Spot, single_cells
from bpsheet.checker.locate.headers import FEWEST
from bpsheet.checker.locate.rates import rate_cells
from bpsheet.checker.locate.tables import tables_of
from bpsheet.checker.locate.transposition import transposed
from bpsheet.checker.locate.vocabulary import Kind, Vocabulary, vocabulary_of
from bpsheet.checker.located import Table
from bpsheet.errors import InputError
from bpsheet.template import Template

MOST_IN_A_COLUMN = 500
"""How many different texts of a column are read to see whether it holds labels."""


def locate(
    book: Book, template: Template | None, asked: Mapping[str, str], sheet: str | None
) -> tuple[Table, ...]:
    """Return the training tables of a workbook, in the order of its sheets.

    Arguments:
        book: the workbook.
        template: the worked example, if it is known; labels are matched against its names first.
        asked: cells that certainly hold a quantity, by its name: the first cell of a column, or a
            single cell (``{"w5": "Sheet1!M36", "η": "G33"}``).
        sheet: the only sheet to look at; ``None`` for all.

    Raises:
        InputError: there is no such sheet, or no such cell.
    """
    if sheet is not None and sheet not in book:
        raise InputError(f"there is no sheet {sheet!r}", file=book.path)
    vocabulary, spots = vocabulary_of(template), spots_of(asked, book)
    sheets = book.sheets if sheet is None else (book[sheet],)
    found = [table for one in sheets for table in _tables(one, vocabulary, spots)]
    return tuple(
        with_asked(_with_cells(table, book, vocabulary), spots)
        for table in _fullest(found, vocabulary)
    )


def _fullest(tables: list[Table], vocabulary: Vocabulary) -> list[Table]:
    """Return the tables that train; if there are none, those of a single step."""
    training = [
        table
        for table in tables
        if len(table.rows) > 1
        and any(vocabulary.kind(name) is Kind.BACKWARD for name in table.columns)
    ]
    return training or tables


def _tables(sheet: Sheet, vocabulary: Vocabulary, spots: Mapping[str, Spot]) -> Iterator[Table]:
    here = {name: spot for name, spot in spots.items() if spot.sheet == sheet.name}
    asked = {(spot.row, spot.column): name for name, spot in here.items()}
    down = tables_of(sheet, vocabulary, asked, across=False)
    yield from down
    if not down and _may_run_across(sheet, vocabulary):
        asked = {(spot.column, spot.row): name for name, spot in here.items()}
        yield from tables_of(transposed(sheet), vocabulary, asked, across=True)


def _may_run_across(sheet: Sheet, vocabulary: Vocabulary) -> bool:
    """Return whether any column of a sheet holds labels enough for a table to its right."""
    for column in sheet.columns.values():
        texts = dict.fromkeys(text for text in column.others.values() if isinstance(text, str))
        read = map(vocabulary.read, islice(texts, MOST_IN_A_COLUMN))
        if len(texts) >= FEWEST and sum(map(bool, read)) >= FEWEST:
            return True
    return False


def _with_cells(table: Table, book: Book, vocabulary: Vocabulary) -> Table:
    cells = single_cells(book, table, vocabulary) | rate_cells(book, table, vocabulary)
    return replace(table, cells=cells)
