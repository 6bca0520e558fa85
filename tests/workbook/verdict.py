"""The verdict on a rate's losses, once more and in plain Python, as the Overview words its rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def verdict(losses: NDArray[np.float64], goal: float | None, point: str = "step") -> str:
    """Return the words that a workbook must say of the losses of one rate, (rows,).

    Arguments:
        point: what the losses go by, a step or an epoch.
    """
    rows, first, last = len(losses), losses[0], losses[-1]
    numbers = int(np.isfinite(losses).sum())
    before = losses[max(rows - 1 - max(rows // 10, 1), 0)]
    if numbers < rows:
        return f"diverged at {point} {numbers}"
    if rows == 1:
        return "one row"
    rules = (
        (last > first, "diverged"),
        (goal is not None and last <= goal, "learning"),
        (np.sum(losses[1:] > losses[:-1] + 1e-9 * abs(first)) > rows / 10, "oscillating"),
        (last > first / 100 and before - last <= min(last, first - last) / 100, "stuck"),
        (last > first / 2, "too slow"),
        (True, "learning"),
    )
    return next(words for holds, words in rules if holds)
