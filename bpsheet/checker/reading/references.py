"""The ranges that charts and names refer to, in the spelling of either format."""

from __future__ import annotations

import re

from bpsheet.checker.cells import Area, CellAt

Target = Area | CellAt
"""What a name stands for."""

_SHEET = r"(?:\$?(?P<{0}>'(?:[^']|'')*'|[^'!.$:;,()\[\]]+)[!.]|\.)?"
_CELL = r"\$?(?P<{0}>[A-Za-z]{{1,3}})\$?(?P<{1}>[0-9]{{1,7}})"
_RANGE = re.compile(
    _SHEET.format("sheet")
    + _CELL.format("left", "top")
    + "(?::"
    + _SHEET.format("again")
    + _CELL.format("right", "bottom")
    + ")?"
)


def column_number(letters: str) -> int:
    """Return the number, counted from 0, of a column by its letters.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def area_of(text: str) -> Area | None:
    """Return the rectangle that a range or a cell refers to; ``None`` for anything else.

    >>> area_of("'lr 0.1'!$A$13:$A$112").last
    CellAt(row=111, column=0, row_fixed=True, column_fixed=True, sheet='lr 0.1')
    >>> area_of("$Sheet1.$B$2") == area_of("Sheet1!$B$2:$B$2")
    True
    """
    found = _RANGE.fullmatch(text.strip().removeprefix("="))
    if found is None:
        return None
    sheet = _sheet_name(found["sheet"])
    if found["again"] is not None and _sheet_name(found["again"]) != sheet:
        return None
    first = _cell(found["left"], found["top"], sheet)
    return Area(first, _cell(found["right"], found["bottom"], sheet) if found["right"] else first)


def named(text: str) -> Target | None:
    """Return the cell or the rectangle that a name stands for; ``None`` for anything else."""
    area = area_of(text)
    return area.first if area is not None and area.first == area.last else area


def last_cell(text: str) -> CellAt | None:
    """Return the cell of a series' name; of several the last, which stands next to the numbers."""
    area = area_of(text)
    return None if area is None else area.last


def _sheet_name(written: str | None) -> str | None:
    if written is None:
        return None
    return written[1:-1].replace("''", "'") if written.startswith("'") else written


def _cell(letters: str, row: str, sheet: str | None) -> CellAt:
    return CellAt(int(row) - 1, column_number(letters), True, True, sheet)
