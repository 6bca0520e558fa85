"""The sizes of a network, by the names of its quantities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from bpsheet.checker.example.seen import Seen
from bpsheet.names import Biases, ExampleNames


def layers_of(seen: Seen) -> tuple[int, ...] | None:
    """Return the sizes that the names of inputs, units and outputs tell, if they fit together."""
    every = [*seen.columns, *seen.once]
    outputs = max(
        _count(every, pattern) for pattern in (r"o(\d+)", r"a_o(\d+)", r"E(\d+)", r"t(\d+)")
    )
    inputs = _count(every, r"i(\d+)")
    hidden = _hidden(every)
    weights = _count(every, r"w(\d+)")
    if outputs == 0 or weights == 0:
        return None
    if inputs == 0 and hidden:
        later = sum(a * b for a, b in pairwise((*hidden, outputs)))
        inputs = (weights - later) // hidden[0]
    sizes = (inputs, *hidden, outputs)
    return sizes if inputs > 0 and sum(a * b for a, b in pairwise(sizes)) == weights else None


def _hidden(names: Iterable[str]) -> tuple[int, ...]:
    """Return how many units each hidden layer has."""
    units: dict[int, int] = {}
    for name in names:
        if match := re.fullmatch(r"(?:a_)?h(?:(\d+)_)?(\d+)", name):
            layer = int(match[1] or 1)
            units[layer] = max(units.get(layer, 0), int(match[2]))
    whole = sorted(units) == list(range(1, len(units) + 1))
    return tuple(units[layer] for layer in sorted(units)) if whole else ()


def _count(names: Iterable[str], pattern: str) -> int:
    """Return the highest number that a name of this pattern has."""
    return max(
        (int(match[1]) for name in names if (match := re.fullmatch(pattern, name))), default=0
    )


def biases_of(seen: Seen, layers: tuple[int, ...]) -> Biases:
    """Return whether units have a bias of their own, share one per layer, or have none."""
    count = _count([*seen.columns, *seen.once], r"b(\d+)")
    if count == 0:
        return "none"
    return "per unit" if count == sum(layers[1:]) else "shared"


def trains_biases(seen: Seen, names: ExampleNames) -> bool:
    """Return whether the biases have gradients, or move."""
    if not names.biases:
        return True
    if any(names.gradient(bias) in seen for bias in names.biases):
        return True
    return any(
        bool(np.nanmax(np.abs(np.diff(seen.column(bias))), initial=0.0) > 0)
        for bias in names.biases
    )
