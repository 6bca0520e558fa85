"""Where statements stand: in cells, in neighbouring cells that go on, and in text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from bpsheet.checker.book import Book, Sheet
from bpsheet.checker.diagnostics import Place

COLUMN_WIDTH = 6
"""The letters that a column is wide at least: longer words run over the empty cells beside it."""

FARTHEST = 12
"""The most columns between a cell and one that it may go on from."""

MOST_PARTS = 12
"""The most cells that one statement is read from."""

MOST_CELLS = 20_000
"""The most cells that are looked at for statements."""

_EQUALS = re.compile(r":=|←|==?")
_ENDS_OPEN = re.compile(r"[-−–+*·×/÷^=(\[{←]\s*$")
_BEGINS_WITH_EQUALS = re.compile(r"\s*(=|:=|←)")
_BEGINS_INSIDE = re.compile(r"\s*[-−–+*·×/÷^)\]}²³]")
_NO_STATEMENT = re.compile(r"[<>!≠≤≥⇒→≈~?]|\b(if|for|where|with|or|and)\b")
_HEADING = re.compile(r"^[^=:]*:(?!=)|^\s*(\d+[.)]|[•●▪])\s")

_Cells = Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Statement:
    """A chain of expressions that are said to be equal.

    Attributes:
        place: the cells its words stand in; of a text box, the cell under its corner.
        sides: the words between the equals signs, at least two.
    """

    place: Place
    sides: tuple[str, ...]


def statements_in(book: Book) -> Iterator[Statement]:
    """Yield the statements of a workbook: those in cells, then those in text boxes."""
    for sheet, cells, row, column in islice(_cells_with_equals(book), MOST_CELLS):
        if not _goes_on_from_another(sheet, cells, row, column):
            yield from _from_cell(sheet, cells, row, column)
    for sheet in book.sheets:
        for box in sheet.text_boxes:
            place = Place(sheet.name, box.row, box.column, box.row, box.column)
            yield from statements_of(box.text, place)


def _cells_with_equals(book: Book) -> Iterator[tuple[Sheet, _Cells, int, int]]:
    for sheet in book.sheets:
        cells = {(row, column): words for row, column, words in sheet.texts() if words.strip()}
        for row, column in sorted(cells):
            if _EQUALS.search(cells[row, column]):
                yield sheet, cells, row, column


def statements_of(words: str, place: Place) -> Iterator[Statement]:
    """Yield the statements that `words` hold: one a line, or over several lines that go on."""
    for line in _whole_lines(words):
        sides = [side.strip() for side in _EQUALS.split(_HEADING.sub("", line))]
        written = sides if sides[-1] else sides[:-1]
        if len(written) > 1 and all(written) and not _NO_STATEMENT.search(line):
            yield Statement(place, tuple(written))


def _whole_lines(words: str) -> Iterator[str]:
    """Yield lines, joined where one goes on with the other; where that is not clear, none."""
    held: list[str] = []
    is_clear = True
    for line in [*re.split(r"\r\n?|[\n;]", words), ""]:
        goes_on = held and (_ENDS_OPEN.search(held[-1]) or _BEGINS_WITH_EQUALS.match(line))
        may_go_on = goes_on or _BEGINS_INSIDE.match(line) or _may_be_factor(line)
        if held and line.strip() and may_go_on:
            is_clear = is_clear and bool(goes_on)
            held.append(line)
            continue
        if is_clear:
            yield " ".join(held)
        held, is_clear = [line] if line.strip() else [], True


def _may_be_factor(line: str) -> bool:
    """Return whether a line may be a factor of the product above it, and is not prose."""
    return "=" not in line and bool(re.search(r"[\d(\[{]", line))


def _from_cell(sheet: Sheet, cells: _Cells, row: int, column: int) -> Iterator[Statement]:
    """Yield the statements that begin in a cell and may go on to the right or below."""
    words, bottom, last = cells[row, column], row, column
    first = column - 1 if _BEGINS_WITH_EQUALS.match(words) else column
    if first < column:
        words = f"{cells[row, first]} {words}"
    for _ in range(MOST_PARTS):
        following = _next_words(sheet, cells, bottom, last, words) or (bottom + 1, column)
        more = cells.get(following, "")
        begins_with_equals = _BEGINS_WITH_EQUALS.match(more)
        if not begins_with_equals and not _ENDS_OPEN.search(words):
            break
        if not begins_with_equals and (following[0] > bottom or "=" in more):
            return
        words = f"{words} {more}"
        bottom, last = following
    if not any(
        _BEGINS_INSIDE.match(cells.get(place, "")) for place in (following, (bottom + 1, column))
    ):
        yield from statements_of(words, Place(sheet.name, row, first, bottom, max(column, last)))


def _next_words(
    sheet: Sheet, cells: _Cells, row: int, column: int, words: str
) -> tuple[int, int] | None:
    """Return the next filled cell of a row if it holds words and `words` run up to it."""
    place = _next_filled(sheet, row, column, 1, 1 + len(words) // COLUMN_WIDTH)
    return place if place in cells else None


def _next_filled(
    sheet: Sheet, row: int, column: int, direction: int, farthest: int
) -> tuple[int, int] | None:
    for distance in range(1, min(farthest, column + 1 if direction < 0 else farthest) + 1):
        place = row, column + direction * distance
        if sheet.cell(*place) is not None:
            return place
    return None


def _goes_on_from_another(sheet: Sheet, cells: _Cells, row: int, column: int) -> bool:
    """Return whether the words of a cell are the middle of what another cell begins."""
    words = cells[row, column]
    if _BEGINS_WITH_EQUALS.match(words):
        return "=" in cells.get((row, column - 1), "=")
    above = cells.get((row - 1, column), "")
    is_above_open = _ENDS_OPEN.search(above) and not _next_filled(sheet, row - 1, column, 1, 1)
    left = _next_filled(sheet, row, column, -1, FARTHEST)
    is_left_open = left is not None and _ENDS_OPEN.search(cells.get(left, ""))
    return bool(is_above_open or is_left_open or _BEGINS_INSIDE.match(words))
