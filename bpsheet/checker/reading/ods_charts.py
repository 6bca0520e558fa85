"""Charts of an .ods sheet, which are documents of their own inside the package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bpsheet.checker.book import Chart, Series
from bpsheet.checker.cells import Area
from bpsheet.checker.reading.package import Package
from bpsheet.checker.reading.references import area_of, last_cell

_STORED_NUMBERS = frozenset({"table-rows"})


def read_chart(package: Package, link: str, row: int, column: int) -> Chart | None:
    """Return the chart that an object on a sheet shows; ``None`` where the object is no chart.

    Arguments:
        package: the workbook.
        link: the object's folder, as the sheet refers to it.
        row, column: the cell it stands on.

    Raises:
        DamagedError: it cannot be read.
    """
    part = posixpath.normpath(posixpath.join("/", link, "content.xml"))[1:]
    chart = package.tree(part, _STORED_NUMBERS).find("body/chart/chart")
    if chart is None:
        return None
    return Chart(
        row,
        column,
        chart.get("class", "").rpartition(":")[2],
        tuple(_all_series(chart)),
        _words(chart.find("title")),
        tuple(filter(None, map(_words, chart.iterfind("plot-area/axis/title")))),
    )


def _all_series(chart: Element) -> Iterator[Series]:
    """Yield the series; a scatter chart may give the x values once, with its first series."""
    categories = _range(chart.find("plot-area/axis/categories"))
    for series in chart.iterfind("plot-area/series"):
        categories = _range(series.find("domain")) or categories
        yield Series(
            area_of(series.get("values-cell-range-address", "")),
            categories,
            last_cell(series.get("label-cell-address", "")),
            series.get("label-string", ""),
        )


def _range(part: Element | None) -> Area | None:
    return None if part is None else area_of(part.get("cell-range-address", ""))


def _words(title: Element | None) -> str:
    return "" if title is None else "\n".join("".join(p.itertext()) for p in title.iter("p"))
