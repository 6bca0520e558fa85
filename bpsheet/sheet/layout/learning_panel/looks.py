"""How the learning panel looks: dark, its dials framed by what they are."""

from __future__ import annotations

from bpsheet.sheet.workbook import Style

FRAME = Style(fill="#16181c")
CONTROL, STATE, COST = "#4f8a62", "#8d8547", "#a65f5d"
"""The colours of the frames: what the reader sets, where training stands, what it costs."""


def label(border: str) -> Style:
    """Return the look of a dial's label."""
    return Style(fill="#30343a", color="#c3c9d1", border=border, horizontal="left", indent=1)


def number(border: str, number_format: str) -> Style:
    """Return the look of a dial's number."""
    return Style(
        fill="#474c54",
        color="#ffffff",
        bold=True,
        border=border,
        horizontal="center",
        number_format=number_format,
    )


def button(border: str) -> Style:
    """Return the look of a button; light, since LibreOffice writes all links in dark blue."""
    return Style(fill="#c9d1d9", color="#0b5fa5", border=border, horizontal="center", bold=True)
