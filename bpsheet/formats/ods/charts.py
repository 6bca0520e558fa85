"""A chart as an OpenDocument object of its own, its curves linked to the cells of the sheets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import zip_longest

from bpsheet.formats.ods.address import inches, range_address
from bpsheet.formats.ods.chart_styles import automatic_styles, series_style_name
from bpsheet.formats.ods.drawings import cell_range, chart_title, linked_ranges
from bpsheet.formats.ods.xml import document_start, element, paragraphs, start_tag
from bpsheet.sheet.address import Range
from bpsheet.sheet.workbook import Axis, Chart, Series, Sheet, Value, Workbook

_Column = tuple[Range | None, Range]
"""The cell that names a column of the copied data, and the column's cells."""


def chart_xml(workbook: Workbook, sheet: Sheet, chart: Chart) -> Iterator[str]:
    """Yield the content.xml of a chart in pieces, the copy of its data row by row."""
    title = paragraphs(chart_title(workbook, sheet, chart))
    yield document_start("office:document-content")
    yield automatic_styles(chart)
    yield "<office:body><office:chart>"
    yield start_tag(
        "chart:chart",
        {
            "svg:width": inches(chart.width),
            "svg:height": inches(chart.height),
            "chart:class": "chart:scatter",
            "chart:style-name": "chart",
        },
    )
    yield element("chart:title", {"chart:style-name": "title"}, title)
    yield _legend(chart)
    yield _plot_area(sheet, chart)
    yield from _local_table(workbook, sheet, chart)
    yield "</chart:chart></office:chart></office:body></office:document-content>"


def _legend(chart: Chart) -> str:
    if chart.legend is None:
        return ""
    position, expansion = {"bottom": ("bottom", "wide"), "right": ("end", "high")}[chart.legend]
    return element(
        "chart:legend",
        {
            "chart:legend-position": position,
            "style:legend-expansion": expansion,
            "chart:style-name": "legend",
        },
    )


def _plot_area(sheet: Sheet, chart: Chart) -> str:
    axes = (("x", chart.x_axis), ("y", chart.y_axis))
    return element(
        "chart:plot-area",
        {
            "chart:style-name": "plot",
            # Without it LibreOffice takes the copied data for the chart's own.
            "table:cell-range-address": linked_ranges(sheet, chart),
            "chart:data-source-has-labels": "row",
        },
        *(_axis(dimension, axis) for dimension, axis in axes),
        *(_series(sheet, number, series) for number, series in enumerate(chart.series)),
        element("chart:wall", {"chart:style-name": "wall"}),
    )


def _axis(dimension: str, axis: Axis) -> str:
    title = {"chart:style-name": f"{dimension}_title"}
    return element(
        "chart:axis",
        {
            "chart:dimension": dimension,
            "chart:name": f"primary-{dimension}",
            "chart:style-name": f"{dimension}_axis",
        },
        element("chart:title", title, paragraphs(axis.title)) if axis.title else "",
        element("chart:grid", {"chart:style-name": "grid", "chart:class": "major"}),
    )


def _series(sheet: Sheet, number: int, series: Series) -> str:
    return element(
        "chart:series",
        {
            "chart:style-name": series_style_name(number),
            "chart:class": "chart:scatter",
            "chart:values-cell-range-address": range_address(series.y, sheet.name),
            "chart:label-cell-address": range_address(cell_range(series.name), sheet.name),
            "loext:hide-legend": True if series.hidden else None,
        },
        element("chart:domain", {"table:cell-range-address": range_address(series.x, sheet.name)}),
    )


def _local_table(workbook: Workbook, sheet: Sheet, chart: Chart) -> Iterator[str]:
    """Yield the copy of the chart's data, for readers that do not follow the links."""
    columns = list(dict.fromkeys(_columns(chart)))
    counted = {"table:number-columns-repeated": len(columns)}
    yield '<table:table table:name="local-table">'
    header_column = element("table:table-column")
    yield element("table:table-header-columns", None, header_column)
    yield element("table:table-columns", None, element("table:table-column", counted))
    names = (_name(workbook, sheet, name) for name, _ in columns)
    header = element("table:table-row", None, _text_cell(""), *map(_text_cell, names))
    yield element("table:table-header-rows", None, header) + "<table:table-rows>"
    values = zip_longest(*(_values(workbook, sheet, cells) for _, cells in columns))
    for number, row in enumerate(values, start=1):
        yield element("table:table-row", None, _text_cell(str(number)), *map(_number_cell, row))
    yield "</table:table-rows></table:table>"


def _columns(chart: Chart) -> Iterator[_Column]:
    for series in chart.series:
        yield None, series.x
        yield cell_range(series.name), series.y


def _name(workbook: Workbook, sheet: Sheet, name: Range | None) -> str:
    return "" if name is None else str(next(_values(workbook, sheet, name)) or "")


def _values(workbook: Workbook, sheet: Sheet, cells: Range) -> Iterator[Value]:
    source = workbook.sheet(cells.sheet or sheet.name)
    return (source.value(row, cells.left) for row in range(cells.top, cells.bottom + 1))


def _text_cell(text: str) -> str:
    return element("table:table-cell", {"office:value-type": "string"}, paragraphs(text))


def _number_cell(value: Value) -> str:
    if not isinstance(value, int | float) or not math.isfinite(value):
        return element("table:table-cell")
    number = repr(float(value))
    typed = f'office:value-type="float" office:value="{number}"'
    return f"<table:table-cell {typed}><text:p>{number}</text:p></table:table-cell>"
