"""Proof that formulas and numbers agree, made at every build before anything is written.

The formulas come from the symbolic derivation, the numbers from the engine, which shares none of
its mathematics. Three comparisons are made:

1. every definition (forward pass, loss, gradients, updates), evaluated on every row of the trace;
2. the engine's gradients against central differences of its loss, on a few rows of each rate;
3. the whole row, computed from its parameters with 40 digits, on the same few rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
from numpy.typing import NDArray

from bpsheet.engine import loss_at
from bpsheet.errors import ProofError
from bpsheet.evaluate import PRECISE, evaluate, magnitude
from bpsheet.expression import Call, Expression, Name, names_in
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.trace import Array, Trace

TOLERANCE = 1e-12
"""The largest relative residual between a definition and the engine."""

STEPS = tuple(10.0**-digits for digits in range(5, 13))
"""ε of the central differences, times a parameter above 1; the first that fits counts.

With 10⁻⁵ rounding (about 4·2⁻⁵²·E/ε) and truncation (ε²) are alike for numbers of size 1; where
inputs or weights are in the thousands the loss bends sooner. A wrong gradient fits with none.
"""

DIFFERENCE_TOLERANCE = 1e-7
"""The largest disagreement with a central difference, for losses and gradients of size 1."""

RUNAWAY = 1e3
"""A loss this many times above where it began is left out of the two slow comparisons."""

DIGITS = 40
FEW_ROWS = 3
FEW_PARAMETERS = 50

_GIVEN = (Role.INPUT, Role.TARGET, Role.PARAMETER)


@dataclass(frozen=True)
class Proof:
    """What a build has proved.

    Attributes:
        definitions: how many definitions were evaluated.
        values: on how many numbers in all.
        residual: the largest relative residual between a definition and the engine.
        differences: how many gradients were compared with central differences.
        difference_residual: the largest disagreement there.
        precise_values: how many numbers were compared with a computation of 40 digits.
        precise_residual: the largest relative residual there.
    """

    definitions: int
    values: int
    residual: float
    differences: int
    difference_residual: float
    precise_values: int
    precise_residual: float

    def __str__(self) -> str:
        return (
            f"{self.definitions} formulas = engine on {self.values:,} numbers"
            f" (largest relative residual {self.residual:.1e})\n"
            f"{self.differences:,} gradients = central differences"
            f" (within {self.difference_residual:.1e});"
            f" {self.precise_values:,} numbers = {DIGITS}-digit arithmetic"
            f" ({self.precise_residual:.1e})"
        )


@dataclass(frozen=True)
class _Comparison:
    """How many numbers were compared, the largest relative residual, and where it is."""

    values: int
    residual: float
    place: str


def prove(graph: Graph, trace: Trace, rows: int = FEW_ROWS) -> Proof:
    """Compare the formulas of `graph` with the numbers of `trace`.

    Arguments:
        graph: the whole worked example, gradients and updates included.
        trace: the engine's run of it.
        rows: on how many rows per rate the two slow comparisons are made.

    Raises:
        ProofError: they disagree.
    """
    with np.errstate(all="ignore"):
        definitions = list(_compare_definitions(graph, trace))
        chosen = [
            (rate, row) for rate in range(len(trace.rates)) for row in _spread(trace, rate, rows)
        ]
        differences = list(_compare_differences(graph, trace, chosen))
        precise = list(_compare_precisely(graph, trace, chosen))
    return Proof(
        definitions=len(definitions),
        values=sum(comparison.values for comparison in definitions),
        residual=_largest(definitions),
        differences=sum(comparison.values for comparison in differences),
        difference_residual=_largest(differences),
        precise_values=sum(comparison.values for comparison in precise),
        precise_residual=_largest(precise),
    )


def _largest(comparisons: list[_Comparison]) -> float:
    return max((comparison.residual for comparison in comparisons), default=0.0)


def _checked(comparison: _Comparison, tolerance: float) -> _Comparison:
    if not comparison.residual <= tolerance:
        raise ProofError(
            f"{comparison.place}: formula and engine differ by {comparison.residual:.1e},"
            f" more than {tolerance:.0e}; nothing was written (this is a fault of bpsheet,"
            " please report it)"
        )
    return comparison


def _finite_rows(trace: Trace) -> NDArray[np.bool_]:
    """Return which rows of which rates come before divergence, (rates, rows)."""
    rows = np.arange(trace.total.shape[1])
    ends = [len(rows) if first is None else first for first in trace.diverged_at]
    return rows < np.array(ends)[:, np.newaxis]


def _compare_definitions(graph: Graph, trace: Trace) -> Iterator[_Comparison]:
    values: dict[str, Any] = {trace.names.learning_rate: trace.rates[:, np.newaxis]}
    finite = _finite_rows(trace)
    for quantity in graph:
        if quantity.scope in (Scope.BATCH, Scope.EPOCH):
            values[quantity.name] = _averages(quantity, trace)
        elif quantity.name not in values:
            values[quantity.name] = trace.column(quantity.name)
    for quantity in graph:
        if quantity.scope is Scope.EPOCH:
            yield _compare_cost(quantity, values, trace, finite)
        if quantity.definition is not None and quantity.scope is Scope.ROW:
            yield _compare(quantity.name, quantity.definition, values, trace, finite)
        if quantity.following is not None:
            yield _compare_update(quantity, values, trace, finite)


def _averages(quantity: Quantity, trace: Trace) -> Array:
    """Return the mean over each batch or epoch of what `quantity` averages, at every row.

    Raises:
        ValueError: `quantity` is defined as something else than an average.
    """
    match quantity.definition:
        case Call("AVERAGE", (Name(name),)):
            pass
        case other:
            raise ValueError(f"{quantity.name} is not an average: {other!r}")
    groups = trace.update if quantity.scope is Scope.BATCH else trace.epoch
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    sizes = np.diff(starts, append=len(groups))
    means = np.add.reduceat(trace.column(name), starts, axis=1) / sizes
    return np.asarray(np.repeat(means, sizes, axis=1))


def _compare(
    name: str,
    definition: Expression,
    values: dict[str, Any],
    trace: Trace,
    finite: NDArray[np.bool_],
) -> _Comparison:
    found = evaluate(definition, values)
    difference = np.abs(found - trace.column(name)) / _size(definition, values)
    return _checked(_summary(name, difference, finite), TOLERANCE)


def _compare_cost(
    quantity: Quantity, values: dict[str, Any], trace: Trace, finite: NDArray[np.bool_]
) -> _Comparison:
    cost = trace.cost[:, trace.epoch]
    difference = np.abs(values[quantity.name] - cost) / np.maximum(cost, np.finfo(float).tiny)
    return _checked(_summary(quantity.name, difference, finite), TOLERANCE)


def _compare_update(
    quantity: Quantity, values: dict[str, Any], trace: Trace, finite: NDArray[np.bool_]
) -> _Comparison:
    """Compare each row's next value with the row after it; within a batch parameters stand still.

    The last row's next value is compared with the parameters after training.
    """
    assert quantity.following is not None
    column = trace.column(quantity.name)
    final = trace.final[:, [trace.names.parameters.index(quantity.name)]]
    updated = np.diff(trace.update, append=trace.update[-1] + 1) > 0
    following = np.where(updated, evaluate(quantity.following, values), column)
    difference = np.abs(following - np.hstack([column[:, 1:], final]))
    size = _size(quantity.following, values)
    return _checked(_summary(f"update of {quantity.name}", difference / size, finite), TOLERANCE)


def _size(definition: Expression, values: dict[str, Any]) -> Any:
    return np.maximum(magnitude(definition, values), np.finfo(float).tiny)


def _summary(place: str, difference: Array, counted: NDArray[np.bool_]) -> _Comparison:
    differences = difference[counted]
    residual = float(np.max(differences, initial=0.0))
    return _Comparison(differences.size, residual, place)


def _spread(trace: Trace, rate: int, rows: int) -> list[int]:
    """Return up to `rows` row numbers of a rate, from first to last.

    They end where the loss runs away: differences of huge numbers prove nothing.
    """
    tame = trace.total[rate] <= RUNAWAY * max(1.0, float(trace.total[rate, 0]))
    tame &= _finite_rows(trace)[rate]
    count = len(tame) if tame.all() else int(np.argmin(tame))
    if count == 0:
        return []
    return sorted({round(place) for place in np.linspace(0, count - 1, min(rows, count))})


def _compare_differences(
    graph: Graph, trace: Trace, chosen: list[tuple[int, int]]
) -> Iterator[_Comparison]:
    """Compare the engine's gradients with central differences of its loss."""
    parameters = _trained(graph, trace)
    for rate, row in chosen:
        residual = math.inf
        for step in STEPS:
            residual = min(residual, _difference_residual(trace, rate, row, parameters, step))
            if residual <= DIFFERENCE_TOLERANCE:
                break
        place = f"central differences at step {row} of rate {trace.rates[rate]:g}"
        yield _checked(_Comparison(len(parameters), residual, place), DIFFERENCE_TOLERANCE)


def _difference_residual(
    trace: Trace, rate: int, row: int, parameters: list[int], step: float
) -> float:
    """Return the largest disagreement of a row's gradients with central differences."""
    around = trace.parameters[rate, row]
    steps = step * np.diag(np.maximum(1.0, np.abs(around)))[parameters]
    # The sample's losses on both sides, and the steps actually taken: these are rounded, too.
    above, below = around + steps, around - steps
    sample = int(trace.sample[row])
    rise = loss_at(trace.template, above, sample) - loss_at(trace.template, below, sample)
    gradients = trace.gradients[rate, row, parameters]
    residual = float(np.max(np.abs(rise / (above - below).sum(axis=1) - gradients)))
    return residual / max(1.0, float(trace.total[rate, row]), float(np.max(np.abs(gradients))))


def _trained(graph: Graph, trace: Trace) -> list[int]:
    """Return the places of up to `FEW_PARAMETERS` trained parameters, spread over all of them."""
    carried = [
        trace.names.parameters.index(quantity.name)
        for quantity in graph.of_role(Role.PARAMETER)
        if quantity.scope is Scope.CARRIED
    ]
    return carried[:: -(-len(carried) // FEW_PARAMETERS)]


def _compare_precisely(
    graph: Graph, trace: Trace, chosen: list[tuple[int, int]]
) -> Iterator[_Comparison]:
    """Compare whole rows, computed from what is given in them with many digits.

    Rounding adds up along the row: each size is made of the sizes of what enters, not of the
    values, which may nearly vanish. No activation is steeper than 1, so none enlarges an error.
    """
    computed = [q for q in graph if q.definition is not None and q.scope is Scope.ROW]
    given = [q for q in graph if q.scope is Scope.CARRIED or q.role in _GIVEN]
    with mpmath.workdps(DIGITS):
        for rate, row in chosen:
            numbers = {q.name: float(trace.column(q.name)[rate, row]) for q in (*given, *computed)}
            values = {q.name: mpmath.mpf(numbers[q.name]) for q in given}
            sizes = {q.name: abs(numbers[q.name]) for q in given}
            for quantity in computed:
                assert quantity.definition is not None
                exact = evaluate(quantity.definition, values, PRECISE)
                values[quantity.name] = exact
                sizes[quantity.name] = _accumulated_size(quantity, sizes)
                residual = float(abs(exact - numbers[quantity.name])) / sizes[quantity.name]
                place = f"{quantity.name} at step {row} of rate {trace.rates[rate]:g}"
                yield _checked(_Comparison(1, residual, place), TOLERANCE)


def _accumulated_size(quantity: Quantity, sizes: dict[str, float]) -> float:
    assert quantity.definition is not None
    size = float(magnitude(quantity.definition, sizes))
    if quantity.role is Role.ACTIVATION:
        size += sum(sizes[name] for name in names_in(quantity.definition))
    return max(size, float(np.finfo(float).tiny))
