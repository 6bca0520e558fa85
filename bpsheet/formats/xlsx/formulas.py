"""Formulas as XlsxWriter takes them: with the equals sign."""

from __future__ import annotations

from bpsheet.errors import InputError
from bpsheet.expression import Expression
from bpsheet.notation.formula import EXCEL, formula, row_pattern
from bpsheet.sheet.address import Range, Reference

LONGEST = 8_192


def excel_formula(expression: Expression, row: int | None = None) -> str:
    """Return a formula with its equals sign.

    Arguments:
        expression: over references.
        row: the row of the formula's own cell, counted from 0; needed for ``InRow`` references.

    Raises:
        InputError: the formula is longer than Excel allows.

    >>> excel_formula(Reference(2, 1) * 2)
    '=$B$3*2'
    """
    return "=" + _short_enough(formula(expression, EXCEL, row))


def excel_pattern(expression: Expression) -> str:
    """Return the formula of a table's column with a mark for each row number.

    Raises:
        InputError: the formula is longer than Excel allows.
    """
    return _short_enough(row_pattern(expression, EXCEL))


def _short_enough(text: str) -> str:
    if len(text) >= LONGEST:
        raise InputError(
            f"a formula would have {len(text):,} characters, more than the {LONGEST:,} that Excel"
            ' holds; use gradients = "staged" or smaller layers',
            key="sheets.gradients",
        )
    return text


def reference_from_anywhere(source: Reference | Range, sheet: str) -> str:
    """Return a reference that names its sheet, which is `sheet` unless it says otherwise.

    >>> reference_from_anywhere(Reference(2, 1), "lr 0.1")
    "='lr 0.1'!$B$3"
    """
    return excel_formula(source.on(source.sheet or sheet))
