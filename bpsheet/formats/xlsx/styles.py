"""Styles and highlights in XlsxWriter's terms."""

from __future__ import annotations

from typing import Any

from bpsheet.sheet.workbook import Highlight, Style

_VERTICAL = {"top": "top", "center": "vcenter", "bottom": "bottom"}


def style_properties(style: Style) -> dict[str, Any]:
    """Return XlsxWriter's format properties of a cell style."""
    properties = {
        "bold": style.bold,
        "italic": style.italic,
        "underline": int(style.underline),
        "font_size": style.size,
        "font_color": style.color,
        "bg_color": style.fill,
        "num_format": style.number_format,
        "align": style.horizontal,
        "valign": _VERTICAL[style.vertical],
        "text_wrap": style.wrap,
        "indent": style.indent,
        "border": 1 if style.border else 0,
        "border_color": style.border,
        "locked": style.locked,
        "hidden": style.hidden,
    }
    return _given(properties)


def highlight_properties(highlight: Highlight) -> dict[str, Any]:
    """Return XlsxWriter's format properties of what a highlight changes."""
    return _given(
        {"font_color": highlight.color, "bg_color": highlight.fill, "bold": highlight.bold}
    )


def _given(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}
