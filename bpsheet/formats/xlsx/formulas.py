"""Formulas as XlsxWriter takes them: with the equals sign, and no longer than Excel allows."""

from __future__ import annotations

from xlsxwriter.exceptions import XlsxWriterException

from bpsheet.expression import Expression
from bpsheet.notation.formula import EXCEL, formula
from bpsheet.sheet.address import Range, Reference

_LONGEST = 8192


def excel_formula(expression: Expression, row: int | None = None) -> str:
    """Return a formula, such as ``=A1+1``.

    Arguments:
        expression: over references.
        row: the row of the formula's own cell, counted from 0; needed for ``InRow`` references.

    Raises:
        XlsxWriterException: if Excel would refuse a formula of this length.
    """
    text = formula(expression, EXCEL, row)
    if len(text) > _LONGEST:
        raise XlsxWriterException(
            f"a formula has {len(text)} characters, but Excel takes {_LONGEST}: "
            "build a smaller network, or gradients in stages"
        )
    return f"={text}"


def reference_from_anywhere(source: Reference | Range, sheet: str) -> str:
    """Return a reference that names its sheet, which is `sheet` unless it says otherwise."""
    return excel_formula(source.on(source.sheet or sheet))
