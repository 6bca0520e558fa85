"""Whole rows, computed from what is given in them with many digits."""

from __future__ import annotations

from collections.abc import Iterator

import mpmath

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.model.graph import Graph, Scope
from bpsheet.proof.comparison import Comparison, checked
from bpsheet.proof.rows import numbers_of_row, sizes_of_row
from bpsheet.trace import Trace

DIGITS = 40


def compare_precisely(
    graph: Graph, trace: Trace, chosen: list[tuple[int, int]]
) -> Iterator[Comparison]:
    """Yield a comparison per quantity of each chosen rate and row.

    Raises:
        ProofError: a number of the engine differs from the precise one.
    """
    computed = [q for q in graph if q.definition is not None and q.scope is Scope.ROW]
    with mpmath.workdps(DIGITS):
        for rate, row in chosen:
            numbers = numbers_of_row(graph, trace, rate, row)
            sizes = sizes_of_row(computed, numbers)
            exact = {name: mpmath.mpf(number) for name, number in numbers.items()}
            for quantity in computed:
                name, definition = quantity.name, quantity.definition
                assert definition is not None
                exact[name] = evaluate(definition, exact, PRECISE)
                residual = float(abs(exact[name] - numbers[name]) / sizes[name])
                place = f"{name} at step {row} of rate {trace.rates[rate]:g}"
                yield checked(Comparison(1, residual, place))
