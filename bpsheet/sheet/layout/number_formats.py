"""How many decimals a quantity is shown with: six significant digits of its typical value."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.evaluate import evaluate
from bpsheet.expression import Expression, names_in
from bpsheet.model.graph import Graph, Role
from bpsheet.names import previous_name
from bpsheet.trace import Trace

GENERAL = "General"
SCIENTIFIC = "0.00000E+00"
SIGNIFICANT_DIGITS = 6
NARROWEST, DIGIT, SIGN_POINT_AND_AIR = 70, 7.45, 15
MOST_DECIMALS = 9
WILD = 1e5
"""Numbers above this, or that much above their median, are shown with a power of ten: no fixed
number of decimals suits them."""
FEWEST_DIGITS, MOST_DIGITS = 2, 11
"""Of a single number: what it takes to tell it, and what its cell has room for."""

TYPED = (Role.INPUT, Role.TARGET, Role.HYPERPARAMETER)
"""What never changes is shown as it was typed."""


def number_format(values: NDArray[np.float64]) -> str:
    """Return a number format that shows six significant digits of typical `values`.

    >>> number_format(np.array([0.24, 0.12, 0.06]))
    '0.000000'
    """
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    if not sizes.size:
        return GENERAL
    if not np.all(np.isfinite(values)):
        return SCIENTIFIC
    middle = sizes.size // 2
    typical = np.partition(sizes, middle)[middle]  # np.median would load all of numpy.ma
    if np.max(sizes) > WILD * min(1, typical):
        return SCIENTIFIC
    if np.all(sizes == np.round(sizes)):
        return GENERAL  # it counts, or is a slope of 1
    leading = int(np.floor(np.log10(typical)))
    decimals = SIGNIFICANT_DIGITS - 1 - leading
    if leading == 0:
        decimals += 1  # numbers below and above 1 stand in line
    if decimals > MOST_DECIMALS:
        return SCIENTIFIC
    return "0." + "0" * max(decimals, 1)


def format_of(name: str, graph: Graph, trace: Trace, rate: int | None = None) -> str:
    """Return the format of a quantity: one for all rates, or, where it suits not all, of one."""
    if graph[name].role in TYPED:
        return GENERAL
    column = trace.cost if graph[name].role is Role.COST else trace.column(name)
    common = _common_format(column)
    own = common if rate is None else number_format(column[rate])
    return own if SCIENTIFIC in (own, common) else common


def _common_format(column: NDArray[np.float64]) -> str:
    """Return a format for all rates, (rates, rows), but those that run away or come close to 0."""
    own = [number_format(of_rate) for of_rate in column]
    fixed = [of_rate != SCIENTIFIC for of_rate in own]
    common = number_format(column[fixed] if any(fixed) else column)
    if common != SCIENTIFIC or not any(fixed):
        return common
    by_decimals = sorted((found for found in own if found != SCIENTIFIC), key=len)
    return by_decimals[len(by_decimals) // 2]


def format_showing(value: float, usual: str) -> str:
    """Return `usual`, or a format of its own for a number of which it shows too little or too much.

    >>> format_showing(0.25, "0.000000"), format_showing(7.1e-11, "0.000000")
    ('0.000000', '0.00000E+00')
    """
    decimals = len(usual.partition(".")[2])
    digits = 1 + math.floor(math.log10(abs(value))) + decimals if value else FEWEST_DIGITS
    fits = usual not in (GENERAL, SCIENTIFIC) and FEWEST_DIGITS <= digits <= MOST_DIGITS
    return usual if fits else number_format(np.array([value]))


def bracketed(number_format: str) -> str:
    """Return the format with negative numbers in brackets, as they stand between operators.

    >>> bracketed("0.00")
    '0.00;(-0.00)'
    """
    return f"{number_format};(-{number_format})"


def width_of(number_format: str, values: NDArray[np.float64] | None = None) -> int:
    """Return the pixels that numbers of this format take, a sign and some air included.

    Arguments:
        number_format: as `number_format` returns it.
        values: the numbers; without them one digit stands before the point.
    """
    if number_format in (GENERAL, SCIENTIFIC):
        return NARROWEST if number_format == GENERAL else _room_for(len(number_format) - 1)
    largest = 1.0 if values is None else float(np.max(np.abs(values), initial=1.0))
    before = math.floor(math.log10(largest)) if largest > 1 else 0
    return _room_for(len(number_format) - 1 + before)


def _room_for(digits: int) -> int:
    return max(NARROWEST, math.ceil(DIGIT * digits + SIGN_POINT_AND_AIR))


def format_for(value: Expression, graph: Graph, trace: Trace) -> str:
    """Return the format of an expression; names that no column holds are taken for small."""
    names = {name: name.removesuffix(previous_name("")) for name in names_in(value)}
    if any(name not in graph for name in names.values()):
        return number_format(np.array([0.05]))
    given: dict[str, Any] = trace.given_once
    columns = {name: trace.column(now) for name, now in names.items() if name not in given}
    values = given | columns
    with np.errstate(all="ignore"):
        return _common_format(np.atleast_2d(evaluate(value, values)))
