"""Small workbooks, and the XML of written ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.workbook import Sheet, Workbook

NAMESPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}


def one_sheet(sheet: Sheet) -> Workbook:
    return Workbook((sheet,), {}, "title", "subject", "keywords")


def reread(workbook: Workbook, folder: Path) -> Any:
    """Return a workbook as openpyxl reads it from its file."""
    write_xlsx(workbook, folder / "book.xlsx")
    return openpyxl.load_workbook(folder / "book.xlsx")


def found(root: Any, path: str) -> list[Any]:
    """Return what an XPath finds; one number or text as a list of one."""
    result = root.xpath(path, namespaces=NAMESPACES)
    return list(result) if isinstance(result, list) else [result]
