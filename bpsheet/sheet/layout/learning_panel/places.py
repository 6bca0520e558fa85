"""Where everything stands on the sheet of the learning panel."""

from __future__ import annotations

from bpsheet.sheet.layout.places import VIEW_SHEETS

LEARNING_PANEL = VIEW_SHEETS["learning-panel"]

PANEL_LEFT, PANEL_RIGHT, PANEL_TOP = 0, 5, 3
"""The panel's frame; between its margins stand two pairs of a label and a number."""
PAIRS = (1, 3)
WORK_TOP, WORK_LEFT = 5, 7
"""The first row of numbers to the right of the panel, below their headings, and their column."""
