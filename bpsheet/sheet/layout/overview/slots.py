"""Columns of tables on the Overview: they share the sheet's columns with the drawing."""

from __future__ import annotations

from bpsheet.sheet.layout.plan import Plan

FIRST_SLOT, EXTRA_WIDTH = 3, 92

Slot = tuple[int, int]
"""A column, and over how many columns a cell that starts there spans."""


def fit(plan: Plan, wanted: list[int]) -> list[Slot]:
    """Return places for columns of a table, right of the first two columns of the sheet.

    Arguments:
        wanted: the least width of each, in pixels; the drawing's columns are joined until they
            are as wide.
    """
    widths = [*plan.overview.drawing.columns, *[EXTRA_WIDTH] * 2 * len(wanted)]
    slots, column = [], FIRST_SLOT
    for width in wanted:
        across = next(n for n in range(1, len(widths)) if sum(widths[column : column + n]) >= width)
        slots.append((column, across))
        column += across
    return slots
