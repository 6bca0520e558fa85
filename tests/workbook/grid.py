"""A sheet as its reader sees it: cells found by the words beside, above and below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from bpsheet.sheet.workbook import Value


class Place(NamedTuple):
    """A cell by row and column, counted from 1."""

    row: int
    column: int

    @property
    def address(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def beside(self) -> Place:
        return self.right(1)

    def right(self, columns: int) -> Place:
        return Place(self.row, self.column + columns)

    def down(self, rows: int) -> Place:
        return Place(self.row + rows, self.column)


class Grid:
    """The cells of a sheet that hold something."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        cells = {Place(*coordinate_to_tuple(address)): value for address, value in values.items()}
        self.cells = dict(sorted(cells.items()))

    def holds(self, place: Place) -> bool:
        return place in self.cells

    def words(self, first_row: int = 1, last_row: int = 2**20) -> Iterator[tuple[Place, str]]:
        """Yield the cells that hold text, row by row."""
        for place, value in self.cells.items():
            if isinstance(value, str) and first_row <= place.row <= last_row:
                yield place, value

    def find(self, text: str, first_row: int = 1) -> Place:
        """Return the first cell that says `text`."""
        return next(place for place, words in self.words(first_row) if words == text)

    def row(self, number: int) -> list[tuple[Place, str]]:
        """Return the cells of a row that hold text."""
        return list(self.words(number, number))

    def columns(self, row: int) -> dict[str, int]:
        """Return the column of each heading in a row; the first of those that say the same."""
        return {words: place.column for place, words in reversed(self.row(row))}

    def below(self, place: Place) -> list[Value]:
        """Return what stands under a cell, down to the first that holds nothing."""
        found: list[Value] = []
        while (value := self.cells.get(place.down(len(found) + 1))) is not None:
            found.append(value)
        return found

    def table(self, heading: str) -> dict[str, list[Value]]:
        """Return the columns of the table with this first heading, by their headings."""
        row = self.find(heading).row
        return {words: self.below(place) for place, words in self.row(row)}

    def after(self, place: Place) -> Place:
        """Return the next cell of the row that holds something."""
        return next(each for each in self.cells if each.row == place.row and each > place)
