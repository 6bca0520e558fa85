"""Where cells lie on a sheet, in pixels, and how drawings are fastened to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bpsheet.formats.ods.address import cell_address, inches
from bpsheet.sheet.address import Reference
from bpsheet.sheet.workbook import (
    DEFAULT_COLUMN_WIDTH,
    DEFAULT_ROW_HEIGHT,
    Point,
    Sheet,
)


@dataclass(frozen=True)
class Place:
    """A cell and a distance in pixels from its upper left corner."""

    row: int
    column: int
    x: float
    y: float


@dataclass(frozen=True)
class Grid:
    """The widths of a sheet's columns and the heights of its rows."""

    sheet: Sheet

    def width(self, column: int) -> int:
        """Return the width of a column."""
        return self.sheet.column_widths.get(column, DEFAULT_COLUMN_WIDTH)

    def height(self, row: int) -> int:
        """Return the height of a row."""
        return self.sheet.row_heights.get(row, DEFAULT_ROW_HEIGHT)

    def left(self, column: int) -> int:
        """Return how far a column is from the sheet's left edge."""
        return sum(self.width(before) for before in range(column))

    def top(self, row: int) -> int:
        """Return how far a row is from the sheet's upper edge."""
        return sum(self.height(before) for before in range(row))

    def point(self, point: Point) -> Place:
        """Return where a point given in parts of its cell lies."""
        x, y = point.x * self.width(point.column), point.y * self.height(point.row)
        return Place(point.row, point.column, x, y)

    def moved(self, start: Place, right: float, down: float) -> Place:
        """Return the place that lies so many pixels to the right of and below `start`."""
        column, x = _walk(start.column, start.x + right, self.width)
        row, y = _walk(start.row, start.y + down, self.height)
        return Place(row, column, x, y)

    def offset(self, anchor: Place, place: Place) -> tuple[float, float]:
        """Return how far `place` is to the right of and below the corner of the anchor's cell."""
        return (
            self.left(place.column) - self.left(anchor.column) + place.x,
            self.top(place.row) - self.top(anchor.row) + place.y,
        )

    def end(self, place: Place) -> dict[str, object]:
        """Return the attributes that fasten a drawing's far corner to the cell it lies in."""
        cell = Reference(place.row, place.column, absolute=False)
        return {
            "table:end-cell-address": cell_address(cell, self.sheet.name).removeprefix("$"),
            "table:end-x": inches(place.x),
            "table:end-y": inches(place.y),
        }


def _walk(position: int, distance: float, size: Callable[[int], int]) -> tuple[int, float]:
    """Return the row or column that lies `distance` after the start of another, and the rest."""
    while distance > size(position):
        distance -= size(position)
        position += 1
    return position, distance
