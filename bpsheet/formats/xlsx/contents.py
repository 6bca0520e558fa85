"""One sheet's contents in XlsxWriter's terms: cells, rules, charts, view and print set-up."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from xlsxwriter import Workbook as XlsxWorkbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_pixel_width

from bpsheet.expression import Expression
from bpsheet.formats.xlsx.charts import describe_chart
from bpsheet.formats.xlsx.formulas import excel_formula, reference_from_anywhere
from bpsheet.formats.xlsx.sheet import SheetWriter
from bpsheet.formats.xlsx.styles import highlight_properties
from bpsheet.sheet.address import Range, Reference, cell_name
from bpsheet.sheet.workbook import (
    DEFAULT_COLUMN_WIDTH,
    FONT,
    Cell,
    CellError,
    Chart,
    Highlight,
    PrintSetup,
    Sheet,
    Style,
    Validation,
    Value,
)

Look = Callable[[Style], Format]

_PAPERS = {"A4": 9, "Letter": 1}
_LEFT_FREE = ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows")
_SIZED_COLUMNS = 256
_LARGEST_NUMBER = 9.99e307
_NOTE_WIDTH = 260
_NOTE_MARGIN = 16
_NOTE_LINE_HEIGHT = 16
_MOVE_WITH_CELLS = 2


def write_sheet(book: XlsxWorkbook, writer: SheetWriter, look: Look) -> None:
    """Write everything of `writer`'s sheet but its lines, which it draws itself.

    Arguments:
        book: the workbook that `writer` belongs to.
        writer: the sheet.
        look: gives the format of a style.
    """
    sheet = writer.sheet
    _set_sizes(writer, sheet)
    _merge_cells(writer, sheet, look)
    for (row, column), cell in sheet.cells.items():
        _write_cell(writer, row, column, cell, look(cell.style))
    for block in sheet.blocks:
        place = f"the table at {cell_name(block.top, block.left)}"
        _require(writer.add_block(block), place)
    for validation in sheet.validations:
        _add_validation(writer, validation)
    for highlight in sheet.highlights:
        _add_highlight(book, writer, highlight)
    for chart in sheet.charts:
        _insert_chart(book, writer, chart)
    for name, reference in sheet.names.items():
        book.define_name(f"{sheet.name}!{name}", reference_from_anywhere(reference, sheet.name))
    if sheet.protected:
        writer.protect(options=dict.fromkeys(_LEFT_FREE, True))
    _set_view(writer, sheet)
    _set_print(writer, sheet.print_setup)


def _set_sizes(writer: SheetWriter, sheet: Sheet) -> None:
    # Gnumeric has a default width of its own for columns of which the file says nothing.
    writer.set_column_pixels(0, _SIZED_COLUMNS - 1, DEFAULT_COLUMN_WIDTH)
    for column, width in sheet.column_widths.items():
        _require(writer.set_column_pixels(column, column, width), f"column {column + 1}")
    for row, height in sheet.row_heights.items():
        _require(writer.set_row_pixels(row, height), f"row {row + 1}")


def _merge_cells(writer: SheetWriter, sheet: Sheet, look: Look) -> None:
    for area in sheet.merges:
        first = sheet.cells.get((area.top, area.left), Cell())
        result = writer.merge_range(*_corners(area), "", look(first.style))
        _require(result, _area_name(area))


def _write_cell(writer: SheetWriter, row: int, column: int, cell: Cell, look: Format) -> None:
    place = f"cell {cell_name(row, column)}"
    if cell.formula is None:
        result = _write_constant(writer, row, column, cell.value, look)
    else:
        text = excel_formula(cell.formula, row)
        result = writer.write_formula(row, column, text, look, _stored(cell.value))
    _require(result, place)
    if cell.link is not None:
        target = excel_formula(Reference(0, 0, cell.link, absolute=False)).removeprefix("=")
        _require(writer.write_url(row, column, f"internal:{target}", string=cell.link), place)
    if cell.note is not None:
        _require(writer.write_comment(row, column, cell.note, _note_look(cell.note)), place)


def _write_constant(
    writer: SheetWriter, row: int, column: int, value: Value, look: Format
) -> int | None:
    result: int | None
    match value:
        case None:
            result = writer.write_blank(row, column, None, look)
        case bool():
            result = writer.write_boolean(row, column, value, look)
        case str():
            result = writer.write_string(row, column, value, look)
        case CellError(code):
            result = writer.write_formula(row, column, code, look, code)
        case _:
            result = writer.write_number(row, column, value, look)
    return result


def _stored(value: Value) -> float | str | bool:
    """Return what XlsxWriter is told a formula's value is."""
    if isinstance(value, CellError):
        return value.code
    return "" if value is None else value


def _note_look(note: str) -> dict[str, Any]:
    """Return the options of a note whose box holds all its text."""
    inside = _NOTE_WIDTH - 2 * _NOTE_MARGIN
    lines = sum(max(1, math.ceil(xl_pixel_width(part) / inside)) for part in note.split("\n"))
    return {
        "width": _NOTE_WIDTH,
        "height": lines * _NOTE_LINE_HEIGHT + _NOTE_MARGIN,
        "font_name": FONT,
        "font_size": 9,
    }


def _add_validation(writer: SheetWriter, validation: Validation) -> None:
    options = {
        "validate": validation.kind,
        "input_message": validation.prompt,
        "error_message": validation.error,
        **({"input_title": validation.heading} if validation.heading else {}),
        **_allowed(validation),
    }
    result = writer.data_validation(*_corners(validation.area), options)
    _require(result, _area_name(validation.area))


def _allowed(validation: Validation) -> dict[str, Any]:
    """Return the options that say which entries a validation lets through."""
    if validation.source is not None:
        return {"source": excel_formula(validation.source)}
    row = validation.area.top
    match _limit(validation.minimum, row), _limit(validation.maximum, row):
        case None, None:
            return {"criteria": "between", "minimum": -_LARGEST_NUMBER, "maximum": _LARGEST_NUMBER}
        case None, maximum:
            return {"criteria": "<=", "value": maximum}
        case minimum, None:
            return {"criteria": ">=", "value": minimum}
        case minimum, maximum:
            return {"criteria": "between", "minimum": minimum, "maximum": maximum}


def _limit(limit: float | Expression | None, row: int) -> float | str | None:
    return excel_formula(limit, row) if isinstance(limit, Expression) else limit


def _add_highlight(book: XlsxWorkbook, writer: SheetWriter, highlight: Highlight) -> None:
    options = {
        "type": "formula",
        "criteria": excel_formula(highlight.condition, highlight.area.top),
        "format": book.add_format(highlight_properties(highlight)),
    }
    result = writer.conditional_format(*_corners(highlight.area), options)
    _require(result, _area_name(highlight.area))


def _insert_chart(book: XlsxWorkbook, writer: SheetWriter, chart: Chart) -> None:
    drawn = book.add_chart({"type": "scatter", "subtype": "straight"})
    describe_chart(drawn, chart, writer.sheet.name)
    options = {
        "x_offset": chart.x_shift,
        "y_offset": chart.y_shift,
        "object_position": _MOVE_WITH_CELLS,
        "description": chart.description,
    }
    result = writer.insert_chart(chart.row, chart.column, drawn, options)
    _require(result, f"the chart at {cell_name(chart.row, chart.column)}")


def _set_view(writer: SheetWriter, sheet: Sheet) -> None:
    writer.hide_gridlines(2)
    if any(sheet.frozen):
        writer.freeze_panes(*sheet.frozen)
    if sheet.tab_color is not None:
        writer.set_tab_color(sheet.tab_color)


def _set_print(writer: SheetWriter, setup: PrintSetup) -> None:
    writer.set_paper(_PAPERS[setup.paper])
    if setup.landscape:
        writer.set_landscape()
    writer.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    writer.set_footer("&L&8&A&R&8Page &P of &N")
    writer.fit_to_pages(setup.pages_wide, setup.pages_tall)
    if setup.repeat_rows is not None:
        writer.repeat_rows(*setup.repeat_rows)
    if setup.repeat_columns:
        writer.repeat_columns(0, setup.repeat_columns - 1)
    if setup.area is not None:
        _require(writer.print_area(*_corners(setup.area)), _area_name(setup.area))


def _corners(area: Range) -> tuple[int, int, int, int]:
    return area.top, area.left, area.bottom, area.right


def _area_name(area: Range) -> str:
    return f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"


def _require(result: int | None, place: str) -> None:
    """Raise an error where XlsxWriter tells only by its result that it left something out."""
    if result:
        raise XlsxWriterException(
            f"{place} does not fit: a sheet has 1,048,576 rows and 16,384 columns, "
            "a cell holds 32,767 characters"
        )
