"""How the cells of an exercise look."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.sheet.layout import style
from bpsheet.sheet.workbook import Style

ANSWER = style.INPUT_CELL
"""A cell that is the student's to fill in."""

RIGHT = replace(ANSWER, locked=True)
"""A cell of the key that the student has to fill in."""

VERDICT = style.WORD_CELL
"""What is said of an answer; how it is found out is not shown."""

BOX = Style(border=style.MUTED, horizontal="right")
"""A box to write into, on paper."""
