"""What is to be seen in the annotated copy: a colour for each wrong cell, words for the first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bpsheet.checker.diagnostics import Diagnostic, Evidence, Place, Report, Severity
from bpsheet.sheet.address import cell_name

FILLS = {Severity.ERROR: "#ffb3b3", Severity.WARNING: "#ffe08a", Severity.NOTE: "#cfe2ff"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What one cell gets.

    Attributes:
        colour: of its fill, such as ``#ffb3b3``.
        note: the words of its comment; empty for a cell that only gets a colour.
        rank: of two marks for one cell, the colour of the higher rank shows.
    """

    colour: str
    note: str = ""
    rank: int = 0

    def joined(self, other: Mark) -> Mark:
        """Return one mark for a cell that two findings are about."""
        notes = dict.fromkeys(note for note in (self.note, other.note) if note)
        higher = max(self, other, key=lambda mark: mark.rank)
        return Mark(higher.colour, "\n\n".join(notes), higher.rank)


RowMarks = Mapping[int, Mark]
SheetMarks = Mapping[int, RowMarks]
BookMarks = Mapping[str, SheetMarks]
Notes = Mapping[tuple[int, int], str]


def marks_of(report: Report) -> dict[str, dict[int, dict[int, Mark]]]:
    """Return the marks by sheet (its name in folded case), row and column, counted from 0."""
    marks: dict[str, dict[int, dict[int, Mark]]] = {}
    for finding in report.diagnostics:
        for place in finding.places:
            sheet = marks.setdefault(place.sheet.casefold(), {})
            for row, column, mark in _cells(finding, place):
                held = sheet.setdefault(row, {})
                held[column] = held[column].joined(mark) if column in held else mark
    return marks


def _cells(finding: Diagnostic, place: Place) -> Iterator[tuple[int, int, Mark]]:
    """Yield the cells of one range; of a mere note only the first, not to flood a whole table."""
    colour = Mark(FILLS[finding.severity], rank=finding.severity)
    yield place.top, place.left, replace(colour, note=note_of(finding))
    if finding.severity == Severity.NOTE:
        return
    for row in range(place.top, place.bottom + 1):
        for column in range(place.left, place.right + 1):
            if (row, column) != (place.top, place.left):
                yield row, column, colour


def notes_of(marks: SheetMarks) -> Notes:
    """Return the words of the comments of one sheet by row and column."""
    return {
        (row, column): mark.note
        for row, in_row in marks.items()
        for column, mark in in_row.items()
        if mark.note
    }


def note_of(finding: Diagnostic) -> str:
    """Return the words of the comment about a finding."""
    lines = [f"bpsheet {finding.code} ({finding.severity.name.lower()}): {finding.message}"]
    if finding.evidence is not None:
        lines += _evidence(finding.evidence)
    return "\n".join([*lines, *finding.details])


def _evidence(evidence: Evidence) -> Iterator[str]:
    name = cell_name(evidence.cell.top, evidence.cell.left)
    known = evidence.right is not None and math.isfinite(evidence.right)
    right = f" = {evidence.right:.9g}" if known else ""
    if evidence.expected:
        yield f"expected in {name}: {evidence.expected}{right}"
    if evidence.found:
        yield f"found: {evidence.found}"
    if evidence.formula:
        yield f"formula there: {evidence.formula}"
    if evidence.right_formula:
        yield f"right formula: {evidence.right_formula}"
