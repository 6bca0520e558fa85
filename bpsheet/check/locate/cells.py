"""Single cells that hold a quantity for all rows of a table: learning rates, constants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bpsheet.check.book import Book, Cell, CellError, Sheet
from bpsheet.check.cells import Area, CellAt
from bpsheet.check.located import FoundCell, FoundColumn, Table
from bpsheet.check.locate.vocabulary import Vocabulary
from bpsheet.expression import walk

BESIDE = 3
"""How many columns may lie between a label and its number."""

BENEATH = 2
"""How many rows may lie between a label and its number."""

TRIED = 8
"""How many rows of a table are searched for what their formulas read."""


class Spot(NamedTuple):
    """A cell of the book, in its sheet as the file has it."""

    sheet: str
    row: int
    column: int


def read_outside(table: Table, columns: Iterator[FoundColumn]) -> Counter[Spot]:
    """Return the cells outside of a table that the formulas of its columns read, and how often.

    Only the first row with a formula counts, since a reference may drift further down; what the
    first row of the table reads are initial values.
    """
    spots: Counter[Spot] = Counter()
    for found in columns:
        spots.update(set(_read_first(table, found)))
    return spots


def _read_first(table: Table, found: FoundColumn) -> Iterator[Spot]:
    for row in table.rows[1:TRIED].tolist():
        cell = table.sheet.cell(row, found.column)
        if cell is None or cell.formula is None or cell.formula.expression is None:
            continue
        for part in walk(cell.formula.expression):
            if isinstance(part, CellAt) and _is_outside(table, part, row, found.column):
                yield _spot(table, part, row, found.column)
        return


def _is_outside(table: Table, reference: CellAt, row: int, column: int) -> bool:
    if reference.sheet is not None and reference.sheet.casefold() != table.sheet.name.casefold():
        return True
    at, _ = reference.place(row, column)
    return not int(table.rows[0]) <= at <= int(table.rows[-1])


def _spot(table: Table, reference: CellAt, row: int, column: int) -> Spot:
    place = reference.place(row, column)
    across = table.across
    return Spot(reference.sheet or table.sheet.name, *(reversed(place) if across else place))


def label_beside(sheet: Sheet, row: int, column: int) -> Iterator[str]:
    """Yield the words beside a cell and above it, nearest first."""
    places = [(row, column - distance) for distance in range(1, BESIDE + 1)]
    places += [(row - distance, column) for distance in range(1, BENEATH + 1)]
    for place in places:
        if min(place) >= 0:
            words = _words(sheet.cell(*place))
            if words:
                yield words


def numbers_beside(sheet: Sheet, row: int, column: int) -> Iterator[tuple[int, int]]:
    """Yield where the numbers that a label names may stand: beside it, else beneath it."""
    for distance in range(1, BESIDE + 1):
        cell = sheet.cell(row, column + distance)
        if _is_number(cell):
            yield row, column + distance
            return
        if _words(cell):
            break
    for distance in range(1, BENEATH + 1):
        if _is_number(sheet.cell(row + distance, column)):
            below = row + distance
            while _is_number(sheet.cell(below, column)):
                yield below, column
                below += 1
            return


def _words(cell: Cell | None) -> str:
    value = None if cell is None else cell.value
    return value if isinstance(value, str) and not isinstance(value, CellError) else ""


def _is_number(cell: Cell | None) -> bool:
    if cell is None or isinstance(cell.value, str | bool):
        return False
    return cell.value is not None or cell.formula is not None


def named(sheet: Sheet, spot: Spot, vocabulary: Vocabulary) -> tuple[tuple[str, ...], str]:
    """Return what a cell may hold by the words beside it, and the words."""
    for words in label_beside(sheet, spot.row, spot.column):
        if names := vocabulary.read(words):
            return names, words
    return (), ""


def single_cells(book: Book, table: Table, vocabulary: Vocabulary) -> dict[str, FoundCell]:
    """Return the quantities that a table's formulas read from a labelled cell outside of it."""
    found: dict[str, FoundCell] = {}
    for spot in read_outside(table, iter(table.columns.values())):
        if spot.sheet not in book:
            continue
        names, words = named(book[spot.sheet], spot, vocabulary)
        for name in names[:1]:
            if name not in table.columns and name != vocabulary.rate:
                found.setdefault(name, FoundCell(name, *spot, words))
    return found
