"""The rows of a trace that a proof looks at, and how large what is computed in them is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from bpsheet.magnitude import magnitude
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.model.guards import scaled
from bpsheet.proof.comparison import SMALLEST
from bpsheet.trace import Trace

Numbers = dict[str, np.float64]


def finite_rows(graph: Graph, trace: Trace) -> NDArray[np.bool_]:
    """Return which rows of which rates come before one that overflows, (rates, rows)."""
    finite = np.isfinite(trace.total)
    for quantity in graph:
        if quantity.scope in (Scope.ROW, Scope.CARRIED):
            finite &= np.isfinite(trace.column(quantity.name))
    return np.logical_and.accumulate(finite, axis=1)


def numbers_of_row(graph: Graph, trace: Trace, rate: int, row: int) -> Numbers:
    """Return what is given once and what stands in one row by name, as the engine has it."""
    in_row = (
        quantity.name
        for quantity in graph
        if quantity.scope in (Scope.SAMPLE, Scope.ROW, Scope.CARRIED)
        or quantity.role is Role.PARAMETER
    )
    once = {name: values[rate, 0] for name, values in trace.given_once.items()}
    return once | {name: trace.column(name)[rate, row] for name in in_row}


def sizes_of_row(quantities: Iterable[Quantity], numbers: Numbers) -> Numbers:
    """Return the size of the numbers that each number of a row is computed from, by name.

    Rounding adds up along the row: each size is made of the sizes of what enters, not of the
    values, which may nearly vanish.

    Arguments:
        quantities: those computed in the row, in order.
        numbers: what stands in the row.
    """
    sizes = {name: np.abs(number) for name, number in numbers.items()}
    for quantity in quantities:
        assert quantity.definition is not None
        size = magnitude(scaled(quantity.definition), numbers, sizes)
        sizes[quantity.name] = np.maximum(np.nan_to_num(size, nan=np.inf, posinf=np.inf), SMALLEST)
    return sizes
