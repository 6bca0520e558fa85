"""How many decimals a quantity is shown with: six significant digits of its typical value."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.evaluate import evaluate
from bpsheet.expression import Expression, names_in
from bpsheet.model.graph import Graph, Role
from bpsheet.trace import Trace

GENERAL = "General"
SCIENTIFIC = "0.00000E+00"
SIGNIFICANT_DIGITS = 6
NARROWEST, DIGIT, SIGN_POINT_AND_AIR = 70, 7.45, 15
MOST_DECIMALS = 9
WILD = 1e5
"""Numbers above this, or that much above their median, are shown as the program likes: no fixed
number of decimals suits them."""

TYPED = (Role.INPUT, Role.TARGET, Role.HYPERPARAMETER)
"""What never changes is shown as it was typed."""


def number_format(values: NDArray[np.float64]) -> str:
    """Return a number format that shows six significant digits of typical `values`.

    >>> number_format(np.array([0.24, 0.12, 0.06]))
    '0.000000'
    """
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    if not sizes.size or not np.all(np.isfinite(values)):
        return GENERAL
    middle = sizes.size // 2
    typical = np.partition(sizes, middle)[middle]  # np.median would load all of numpy.ma
    if np.max(sizes) > WILD * min(1, typical):
        return GENERAL
    leading = int(np.floor(np.log10(typical)))
    decimals = SIGNIFICANT_DIGITS - 1 - leading
    if leading == 0:
        decimals += 1  # numbers below and above 1 stand in line
    if decimals > MOST_DECIMALS:
        return SCIENTIFIC
    return "0." + "0" * max(decimals, 1)


def format_of(name: str, graph: Graph, trace: Trace, rate: int | None = None) -> str:
    """Return the format of a quantity: one for all rates, or, where none suits all, of one rate."""
    if graph[name].role in TYPED:
        return GENERAL
    column = trace.cost if graph[name].role is Role.COST else trace.column(name)
    common = number_format(column)
    return common if rate is None or common != GENERAL else number_format(column[rate])


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
    names = set(names_in(value))
    if any(name not in graph for name in names):
        return number_format(np.array([0.05]))
    given: dict[str, Any] = trace.given_once
    values = given | {name: trace.column(name) for name in names - given.keys()}
    with np.errstate(all="ignore"):
        return number_format(np.atleast_1d(evaluate(value, values)))
