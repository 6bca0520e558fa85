"""Where the quantities of a worked example stand in a foreign workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bpsheet.checker.book import Rows, Sheet
from bpsheet.checker.diagnostics import Place


@dataclass(frozen=True)
class FoundColumn:
    """A column of a training table.

    Attributes:
        quantity: the name of what it holds; empty where that is not known.
        column: counted from 0, in the sheet as the table sees it.
        label: the words above it, as written; empty without any.
        how: ``"label"``, ``"formula"``, ``"numbers"`` or ``"asked for"``.
        sure: ``"certain"``, ``"likely"`` or ``"guess"``.
    """

    quantity: str
    column: int
    label: str
    how: str = "label"
    sure: str = "certain"


@dataclass(frozen=True)
class FoundCell:
    """A single cell that holds a quantity for all rows, such as a learning rate."""

    quantity: str
    sheet: str
    row: int
    column: int
    label: str
    how: str = "label"
    sure: str = "certain"


@dataclass(frozen=True)
class Table:
    """A training table: one row per step, one column per quantity.

    Attributes:
        sheet: the sheet, with rows and columns changed places where the table runs to the right.
        across: whether it does.
        header: the row of its labels, the lowest if there are several; ``None`` without any.
        rows: the rows that hold its steps, rising; other rows between them are gaps.
        columns: by the name of the quantity.
        cells: what stands once for all rows, by the name of the quantity; in the sheet as the
            file has it, never changed places.
        others: labelled or filled columns whose quantity is not known (counters, helpers).
    """

    sheet: Sheet
    across: bool
    header: int | None
    rows: Rows
    columns: Mapping[str, FoundColumn]
    cells: Mapping[str, FoundCell] = field(default_factory=dict)
    others: tuple[FoundColumn, ...] = ()

    def turned(self, row: int, column: int) -> tuple[int, int]:
        """Return a cell's place in the file from that in the table's sheet, or the other way."""
        return (column, row) if self.across else (row, column)

    def place(self, top: int, column: int, bottom: int | None = None) -> Place:
        """Return where some rows of a column of the table's sheet are in the file.

        Arguments:
            top: the first row, or the only one.
            column: counted from 0.
            bottom: the last row.
        """
        first = self.turned(top, column)
        last = self.turned(top if bottom is None else bottom, column)
        return Place(self.sheet.name, *first, *last)
