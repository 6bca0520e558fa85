"""Every definition, evaluated on every row of the trace and compared with what the engine found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Expression, Name
from bpsheet.magnitude import magnitude
from bpsheet.model.graph import Graph, Quantity, Scope
from bpsheet.names import previous_name
from bpsheet.proof.comparison import SMALLEST, Comparison, checked
from bpsheet.proof.rows import finite_rows
from bpsheet.trace import Array, Trace


def compare_definitions(graph: Graph, trace: Trace) -> Iterator[Comparison]:
    """Yield a comparison per definition, and per update of a parameter.

    Raises:
        ProofError: a definition and the engine disagree.
    """
    values = _values(graph, trace)
    finite = finite_rows(trace)
    for quantity in graph:
        match quantity.scope:
            case Scope.ROW | Scope.UPDATE:
                assert quantity.definition is not None
                found = trace.column(quantity.name)
                yield _compare(quantity.name, quantity.definition, values, found, finite)
            case Scope.BATCH | Scope.EPOCH:
                yield _compare_average(quantity, trace, finite)
            case Scope.CARRIED:
                yield _compare_following(quantity, values, trace, finite)


def _values(graph: Graph, trace: Trace) -> dict[str, Any]:
    values: dict[str, Any] = dict(trace.given_once)
    for quantity in graph:
        if quantity.name not in values and quantity.scope is not Scope.EPOCH:
            values[quantity.name] = trace.column(quantity.name)
        if quantity.scope is Scope.UPDATE:
            before = np.roll(trace.by_update[quantity.name], 1, axis=1)
            before[:, 0] = 0.0
            values[previous_name(quantity.name)] = before[:, trace.update]
    return values


def _compare(
    place: str,
    definition: Expression,
    values: dict[str, Any],
    found: Array,
    counted: NDArray[np.bool_],
) -> Comparison:
    difference = np.abs(evaluate(definition, values) - found)
    size = np.maximum(magnitude(definition, values), SMALLEST)
    return _checked(place, difference / size, counted)


def _compare_average(
    quantity: Quantity, trace: Trace, counted: NDArray[np.bool_]
) -> Comparison:
    """Compare a mean over each batch or epoch.

    Raises:
        ValueError: `quantity` is defined as something else than an average.
    """
    match quantity.definition:
        case Call("AVERAGE", (Name(name),)):
            column = trace.column(name)
        case other:
            raise ValueError(f"{quantity.name} is not an average: {other!r}")
    of_epoch = quantity.scope is Scope.EPOCH
    groups = trace.epoch if of_epoch else trace.update
    found = trace.cost[:, trace.epoch] if of_epoch else trace.column(quantity.name)
    difference = np.abs(_means(column, groups) - found)
    size = np.maximum(_means(np.abs(column), groups), SMALLEST)
    return _checked(quantity.name, difference / size, counted)


def _means(column: Array, groups: NDArray[np.int64]) -> Array:
    """Return the mean over each run of equal `groups`, at every row."""
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    sizes = np.diff(starts, append=len(groups))
    means = np.add.reduceat(column, starts, axis=1) / sizes
    return np.asarray(np.repeat(means, sizes, axis=1))


def _compare_following(
    quantity: Quantity, values: dict[str, Any], trace: Trace, counted: NDArray[np.bool_]
) -> Comparison:
    """Compare each row's next value with the row after it; within a batch parameters stand still.

    The last row's next value is compared with the parameters after training.
    """
    assert quantity.following is not None
    column = trace.column(quantity.name)
    final = trace.final[:, [trace.names.parameters.index(quantity.name)]]
    updated = np.diff(trace.update, append=trace.update[-1] + 1) > 0
    following = np.where(updated, evaluate(quantity.following, values), column)
    difference = np.abs(following - np.hstack([column[:, 1:], final]))
    size = np.maximum(magnitude(quantity.following, values), SMALLEST)
    return _checked(f"update of {quantity.name}", difference / size, counted)


def _checked(place: str, difference: Array, counted: NDArray[np.bool_]) -> Comparison:
    differences = difference[counted]
    residual = float(np.max(differences, initial=0.0))
    return checked(Comparison(differences.size, residual, place))
