"""Spreadsheet files with wrong or other values in their cells, changed in the XML they are made of.

None of it uses bpsheet's own code, so that tests compare with something independent.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from lxml import etree
from openpyxl.utils import get_column_letter

Element = etree._Element
POISON = 777.125
POISON_TEXT = "poison"

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def poison(path: Path, target: Path) -> Path:
    """Copy a file with a wrong value beside every formula; the formulas stay as they are."""
    if path.suffix == ".xlsx":
        sheets = set(sheet_parts(path).values())
        return _changed(path, target, dict.fromkeys(sheets, _poison_xlsx_sheet))
    return _changed(path, target, {"content.xml": _poison_ods})


def edited(path: Path, target: Path, changes: Mapping[tuple[str, str], float]) -> Path:
    """Copy a file with other numbers in some of its constant cells.

    Arguments:
        changes: the new number by sheet and address, such as ``("Overview", "C5"): 0.3``.

    Raises:
        KeyError: there is no such cell, or it holds a formula.
    """
    if path.suffix == ".ods":
        return _changed(path, target, {"content.xml": lambda root: _edit_ods(root, changes)})
    edits: dict[str, dict[str, float]] = {}
    parts = sheet_parts(path)
    for (sheet, address), value in changes.items():
        edits.setdefault(parts[sheet], {})[address] = value
    return _changed(path, target, {part: _xlsx_edit(values) for part, values in edits.items()})


def read_part(path: Path, name: str) -> Element:
    """Return the root of one XML part of a file."""
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True))


def _changed(path: Path, target: Path, changes: Mapping[str, Callable[[Element], None]]) -> Path:
    """Copy a zip file with some of its XML parts changed."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename in changes:
                root = etree.fromstring(data, etree.XMLParser(huge_tree=True))
                changes[entry.filename](root)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            copy.writestr(entry, data)
    return target


def sheet_parts(path: Path) -> dict[str, str]:
    """Return the part of each sheet of an .xlsx by its name, in the order of the tabs."""
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in read_part(path, "xl/_rels/workbook.xml.rels")
    }
    return {
        sheet.get("name", ""): str(PurePosixPath("/xl", relations[sheet.get(_RELATION + "id")]))[1:]
        for sheet in read_part(path, "xl/workbook.xml").iter(MAIN + "sheet")
    }


def _poison_xlsx_sheet(root: Element) -> None:
    for cell in root.iter(MAIN + "c"):
        value = cell.find(MAIN + "v")
        if cell.find(MAIN + "f") is None or value is None:
            continue
        wrong = {"str": POISON_TEXT, "e": "#NULL!", "b": "0" if value.text == "1" else "1"}
        value.text = wrong.get(cell.get("t", "n"), str(POISON))


def _xlsx_edit(values: Mapping[str, float]) -> Callable[[Element], None]:
    def edit(root: Element) -> None:
        cells = {cell.get("r"): cell for cell in root.iter(MAIN + "c")}
        for address, value in values.items():
            cell = cells[address]
            if cell.find(MAIN + "f") is not None:
                raise KeyError(f"{address} holds a formula")
            cell.attrib.pop("t", None)
            for child in list(cell):
                cell.remove(child)
            etree.SubElement(cell, MAIN + "v").text = repr(float(value))

    return edit


def ods_cells(root: Element) -> Iterator[tuple[str, str, Element]]:
    """Yield the sheet, the address and the element of every cell that is not empty."""
    for table in root.iter(TABLE + "table"):
        row = 1
        for line in table.iter(TABLE + "table-row"):
            rows, filled = int(line.get(TABLE + "number-rows-repeated", 1)), list(_ods_line(line))
            for repeated in range(row, row + rows) if filled else ():
                for column, cell in filled:
                    yield (
                        table.get(TABLE + "name", ""),
                        f"{get_column_letter(column)}{repeated}",
                        cell,
                    )
            row += rows


def _ods_line(line: Element) -> Iterator[tuple[int, Element]]:
    column = 1
    for cell in line:
        columns = int(cell.get(TABLE + "number-columns-repeated", 1))
        if cell.get(_OFFICE + "value-type") or cell.get(TABLE + "formula"):
            yield from ((place, cell) for place in range(column, column + columns))
        column += columns


def _poison_ods(root: Element) -> None:
    for cell in root.iter(TABLE + "table-cell"):
        if cell.get(TABLE + "formula") is None:
            continue
        kind = cell.get(_OFFICE + "value-type")
        if kind == "string":
            cell.set(_OFFICE + "string-value", POISON_TEXT)
        elif kind == "boolean":
            truth = cell.get(_OFFICE + "boolean-value") == "true"
            cell.set(_OFFICE + "boolean-value", "false" if truth else "true")
        elif kind is not None:
            cell.set(_OFFICE + "value", str(POISON))
        _show(cell, POISON_TEXT if kind == "string" else str(POISON))


def _show(cell: Element, text: str) -> None:
    """Replace what an .ods cell shows; its note stays."""
    for paragraph in cell.findall(_TEXT + "p"):
        cell.remove(paragraph)
    etree.SubElement(cell, _TEXT + "p").text = text


def _edit_ods(root: Element, changes: Mapping[tuple[str, str], float]) -> None:
    cells = {(sheet, address): cell for sheet, address, cell in ods_cells(root)}
    for place, value in changes.items():
        cell = cells[place]
        if cell.get(TABLE + "formula") is not None or cell.get(TABLE + "number-columns-repeated"):
            raise KeyError(f"{place} is not a constant cell of its own")
        cell.set(_OFFICE + "value-type", "float")
        cell.set(_OFFICE + "value", repr(float(value)))
        cell.attrib.pop(_OFFICE + "string-value", None)
        _show(cell, repr(float(value)))
