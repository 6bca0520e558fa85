"""A formula's text in a form that is the same in every cell it was filled into.

References become distances (``R[-1]C[0]``) or, where they are written with dollar signs, fixed rows
and columns counted from 0 (``R18C15``); names become what they stand for; both dialects end up
alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from bpsheet.checker.cells import Area, CellAt
from bpsheet.sheet.address import column_letters

Dialect = Literal["xlsx", "ods"]

_SHEET = r"(?:'(?:[^']|'')++'|[^\W\d][\w.]*|\[\d+\][\w.]*)"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_EXCEL = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*+")
    |(?P<space>\s+)
    |(?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!))
    |(?:(?P<sheet>{_SHEET})!)?(?P<cell>{_CELL})(?::(?P<other>{_CELL}))?(?![\w(.!])
    |(?P<word>(?:{_SHEET}!)?[^\W\d][\w.\\]*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<unclosed>["'].*)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*+")
    |(?P<space>\s+)
    |\[(?:\$?(?P<sheet>'(?:[^']|'')++'|[^\[\]\.'\#]+))?\.(?P<cell>{_CELL})
        (?::(?:\$?(?P<until>'(?:[^']|'')++'|[^\[\]\.'\#]+))?\.(?P<other>{_CELL}))?\]
    |(?P<word>[^\W\d][\w.]*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<separator>;)
    |(?P<unclosed>["'].*)
    """,
    re.VERBOSE | re.DOTALL,
)
_AXES = re.compile(
    r'(?P<text>"(?:[^"]|"")*+"|\'(?:[^\']|\'\')*+\'!)'
    r"|(?<![\w.])R(?P<row>\[)?(?P<down>-?\d+)\]?C(?P<column>\[)?(?P<over>-?\d+)\]?"
)
_ADDRESS = re.compile(r"(\$?)([A-Za-z]+)(\$?)(\d+)")


def canonical(
    text: str, row: int, column: int, dialect: Dialect, names: Mapping[str, CellAt | Area]
) -> str:
    """Return a formula's text with distances for what is relative.

    Arguments:
        text: as the file stores it, with or without a leading ``=`` or ``of:=``.
        row, column: of its cell, counted from 0.
        dialect: how it is written.
        names: what defined names stand for, in small letters.

    >>> canonical("=C3-$B$1*D2", 2, 3, "xlsx", {})
    'R[0]C[-1]-R0C1*R[-1]C[0]'
    >>> canonical("of:=SUM([.A1:.A2];[$'lr 1'.$B$2])", 2, 0, "ods", {})
    "SUM(R[-2]C[0]:R[-1]C[0],'lr 1'!R1C1)"
    """
    prefix, equals, rest = text.partition("=")
    if equals and prefix in ("", "of:", "oooc:", "msoxl:"):
        dialect = "xlsx" if prefix == "msoxl:" else dialect
        text = rest

    def spelled(match: re.Match[str]) -> str:
        return _spelled(match, row, column, names)

    return (_EXCEL if dialect == "xlsx" else _OPEN).sub(spelled, text)


def _spelled(
    match: re.Match[str], row: int, column: int, names: Mapping[str, CellAt | Area]
) -> str:
    sheet, cell, other = match.group("sheet", "cell", "other")
    if cell is not None:
        if (until := match.groupdict().get("until")) not in (None, sheet):
            sheet = f"{sheet}:{until}"
        first = _distance(cell, row, column)
        last = f":{_distance(other, row, column)}" if other is not None else ""
        return (f"{_quoted(sheet)}!" if sheet is not None else "") + first + last
    match match.lastgroup:
        case "space":
            return ""
        case "separator":
            return ","
        case "word":
            return _word(match[0], row, column, names)
    return match[0]


def _word(word: str, row: int, column: int, names: Mapping[str, CellAt | Area]) -> str:
    """Return a function's name in capitals, or what a defined name stands for."""
    meant = names.get(word.casefold())
    if meant is None:
        return word.upper().removeprefix("_XLFN.").removeprefix("COM.MICROSOFT.")
    return reference_text(meant)


def as_typed(text: str, row: int, column: int) -> str:
    """Return a canonical formula as a program shows it in the cell at `row` and `column`.

    >>> as_typed("VLOOKUP(R[-1]C[0],R0C1:R8C2,2)", 2, 3)
    '=VLOOKUP(D2,$B$1:$C$9,2)'
    """

    def address(match: re.Match[str]) -> str:
        below = int(match["down"]) + (row if match["row"] else 0)
        beside = int(match["over"]) + (column if match["column"] else 0)
        if min(below, beside) < 0:
            return "#REF!"
        letters = ("" if match["column"] else "$") + column_letters(beside)
        return f"{letters}{'' if match['row'] else '$'}{below + 1}"

    return "=" + _AXES.sub(lambda match: match["text"] or address(match), text)


def reference_text(reference: CellAt | Area) -> str:
    """Return the spelling of a reference in canonical formulas."""
    first = reference.first if isinstance(reference, Area) else reference
    sheet = "" if first.sheet is None else f"{_quoted(first.sheet)}!"
    if isinstance(reference, Area):
        return f"{sheet}{_axes(first)}:{_axes(reference.last)}"
    return sheet + _axes(first)


def _axes(cell: CellAt) -> str:
    row = f"R{cell.row}" if cell.row_fixed else f"R[{cell.row}]"
    return row + (f"C{cell.column}" if cell.column_fixed else f"C[{cell.column}]")


def _distance(address: str, row: int, column: int) -> str:
    column_fixed, letters, row_fixed, number = _parts(address)
    down = f"R{number}" if row_fixed else f"R[{number - row}]"
    right = f"C{letters}" if column_fixed else f"C[{letters - column}]"
    return down + right


def _column(letters: str) -> int:
    """Return a column counted from 0.

    >>> _column("A"), _column("AA")
    (0, 26)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


@lru_cache(maxsize=65_536)
def _parts(address: str) -> tuple[bool, int, bool, int]:
    match = _ADDRESS.fullmatch(address)
    assert match is not None
    return bool(match[1]), _column(match[2]), bool(match[3]), int(match[4]) - 1


def _quoted(sheet: str) -> str:
    plain = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return "'" + plain.replace("'", "''") + "'"
