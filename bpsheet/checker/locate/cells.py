"""Single cells that hold a quantity for all rows of a table: learning rates, constants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from bpsheet.checker.book import NO_FORMULA, Book, Cell, CellError, Sheet
from bpsheet.checker.cells import CellAt
from bpsheet.checker.locate.vocabulary import Kind, Vocabulary
from bpsheet.checker.located import FoundCell, FoundColumn, Table
from bpsheet.expression import walk

BESIDE = 6
"""How many columns a number may stand beside its label."""

BENEATH = 2
"""How many rows a number may stand beneath its label."""

MOST_FORMULAS = 32
"""How many different formulas of a column are searched for what they read."""


class Spot(NamedTuple):
    """A cell of the book, in its sheet as the file has it."""

    sheet: str
    row: int
    column: int


def read_outside(table: Table, columns: Iterable[FoundColumn]) -> Counter[Spot]:
    """Return the cells outside of a table that the formulas of its columns read, and how often.

    Of each formula only its first cell counts, since a reference may drift further down; what the
    first row of the table reads are initial values.
    """
    spots: Counter[Spot] = Counter()
    for found in columns:
        spots.update(set(_read_by(table, found)))
    return spots


def _read_by(table: Table, found: FoundColumn) -> Iterator[Spot]:
    places = table.sheet.formula_places(found.column, table.rows[1:])
    formulas, first = np.unique(places, return_index=True)
    for place, position in zip(formulas[:MOST_FORMULAS], first[:MOST_FORMULAS], strict=True):
        expression = table.sheet.formulas[place].expression if place != NO_FORMULA else None
        row = int(table.rows[position + 1])
        for part in () if expression is None else walk(expression):
            if isinstance(part, CellAt) and _is_outside(table, part, row, found.column):
                yield _spot(table, part, row, found.column)


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
    """Yield the words beside a cell and above it."""
    beside = [(row, column - distance) for distance in range(1, min(BESIDE, column) + 1)]
    above = [(row - distance, column) for distance in range(1, min(BENEATH, row) + 1)]
    for places in (beside, above):
        filled = (cell for place in places if (cell := sheet.cell(*place)) is not None)
        if words := _words(next(filled, None)):
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
    for spot in read_outside(table, table.columns.values()):
        if spot.sheet not in book:
            continue
        names, words = named(book[spot.sheet], spot, vocabulary)
        for name in names[:1]:
            given = vocabulary.kind(name) in (Kind.CONSTANT, Kind.GIVEN, Kind.PARAMETER)
            if given and name not in table.columns and name != vocabulary.rate:
                found.setdefault(name, FoundCell(name, *spot, words))
    return found
