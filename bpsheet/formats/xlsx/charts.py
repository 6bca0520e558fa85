"""XY charts in XlsxWriter's terms."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart as XlsxChart

from bpsheet.formats.xlsx.formulas import reference_from_anywhere
from bpsheet.sheet.workbook import FONT, Axis, Chart, Series

_TEXT_COLOR = "#3e4c59"
_AXIS_COLOR = "#9aa5b1"
_GRID_COLOR = "#e4e7eb"
_MARKER_SIZE = 5


def describe_chart(drawn: XlsxChart, chart: Chart, sheet: str) -> None:
    """Make `drawn`, an empty scatter chart, show `chart`.

    Arguments:
        drawn: changed in place.
        chart: what to show.
        sheet: the sheet that references without a sheet mean.
    """
    title_font = _font(chart.title_size, bold=True)
    title = chart.title
    name = title if isinstance(title, str) else reference_from_anywhere(title, sheet)
    drawn.set_title({"name": name, "name_font": title_font})
    drawn.set_size({"width": chart.width, "height": chart.height})
    for series in chart.series:
        drawn.add_series(_series(series, sheet))
    drawn.set_x_axis(_axis(chart.x_axis))
    drawn.set_y_axis(_axis(chart.y_axis))
    drawn.set_legend(_legend(chart))
    drawn.set_chartarea({"border": {"none": True}, "fill": {"color": "#ffffff"}})
    drawn.set_plotarea({"border": {"none": True}, "fill": {"none": True}, "layout": _layout(chart)})


def _series(series: Series, sheet: str) -> dict[str, Any]:
    return {
        "name": reference_from_anywhere(series.name, sheet),
        "categories": reference_from_anywhere(series.x, sheet),
        "values": reference_from_anywhere(series.y, sheet),
        "line": _line(series),
        "marker": _marker(series),
    }


def _line(series: Series) -> dict[str, Any]:
    if series.hidden:
        return {"none": True}
    dash = {"dash_type": "dash"} if series.dashed else {}
    return {"color": series.color, "width": series.width, **dash}


def _marker(series: Series) -> dict[str, Any]:
    if series.hidden or not series.marker:
        return {"type": "none"}
    color = {"color": series.color}
    return {"type": "circle", "size": _MARKER_SIZE, "fill": color, "border": color}


def _axis(axis: Axis) -> dict[str, Any]:
    """Return the options of an axis at the low edge, wherever zero is."""
    return {
        "name": axis.title,
        "name_font": _font(9),
        "num_font": _font(9),
        "num_format": axis.number_format,
        "min": axis.minimum,
        "max": axis.maximum,
        "log_base": 10 if axis.logarithmic else None,
        "crossing": "min",
        "line": {"color": _AXIS_COLOR, "width": 0.75},
        "major_gridlines": {"visible": True, "line": {"color": _GRID_COLOR, "width": 0.75}},
    }


def _legend(chart: Chart) -> dict[str, Any]:
    if chart.legend is None:
        return {"none": True}
    hidden = [number for number, series in enumerate(chart.series) if series.hidden]
    return {"position": chart.legend, "font": _font(9), "delete_series": hidden}


def _layout(chart: Chart) -> dict[str, float] | None:
    """Return where the curves go, as shares of the chart; beside a legend applications choose.

    Left to themselves, some give the curves less than half of a small chart.
    """
    if chart.legend == "right":
        return None
    left, right, top = 72, 20, 28 + 1.5 * chart.title_size
    bottom = 52 if chart.legend is None else 76
    return {
        "x": left / chart.width,
        "y": top / chart.height,
        "width": (chart.width - left - right) / chart.width,
        "height": (chart.height - top - bottom) / chart.height,
    }


def _font(size: float, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "bold": bold, "color": _TEXT_COLOR}
