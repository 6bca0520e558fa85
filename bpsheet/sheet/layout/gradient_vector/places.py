"""Where everything stands on the sheet of the gradient vector."""

from __future__ import annotations

from dataclasses import dataclass

from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout.places import VIEW_SHEETS

GRADIENT_VECTOR = VIEW_SHEETS["gradient-vector"]
NUMBER_FORMAT = "0.000000"

NODE_I, WEIGHT, NODE_J, SUMMARY_LEFT = 0, 3, 6, 9
"""The first columns of the picture's three boxes, and of what stands beside it."""
PICTURE_TOP, SUMMARY_TOP = 4, 4
CHOSEN_NAME, CHOSEN = Reference(PICTURE_TOP, 1), Reference(PICTURE_TOP, 2)
"""The weight that the picture shows, and its place in the table."""
LAYER_ROW, FIRST_OTHER, BOX, LAST_OTHER = 5, 6, 10, 15
WORDS_BELOW_PICTURE, WORDS_ALONE = 18, 10

NAME, ALIAS, SOURCE, LAYER, UNIT, NEXT_LAYER = (
    "parameter",
    "alias",
    "from",
    "layer k",
    "to",
    "layer k + 1",
)
VALUE, GRADIENT, USED, CHANGE, NEW, NEXT, SIZE, SHARE = (
    "value",
    "gradient",
    "used",
    "change",
    "new value",
    "in the next row",
    "size",
    "largest = 1",
)
SOURCE_VALUE, NET, OUTPUT_NAME, OUTPUT, FROM_SIZE, TO_SIZE = (
    "value of the source",
    "net input",
    "unit's output",
    "its value",
    "units in layer k",
    "units in layer k + 1",
)
OF_NETWORKS = (ALIAS, SOURCE, LAYER, UNIT, NEXT_LAYER)
GAP = ""
OF_THE_PICTURE = (GAP, SOURCE_VALUE, NET, OUTPUT_NAME, OUTPUT, FROM_SIZE, TO_SIZE)


@dataclass(frozen=True)
class VectorTable:
    """The table of the parameters.

    Attributes:
        top: the row of the first parameter.
        rows: how many there are.
        columns: what stands in each column, in order.
    """

    top: int
    rows: int
    columns: tuple[str, ...]

    @property
    def printed(self) -> int:
        """How many columns are for the reader; those of the picture's numbers follow."""
        return self.columns.index(SHARE) + 1

    def column(self, key: str) -> Range:
        """Return the cells of a column."""
        column = self.columns.index(key)
        return Range(self.top, column, self.top + self.rows - 1, column)

    def cell(self, key: str, row: int) -> Reference:
        """Return a cell of the row `row` of the sheet."""
        return Reference(row, self.columns.index(key))
