"""Which part of a parameter's error curve is worth looking at: the part around its minimum."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bpsheet.evaluate import evaluate
from bpsheet.model.graph import Role
from bpsheet.sheet.layout.passes import forward_quantities
from bpsheet.sheet.layout.plan import FAR, Plan

OFFSETS = np.geomspace(1e-3, 1e3, 601)
REFINED = 201
REACH = 1.5
"""How many times the way to the minimum the curve shows to either side of it."""
NO_MINIMUM, AT_MINIMUM = 5.0, 1.0
"""The half width where no minimum was found, and where the parameter already stands there."""
SHALLOW = 1e-6
"""A curve that rises less to one side, as a share of its height, has no minimum but levels off."""


@dataclass(frozen=True)
class Span:
    """A part of an error curve.

    Attributes:
        minimum: the value of the parameter with the lowest loss, or ``None``.
        centre: a round number near it, or near the initial value.
        half_width: how far the part reaches to either side.
        depth: how far the curve rises on the lower side of its minimum, as a share of its height.
    """

    minimum: float | None
    centre: float
    half_width: float
    depth: float


def span_of(plan: Plan, parameter: str, samples: int) -> Span:
    """Return the part of a parameter's error curve that shows its minimum.

    All other parameters have their initial values.

    Arguments:
        samples: how many samples the loss is averaged over, from the first.
    """
    start = float(plan.example.trace.column(parameter)[0, 0])
    offsets = np.concatenate([-OFFSETS[::-1], [0.0], OFFSETS])
    places = start + offsets
    losses = _losses(plan, parameter, samples, places)
    nearest_first = np.lexsort((np.abs(offsets), losses))
    lowest = int(nearest_first[0])
    finite = losses[np.isfinite(losses)]
    if not finite.size or _depth(finite) < SHALLOW:
        return Span(None, _rounded(start, NO_MINIMUM), NO_MINIMUM, 0.0)
    between = np.linspace(places[lowest - 1], places[lowest + 1], REFINED)
    minimum = float(between[np.argmin(_losses(plan, parameter, samples, between))])
    distance = abs(minimum - start)
    half_width = float(f"{REACH * distance:.2g}") if distance > OFFSETS[0] else AT_MINIMUM
    centre = _rounded(minimum, half_width)
    ends = np.array([centre - half_width, minimum, centre + half_width])
    return Span(minimum, centre, half_width, _depth(_losses(plan, parameter, samples, ends)))


def _depth(losses: NDArray[np.float64]) -> float:
    """Return how far a curve rises to its lower end, as a share of its height."""
    lowest, height = losses.min(), np.ptp(losses)
    return float((min(losses[0], losses[-1]) - lowest) / height) if height > 0 else 0.0


def _rounded(value: float, scale: float) -> float:
    """Return `value` with as many digits as matter on a scale of that size."""
    return round(value, 1 - math.floor(math.log10(scale)))


def _losses(
    plan: Plan, parameter: str, samples: int, places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the mean loss at each value of the parameter; infinity where a unit reaches far."""
    names, data, trace = plan.names, plan.example.template.data, plan.example.trace
    values = {name: trace.column(name)[0, 0] for name in names.parameters}
    for group, rows in ((names.inputs, data.inputs), (names.targets, data.targets)):
        columns = np.array(rows[:samples], float).reshape(samples, len(group)).T
        values |= {name: column[:, np.newaxis] for name, column in zip(group, columns, strict=True)}
    values[parameter] = places
    largest = np.zeros((samples, len(places)))
    with np.errstate(all="ignore"):
        for quantity in forward_quantities(plan):
            assert quantity.definition is not None
            values[quantity.name] = evaluate(quantity.definition, values)
            if quantity.role is Role.PRE_ACTIVATION:
                largest = np.maximum(largest, np.abs(values[quantity.name]))
        losses = np.broadcast_to(values[plan.example.graph.loss.name], largest.shape).mean(axis=0)
    return np.where((largest.max(axis=0) < FAR) & np.isfinite(losses), losses, np.inf)
