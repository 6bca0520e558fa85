"""Whether expressions mean the same, seen at a few points."""

from __future__ import annotations

from zlib import crc32

import numpy as np

from bpsheet.checker.slips.evaluation import Array, Evaluation
from bpsheet.expression import Expression

POINTS = 8
DIGITS = 10
NOUGHT = 1e-13
"""What is left of a difference of equal numbers."""


class Meaning:
    """Remembers what expressions come to at fixed points, to tell which mean the same.

    >>> from bpsheet.expression import Name
    >>> meaning, a, t = Meaning(), Name("a"), Name("t")
    >>> meaning.is_new((t - a) ** 2), meaning.is_new((a - t) ** 2), meaning.is_new(a - t)
    (True, False, True)
    """

    def __init__(self) -> None:
        self._evaluation = Evaluation(_Points())
        self._seen: set[tuple[str, ...]] = set()

    def is_new(self, value: Expression) -> bool:
        """Return whether `value` has numbers, and differs from all that were asked for before."""
        with np.errstate(all="ignore"):
            numbers = np.broadcast_to(self._evaluation.of(value), POINTS)
            numbers = np.where(np.abs(numbers) < NOUGHT, 0.0, numbers)
        seen = tuple(format(number, f".{DIGITS}g") for number in numbers)
        if seen in self._seen or not np.isfinite(numbers).any():
            return False
        self._seen.add(seen)
        return True


class _Points(dict[str, Array]):
    """Values for any name: half from 0 to 1, where logarithms are defined, half around 0."""

    def __missing__(self, name: str) -> Array:
        random = np.random.default_rng(crc32(name.encode()))
        inside, around = random.uniform(0, 1, POINTS // 2), random.uniform(-2, 2, POINTS // 2)
        self[name] = np.concatenate([inside, around])
        return self[name]
