"""Initial parameters drawn at random, the same from the same seed on every machine."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from itertools import pairwise

from bpsheet.template import Parameters

DECIMALS = 4
HALF_WIDTH = 0.5

HALF_WIDTHS: dict[str, tuple[str, Callable[[int, int], float]]] = {
    "uniform": ("uniform from −0.5 to 0.5", lambda sources, units: HALF_WIDTH),
    "xavier": (
        "Xavier (Glorot) uniform, ±√(6/(inputs + outputs))",
        lambda sources, units: math.sqrt(6 / (sources + units)),
    ),
    "he": ("He uniform, ±√(6/inputs)", lambda sources, units: math.sqrt(6 / sources)),
}
"""Per method its words, and how far weights between two layers of given sizes may be from 0.

Sources: X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural
networks (2010); K. He et al., Delving deep into rectifiers (2015).
"""


def drawn_parameters(
    method: str, seed: int, layers: tuple[int, ...], biases: tuple[float, ...]
) -> Parameters:
    """Return random weights, rounded to four decimals so that they can be typed.

    Python promises that its generator gives the same numbers for the same seed.

    Arguments:
        method: ``"uniform"``, ``"xavier"`` or ``"he"``.
        seed: a whole number.
        layers: the number of inputs, of units in each hidden layer, and of outputs.
        biases: the initial biases, which are not drawn.

    >>> drawn_parameters("xavier", 1, (2, 1), ()).drawn
    'Xavier (Glorot) uniform, ±√(6/(inputs + outputs)), seed 1, rounded to 4 decimals'
    """
    words, half_width = HALF_WIDTHS[method]

    def weights() -> Iterator[float]:
        generator = random.Random(seed)
        for sources, units in pairwise(layers):
            most = half_width(sources, units)
            for _ in range(sources * units):
                yield round(most * (2 * generator.random() - 1), DECIMALS) + 0.0  # never −0

    drawn = f"{words}, seed {seed}, rounded to {DECIMALS} decimals"
    return Parameters(tuple(weights()), biases, drawn)
