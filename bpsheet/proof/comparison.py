"""One comparison of formula and engine, and when it fails."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpsheet.errors import ProofError
from bpsheet.trace import Array

TOLERANCE = 1e-12
"""The largest relative residual between a definition and the engine."""

SMALLEST = float(np.finfo(float).tiny)
"""The least size that a residual is measured against; smaller numbers have fewer digits."""


@dataclass(frozen=True)
class Comparison:
    """How many numbers were compared, the largest relative residual, and where it is."""

    values: int
    residual: float
    place: str


def checked(comparison: Comparison, tolerance: float = TOLERANCE) -> Comparison:
    """Return `comparison` if its residual is within `tolerance`.

    Raises:
        ProofError: it is not.
    """
    if not comparison.residual <= tolerance:
        raise ProofError(
            f"{comparison.place}: formula and engine differ by {comparison.residual:.1e},"
            f" more than {tolerance:.0e}; nothing was written (this is a fault of bpsheet,"
            " please report it)"
        )
    return comparison


def residuals(computed: Array, found: Array, size: Array) -> Array:
    """Return how far numbers are from those found, relative to what they are computed from.

    Where that overflows, the numbers themselves take its place; two numbers that both overflow
    agree.
    """
    least = np.where(np.isfinite(size), size, np.abs(found))
    agree = (computed == found) | ~(np.isfinite(computed) | np.isfinite(found))
    return np.where(agree, 0.0, np.abs(computed - found) / np.maximum(least, SMALLEST))
