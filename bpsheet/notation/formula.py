"""Expressions as cell formulas, in the two dialects that spreadsheet files use.

Spreadsheets bind a unary minus tighter than ``^`` (``-A1^2`` is +4 for A1 = 2) and disagree about
``2^3^2``, so the printer brackets both.

>>> a, b = Reference(0, 0, absolute=False), Reference(0, 1, absolute=False)
>>> formula(-(a**2) + b, EXCEL)
'-(A1^2)+B1'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from bpsheet.expression import Call, Expression, Number, Operation, Text
from bpsheet.functions import definition_of
from bpsheet.notation.printer import ATOM, Printer, decimal
from bpsheet.sheet.address import InRow, Range, Reference, RowsAbove, cell_name, column_letters

ROW_MARK = re.compile("\ue000(-?[0-9]+)\ue001")
"""Finds what `row_pattern` writes in place of a row number; group 1 is the offset in rows."""

_BINDING = {
    "=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4,
    "^": 5, "negative": 6,
}  # fmt: skip
_TRUTHS = {"TRUE", "FALSE"}


@dataclass(frozen=True)
class Dialect:
    """How one file format writes formulas.

    Attributes:
        separator: stands between arguments.
        reference: writes a cell's reference from its sheet and its address.
        range: writes a rectangle from its sheet and its two corners' addresses.
    """

    separator: str
    reference: Callable[[str | None, str], str]
    range: Callable[[str | None, str, str], str]


@cache
def _quoted(sheet: str) -> str:
    plain = re.fullmatch(r"[A-Za-z_]{4,}", sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def _excel_prefix(sheet: str | None) -> str:
    return "" if sheet is None else f"{_quoted(sheet)}!"


def _open_prefix(sheet: str | None) -> str:
    return "." if sheet is None else f"${_quoted(sheet)}."


EXCEL = Dialect(
    separator=",",
    reference=lambda sheet, cell: f"{_excel_prefix(sheet)}{cell}",
    range=lambda sheet, first, last: f"{_excel_prefix(sheet)}{first}:{last}",
)
OPEN_FORMULA = Dialect(
    separator=";",
    reference=lambda sheet, cell: f"[{_open_prefix(sheet)}{cell}]",
    range=lambda sheet, first, last: f"[{_open_prefix(sheet)}{first}:.{last}]",
)


def formula(value: Expression, dialect: Dialect, row: int | None = None) -> str:
    """Return `value` as a cell formula, without the leading equals sign.

    Arguments:
        value: an expression over references; activations and losses are written out.
        dialect: ``EXCEL`` or ``OPEN_FORMULA``.
        row: the row of the formula's own cell, counted from 0; needed where `value` has ``InRow``.
    """
    text = row_pattern(value, dialect)
    if row is None:
        return text
    return ROW_MARK.sub(lambda mark: str(row + 1 + int(mark[1])), text)


def row_pattern(value: Expression, dialect: Dialect) -> str:
    """Return the formula of a table's column with a mark (see `ROW_MARK`) for each row number."""
    return FormulaPrinter(dialect).write(value)


class FormulaPrinter(Printer):
    """Writes expressions over a sheet's cells for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def spell(self, value: Expression) -> tuple[str, int]:
        match value:
            case Number(number):
                return _number(number)
            case Text(text):
                return '"' + text.replace('"', '""') + '"', ATOM
            case Reference(row, column, sheet, absolute):
                return self.dialect.reference(sheet, _address(row, column, absolute)), ATOM
            case Range(top, left, bottom, right, sheet):
                corners = _address(top, left, True), _address(bottom, right, True)
                return self.dialect.range(sheet, *corners), ATOM
            case InRow(_, _, sheet, _):
                return self.dialect.reference(sheet, _marked(value)), ATOM
            case RowsAbove():
                return self.dialect.range(None, *map(_marked, value.ends)), ATOM
            case Operation("negative", (operand,)):
                return "-" + self.write(operand, _BINDING["negative"]), _BINDING["negative"]
            case Operation(operator, operands):
                return self._operation(operator, operands), _BINDING[operator]
            case Call(function, arguments):
                return self._call(function, arguments)
        raise ValueError(f"no cell formula for {value!r}")

    def _operation(self, operator: str, operands: tuple[Expression, ...]) -> str:
        binding = _BINDING[operator]
        first_binding = ATOM if operator == "^" else binding
        first, *others = operands
        written = [self.write(first, first_binding)]
        written += [self.write(operand, binding + 1) for operand in others]
        return operator.join(written)

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> tuple[str, int]:
        definition = definition_of(function, arguments)
        if definition is not None:
            return self.spell(definition)
        if function in _TRUTHS:
            return f"{function}()", ATOM
        if not function.isupper():
            raise ValueError(f"no spreadsheet function for {function!r}")
        inside = self.dialect.separator.join(self.write(argument) for argument in arguments)
        return f"{function}({inside})", ATOM


def _marked(place: InRow) -> str:
    """Return a cell's address with a mark for its row number."""
    return f"{'$' if place.fixed else ''}{column_letters(place.column)}\ue000{place.offset}\ue001"


def _number(value: int | float | Fraction) -> tuple[str, int]:
    text = _decimal(value)
    if text is None:
        assert isinstance(value, Fraction)
        return f"{value.numerator}/{value.denominator}", _BINDING["/"]
    return text, _BINDING["negative"] if text.startswith("-") else ATOM


def _decimal(value: int | float | Fraction) -> str | None:
    """Return the number as digits, or ``None`` for a fraction that no digits say exactly."""
    if isinstance(value, Fraction):
        exact = decimal(value)
        if exact is None:
            return None
        value = exact
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _address(row: int, column: int, absolute: bool) -> str:
    if absolute:
        return f"${column_letters(column)}${row + 1}"
    return cell_name(row, column)
