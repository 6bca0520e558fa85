"""What lies over the cells of a sheet: the frames of charts, lines, and notes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from bpsheet.formats.ods.address import inches, range_address
from bpsheet.formats.ods.grid import Grid, Place
from bpsheet.formats.ods.styles import CHART_STYLE, NOTE_STYLE, NOTE_TEXT_STYLE, line_style_name
from bpsheet.formats.ods.xml import element, paragraphs, plain
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.workbook import Chart, Line, Sheet, Workbook

_NOTE_WIDTH, _NOTE_LINE_HEIGHT, _NOTE_LINE_LENGTH, _NOTE_GAP = 260, 15, 44, 10

Anchored = Mapping[tuple[int, int] | None, Sequence[str]]
"""The drawings fastened to each cell; under ``None`` those fastened to the sheet itself."""


def sheet_drawings(workbook: Workbook, sheet: Sheet, first_object: int) -> Anchored:
    """Return the drawings of a sheet by the cell they are fastened to.

    Arguments:
        workbook: the workbook, which knows the charts' titles.
        sheet: the sheet.
        first_object: the number of its first chart, counted through the workbook from 1.
    """
    grid = Grid(sheet)
    anchored: dict[tuple[int, int] | None, list[str]] = defaultdict(list)
    for number, chart in enumerate(sheet.charts, start=first_object):
        cell = _anchor(sheet, chart.row, chart.column)
        anchored[cell].append(_frame(workbook, grid, chart, number, cell))
    for line in sheet.lines:
        anchored[_anchor(sheet, 0, 0)].append(_line(grid, line))
    return anchored


def _anchor(sheet: Sheet, row: int, column: int) -> tuple[int, int] | None:
    """Return the cell that a drawing can be fastened to; a table's cells hold no drawings."""
    return None if any(block.holds(row, column) for block in sheet.blocks) else (row, column)


def note_xml(text: str, grid: Grid, row: int, column: int) -> str:
    """Return a note beside its cell, hidden until the pointer rests on the cell."""
    lines = sum(max(1, math.ceil(len(line) / _NOTE_LINE_LENGTH)) for line in text.split("\n"))
    x, y = grid.offset((0, 0), Place(row, column + 1, _NOTE_GAP, 0))
    return element(
        "office:annotation",
        {
            "office:display": False,
            "draw:style-name": NOTE_STYLE,
            "svg:x": inches(x),
            "svg:y": inches(y),
            "svg:width": inches(_NOTE_WIDTH),
            "svg:height": inches(_NOTE_LINE_HEIGHT * lines + _NOTE_GAP),
        },
        paragraphs(text, NOTE_TEXT_STYLE),
    )


def object_name(number: int) -> str:
    """Return the folder that holds the chart of that number."""
    return f"Object {number}"


def chart_title(workbook: Workbook, sheet: Sheet, chart: Chart) -> str:
    """Return a chart's title: its own, or the text of the cell that names it."""
    if isinstance(chart.title, str):
        return chart.title
    value = workbook.value(chart.title.on(chart.title.sheet or sheet.name))
    return "" if value is None else str(value)


def linked_ranges(sheet: Sheet, chart: Chart) -> str:
    """Return the addresses of the cells that a chart of `sheet` shows."""
    ranges = (
        area for series in chart.series for area in (cell_range(series.name), series.x, series.y)
    )
    return " ".join(dict.fromkeys(range_address(area, sheet.name) for area in ranges))


def cell_range(cell: Reference) -> Range:
    """Return a cell as a range."""
    return Range(cell.row, cell.column, cell.row, cell.column, cell.sheet)


def _frame(
    workbook: Workbook, grid: Grid, chart: Chart, number: int, anchor: tuple[int, int] | None
) -> str:
    sheet = grid.sheet
    x, y = grid.offset(anchor or (0, 0), grid.corner(chart))
    return element(
        "draw:frame",
        {
            "draw:name": f"Chart {number}",
            "draw:style-name": CHART_STYLE,
            **(grid.end(grid.far_corner(chart)) if anchor else {}),
            "svg:x": inches(x),
            "svg:y": inches(y),
            "svg:width": inches(chart.width),
            "svg:height": inches(chart.height),
        },
        element(
            "draw:object",
            {
                "draw:notify-on-update-of-ranges": linked_ranges(sheet, chart),
                "xlink:href": f"./{object_name(number)}",
                "xlink:type": "simple",
                "xlink:show": "embed",
                "xlink:actuate": "onLoad",
            },
        ),
        element("svg:title", None, plain(chart_title(workbook, sheet, chart))),
        element("svg:desc", None, plain(chart.description)),
    )


def _line(grid: Grid, line: Line) -> str:
    """Return a line, placed from the sheet's corner.

    Gnumeric measures from there whatever the cell; LibreOffice fastens the line to the cells under
    its ends all the same.
    """
    start, end = (grid.offset((0, 0), grid.place(point)) for point in (line.start, line.end))
    far = grid.moved(Place(0, 0, 0, 0), max(start[0], end[0]), max(start[1], end[1]))
    return element(
        "draw:line",
        {
            "draw:style-name": line_style_name(line),
            **grid.end(far),
            "svg:x1": inches(start[0]),
            "svg:y1": inches(start[1]),
            "svg:x2": inches(end[0]),
            "svg:y2": inches(end[1]),
        },
    )
