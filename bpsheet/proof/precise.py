"""Whole rows, computed from what is given in them with many digits."""

from __future__ import annotations

from collections.abc import Iterator

import mpmath
import numpy as np

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import names_in
from bpsheet.magnitude import magnitude
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.proof.comparison import Comparison, checked
from bpsheet.trace import Trace

DIGITS = 40


def compare_precisely(
    graph: Graph, trace: Trace, chosen: list[tuple[int, int]]
) -> Iterator[Comparison]:
    """Yield a comparison per quantity of each chosen rate and row.

    Rounding adds up along the row: each size is made of the sizes of what enters, not of the
    values, which may nearly vanish. No activation is steeper than 1, so none enlarges an error.

    Raises:
        ProofError: a number of the engine differs from the precise one.
    """
    computed = [q for q in graph if q.definition is not None and q.scope is Scope.ROW]
    given = [
        quantity
        for quantity in graph
        if quantity.scope in (Scope.SAMPLE, Scope.CARRIED) or quantity.role is Role.PARAMETER
    ]
    with mpmath.workdps(DIGITS):
        for rate, row in chosen:
            once = {name: float(values[rate, 0]) for name, values in trace.given_once.items()}
            numbers = {q.name: float(trace.column(q.name)[rate, row]) for q in (*given, *computed)}
            values = {q.name: mpmath.mpf(numbers[q.name]) for q in given}
            values |= {name: mpmath.mpf(value) for name, value in once.items()}
            sizes = {name: abs(float(value)) for name, value in values.items()}
            for quantity in computed:
                assert quantity.definition is not None
                exact = evaluate(quantity.definition, values, PRECISE)
                values[quantity.name] = exact
                sizes[quantity.name] = _accumulated_size(quantity, sizes, abs(float(exact)))
                residual = float(abs(exact - numbers[quantity.name])) / sizes[quantity.name]
                place = f"{quantity.name} at step {row} of rate {trace.rates[rate]:g}"
                yield checked(Comparison(1, residual, place))


def _accumulated_size(quantity: Quantity, sizes: dict[str, float], value: float) -> float:
    assert quantity.definition is not None
    size = max(float(magnitude(quantity.definition, sizes)), value)
    if quantity.role is Role.ACTIVATION:
        size += sum(sizes[name] for name in names_in(quantity.definition))
    return max(size, float(np.finfo(float).tiny))
