"""Formulas that look a cell up by its place or by its name."""

from __future__ import annotations

from bpsheet.expression import Expression, call
from bpsheet.sheet.address import Range


def one_of(cells: Range, place: Expression) -> Expression:
    """Return a formula for one of the cells of a row or of a column.

    Arguments:
        place: its place among them, from 1.
    """
    if (cells.top, cells.left) == (cells.bottom, cells.right):
        return cells.first  # Gnumeric has no INDEX over a single cell
    if cells.top == cells.bottom:
        return call("INDEX", cells, 1, place)
    return call("INDEX", cells, place)


def place_of(name: Expression, names: Range) -> Expression:
    """Return a formula for the place of a name in a list, from 1; 1 if it is not there."""
    found = call("MATCH", name, names, 0)
    return call("IF", call("ISNUMBER", found), found, 1)
