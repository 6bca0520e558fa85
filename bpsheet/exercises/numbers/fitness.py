"""What numbers must be beside showing mistakes: no saturated unit, no tiny gradient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bpsheet.evaluate import ARRAYS, evaluate
from bpsheet.exercises.runs import Array, Runs
from bpsheet.expression import Call, Expression, walk
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role
from bpsheet.notation.text import text

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
    for argument in _of_kinks(runs.graph):
        yield f"ReLU passes nothing on of {text(argument)}", _is_blocked(argument, runs)
    for name in rows:
        asked = runs.columns[name][:, list(rows[name])]
        yield f"{name} is not a finite number", _any(~np.isfinite(asked))
        if runs.graph[name].role in GRADIENTS:
            large = np.asarray(np.abs(asked[:, 0]) >= LEAST_GRADIENT)
            yield f"{name} is smaller than {LEAST_GRADIENT} in its first row", ~large


def _is_saturated(quantity: Quantity, values: Array) -> Mask:
    match quantity.definition:
        case Call("sigmoid" | "softmax"):
            return _any((values < SATURATED) | (values > 1 - SATURATED))
        case Call("tanh"):
            return _any(np.abs(values) > 1 - SATURATED)
    return np.zeros(len(values), bool)


def _is_blocked(argument: Expression, runs: Runs) -> Mask:
    """Return in which runs a ReLU passes nothing on: of a single sample ever, of several always."""
    with np.errstate(all="ignore"):
        values = evaluate(argument, runs.columns, ARRAYS)
    return _any(values <= 0) if runs.table.single else np.asarray(~_any(values > 0))


def _of_kinks(graph: Graph) -> Iterator[Expression]:
    """Yield what the forward pass takes a ReLU of."""
    for quantity in graph.of_role(*FORWARD):
        for part in walk(quantity.definition) if quantity.definition is not None else ():
            match part:
                case Call("relu" | "leaky-relu", (argument, *_)):
                    yield argument


def _any(where: Mask) -> Mask:
    return np.asarray(where.any(axis=1))
