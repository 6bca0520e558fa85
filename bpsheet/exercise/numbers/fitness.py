"""What numbers must be beside showing mistakes: no saturated unit, no tiny gradient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bpsheet.exercise.runs import Array, Runs
from bpsheet.expression import Call
from bpsheet.model.graph import Quantity, Role

LEAST_GRADIENT = 0.01
SATURATED = 0.02
"""How near a bounded activation may come to its bounds."""

GRADIENTS = (
    *(Role.GRADIENT, Role.MEAN_GRADIENT, Role.SEQUENTIAL_GRADIENT),
    *(Role.ERROR_SIGNAL, Role.DERIVATIVE),
)

Mask = NDArray[np.bool_]


def unfit(runs: Runs, rows: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, Mask]]:
    """Yield each criterion in words, and which runs fail it.

    Arguments:
        runs: the correct runs.
        rows: per quantity asked for, the rows that count.
    """
    for quantity in runs.graph.of_role(Role.ACTIVATION):
        values = runs.columns[quantity.name]
        yield f"{quantity.name} is saturated", _is_saturated(quantity, values)
    for name in rows:
        asked = runs.columns[name][:, list(rows[name])]
        yield f"{name} is not a finite number", ~np.isfinite(asked).all(axis=1)
        if runs.graph[name].role in GRADIENTS:
            small = ~(np.abs(asked[:, 0]) >= LEAST_GRADIENT)
            yield f"{name} is smaller than {LEAST_GRADIENT} in its first row", small


def _is_saturated(quantity: Quantity, values: Array) -> Mask:
    """Return in which runs a unit is saturated: bounded ones ever, those with a kink always."""
    match quantity.definition:
        case Call("sigmoid" | "softmax"):
            return _any((values < SATURATED) | (values > 1 - SATURATED))
        case Call("tanh"):
            return _any(np.abs(values) > 1 - SATURATED)
        case Call("relu" | "leaky-relu"):
            return ~_any(values > 0)
    return np.zeros(len(values), bool)


def _any(where: Mask) -> Mask:
    return np.asarray(where.any(axis=1))
