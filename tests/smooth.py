"""Which rows of a training run are on no kink, so that a central difference says something."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bpsheet.evaluate import evaluate
from bpsheet.model.graph import Graph
from bpsheet.model.kinks import kinks
from bpsheet.trace import Trace

NEAR = 0.01


def smooth_rows(graph: Graph, trace: Trace) -> Iterator[tuple[int, int]]:
    """Yield the number of rate and row of every row that is not near a kink.

    Arguments:
        graph: the forward pass.
        trace: the run.
    """
    distances = kinks(graph)
    for rate, row in np.ndindex(trace.total.shape):
        numbers = numbers_of(graph, trace, rate, row)
        if all(abs(evaluate(distance, numbers)) > NEAR for distance in distances):
            yield rate, row


def numbers_of(graph: Graph, trace: Trace, rate: int, row: int) -> dict[str, float]:
    """Return what stands in a row up to the loss by name."""
    names = [quantity.name for quantity in graph if quantity.name != trace.names.learning_rate]
    return {name: float(trace.column(name)[rate, row]) for name in names}
