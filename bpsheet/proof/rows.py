"""The rows of a trace that a proof looks at, and their numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bpsheet.model.graph import Graph, Role, Scope
from bpsheet.trace import Trace


def finite_rows(trace: Trace) -> NDArray[np.bool_]:
    """Return which rows of which rates come before divergence, (rates, rows)."""
    rows = np.arange(trace.total.shape[1])
    ends = [len(rows) if first is None else first for first in trace.diverged_at]
    return rows < np.array(ends)[:, np.newaxis]


def numbers_of_row(graph: Graph, trace: Trace, rate: int, row: int) -> dict[str, np.float64]:
    """Return what is given once and what stands in one row, by name, as the engine has it."""
    in_row = (
        quantity.name
        for quantity in graph
        if quantity.scope in (Scope.SAMPLE, Scope.ROW, Scope.CARRIED)
        or quantity.role is Role.PARAMETER
    )
    once = {name: values[rate, 0] for name, values in trace.given_once.items()}
    return once | {name: trace.column(name)[rate, row] for name in in_row}
