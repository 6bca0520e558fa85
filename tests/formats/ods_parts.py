"""The XML of written .ods files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bpsheet.formats.ods import write_ods
from bpsheet.formats.ods.xml import NAMESPACES
from bpsheet.sheet.workbook import Cell, Sheet, Workbook
from tests.formats.xlsx_parts import one_sheet
from tests.office_files import read_part


def written(workbook: Workbook, folder: Path) -> Path:
    """Write a workbook into a folder; return the file."""
    path = folder / "book.ods"
    write_ods(workbook, path)
    return path


def content(sheet: Sheet, folder: Path) -> Any:
    """Return the content of a workbook that has only this sheet."""
    return read_part(written(one_sheet(sheet), folder), "content.xml")


def found(root: Any, path: str) -> list[Any]:
    """Return what an XPath finds; one number or text as a list of one."""
    result = root.xpath(path, namespaces=NAMESPACES)
    return list(result) if isinstance(result, list) else [result]


def attributes(element: Any) -> dict[str, str]:
    """Return an element's attributes with the usual prefixes for their namespaces."""
    prefixes = {address: prefix for prefix, address in NAMESPACES.items()}
    split = ([*name[1:].split("}"), value] for name, value in element.items())
    return {f"{prefixes[address]}:{name}": value for address, name, value in split}


def written_cell(cell: Cell, folder: Path) -> Any:
    """Return the element that a cell is written as."""
    return found(content(Sheet("Sheet", {(0, 0): cell}), folder), "//table:table-cell")[0]


def style_of(root: Any, cell: Any) -> Any:
    """Return the style of a cell."""
    name = attributes(cell)["table:style-name"]
    [style] = found(root, f"//style:style[@style:name='{name}']")
    return style
