"""The content of an OpenDocument spreadsheet: its styles, then its sheets one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.formats.ods.drawings import sheet_drawings
from bpsheet.formats.ods.pages import FONT_FACES
from bpsheet.formats.ods.rules import content_validations, sheet_rules
from bpsheet.formats.ods.styles import automatic_styles, cell_style_names
from bpsheet.formats.ods.tables import Table, named_expressions, table_xml
from bpsheet.formats.ods.xml import document_start, element
from bpsheet.sheet.workbook import Workbook

_CALCULATION = element(
    "table:calculation-settings",
    {
        "table:case-sensitive": False,
        "table:automatic-find-labels": False,
        "table:use-regular-expressions": False,
        "table:use-wildcards": True,
    },
)
"""Text is compared and searched as the other spreadsheet applications do it."""


def content_xml(workbook: Workbook) -> Iterator[str]:
    """Yield the document content.xml in pieces."""
    cell_styles = cell_style_names(workbook)
    yield document_start("office:document-content")
    yield FONT_FACES
    yield automatic_styles(workbook, cell_styles)
    yield "<office:body><office:spreadsheet>"
    yield _CALCULATION
    yield content_validations(workbook)
    first_object = 1
    for number, sheet in enumerate(workbook.sheets):
        drawings = sheet_drawings(workbook, sheet, first_object)
        yield from table_xml(Table(sheet, number, sheet_rules(sheet), cell_styles, drawings))
        first_object += len(sheet.charts)
    yield named_expressions(workbook.names, workbook.sheets[0].name)
    yield "</office:spreadsheet></office:body></office:document-content>"
