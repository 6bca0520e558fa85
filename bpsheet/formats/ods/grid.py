"""Where cells lie on a sheet, in pixels, and how drawings are fastened to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bpsheet.formats.ods.address import cell_address, inches
from bpsheet.sheet.address import Reference
from bpsheet.sheet.workbook import (
    DEFAULT_COLUMN_WIDTH,
    DEFAULT_ROW_HEIGHT,
    Chart,
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

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The number of rows and of columns that hold or lie under something."""
        rows, columns = zip((0, 0), *self._ends(), strict=True)
        return max(rows) + 1, max(columns) + 1

    def _ends(self) -> Iterator[tuple[int, int]]:
        """Yield the last row and column of everything on the sheet."""
        sheet = self.sheet
        yield from sheet.cells
        for area in (*sheet.merges, *(rule.area for rule in sheet.validations)):
            yield area.bottom, area.right
        for block in sheet.blocks:
            yield block.bottom, block.right
        for place in map(self.far_corner, sheet.charts):
            yield place.row, place.column
        for line in sheet.lines:
            yield max(line.start.row, line.end.row), max(line.start.column, line.end.column)
        _, last_row = sheet.print_setup.repeat_rows or (0, 0)
        yield last_row, 0

    def widths(self) -> Iterator[int]:
        """Yield the width of each column."""
        return map(self.width, range(self.extent[1]))

    def heights(self) -> Iterator[tuple[int, bool]]:
        """Yield the height of each row, and whether it grows to show all of its wrapped text."""
        wrapped = {row for (row, _), cell in self.sheet.cells.items() if cell.style.wrap}
        growing = wrapped - self.sheet.row_heights.keys()
        return ((self.height(row), row in growing) for row in range(self.extent[0]))

    def place(self, point: Point) -> Place:
        """Return where a point given in parts of its cell lies."""
        x, y = point.x * self.width(point.column), point.y * self.height(point.row)
        return Place(point.row, point.column, x, y)

    def moved(self, start: Place, right: float, down: float) -> Place:
        """Return the place that lies so many pixels to the right of and below `start`."""
        column, x = _walk(start.column, start.x + right, self.width)
        row, y = _walk(start.row, start.y + down, self.height)
        return Place(row, column, x, y)

    def corner(self, chart: Chart) -> Place:
        """Return where a chart begins."""
        return self.moved(Place(chart.row, chart.column, 0, 0), chart.x_shift, chart.y_shift)

    def far_corner(self, chart: Chart) -> Place:
        """Return where a chart ends."""
        return self.moved(self.corner(chart), chart.width, chart.height)

    def offset(self, cell: tuple[int, int], place: Place) -> tuple[float, float]:
        """Return how far `place` is to the right of and below the corner of a cell before it."""
        row, column = cell
        return (
            sum(map(self.width, range(column, place.column))) + place.x,
            sum(map(self.height, range(row, place.row))) + place.y,
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
