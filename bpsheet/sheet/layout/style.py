"""How the sheets look: one colour per role, told apart by colour-blind readers, and shared styles.

The fills are light tints of the palette by Okabe and Ito (Color Universal Design, 2008); curves use
the palette itself, and every colour is accompanied by a word.
"""

from __future__ import annotations

from dataclasses import replace

from bpsheet.model.graph import Role
from bpsheet.sheet.workbook import Style

INK = "#1f2933"
MUTED = "#616e7c"
RULE = "#cbd2d9"
PAPER = "#ffffff"
HEADING = "#243b53"
SHOWN_ROW = "#fff3bf"
FAULT = "#a8071a"
FADED = "#9aa5b1"

CURVES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#6b4c9a", "#4d4d4d")

FILLS: dict[Role, str] = {
    Role.TARGET: "#eceff1",
    Role.INPUT: "#eceff1",
    Role.PARAMETER: "#dcebf7",
    Role.PRE_ACTIVATION: "#ddf3ea",
    Role.ACTIVATION: "#ddf3ea",
    Role.ERROR: "#fde4d3",
    Role.LOSS: "#fde4d3",
    Role.ERROR_SIGNAL: "#f6e3ef",
    Role.DERIVATIVE: "#f6e3ef",
    Role.GRADIENT: "#f6e3ef",
    Role.SEQUENTIAL_GRADIENT: "#f6e3ef",
    Role.MEAN_GRADIENT: "#f6e3ef",
    Role.OPTIMIZER_STATE: "#f6e3ef",
    Role.HYPERPARAMETER: "#eceff1",
    Role.STEP: "#ddf3ea",
    Role.COST: "#fde4d3",
}
"""The fill of each role's cells; the legend on the Overview names them."""

BANDS: dict[str, str] = {
    "#eceff1": "#cfd8dc",
    "#dcebf7": "#a9cdea",
    "#ddf3ea": "#a6dcc5",
    "#fde4d3": "#f8bd95",
    "#f6e3ef": "#e3b3d2",
}
"""The darker shade of each fill, for headers."""

EDITABLE = "#fffbe6"
NUMBER_WIDTH = 90
"""The width of a column that shows a number of any format, in pixels."""

PLAIN = Style(color=INK)
TITLE = Style(bold=True, size=18, color=HEADING)
SUBTITLE = Style(italic=True, size=11, color=MUTED)
SECTION = Style(bold=True, size=12, color=HEADING)
LABEL = Style(color=MUTED, horizontal="right")
WORDS = Style(color=INK, wrap=True, vertical="top")
REMARK = Style(italic=True, size=9, color=MUTED)
BESIDE = replace(REMARK, indent=1)
WARNING = Style(bold=True, size=9, color=FAULT)
LINK = Style(color="#0b5fa5", underline=True)
HEADER = Style(bold=True, fill="#e4e7eb", border=RULE, horizontal="center")
CELL = Style(border=RULE, horizontal="right")
WORD_CELL = Style(border=RULE, horizontal="center")
CELL_LINK = replace(LINK, border=RULE, horizontal="center")
STEP = Style(border=RULE, horizontal="center", color=MUTED, number_format="0")
INPUT_CELL = Style(
    fill=EDITABLE, border="#d9a400", horizontal="right", locked=False, color="#7a4b00", bold=True
)


def fill_of(role: Role) -> str:
    """Return the fill of a role's cells."""
    return FILLS.get(role, PAPER)


def value_style(role: Role, number_format: str) -> Style:
    """Return the style of a number that has `role`."""
    return replace(CELL, fill=fill_of(role), number_format=number_format)


def name_style(role: Role) -> Style:
    """Return the style of a quantity's name, as headers and the drawing show it."""
    fill = fill_of(role)
    return replace(HEADER, fill=BANDS.get(fill, fill))


def curve_color(position: int) -> str:
    """Return the colour of the curve at `position`; the palette starts again after its end."""
    return CURVES[position % len(CURVES)]
