"""The engine's gradients against central differences of its loss."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from bpsheet.engine import loss_at
from bpsheet.evaluate import evaluate
from bpsheet.model.graph import FORWARD, Graph, Role, Scope
from bpsheet.model.kinks import kinks
from bpsheet.proof.comparison import Comparison, checked
from bpsheet.proof.rows import numbers_of_row, sizes_of_row
from bpsheet.trace import Trace

STEPS = tuple(10.0**-digits for digits in range(5, 13))
"""ε of the central differences, times a parameter above 1; the first that fits counts.

With 10⁻⁵ rounding (about 4·2⁻⁵²·E/ε) and truncation (ε²) are alike for numbers of size 1; where
inputs or weights are in the thousands the loss bends sooner. A wrong gradient fits with none.
"""

TOLERANCE = 1e-7
"""The largest disagreement with a central difference, for losses and gradients of size 1."""

FEW_PARAMETERS = 50


def compare_differences(
    graph: Graph, trace: Trace, chosen: list[tuple[int, int]]
) -> Iterator[Comparison]:
    """Yield a comparison per chosen rate and row.

    Left out are rows on a kink, where there is no slope, and those whose loss is a small rest of
    numbers that overflow.

    Raises:
        ProofError: gradients and differences disagree.
    """
    parameters = _trained(graph, trace)
    distances, forward = kinks(graph), graph.of_role(*FORWARD)
    for rate, row in chosen:
        numbers = numbers_of_row(graph, trace, rate, row)
        size = float(sizes_of_row(forward, numbers)[graph.loss.name])
        on_a_kink = any(evaluate(distance, numbers) == 0 for distance in distances)
        if on_a_kink or math.isinf(size):
            continue
        residual = math.inf
        for step in STEPS:
            residual = min(residual, _residual(trace, rate, row, parameters, step, size))
            if residual <= TOLERANCE:
                break
        place = f"central differences at step {row} of rate {trace.rates[rate]:g}"
        yield checked(Comparison(len(parameters), residual, place), TOLERANCE)


def _residual(
    trace: Trace, rate: int, row: int, parameters: list[int], step: float, size: float
) -> float:
    """Return the largest disagreement of a row's gradients with central differences.

    Arguments:
        size: of the numbers that the row's loss is computed from; rounding grows with it.
    """
    around = trace.parameters[rate, row]
    steps = np.zeros((len(parameters), len(around)))
    steps[range(len(parameters)), parameters] = step * np.maximum(1.0, np.abs(around[parameters]))
    # The sample's losses on both sides, and the steps actually taken: these are rounded, too.
    above, below = around + steps, around - steps
    sample = int(trace.sample[row])
    rise = loss_at(trace.template, above, sample) - loss_at(trace.template, below, sample)
    gradients = trace.gradients[rate, row, parameters]
    residual = float(np.max(np.abs(rise / (above - below).sum(axis=1) - gradients)))
    return residual / max(1.0, size, float(np.max(np.abs(gradients))))


def _trained(graph: Graph, trace: Trace) -> list[int]:
    """Return the places of up to `FEW_PARAMETERS` trained parameters, spread over all of them."""
    carried = [
        trace.names.parameters.index(quantity.name)
        for quantity in graph.of_role(Role.PARAMETER)
        if quantity.scope is Scope.CARRIED
    ]
    return carried[:: -(-len(carried) // FEW_PARAMETERS)]
