"""How the cells of an exercise look."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.sheet.layout import style
from bpsheet.sheet.workbook import Style

ANSWER = style.INPUT_CELL
"""A cell that is the student's to fill in."""

VERDICT = replace(style.WORD_CELL, hidden=True)
"""What is said of an answer; how it is found out is not shown."""

BOX = Style(border=style.MUTED, horizontal="right")
"""A box to write into, on paper."""
