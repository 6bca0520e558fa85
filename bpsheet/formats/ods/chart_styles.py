"""How a chart looks: the styles of its title, legend, axes, grid and curves."""

from __future__ import annotations

from bpsheet.formats.ods.numbers import number_style
from bpsheet.formats.ods.xml import Attributes, document, element
from bpsheet.sheet.workbook import FONT, Axis, Chart, Series

_LINE_COLOR = "#d9dee3"
_TEXT_COLOR = "#3e4c59"
_TEXT_SIZE = 9
_MARKER_SIZE = "5pt"
_DASH = "dashes"


def chart_styles_xml() -> str:
    """Return the styles.xml of a chart, which says what dashes are."""
    dash = {
        "draw:name": _DASH,
        "draw:style": "rect",
        "draw:dots1": 1,
        "draw:dots1-length": "6pt",
        "draw:distance": "4pt",
    }
    styles = element("office:styles", None, element("draw:stroke-dash", dash))
    return document("office:document-styles", styles)


def automatic_styles(chart: Chart) -> str:
    """Return the styles that the chart's content refers to."""
    line = {"draw:stroke": "solid", "svg:stroke-width": "0.75pt", "svg:stroke-color": _LINE_COLOR}
    empty = {"draw:stroke": "none", "draw:fill": "none"}
    return element(
        "office:automatic-styles",
        None,
        number_style(chart.x_axis.number_format, "x_numbers"),
        number_style(chart.y_axis.number_format, "y_numbers"),
        _style("chart", _graphic({**line, "draw:fill": "solid", "draw:fill-color": "#ffffff"})),
        _style("title", _text(chart.title_size, bold=True)),
        _style("legend", _graphic(empty), _text()),
        _style("plot", _PLOT),
        _style("wall", _graphic(empty)),
        _style("grid", _LINES, _graphic(line)),
        _axis_style("x", chart.x_axis),
        _axis_style("y", chart.y_axis),
        _style("x_title", _text()),
        _style("y_title", element("style:chart-properties", {"style:rotation-angle": 90}), _text()),
        *(
            _series_style(series_style_name(number), series)
            for number, series in enumerate(chart.series)
        ),
    )


def series_style_name(number: int) -> str:
    """Return the name of the style of the curve in that position, counted from 0."""
    return f"curve{number + 1}"


_LINES = element("style:chart-properties", {"chart:lines": True})
"""Gnumeric heeds the colour only of what it is told is a line."""

_PLOT = element(
    "style:chart-properties",
    {
        "chart:symbol-type": "automatic",
        "chart:include-hidden-cells": True,
        "chart:treat-empty-cells": "leave-gap",
    },
)


def _style(name: str, *properties: str, numbers: str | None = None) -> str:
    return element(
        "style:style",
        {"style:name": name, "style:family": "chart", "style:data-style-name": numbers},
        *properties,
    )


def _graphic(properties: Attributes) -> str:
    return element("style:graphic-properties", properties)


def _text(size: float = _TEXT_SIZE, bold: bool = False) -> str:
    return element(
        "style:text-properties",
        {
            "fo:font-family": FONT,
            "fo:font-size": f"{size:g}pt",
            "fo:font-weight": "bold" if bold else "normal",
            "fo:color": _TEXT_COLOR,
        },
    )


def _axis_style(dimension: str, axis: Axis) -> str:
    properties = element(
        "style:chart-properties",
        {
            "chart:display-label": True,
            "chart:logarithmic": axis.logarithmic,
            "chart:minimum": axis.minimum,
            "chart:maximum": axis.maximum,
            "chart:link-data-style-to-source": False,
            "chart:axis-position": "start",
            "chart:axis-label-position": "outside-start",
            "chart:tick-marks-major-outer": True,
        },
    )
    line = _graphic({"svg:stroke-width": "0.75pt", "svg:stroke-color": _LINE_COLOR})
    return _style(f"{dimension}_axis", properties, line, _text(), numbers=f"{dimension}_numbers")


def _series_style(name: str, series: Series) -> str:
    symbol: Attributes = {"chart:symbol-type": "none", "chart:lines": not series.hidden}
    if series.marker and not series.hidden:
        symbol = {
            "chart:lines": True,
            "chart:symbol-type": "named-symbol",
            "chart:symbol-name": "circle",
            "chart:symbol-width": _MARKER_SIZE,
            "chart:symbol-height": _MARKER_SIZE,
        }
    return _style(name, element("style:chart-properties", symbol), _graphic(_stroke(series)))


def _stroke(series: Series) -> Attributes:
    if series.hidden:
        return {"draw:stroke": "none"}
    return {
        "draw:stroke": "dash" if series.dashed else "solid",
        "draw:stroke-dash": _DASH if series.dashed else None,
        "svg:stroke-width": f"{series.width:g}pt",
        "svg:stroke-color": series.color,
        "draw:fill-color": series.color,
    }
