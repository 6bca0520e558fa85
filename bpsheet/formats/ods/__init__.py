"""Workbooks as OpenDocument 1.3 spreadsheets, written natively and in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bpsheet.errors import OutputError
from bpsheet.formats.ods.chart_styles import chart_styles_xml
from bpsheet.formats.ods.charts import chart_xml
from bpsheet.formats.ods.content import content_xml
from bpsheet.formats.ods.drawings import object_name
from bpsheet.formats.ods.meta import meta_xml
from bpsheet.formats.ods.package import CHART, Part, write_package
from bpsheet.formats.ods.pages import styles_xml
from bpsheet.formats.ods.settings import settings_xml
from bpsheet.sheet.workbook import Workbook

__all__ = ["write_ods"]


def write_ods(workbook: Workbook, path: Path) -> None:
    """Write a workbook as an OpenDocument spreadsheet.

    Arguments:
        workbook: at least one sheet.
        path: the file, created or replaced.

    Raises:
        OutputError: if the workbook is larger than the format allows or the file cannot be
            written.
    """
    charts = sum(len(sheet.charts) for sheet in workbook.sheets)
    folders = {object_name(number): CHART for number in range(1, charts + 1)}
    try:
        write_package(path, _parts(workbook), folders)
    except OSError as refusal:
        raise OutputError(f"{path}: cannot be written: {refusal.strerror}") from refusal


def _parts(workbook: Workbook) -> Iterator[Part]:
    yield "content.xml", content_xml(workbook)
    yield "styles.xml", [styles_xml(workbook)]
    yield "meta.xml", [meta_xml(workbook)]
    yield "settings.xml", [settings_xml(workbook)]
    charts = ((sheet, chart) for sheet in workbook.sheets for chart in sheet.charts)
    for number, (sheet, chart) in enumerate(charts, start=1):
        yield f"{object_name(number)}/content.xml", chart_xml(workbook, sheet, chart)
        yield f"{object_name(number)}/styles.xml", [chart_styles_xml()]
