"""What a spreadsheet's functions of ranges do with their cells.

The values of a range are an array: floats, all of them finite, or objects where a cell holds
anything else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.sheet.calculation.functions import (
    FUNCTIONS,
    NUMERAL,
    FaultError,
    is_number,
    number,
)
from bpsheet.sheet.workbook import CellError, Value

Array = NDArray[Any]

_CRITERION = re.compile("(<=|>=|<>|<|>|=|)(.*)", re.DOTALL)

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


def numbers(values: Array) -> Array:
    """Return the numbers of a range: its texts, truth values and empty cells do not count."""
    if values.dtype == np.float64:
        return values.ravel()
    return np.array([number(value) for value in values.flat if _counts(value)], dtype=float)


def aggregate(name: str, values: Array) -> float:
    """Return the aggregate called `name` of `values`, the numbers of its arguments."""
    if not len(values) and name == "AVERAGE":
        raise FaultError("#DIV/0!")
    result = float(AGGREGATES[name](values)) if len(values) else 0.0
    if not math.isfinite(result):
        raise FaultError("#NUM!")
    return result


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
    return parts[1] or "=", float(parts[2]) if NUMERAL.fullmatch(parts[2]) else parts[2]


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
    """Return the operator `name` applied cell by cell; errors stay in their cells."""
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
