"""What a sheet needs beyond XlsxWriter: tables streamed row by row, and straight lines.

XlsxWriter keeps an object per cell and searches every formula for 29 functions, which a table of
a million cells cannot afford; and it draws no lines. The methods overridden here are XlsxWriter's
own stages of writing a sheet and its drawings.
"""

from __future__ import annotations

import math

from xlsxwriter.drawing import Drawing, DrawingInfo, DrawingTypes
from xlsxwriter.shape import Shape
from xlsxwriter.worksheet import Worksheet

from bpsheet.formats.xlsx.blocks import StyleIndex, block_rows
from bpsheet.sheet.workbook import Block, Line, Point, Sheet, Value

_EMU_PER_PIXEL = 9525


class SheetWriter(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """An XlsxWriter sheet that streams its blocks and draws lines.

    Arguments:
        sheet: what is written: blocks, lines and the values that charts keep are read from it.
        style_index: the number under which the workbook's style table has a style.
    """

    dim_rowmin: int
    dim_rowmax: int
    drawing: LineDrawing | None

    def __init__(self, sheet: Sheet, style_index: StyleIndex) -> None:
        super().__init__()
        self.sheet = sheet
        self.style_index = style_index
        self.shapes = list(sheet.lines)
        # A link goes beside its cell's own value or formula, not in place of it.
        self.ignore_write_string = True

    def add_block(self, block: Block) -> int:
        """Make room for a table; return 0, or -1 where it runs off the sheet."""
        corners = ((block.top, block.left), (block.bottom, block.right))
        return int(min(self._check_dimensions(*corner) for corner in corners))

    def _prepare_formula(self, formula: str, *_: object) -> str:
        """Skip the search for functions newer than any that bpsheet writes: it is slow."""
        return formula.removeprefix("=")

    def _get_range_data(self, top: int, left: int, bottom: int, right: int) -> list[Value]:
        """Return the values of a range for a chart to keep; errors leave gaps."""
        return [
            _chart_value(self.sheet.value(row, column))
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def _calculate_spans(self) -> None:
        """Leave out the optional hint at the columns that rows use."""

    def _write_rows(self) -> None:
        """Write single cells as XlsxWriter does and, between them, the blocks."""
        first, last = self.dim_rowmin, self.dim_rowmax
        for block in self.sheet.blocks:
            self._write_single_cells(first, block.top - 1)
            self._write_block(block)
            first = block.bottom + 1
        self._write_single_cells(first, last)

    def _write_single_cells(self, first: int, last: int) -> None:
        limits = self.dim_rowmin, self.dim_rowmax
        self.dim_rowmin, self.dim_rowmax = first, last
        super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = limits

    def _write_block(self, block: Block) -> None:
        for row, cells in enumerate(block_rows(block, self.style_index), start=block.top):
            beside = sorted(self.table.get(row, {}))
            self._write_row(row, None, self.row_info.get(row))
            self._write_cells(row, [column for column in beside if column < block.left])
            self.fh.write(cells)
            self._write_cells(row, [column for column in beside if column > block.right])
            self._xml_end_tag("row")

    def _write_cells(self, row: int, columns: list[int]) -> None:
        for column in columns:
            self._write_cell(row, column, self.table[row][column])

    def _prepare_chart(self, index: int, chart_id: int, drawing_id: int) -> None:
        self._start_drawing(drawing_id)
        super()._prepare_chart(index, chart_id, drawing_id)

    def _prepare_shape(self, index: int, drawing_id: int) -> None:
        drawing = self._start_drawing(drawing_id)
        drawing._add_drawing_object(self._connector(self.shapes[index]))

    def _start_drawing(self, drawing_id: int) -> LineDrawing:
        """Return the sheet's drawing layer; the first call makes it and links the sheet to it."""
        if not self.drawing:
            self.drawing = LineDrawing()
            target = f"../drawings/drawing{drawing_id}.xml"
            self.external_drawing_links.append(["/drawing", target])
        return self.drawing

    def _connector(self, line: Line) -> DrawingInfo:
        """Return the line as a drawing object: one diagonal of the rectangle between its ends."""
        (left, top), (right, bottom) = self._pixels(line.start), self._pixels(line.end)
        width, height = abs(right - left), abs(bottom - top)
        shape = Shape("line", "Line", {"line": {"color": line.color, "width": line.width}})
        shape.flip_h, shape.flip_v = right < left, bottom < top
        connector = DrawingInfo()
        connector._drawing_type = DrawingTypes.SHAPE
        connector._shape = shape
        connector._width = round(width * _EMU_PER_PIXEL)
        connector._height = round(height * _EMU_PER_PIXEL)
        connector._dimensions = self._position_object_emus(
            0, 0, min(left, right), min(top, bottom), width, height, None
        )
        return connector

    def _pixels(self, point: Point) -> tuple[float, float]:
        """Return how far a place is from the sheet's left and top edges."""
        return (
            self._col_offset(point.column) + point.x * self._size_col(point.column),
            self._row_offset(point.row) + point.y * self._size_row(point.row),
        )


class LineDrawing(Drawing):  # type: ignore[misc]  # XlsxWriter ships no types
    """A drawing layer whose shapes are straight lines (connectors, as the format calls them)."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded = 1

    def _write_sp(self, index: int, x: int, y: int, drawing: DrawingInfo) -> None:
        self._xml_start_tag("xdr:cxnSp", [("macro", "")])
        self._xml_start_tag("xdr:nvCxnSpPr")
        self._write_c_nv_pr(index + 1, drawing, f"Line {index}")
        self._xml_empty_tag("xdr:cNvCxnSpPr")
        self._xml_end_tag("xdr:nvCxnSpPr")
        self._xml_start_tag("xdr:spPr")
        self._write_a_xfrm(x, y, drawing._width, drawing._height, drawing._shape)
        self._xml_start_tag("a:prstGeom", [("prst", "line")])
        self._xml_empty_tag("a:avLst")
        self._xml_end_tag("a:prstGeom")
        self._write_a_ln(drawing._shape.line)
        self._xml_end_tag("xdr:spPr")
        self._xml_end_tag("xdr:cxnSp")


def _chart_value(value: Value) -> float | str | None:
    if isinstance(value, (bool, int, float)):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, str) else None
