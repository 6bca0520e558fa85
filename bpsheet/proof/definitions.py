"""Every definition, evaluated on every row of the trace and compared with what the engine found.

A softmax is evaluated as `scaled` writes it, so that none overflows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Expression, Name
from bpsheet.magnitude import magnitude
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role, Scope
from bpsheet.model.guards import scaled
from bpsheet.names import previous_name
from bpsheet.proof.comparison import Comparison, checked, residuals
from bpsheet.proof.rows import finite_rows
from bpsheet.trace import Array, Integers, Trace, first_rows


def compare_definitions(graph: Graph, trace: Trace) -> Iterator[Comparison]:
    """Yield a comparison per definition, and per update of a parameter.

    Raises:
        ProofError: a definition and the engine disagree.
    """
    values = _values(graph, trace)
    finite = finite_rows(graph, trace)
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


def compare_validation(graph: Graph, trace: Trace) -> Iterator[Comparison]:
    """Yield a comparison per quantity of the forward pass over the samples for validation.

    Raises:
        ProofError: a definition and the engine disagree.
    """
    if not trace.validation:
        return
    starts = first_rows(trace.epoch)
    values: dict[str, Any] = dict(trace.validation)
    for quantity in graph.of_role(Role.PARAMETER):
        values[quantity.name] = trace.column(quantity.name)[:, starts, np.newaxis]
    finite = finite_rows(graph, trace)[:, starts]
    for quantity in graph.of_role(*FORWARD):
        assert quantity.definition is not None
        place, found = f"{quantity.name} for validation", trace.validation[quantity.name]
        yield _compare(place, quantity.definition, values, found, finite)


def check_start(graph: Graph, trace: Trace) -> None:
    """Check that every parameter starts where the template says, and stays if it is not trained.

    Raises:
        ProofError: one does not.
    """
    given = trace.template.parameters
    start = dict(zip(trace.names.parameters, given.weights + given.biases, strict=True))
    for quantity in graph.of_role(Role.PARAMETER):
        name, column = quantity.name, trace.column(quantity.name)
        held = column if quantity.scope is Scope.GIVEN else column[:, :1]
        number = np.full_like(held, start[name])
        place, everywhere = f"start of {name}", np.isfinite(number)
        _checked(place, residuals(held, number, np.abs(number)), everywhere)


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
    written = scaled(definition)
    computed, size = evaluate(written, values), magnitude(written, values)
    return _checked(place, residuals(computed, found, size), counted)


def _compare_average(quantity: Quantity, trace: Trace, counted: NDArray[np.bool_]) -> Comparison:
    """Compare a mean over each batch or epoch.

    Raises:
        ValueError: `quantity` is defined as something else than an average.
    """
    match quantity.definition:
        case Call("AVERAGE", (Name(name),)):
            column = trace.column(name)
        case other:
            raise ValueError(f"{quantity.name} is not an average: {other!r}")
    groups = trace.epoch if quantity.scope is Scope.EPOCH else trace.update
    computed, size = _means(column, groups), _means(np.abs(column), groups)
    found = trace.column(quantity.name)
    return _checked(quantity.name, residuals(computed, found, size), counted)


def _means(column: Array, groups: Integers) -> Array:
    """Return the mean over each run of equal `groups`, at every row."""
    starts = first_rows(groups)
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
    found, size = np.hstack([column[:, 1:], final]), magnitude(quantity.following, values)
    return _checked(f"update of {quantity.name}", residuals(following, found, size), counted)


def _checked(place: str, differences: Array, counted: NDArray[np.bool_]) -> Comparison:
    compared = differences[counted]
    residual = float(np.max(compared, initial=0.0))
    return checked(Comparison(compared.size, residual, place))
