"""A copy of a student's workbook with a colour and a comment in every answer."""

from __future__ import annotations

from pathlib import Path

from bpsheet.checker.annotate import Mark as CellMark
from bpsheet.checker.annotate import mark_cells
from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.result import Graded
from bpsheet.grading.words import what_belongs_there, words_for

COLOURS = {
    Verdict.CORRECT: "#bfe6c8",
    Verdict.FOLLOW_THROUGH: "#d9efc2",
    Verdict.TYPED: "#ffe9a8",
    Verdict.WRONG: "#ffb3b3",
    Verdict.BLANK: "#e4e7eb",
    Verdict.UNREADABLE: "#cfe2ff",
}


def marked_copy(graded: Graded, source: Path, target: Path) -> None:
    """Write a copy of what a student handed in, with every answer marked.

    Arguments:
        graded: the marks.
        source: the workbook.
        target: the copy; its name ends as that of the workbook.

    Raises:
        InputError: it is of a kind that cannot be marked, such as .csv.
        OutputError: the copy cannot be written.
    """
    marks: dict[str, dict[int, dict[int, CellMark]]] = {}
    for mark in graded.marked.marks if graded.marked else ():
        if mark.place is not None:
            rows = marks.setdefault(mark.place.sheet.casefold(), {})
            rows.setdefault(mark.place.top, {})[mark.place.left] = _cell_mark(mark)
    mark_cells(marks, source, target)


def _cell_mark(mark: Mark) -> CellMark:
    """Return a cell's colour; answers that are right have no comment."""
    right = mark.verdict is Verdict.CORRECT
    belongs = what_belongs_there(mark)
    lines = [f"{mark.quantity}: {words_for(mark)}"]
    lines += [f"belongs there: {belongs}"] if belongs else []
    return CellMark(COLOURS[mark.verdict], "" if right else "\n".join(lines))
