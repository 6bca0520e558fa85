"""The sheets of an .ods workbook, streamed out of its one content part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bpsheet.checker.book import NO_FORMULA, CellError, TextBox
from bpsheet.checker.reading.columns import Budget, Cells
from bpsheet.checker.reading.filled import Formulas
from bpsheet.checker.reading.markup import DEEPEST, LONGEST_TEXT
from bpsheet.checker.reading.ods_values import (
    DRAW,
    FORMULA,
    KIND,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    XLINK,
    stored_number,
    stored_other,
    times,
)
from bpsheet.checker.reading.references import Target, named
from bpsheet.checker.reading.trouble import DamagedError

MOST_SPREAD = 10_000
"""How many cells one array formula may fill."""

_SHAPES = tuple(
    f"{DRAW}{shape}"
    for shape in (
        *("custom-shape", "text-box", "rect", "ellipse", "circle", "line", "connector", "caption"),
        *("polygon", "polyline", "path", "measure", "regular-polygon"),
    )
)


@dataclass
class FoundSheet:
    """A sheet while it is read.

    Attributes:
        objects: row and column of each embedded object, and the folder that holds it.
        names: what the sheet's own names stand for.
    """

    name: str
    cells: Cells
    formulas: Formulas
    visible: bool = True
    text_boxes: list[TextBox] = field(default_factory=list)
    objects: list[tuple[int, int, str]] = field(default_factory=list)
    names: dict[str, Target] = field(default_factory=dict)
    spread: dict[tuple[int, int], int] = field(default_factory=dict)


class ContentReader:
    """The content part while it is read: where the reader is, and what it has found.

    Attributes:
        sheets: those read so far.
        names: what names stand for in the whole workbook.
    """

    def __init__(self) -> None:
        self.sheets: list[FoundSheet] = []
        self.names: dict[str, Target] = {}
        self._budget = Budget()
        self._sheet: FoundSheet | None = None
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._row = self._column = 0
        self._rows = 1
        self._cell: dict[str, str] = {}
        self._paragraphs: list[list[str]] = []
        self._listening = False
        self._depth = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            f"{TABLE}table-cell": self._start_cell,
            f"{TABLE}covered-table-cell": self._start_cell,
            f"{TABLE}table-row": self._start_row,
            f"{TABLE}table": self._start_sheet,
            f"{TABLE}table-source": self._forget_sheet,
            f"{TABLE}named-range": self._add_name,
            f"{TEXT}p": self._start_paragraph,
            f"{TEXT}s": lambda attributes: self.hear(" " * times(attributes, f"{TEXT}c")),
            f"{TEXT}tab": lambda _: self.hear("\t"),
            f"{TEXT}line-break": lambda _: self.hear("\n"),
            f"{DRAW}object": self._add_object,
            f"{OFFICE}annotation": self._start_words,
            f"{STYLE}style": self._start_style,
            f"{STYLE}table-properties": self._note_hidden,
            **dict.fromkeys(_SHAPES, self._start_words),
        }
        self._ends: dict[str, Callable[[], object]] = {
            f"{TABLE}table-cell": self._end_cell,
            f"{TABLE}covered-table-cell": self._end_cell,
            f"{TABLE}table-row": self._end_row,
            f"{TABLE}table": self.close_sheet,
            f"{TEXT}p": self._end_paragraph,
            f"{OFFICE}annotation": self._end_words,
            **dict.fromkeys(_SHAPES, self._end_shape),
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise DamagedError(f"its XML is nested more than {DEEPEST} deep")
        start = self._starts.get(name)
        if start is not None:
            start(attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self._depth -= 1
        end = self._ends.get(name)
        if end is not None:
            end()

    def hear(self, text: str) -> None:
        """Take words; those outside of paragraphs mean nothing."""
        if self._listening and self._paragraphs:
            paragraphs = self._paragraphs[-1]
            paragraphs[-1] += text
            if len(paragraphs[-1]) > LONGEST_TEXT:
                raise DamagedError("a cell holds more text than any program writes")

    def close_sheet(self) -> None:
        """Keep the sheet that was being read, as far as it was."""
        if self._sheet is not None:
            self.sheets.append(self._sheet)
        self._sheet = None

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get(f"{STYLE}name", "")

    def _note_hidden(self, attributes: dict[str, str]) -> None:
        if attributes.get(f"{TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self.close_sheet()
        self._sheet = FoundSheet(
            attributes.get(f"{TABLE}name", ""),
            Cells(self._budget),
            Formulas("ods"),
            attributes.get(f"{TABLE}style-name") not in self._hidden_styles,
        )
        self._row = self._column = 0

    def _forget_sheet(self, _: dict[str, str]) -> None:
        """Leave out a sheet that is a copy from another file."""
        self._sheet = None

    def _add_name(self, attributes: dict[str, str]) -> None:
        target = named(attributes.get(f"{TABLE}cell-range-address", ""))
        if target is not None:
            names = self.names if self._sheet is None else self._sheet.names
            names[attributes.get(f"{TABLE}name", "").casefold()] = target

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._rows = times(attributes, f"{TABLE}number-rows-repeated")
        self._column = 0

    def _end_row(self) -> None:
        self._row += self._rows

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._paragraphs = [[]]

    def _end_cell(self) -> None:
        columns = times(self._cell, f"{TABLE}number-columns-repeated")
        words = "\n".join(self._paragraphs[0]) if self._paragraphs else ""
        if self._sheet is not None and (
            words or KIND in self._cell or FORMULA in self._cell or self._sheet.spread
        ):
            self._keep(self._sheet, words, columns)
        self._paragraphs = []
        self._column += columns

    def _keep(self, sheet: FoundSheet, words: str, columns: int) -> None:
        """Keep the cell, as often as it is repeated."""
        formula = self._formula(sheet)
        number, other = self._value(words)
        if number is None and other is None and formula == NO_FORMULA:
            return
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + columns):
                if number is None:
                    sheet.cells.other(row, column, other, formula)
                else:
                    sheet.cells.number(row, column, number, formula)

    def _value(self, words: str) -> tuple[str | None, str | bool | CellError | None]:
        """Return the number the cell holds as the file spells it, or else what it holds instead."""
        try:
            number = stored_number(self._cell)
        except ValueError:
            return None, words or None
        return (None, stored_other(self._cell, words)) if number is None else (number, None)

    def _formula(self, sheet: FoundSheet) -> int:
        text = self._cell.get(FORMULA)
        if text is None:
            return sheet.spread.get((self._row, self._column), NO_FORMULA)
        rows = times(self._cell, f"{TABLE}number-matrix-rows-spanned")
        columns = times(self._cell, f"{TABLE}number-matrix-columns-spanned")
        if rows * columns == 1:
            return sheet.formulas.place(text, self._row, self._column)
        place = sheet.formulas.unread(
            f"{{{text}}}",
            self._row,
            self._column,
            f"an array formula over {rows * columns:,} cells",
        )
        if rows * columns <= MOST_SPREAD:
            sheet.spread.update(
                {
                    (self._row + down, self._column + right): place
                    for down in range(rows)
                    for right in range(columns)
                }
            )
        return place

    def _start_words(self, _: dict[str, str]) -> None:
        self._paragraphs.append([])
        self._listening = False

    def _end_words(self) -> None:
        if self._paragraphs:
            self._paragraphs.pop()

    def _end_shape(self) -> None:
        words = "\n".join(self._paragraphs[-1]).strip() if self._paragraphs else ""
        self._end_words()
        if words and self._sheet is not None:
            self._sheet.text_boxes.append(TextBox(self._row, self._column, words))

    def _start_paragraph(self, _: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append("")
            self._listening = True

    def _end_paragraph(self) -> None:
        self._listening = False

    def _add_object(self, attributes: dict[str, str]) -> None:
        link = attributes.get(f"{XLINK}href", "")
        if self._sheet is not None and link:
            self._sheet.objects.append((self._row, self._column, link))
