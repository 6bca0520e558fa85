"""Formulas over foreign cells as Excel shows them, and seen from a sheet on its side."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.checker.book import Formula
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas.canonical import reference_text
from bpsheet.expression import Call, Expression, transform, walk
from bpsheet.notation.formula import EXCEL, FormulaPrinter
from bpsheet.notation.printer import ATOM
from bpsheet.sheet.address import column_letters


def spell(expression: Expression, row: int, column: int) -> str:
    """Return a formula as Excel shows it in the cell at `row` and `column`, with ``=``.

    >>> spell(CellAt(-1, 0) - CellAt(18, 15, True, True) * CellAt(-1, 19), 24, 4)
    '=E24-$P$19*X24'
    """
    return "=" + _Spelling(row, column).write(expression)


class _Spelling(FormulaPrinter):
    """Writes a formula for one cell."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__(EXCEL)
        self._row, self._column = row, column

    def spell(self, value: Expression) -> tuple[str, int]:
        match value:
            case CellAt(sheet=sheet):
                return EXCEL.reference(sheet, self._address(value)), ATOM
            case Area(first, last):
                corners = self._address(first), self._address(last)
                return EXCEL.range(first.sheet, *corners), ATOM
        return super().spell(value)

    def _address(self, cell: CellAt) -> str:
        row, column = cell.place(self._row, self._column)
        if row < 0 or column < 0:
            return "#REF!"
        letters = ("$" if cell.column_fixed else "") + column_letters(column)
        return f"{letters}{'$' if cell.row_fixed else ''}{row + 1}"


def cells_of(expression: Expression) -> Iterator[CellAt | Area]:
    """Yield every reference in a formula, in written order."""
    for part in walk(expression):
        if isinstance(part, CellAt | Area):
            yield part


def transpose(formula: Formula) -> Formula:
    """Return a formula as it is seen from a sheet whose rows and columns change places."""
    if formula.expression is None:
        return formula
    seen = turned(formula.expression)
    return Formula(_written(seen), seen, formula.unread)


def turned(expression: Expression) -> Expression:
    """Return a formula's meaning as it is seen when rows and columns change places."""
    return transform(expression, _turned)


def _turned(part: Expression) -> Expression | None:
    match part:
        case CellAt() | Area():
            return part.transposed
        case Call("ROW" | "COLUMN" as axis, arguments):
            other = {"ROW": "COLUMN", "COLUMN": "ROW"}[axis]
            return Call(other, tuple(transform(argument, _turned) for argument in arguments))
    return None


def _written(expression: Expression) -> str:
    """Return text that is the same for the same formula only."""
    return _Canonical(EXCEL).write(expression)


class _Canonical(FormulaPrinter):
    """Writes a formula with distances for what is relative."""

    def spell(self, value: Expression) -> tuple[str, int]:
        if isinstance(value, CellAt | Area):
            return reference_text(value), ATOM
        return super().spell(value)
