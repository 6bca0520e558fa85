"""Formulas, names and charts of a spreadsheet file, in one spelling for .xlsx and .ods.

None of it uses bpsheet's own code, so that tests compare with something independent.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from tests.office_files import MAIN, TABLE, Element, ods_cells, read_part, sheet_parts

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ODS_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"


def formulas(path: Path) -> dict[str, dict[str, str]]:
    """Return every formula by sheet and address, as an .xlsx spells it with sheet names quoted."""
    found: dict[str, dict[str, str]] = {}
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            found[sheet.title] = {
                cell.coordinate: _spelling(cell.value, _XLSX_TOKENS)
                for row in sheet.iter_rows()
                for cell in row
                if cell.data_type == "f"
            }
        return found
    for name, address, cell in ods_cells(read_part(path, "content.xml")):
        cells = found.setdefault(name, {})
        if (written_formula := cell.get(TABLE + "formula")) is not None:
            cells[address] = _spelling(written_formula.removeprefix("of:"), _ODS_TOKENS)
    return found


def names(path: Path) -> dict[tuple[str | None, str], str]:
    """Return the address of every defined name, by its sheet (``None``: all sheets) and name."""
    if path.suffix == ".xlsx":
        sheets = list(sheet_parts(path))
        return {
            (
                sheets[int(local)] if (local := name.get("localSheetId")) else None,
                name.get("name"),
            ): plain_address(name.text)
            for name in read_part(path, "xl/workbook.xml").iter(MAIN + "definedName")
            if not name.get("name", "").startswith("_xlnm.")
        }
    found = {}
    for name in read_part(path, "content.xml").iter(TABLE + "named-range"):
        table = next(name.iterancestors(TABLE + "table"), None)
        scope = None if table is None else table.get(TABLE + "name")
        address = plain_address(name.get(TABLE + "cell-range-address"))
        found[scope, name.get(TABLE + "name")] = address
    return found


@dataclass(frozen=True, order=True)
class FileSeries:
    """The addresses of one curve's name, x and y; empty where there is none."""

    name: str
    x: str
    y: str


@dataclass(frozen=True, order=True)
class FileChart:
    """A chart's title as the file shows it, and its curves."""

    title: str
    series: tuple[FileSeries, ...]


def charts(path: Path) -> list[FileChart]:
    """Return all charts of a file, sorted, so that two files can be compared."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
    if path.suffix == ".xlsx":
        found = [part for part in parts if re.fullmatch(r"xl/charts/chart[0-9]+\.xml", part)]
        return sorted(_xlsx_chart(read_part(path, part)) for part in found)
    found = [part for part in parts if re.fullmatch(r"[^/]+/content\.xml", part)]
    roots = [read_part(path, part) for part in found]
    return sorted(
        _ods_chart(root)
        for root in roots
        if next(root.iter(_ODS_CHART + "chart"), None) is not None
    )


def plain_address(address: str | None) -> str:
    """Return an address of either format without dollar signs and quotes.

    >>> plain_address("'lr 0.1'!$A$1:$A$9"), plain_address("$'lr 0.1'.$A$1:.$A$9")
    ('lr 0.1!A1:A9', 'lr 0.1!A1:A9')
    """
    parts = _ADDRESS.findall((address or "").replace("$", ""))
    if not parts:
        return ""
    cells = list(dict.fromkeys(cell for _, cell in parts))
    sheet = parts[0][0].strip("'").replace("''", "'")
    return (f"{sheet}!" if sheet else "") + ":".join(cells)


_ADDRESS = re.compile(r"(?:('(?:[^']|'')+'|[^'!.:]*)[!.])?([A-Z]{1,3}[0-9]+)")
_STRING = r"(?P<text>\"(?:[^\"]|\"\")*\")"
_SHEET = r"(?P<sheet>'(?:[^']|'')+'|[^\W\d]\w*)"
_XLSX_TOKENS = re.compile(rf"{_STRING}|{_SHEET}!|(?P<separator>,)")
_ODS_TOKENS = re.compile(rf"{_STRING}|\[\$?{_SHEET}?\.|(?P<bracket>\]|(?<=:)\.)|(?P<separator>;)")


def _spelling(formula: str, tokens: re.Pattern[str]) -> str:
    def spelled(token: re.Match[str]) -> str:
        parts = token.groupdict()
        if parts["text"]:
            return parts["text"]
        if parts["separator"]:
            return ","
        sheet = parts["sheet"]
        return f"'{sheet.strip(chr(39))}'!" if sheet else ""

    return tokens.sub(spelled, formula)


def _xlsx_chart(root: Element) -> FileChart:
    title = root.find(f"{_CHART}chart/{_CHART}title")
    shown = [] if title is None else [*title.iter(_DRAWING + "t"), *title.iter(_CHART + "v")]
    series = [
        FileSeries(
            *(
                _xlsx_reference(curve, *parts)
                for parts in (("tx",), ("xVal", "cat"), ("yVal", "val"))
            )
        )
        for curve in root.iter(_CHART + "ser")
    ]
    return FileChart("".join(part.text or "" for part in shown), tuple(series))


def _xlsx_reference(curve: Element, *parts: str) -> str:
    """Return the address in the first of `parts` that the curve has."""
    found = [f.text for part in parts for f in curve.iterfind(f"{_CHART}{part}//{_CHART}f")]
    return plain_address(found[0] if found else "")


def _ods_chart(root: Element) -> FileChart:
    title = next(root.iter(_ODS_CHART + "title"), None)
    curves = list(root.iter(_ODS_CHART + "series"))
    domains = [next(curve.iter(_ODS_CHART + "domain"), None) for curve in curves]
    series = [
        FileSeries(
            plain_address(curve.get(_ODS_CHART + "label-cell-address")),
            # a curve without x values of its own has those of the first
            plain_address(
                (domains[0] if domain is None else domain).get(TABLE + "cell-range-address")
            ),
            plain_address(curve.get(_ODS_CHART + "values-cell-range-address")),
        )
        for curve, domain in zip(curves, domains, strict=True)
    ]
    return FileChart("".join(title.itertext()).strip() if title is not None else "", tuple(series))
