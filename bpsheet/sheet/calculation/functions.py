"""What a spreadsheet's operators and functions do with values: tables, one row for each.

A value that is an error travels as a `FaultError` exception until something catches it, so the rows
below see values only.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.sheet.workbook import CellError, Value

Array = NDArray[Any]

_NUMERAL = re.compile(r"\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*")
_CRITERION = re.compile("(<=|>=|<>|<|>|=|)(.*)", re.DOTALL)


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
        if not _NUMERAL.fullmatch(value):
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


def numbers(values: Array) -> Array:
    """Return the numbers of a range: its texts, truth values and empty cells do not count."""
    if values.dtype == np.float64:
        return values.ravel()
    return np.array([number(value) for value in values.flat if _counts(value)], dtype=float)


def aggregate(name: str, values: Array) -> float:
    """Return the aggregate called `name` of `values`, the numbers of its arguments."""
    if not len(values):
        return number(CellError("#DIV/0!")) if name == "AVERAGE" else 0.0
    result = float(AGGREGATES[name](values))
    return result if math.isfinite(result) else number(CellError("#NUM!"))


def count(values: Array) -> int:
    """Return how many cells of a range hold numbers."""
    return int(sum(is_number(value) for value in values.flat))


def count_if(values: Array, condition: Value) -> int:
    """Return how many cells of a range meet a condition such as ``"<=0.01"`` or 3."""
    sign, sought = _criterion(condition)
    if values.dtype == np.float64 and is_number(sought):
        return int(np.count_nonzero(over_arrays(sign, (values, sought))))
    return sum(_meets(value, sign, sought) for value in values.flat)


def _criterion(condition: Value) -> tuple[str, Value]:
    """Return the comparison and the value that a COUNTIF condition spells."""
    parts = _CRITERION.fullmatch(condition) if isinstance(condition, str) else None
    if parts is None:
        return "=", condition
    return parts[1] or "=", float(parts[2]) if _NUMERAL.fullmatch(parts[2]) else parts[2]


def _meets(value: Value, sign: str, sought: Value) -> bool:
    if is_number(value) != is_number(sought):
        return sign == "<>"
    return _caught(FUNCTIONS[sign], value, sought) is True


def position(sought: Value, values: Array) -> int:
    """Return where a range of one row or column first holds `sought`, counted from 1."""
    if values.dtype == np.float64 and is_number(sought):
        equal = values.ravel() == sought
    else:
        found = [value is not None and _meets(value, "=", sought) for value in values.flat]
        equal = np.array(found, dtype=bool)
    if not equal.any():
        raise FaultError("#N/A")
    return int(equal.argmax()) + 1


def over_arrays(name: str, operands: Sequence[Array | Value]) -> Array:
    """Return the operator or function `name` applied cell by cell, errors kept in place."""
    if name in _UFUNCS and all(_is_numeric(operand) for operand in operands):
        floats = [np.asarray(operand, dtype=float) for operand in operands]
        with np.errstate(all="ignore"):
            result: Array = reduce(_UFUNCS[name], floats)
        if np.isfinite(result).all():
            return result
    by_cell: Callable[..., Any] = np.frompyfunc(partial(_caught, FUNCTIONS[name]), len(operands), 1)
    return np.asarray(by_cell(*operands), dtype=object)


def _caught(function: Callable[..., Value], *values: Value) -> Value:
    try:
        return function(*values)
    except FaultError as fault:
        return CellError(fault.code)


def _is_numeric(operand: Array | Value) -> bool:
    if isinstance(operand, np.ndarray):
        return operand.dtype != object
    return isinstance(operand, int | float)


def _counts(value: Value) -> bool:
    return isinstance(value, CellError) or is_number(value)


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

AGGREGATES: dict[str, Callable[[Array], float]] = {
    "SUM": np.sum,
    "AVERAGE": np.mean,
    "MAX": np.max,
    "MIN": np.min,
}
"""Functions of all numbers of their arguments."""

_UFUNCS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
