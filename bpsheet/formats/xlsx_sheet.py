"""What an .xlsx sheet needs beyond XlsxWriter: tables streamed row by row, and straight lines.

XlsxWriter holds one object per cell and prepares every formula anew, which a table of a million
cells cannot afford. Here a table's row is one string per kind of row, filled in as it is written.
The overridden methods are XlsxWriter's own stages of writing a sheet and its drawings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
from xlsxwriter.drawing import Drawing, DrawingInfo, DrawingTypes
from xlsxwriter.shape import Shape
from xlsxwriter.worksheet import Worksheet

from bpsheet.notation.formula import EXCEL, ROW_MARK, row_pattern
from bpsheet.sheet.address import column_letters
from bpsheet.sheet.workbook import Block, Line, Point, RowKind, Sheet, Style, Value

StyleIndex = Callable[[Style], int]

_OWN_ROW = "\ue0000\ue001"
_NOT_A_NUMBER = re.compile("(<f>[^<]*</f>)<v>-?(?:nan|inf)</v>")
_LARGEST_WHOLE = 1e15


@dataclass(frozen=True)
class RowTemplate:
    """The cells of one kind of table row.

    Attributes:
        text: their XML, with marks for row numbers and a ``%`` field for each value.
        offsets: which rows the marks mean, counted from the row itself.
    """

    text: str
    offsets: frozenset[int]

    def fill(self, row: int, values: list[float]) -> str:
        """Return the cells of row `row` (counted from 0), whose formulas give `values`."""
        text = self.text
        for offset in self.offsets:
            text = text.replace(f"\ue000{offset}\ue001", str(row + 1 + offset))
        return text % tuple(values)


def row_template(kind: RowKind, block: Block, style_index: StyleIndex) -> RowTemplate:
    """Return the template of `block`'s rows of one kind."""
    fields = ["%d" if whole else "%r" for whole in _whole_columns(block)]
    columns = range(block.left, block.right + 1)
    text = "".join(
        f'<c r="{column_letters(column)}{_OWN_ROW}" s="{style_index(style)}">'
        f"<f>{_escaped_pattern(expression)}</f><v>{field}</v></c>"
        for column, expression, style, field in zip(
            columns, kind.formulas, kind.styles, fields, strict=True
        )
    )
    return RowTemplate(text, frozenset(int(offset) for offset in ROW_MARK.findall(text)))


def block_rows(block: Block, style_index: StyleIndex) -> Iterator[str]:
    """Yield the XML of each row's cells, from the block's first row to its last."""
    templates = [row_template(kind, block, style_index) for kind in block.kinds]
    finite = np.isfinite(block.values).all(axis=1)
    rows = zip(block.kind_of_row.tolist(), block.values, finite.tolist(), strict=True)
    for row, (kind, values, is_finite) in enumerate(rows, start=block.top):
        cells = templates[kind].fill(row, values.tolist())
        yield cells if is_finite else _with_errors(cells)


class SheetWriter(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """An XlsxWriter sheet that streams its blocks and draws lines.

    Arguments:
        sheet: where the values of blocks and of chart ranges are read.
        style_index: the number under which the workbook's style table has a style.
    """

    def __init__(self, sheet: Sheet, style_index: StyleIndex) -> None:
        super().__init__()
        self.sheet = sheet
        self.style_index = style_index
        # A link goes beside its cell's own value or formula, not in place of it.
        self.ignore_write_string = True

    def add_block(self, block: Block) -> int:
        """Take in a table, to be written when its rows are; returns 0, or -1 off the sheet."""
        corners = ((block.top, block.left), (block.bottom, block.right))
        return min(self._check_dimensions(*corner) for corner in corners)

    def add_line(self, line: Line) -> None:
        """Draw a straight line over the cells."""
        self.shapes.append(line)

    def _prepare_formula(self, formula: str, *_: object) -> str:
        """Skip the search for functions newer than any that bpsheet writes: it is slow."""
        return formula.removeprefix("=")

    def _get_range_data(self, top: int, left: int, bottom: int, right: int) -> list[Value]:
        """Return the values that a chart keeps of a range; errors leave gaps."""
        return [
            _chart_value(self.sheet.value(row, column))
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]

    def _calculate_spans(self) -> None:
        """Leave out the optional hint which columns a row uses."""

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
            self._write_row(row, None, self.row_info.get(row))
            beside = sorted(self.table[row].items()) if row in self.table else []
            self._write_cells(row, [pair for pair in beside if pair[0] < block.left])
            self.fh.write(cells)
            self._write_cells(row, [pair for pair in beside if pair[0] > block.right])
            self._xml_end_tag("row")

    def _write_cells(self, row: int, cells: list[tuple[int, object]]) -> None:
        for column, cell in cells:
            self._write_cell(row, column, cell)

    def _prepare_chart(self, index: int, chart_id: int, drawing_id: int) -> None:
        self._start_drawing(drawing_id)
        super()._prepare_chart(index, chart_id, drawing_id)

    def _prepare_shape(self, index: int, drawing_id: int) -> None:
        self._start_drawing(drawing_id)
        self.drawing._add_drawing_object(self._connector(self.shapes[index]))

    def _start_drawing(self, drawing_id: int) -> None:
        if not self.drawing:
            self.drawing = LineDrawing()
            self.drawing.embedded = 1
            target = f"../drawings/drawing{drawing_id}.xml"
            self.external_drawing_links.append(["/drawing", target])

    def _connector(self, line: Line) -> DrawingInfo:
        """Return the line as a drawing object: a rectangle of which it is one diagonal."""
        (left, right), (top, bottom) = zip(self._pixels(line.start), self._pixels(line.end))
        shape = Shape("line", "Line", {"line": {"color": line.color, "width": line.width}})
        shape.flip_h, shape.flip_v = int(right < left), int(bottom < top)
        width, height = abs(right - left), abs(bottom - top)
        connector = DrawingInfo()
        connector._drawing_type = DrawingTypes.SHAPE
        connector._shape = shape
        connector._width, connector._height = round(width * 9525), round(height * 9525)
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
    """A sheet's drawing layer whose shapes are straight lines (connectors, in the format's words)."""

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


def _whole_columns(block: Block) -> list[bool]:
    """Return which columns hold only whole numbers, to be written without a decimal point."""
    values = block.values
    whole = (values == np.rint(values)) & (np.abs(values) < _LARGEST_WHOLE)
    return [bool(column) for column in whole.all(axis=0)]


def _escaped_pattern(expression: Expression) -> str:
    return escape(row_pattern(expression, EXCEL)).replace("%", "%%")


def _with_errors(cells: str) -> str:
    """Return the cells with an error in place of each value that is no number."""
    return _NOT_A_NUMBER.sub(r"\1<v>#NUM!</v>", cells)


def _chart_value(value: Value) -> Value:
    if isinstance(value, (bool, int, float)):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, str) else None
