"""Cells, ranges and lengths as the attributes of an OpenDocument file spell them."""

from __future__ import annotations

from bpsheet.notation.formula import OPEN_FORMULA, formula
from bpsheet.sheet.address import Range, Reference


def cell_address(cell: Reference, sheet: str) -> str:
    """Return the address of a cell of `sheet`, unless it names another.

    >>> cell_address(Reference(2, 1), "lr 0.1")
    "$'lr 0.1'.$B$3"
    """
    return _without_brackets(cell.on(cell.sheet or sheet))


def range_address(area: Range, sheet: str) -> str:
    """Return the address of a range of `sheet`, unless it names another.

    >>> range_address(Range(2, 0, 9, 1), "lr 0.1")
    "$'lr 0.1'.$A$3:.$B$10"
    """
    return _without_brackets(area.on(area.sheet or sheet))


def sheet_address(sheet: str) -> str:
    """Return where a link to a sheet leads.

    >>> sheet_address("lr 0.1")
    "#'lr 0.1'.A1"
    """
    return "#" + _without_brackets(Reference(0, 0, sheet, absolute=False)).removeprefix("$")


def inches(pixels: float) -> str:
    """Return a length of `pixels` of 1/96 inch.

    >>> inches(64)
    '0.6667in'
    """
    return f"{pixels / 96:.4f}in"


def _without_brackets(place: Reference | Range) -> str:
    return formula(place, OPEN_FORMULA)[1:-1]
