"""Workbook files written by hand, as little of them as a reader needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"

WORKBOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""


def relations(**targets: str) -> str:
    """Return a relations part: per identifier, kind and target with a space between."""
    rows = (
        f'<Relationship Id="{name}" Type="{RELATIONS}/{target.split()[0]}" '
        f'Target="{target.split()[1]}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{"".join(rows)}</Relationships>'


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a zip file with `parts`."""
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def sheet_part(rows: str, after: str = "") -> str:
    """Return the part of an .xlsx sheet with `rows`."""
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def xlsx_parts(rows: str = "", after: str = "", **parts: str) -> dict[str, str | bytes]:
    """Return the parts of an .xlsx workbook of one sheet; `parts` adds or replaces by name."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(rId1="officeDocument xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": relations(
            rId1="worksheet worksheets/sheet1.xml", rId2="sharedStrings sharedStrings.xml"
        ),
        "xl/worksheets/sheet1.xml": sheet_part(rows, after),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>w5</t></si></sst>',
    } | parts


def content_part(tables: str, styles: str = "") -> str:
    """Return the content part of an .ods workbook with `tables`."""
    spaces = " ".join(
        f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text", "style", "chart")
    )
    return (
        f'<office:document-content {spaces} xmlns:draw="{ODF}:drawing:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{tables}</office:body></office:document-content>"
    )


def ods_parts(rows: str = "", after: str = "", **parts: str) -> dict[str, str | bytes]:
    """Return the parts of an .ods workbook of one sheet; `after` follows the table."""
    table = f'<table:table table:name="Sheet1">{rows}</table:table>'
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content_part(f"<office:spreadsheet>{table}{after}</office:spreadsheet>"),
    } | parts
