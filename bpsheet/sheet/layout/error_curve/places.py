"""Where everything stands on the sheet of the error curve."""

from __future__ import annotations

from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout.places import VIEW_SHEETS

ERROR_CURVE = VIEW_SHEETS["error-curve"]
POINTS, STEPS = 41, 20
PLACE_FORMAT = SLOPE_FORMAT = LOSS_FORMAT = "0.000000"

NAME, PLACE, LOSS, SLOPE, DRAWN, DRAWN_PLACE, DRAWN_LOSS = range(7)
"""The columns of the table of points."""

LIST_LEFT, SHAPES_LEFT, WORK_LEFT = 8, 15, 18
LIST_NAME, LIST_VALUE, LIST_SLOPE, LIST_MINIMUM, LIST_CENTRE, LIST_HALF_WIDTH = range(
    LIST_LEFT, LIST_LEFT + 6
)
"""The columns of the table of parameters."""

CHOICE_TOP, SUMMARY_TOP, WORDS_TOP, TABLE_TOP = 5, 13, 26, 33
YOURS, IN_USE = 1, 2
CHOSEN, CENTRE, HALF_WIDTH, PLACE_OF_A, PLACE_OF_B = (
    Reference(CHOICE_TOP + line, IN_USE) for line in range(5)
)
"""What is in use: the place of the chosen parameter in the list, and four numbers."""
CHOSEN_NAME = Reference(CHOICE_TOP, YOURS)
RATE = Reference(SUMMARY_TOP + 4, 1)

SHOWN_ROW = TABLE_TOP + 1
ROW_OF = {"A": TABLE_TOP + 2, "B": TABLE_TOP + 3}
PATH_TOP = TABLE_TOP + 4
PATH_BOTTOM = PATH_TOP + STEPS
CURVE_TOP = PATH_BOTTOM + 1
BOTTOM = CURVE_TOP + POINTS - 1
CURVE = Range(CURVE_TOP, PLACE, BOTTOM, PLACE)
LOSSES = Range(CURVE_TOP, LOSS, BOTTOM, LOSS)
DRAWN_STEPS = Range(PATH_TOP, DRAWN, PATH_BOTTOM, DRAWN)


def list_column(column: int, listed: int) -> Range:
    """Return the cells of one column of the table of parameters."""
    return Range(SHOWN_ROW, column, SHOWN_ROW + listed - 1, column)
