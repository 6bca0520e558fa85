"""Writing a workbook as an .xlsx file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from xlsxwriter import Workbook as XlsxWorkbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format

from bpsheet.errors import OutputError
from bpsheet.formats.xlsx.contents import write_sheet
from bpsheet.formats.xlsx.formulas import excel_formula
from bpsheet.formats.xlsx.sheet import SheetWriter
from bpsheet.formats.xlsx.styles import style_properties
from bpsheet.sheet.workbook import (
    DEFAULT_COLUMN_WIDTH,
    DEFAULT_ROW_HEIGHT,
    FONT,
    Style,
    Workbook,
)

# A fixed date: the same workbook gives the same bytes on any day.
_CREATED = datetime(2026, 1, 1)
# What applications choose for 10-point Arial. Rows of any other height must be marked as set.
_NATURAL_ROW_HEIGHT = 17
_POINTS_PER_PIXEL = 0.75

MOST_CELLS_IN_MEMORY = 100_000
"""How many table cells a workbook may have and yet be put together without temporary files."""


def write_xlsx(workbook: Workbook, path: Path) -> None:
    """Write a workbook as an .xlsx file.

    Arguments:
        workbook: what to write.
        path: the file; replaced if it exists.

    Raises:
        OutputError: if the format has no room for something (a name, a sheet, a text too long) or
            the file cannot be written.
    """
    with TemporaryDirectory() as scratch, _refusals(str(path)):
        book = XlsxWorkbook(str(path), _options(workbook, scratch))
        book.set_properties(_properties(workbook))
        for name, value in workbook.properties.items():
            book.set_custom_property(name, value, "text")
        _write_sheets(book, workbook, path)
        for name, reference in workbook.names.items():
            book.define_name(name, excel_formula(reference))
        book.close()


def _write_sheets(book: XlsxWorkbook, workbook: Workbook, path: Path) -> None:
    @cache
    def look(style: Style) -> Format:
        return book.add_format(style_properties(style))

    def style_index(style: Style) -> int:
        return int(look(style)._get_xf_index())

    for sheet in workbook.sheets:
        with _refusals(f"{path}: sheet '{sheet.name}'"):
            writer = book.add_worksheet(sheet.name, partial(SheetWriter, sheet, style_index))
            writer.set_default_row(DEFAULT_ROW_HEIGHT * _POINTS_PER_PIXEL)
            write_sheet(book, writer, look)


def _options(workbook: Workbook, scratch: str) -> dict[str, object]:
    cells = sum(block.values.size for sheet in workbook.sheets for block in sheet.blocks)
    return {
        "tmpdir": scratch,
        "in_memory": cells <= MOST_CELLS_IN_MEMORY,
        "default_format_properties": {"font_name": FONT, "font_size": Style().size},
        "default_row_height": _NATURAL_ROW_HEIGHT,
        "default_column_width": DEFAULT_COLUMN_WIDTH,
    }


def _properties(workbook: Workbook) -> dict[str, object]:
    return {
        "title": workbook.title,
        "subject": workbook.subject,
        "keywords": workbook.keywords,
        "author": "bpsheet",
        "comments": "Made with bpsheet",
        "created": _CREATED,
    }


@contextmanager
def _refusals(place: str) -> Iterator[None]:
    """Turn whatever XlsxWriter refuses, be it only by a warning, into one line."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        try:
            yield
        except (UserWarning, XlsxWriterException) as refusal:
            raise OutputError(f"{place}: {refusal}") from refusal
