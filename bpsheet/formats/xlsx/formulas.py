"""Formulas as XlsxWriter takes them: with the equals sign."""

from __future__ import annotations

from bpsheet.expression import Expression
from bpsheet.notation.formula import EXCEL, formula
from bpsheet.sheet.address import Range, Reference


def excel_formula(expression: Expression, row: int | None = None) -> str:
    """Return a formula with its equals sign.

    Arguments:
        expression: over references.
        row: the row of the formula's own cell, counted from 0; needed for ``InRow`` references.

    >>> excel_formula(Reference(2, 1) * 2)
    '=$B$3*2'
    """
    return "=" + formula(expression, EXCEL, row)


def reference_from_anywhere(source: Reference | Range, sheet: str) -> str:
    """Return a reference that names its sheet, which is `sheet` unless it says otherwise.

    >>> reference_from_anywhere(Reference(2, 1), "lr 0.1")
    "='lr 0.1'!$B$3"
    """
    return excel_formula(source.on(source.sheet or sheet))
