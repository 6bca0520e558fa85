"""One worksheet of an .xlsx file: its marked cells get other styles, all else stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import quoteattr

from bpsheet.checker.annotate.marks import RowMarks, SheetMarks
from bpsheet.checker.annotate.markup import Edit, edited, scan, start_tag, with_attribute
from bpsheet.checker.annotate.unfit import UnfitError

_AFTER_LEGACY_DRAWING = frozenset(
    {
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
        *("webPublishItems", "tableParts", "extLst", "AlternateContent"),
    }
)
_LETTERS = re.compile("[A-Za-z]+")
_CELL_DEPTH = 4

Coloured = Callable[[int, str], int]


class SheetScan:
    """What one pass over a worksheet finds.

    Attributes:
        edits: those that colour the marked cells.
        drawing: the identifier of the pointer to the drawing of its comments, if it has one.
        place: where the pointer to such a drawing belongs.
    """

    def __init__(self, data: bytes, marks: SheetMarks, coloured: Coloured) -> None:
        self.edits: list[Edit] = []
        self.drawing: str | None = None
        self.place: int | None = None
        self.namespace = ""
        self._data, self._marks, self._coloured = data, marks, coloured
        self._depth = 0
        self._row = self._column = -1
        self._marks_in_row: RowMarks = {}

    def start(self, name: str, attributes: Mapping[str, str], position: int) -> None:
        """See the start of an element."""
        self._depth += 1
        namespace, _, local = name.rpartition(" ")
        if local == "c" and self._depth == _CELL_DEPTH:
            self._see_cell(attributes, position)
        elif local == "row" and self._depth == _CELL_DEPTH - 1:
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            self._marks_in_row = self._marks.get(self._row, {})
        elif self._depth == 2:
            self._see_child(local, attributes, position)
        elif self._depth == 1:
            self.namespace = namespace

    def _see_cell(self, attributes: Mapping[str, str], position: int) -> None:
        name = attributes.get("r")
        self._column = self._column + 1 if name is None else _column(name)
        mark = self._marks_in_row.get(self._column)
        if mark is not None:
            style = self._coloured(int(attributes.get("s", "0")), mark.colour)
            old = start_tag(self._data, position)
            new = with_attribute(old, b"s", str(style))
            self.edits.append(Edit(position, position + len(old), new))

    def _see_child(self, local: str, attributes: Mapping[str, str], position: int) -> None:
        if local == "legacyDrawing":
            self.drawing = next(value for name, value in attributes.items() if name.endswith(" id"))
        if local not in _AFTER_LEGACY_DRAWING:
            self.place = None
        elif self.place is None:
            self.place = position

    def end(self, _name: str, position: int) -> None:
        """See the end of an element."""
        self._depth -= 1
        if self._depth == 0 and self.place is None:
            self.place = position


def _column(name: str) -> int:
    """Return the number of the column in a cell's name, counted from 0.

    >>> _column("A1"), _column("AB39")
    (0, 27)
    """
    match = _LETTERS.match(name)
    if match is None:
        raise UnfitError(f"names a cell {name!r}")
    number = 0
    for letter in match.group().upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def seen_sheet(data: bytes, marks: SheetMarks, coloured: Coloured) -> SheetScan:
    """Return what one pass over a worksheet finds."""
    seen = SheetScan(data, marks, coloured)
    try:
        scan(data, seen)
    except (ValueError, StopIteration) as error:
        raise UnfitError("holds a sheet with damaged attributes") from error
    return seen


def marked_sheet(data: bytes, seen: SheetScan, drawing: tuple[str, str] | None) -> bytes:
    """Return a worksheet with its marked cells coloured.

    Arguments:
        data: the worksheet.
        seen: what the pass over it found.
        drawing: the namespace of pointers and the identifier of one to a new drawing.
    """
    edits = list(seen.edits)
    if drawing is not None:
        assert seen.place is not None, "a document has an end"
        relations, identifier = drawing
        edits.append(
            Edit(
                seen.place,
                seen.place,
                f'<legacyDrawing xmlns="{seen.namespace}" xmlns:r="{relations}"'
                f" r:id={quoteattr(identifier)}/>".encode(),
            )
        )
    return edited(data, edits)
