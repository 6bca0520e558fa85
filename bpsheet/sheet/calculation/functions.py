"""What a spreadsheet's operators and functions do with single values: a table, one row for each.

A value that is an error travels as a `FaultError` exception until something catches it, so the rows
below see values only.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any

from bpsheet.sheet.workbook import CellError, Value

NUMERAL = re.compile(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*")


class FaultError(Exception):
    """An error value on its way out of a formula.

    Arguments:
        code: such as ``#NUM!``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def number(value: Value) -> float:
    """Return `value` as arithmetic takes it: empty is 0, TRUE is 1, a numeral its number."""
    if isinstance(value, str):
        if not NUMERAL.fullmatch(value):
            raise FaultError("#VALUE!")
        return float(value)
    if isinstance(value, CellError):
        raise FaultError(value.code)
    return 0.0 if value is None else float(value)


def text(value: Value) -> str:
    """Return `value` as ``&`` takes it: up to 15 significant digits, an empty cell as no text.

    >>> text(0.1 + 0.2), text(2.0), text(1e-7), text(True)
    ('0.3', '2', '0.0000001', 'TRUE')
    """
    if isinstance(value, CellError):
        raise FaultError(value.code)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    return _general(value)


def _general(value: float) -> str:
    digits = f"{value:.15g}"
    if "e" not in digits:
        return digits
    plain = f"{Decimal(digits):f}"
    return plain if len(plain) <= 20 else digits.upper()


def is_number(value: object) -> bool:
    """Return whether `value` is a number; truth values and numerals are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def truth(value: Value) -> bool:
    """Return `value` as a condition: a number is true unless it is 0."""
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    return number(value) != 0


def _arithmetic(function: Callable[..., float]) -> Callable[..., float]:
    """Return `function` over values, with a spreadsheet's errors in place of Python's."""

    def calculated(*values: Value) -> float:
        operands = [number(value) for value in values]
        try:
            result = function(*operands)
        except ZeroDivisionError:
            raise FaultError("#DIV/0!") from None
        except (OverflowError, ValueError):
            raise FaultError("#NUM!") from None
        if isinstance(result, complex) or not math.isfinite(result):
            raise FaultError("#NUM!")
        return result

    return calculated


def _folded(function: Callable[[float, float], float]) -> Callable[..., float]:
    return _arithmetic(lambda *operands: reduce(function, operands))


def _order(left: Value, right: Value) -> int:
    """Return -1, 0 or 1: numbers come before texts, texts before truth values; case is ignored."""
    first, second = _sort_key(left, right), _sort_key(right, left)
    return (first > second) - (first < second)


def _sort_key(value: Value, other: Value) -> tuple[int, Any]:
    """Return what `value` is compared by; an empty cell becomes whatever `other` is."""
    if isinstance(value, CellError):
        raise FaultError(value.code)
    if value is None:
        value = "" if isinstance(other, str) else 0
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, float(value))


def _comparison(holds: Callable[[int, int], bool]) -> Callable[[Value, Value], bool]:
    return lambda left, right: holds(_order(left, right), 0)


def _power(base: float, exponent: float) -> float:
    if base == exponent == 0:
        raise FaultError("#NUM!")
    power: float = base**exponent
    return power


def _rounded(value: Decimal, digits: float) -> Decimal:
    """Return `value` rounded half away from zero."""
    return value.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)


def _fixed(value: Value, digits: Value = 2, no_commas: Value = False) -> str:
    """Return a number as text; a double's exact value is rounded, where ROUND takes its digits."""
    places = int(number(digits))
    rounded = _rounded(Decimal(number(value)), places) or Decimal(0)
    commas = "" if truth(no_commas) else ","
    return f"{rounded:{commas}.{max(places, 0)}f}"


def _not_available() -> Value:
    raise FaultError("#N/A")


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "+": _folded(operator.add),
    "-": _arithmetic(operator.sub),
    "*": _folded(operator.mul),
    "/": _arithmetic(operator.truediv),
    "^": _arithmetic(_power),
    "negative": _arithmetic(operator.neg),
    "&": lambda *values: "".join(text(value) for value in values),
    "=": _comparison(operator.eq),
    "<>": _comparison(operator.ne),
    "<": _comparison(operator.lt),
    "<=": _comparison(operator.le),
    ">": _comparison(operator.gt),
    ">=": _comparison(operator.ge),
    "ABS": _arithmetic(abs),
    "SQRT": _arithmetic(math.sqrt),
    "EXP": _arithmetic(math.exp),
    "LN": _arithmetic(math.log),
    "TANH": _arithmetic(math.tanh),
    "SIGN": _arithmetic(lambda value: float((value > 0) - (value < 0))),
    "INT": _arithmetic(lambda value: float(math.floor(value))),
    "MOD": _arithmetic(operator.mod),
    "ROUND": _arithmetic(lambda value, digits: float(_rounded(Decimal(repr(value)), digits))),
    "FIXED": _fixed,
    "NOT": lambda value: not truth(value),
    "ISNUMBER": is_number,
    "ISERROR": lambda value: isinstance(value, CellError),
    "NA": _not_available,
    "TRUE": lambda: True,
    "FALSE": lambda: False,
}
"""Operators and functions of single values."""

ERROR_READERS = {"ISNUMBER", "ISERROR"}
"""The functions that take an error as a value; all others become that error themselves."""
