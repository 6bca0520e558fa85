"""Workbooks in .ods: the package, its names, its charts."""

from __future__ import annotations

from pathlib import Path

from bpsheet.checker.book import Book, Sheet
from bpsheet.checker.reading.filled import Names, Reader
from bpsheet.checker.reading.markup import stream
from bpsheet.checker.reading.ods_charts import read_chart
from bpsheet.checker.reading.ods_content import ContentReader, FoundSheet
from bpsheet.checker.reading.package import Package
from bpsheet.checker.reading.trouble import DamagedError, RefusedError
from bpsheet.template_structure import structure_in

CONTENT = "content.xml"


def read_ods(path: Path) -> Book:
    """Return an .ods workbook.

    Raises:
        RefusedError: it cannot be read at all.
    """
    with Package(path) as package:
        _refuse_encrypted(package)
        content = ContentReader()
        unread: list[str] = []
        try:
            stream(package.chunks(CONTENT), content.start, content.end, content.hear)
        except DamagedError as error:
            content.close_sheet()
            if not content.sheets:
                raise RefusedError(f"is damaged ({error}); open and save it again") from error
            unread.append(f"the workbook was read only in part: {error}")
        reader = Reader()
        sheets = tuple(
            _sheet(found, content.names, package, reader, unread) for found in content.sheets
        )
        return Book(path, sheets, _template(package), tuple(unread))


def _sheet(
    found: FoundSheet, names: Names, package: Package, reader: Reader, unread: list[str]
) -> Sheet:
    charts = []
    for row, column, part in found.objects:
        try:
            chart = read_chart(package, part, row, column)
        except DamagedError as error:
            unread.append(f"on the sheet {found.name}, a chart was not read: {error}")
        else:
            charts.extend([] if chart is None else [chart])
    formulas, places = found.formulas.read({**names, **found.names}, reader)
    return Sheet(
        found.name,
        found.cells.columns(places),
        formulas,
        tuple(found.text_boxes),
        tuple(charts),
        found.visible,
    )


def _refuse_encrypted(package: Package) -> None:
    try:
        manifest = package.tree("META-INF/manifest.xml")
    except DamagedError:
        return
    if manifest.find(".//encryption-data") is not None:
        raise RefusedError("is encrypted; save it without a password")


def _template(package: Package) -> str:
    try:
        properties = package.tree("meta.xml").iter("user-defined")
    except DamagedError:
        return ""
    return structure_in(
        {custom.get("name", ""): "".join(custom.itertext()) for custom in properties}
    )
