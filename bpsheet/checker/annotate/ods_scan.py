"""One pass over the content of an .ods file: where its marked rows and its styles stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from bpsheet.checker.annotate.marks import SheetMarks
from bpsheet.checker.annotate.markup import element_end, start_tag

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"


@dataclass(frozen=True)
class MarkedRow:
    """An element that stands for one row, or for several alike, with a marked cell in it.

    Attributes:
        sheet: the folded name of its sheet.
        row: the first row, counted from 0.
        span: from where to where it stands.
        column_styles: the last column and the style of cells, for each group of columns.
    """

    sheet: str
    row: int
    span: tuple[int, int]
    column_styles: tuple[tuple[int, str], ...]

    def column_style(self, column: int) -> str:
        """Return the style of the cells of a column that have none of their own."""
        return next((style for last, style in self.column_styles if column <= last), "")


class ContentScan:
    """What one pass over the content finds.

    Attributes:
        rows: those that hold a marked cell.
        missing: the sheets and rows that are marked, but not there.
        root: the start tag of the document, which declares its namespaces.
        styles: from where to where the section of styles stands; empty where it is not there.
    """

    def __init__(self, data: bytes, marks: Mapping[str, SheetMarks]) -> None:
        self.rows: list[MarkedRow] = []
        self.missing = {(sheet, row) for sheet, rows in marks.items() for row in rows}
        self.root = b""
        self.styles: tuple[int, int] | None = None
        self._data = data
        self._marked_rows = {sheet: sorted(rows) for sheet, rows in marks.items()}
        self._tables = 0
        self._sheet = ""
        self._column_styles: list[tuple[int, str]] = []
        self._row = self._next_row = 0
        self._opened = 0

    def start(self, name: str, attributes: Mapping[str, str], position: int) -> None:
        """See the start of an element."""
        if not self.root:
            self.root = start_tag(self._data, position)
        elif name == f"{TABLE} table":
            self._start_table(attributes)
        elif name == f"{TABLE} table-column" and self._tables == 1:
            self._see_columns(attributes)
        elif name == f"{TABLE} table-row" and self._tables == 1:
            self._opened, self._row = position, self._next_row
            self._next_row += int(attributes.get(f"{TABLE} number-rows-repeated", "1"))
        elif name == f"{OFFICE} automatic-styles":
            self._opened = position
        elif name == f"{OFFICE} body" and self.styles is None:
            self.styles = position, position

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            self._sheet = attributes.get(f"{TABLE} name", "").casefold()
            self._column_styles = []
            self._next_row = 0

    def _see_columns(self, attributes: Mapping[str, str]) -> None:
        last = self._column_styles[-1][0] if self._column_styles else -1
        repeated = int(attributes.get(f"{TABLE} number-columns-repeated", "1"))
        style = attributes.get(f"{TABLE} default-cell-style-name", "")
        self._column_styles.append((last + repeated, style))

    def end(self, name: str, position: int) -> None:
        """See the end of an element."""
        if name == f"{TABLE} table":
            self._tables -= 1
        elif name == f"{TABLE} table-row" and self._tables == 1:
            self._end_row(position)
        elif name == f"{OFFICE} automatic-styles":
            self.styles = self._opened, element_end(self._data, position)

    def _end_row(self, position: int) -> None:
        marked = self._marked_rows.get(self._sheet, [])
        first, last = bisect_left(marked, self._row), bisect_left(marked, self._next_row)
        if first < last:
            self.missing -= {(self._sheet, row) for row in marked[first:last]}
            span = self._opened, element_end(self._data, position)
            styles = tuple(self._column_styles)
            self.rows.append(MarkedRow(self._sheet, self._row, span, styles))
