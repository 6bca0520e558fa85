"""Which part of a parameter's error curve is worth looking at: the part around its minimum."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from bpsheet.evaluate import evaluate
from bpsheet.model.graph import Role
from bpsheet.sheet.layout.passes import forward_quantities
from bpsheet.sheet.layout.plan import FAR, Plan
from bpsheet.trace import Array

OFFSETS = np.geomspace(1e-3, 1e3, 601)
REFINED = 201
MOMENTS = 5
"""How many moments of each rate's training are looked at."""
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
        minimum: the value of the parameter with the lowest loss at first, or ``None``.
        centre: a round number near it and where it moves to, or near the initial value.
        half_width: how far the part reaches to either side.
        depth: how far the curve rises on the lower side of its minimum, as a share of its height.
    """

    minimum: float | None
    centre: float
    half_width: float
    depth: float


def span_of(plan: Plan, parameter: str, samples: int) -> Span:
    """Return the part of a parameter's error curve that shows its minimum all through training.

    Arguments:
        samples: how many samples the loss is averaged over: all, or the one of a step.
    """
    first, *later = (_Scene(plan, parameter, samples, *row) for row in _rows(plan))
    minimum = first.minimum()
    if minimum is None:
        return Span(None, _rounded(first.start, NO_MINIMUM), NO_MINIMUM, 0.0)
    moved = [scene.minimum() for scene in later]
    minima = [minimum, *(place for place in moved if place is not None)]
    middle = (min(minima) + max(minima)) / 2
    starts = [scene.start for scene in (first, *later)]
    reach = max(abs(place - middle) for place in (*starts, *minima))
    half_width = float(f"{REACH * reach:.2g}") if reach > OFFSETS[0] else AT_MINIMUM
    centre = _rounded(middle, half_width)
    ends = np.array([centre - half_width, minimum, centre + half_width])
    return Span(minimum, centre, half_width, _depth(first.losses(ends)))


def _rows(plan: Plan) -> list[tuple[int, int]]:
    """Return rate and row of some moments of training, the start first, none that ran away."""
    total = plan.example.trace.total
    rows = np.linspace(0, total.shape[1] - 1, MOMENTS).astype(int)[1:]
    calm = [
        (rate, int(row))
        for rate in range(len(total))
        for row in dict.fromkeys(rows)
        if total[rate, row] <= total[rate, 0]
    ]
    return [(0, 0), *calm]


@dataclass(frozen=True)
class _Scene:
    """A parameter among all others at one moment of training."""

    plan: Plan
    parameter: str
    samples: int
    rate: int
    row: int

    @property
    def start(self) -> float:
        """The parameter's value at that moment."""
        return float(self.plan.example.trace.column(self.parameter)[self.rate, self.row])

    def minimum(self) -> float | None:
        """Return the nearest value with the lowest loss; ``None`` where the curve levels off."""
        offsets = np.concatenate([-OFFSETS[::-1], [0.0], OFFSETS])
        places = self.start + offsets
        losses = self.losses(places)
        finite = losses[np.isfinite(losses)]
        if not finite.size or _depth(finite) < SHALLOW:
            return None
        lowest = int(np.lexsort((np.abs(offsets), losses))[0])
        between = np.linspace(places[lowest - 1], places[lowest + 1], REFINED)
        return float(between[np.argmin(self.losses(between))])

    def losses(self, places: Array) -> Array:
        """Return the mean loss at values of the parameter; infinity where a unit reaches far."""
        values = self._given() | {self.parameter: places}
        shape = np.broadcast_shapes(places.shape, *(np.shape(value) for value in values.values()))
        largest = np.zeros(shape)
        with np.errstate(all="ignore"):
            for quantity in forward_quantities(self.plan):
                assert quantity.definition is not None
                values[quantity.name] = evaluate(quantity.definition, values)
                if quantity.role is Role.PRE_ACTIVATION:
                    largest = np.maximum(largest, np.abs(values[quantity.name]))
            losses = np.broadcast_to(values[self.plan.example.graph.loss.name], shape).mean(axis=0)
        return np.where((largest.max(axis=0) < FAR) & np.isfinite(losses), losses, np.inf)

    def _given(self) -> dict[str, Any]:
        """Return all parameters, and the inputs and targets of the samples, (samples, 1)."""
        names, example = self.plan.names, self.plan.example
        values: dict[str, Any] = {
            name: example.trace.column(name)[self.rate, self.row] for name in names.parameters
        }
        first = 0 if self.samples > 1 else int(example.trace.sample[self.row])
        data = example.template.data
        for group, rows in ((names.inputs, data.inputs), (names.targets, data.targets)):
            columns = np.array(rows[first : first + self.samples], float)
            table = columns.reshape(self.samples, len(group), 1)
            values |= {name: table[:, place] for place, name in enumerate(group)}
        return values


def _depth(losses: Array) -> float:
    """Return how far a curve rises to its lower end, as a share of its height."""
    lowest, height = losses.min(), np.ptp(losses)
    if not 0 < height < np.inf:
        return 0.0
    return float((min(losses[0], losses[-1]) - lowest) / height)


def _rounded(value: float, scale: float) -> float:
    """Return `value` with as many digits as matter on a scale of that size."""
    return round(value, 1 - math.floor(math.log10(scale)))
