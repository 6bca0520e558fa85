"""Measuring two actions side by side, so that a busy machine slows both alike.

Times are processor time, which does not count how long other programs had their turn.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Action = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """What two actions take.

    Attributes:
        ours, other: the medians, in seconds.
        ratio: the median of the ratios, each of two runs that followed one another.
    """

    ours: float
    other: float
    ratio: float


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, against what, and what the goal is."""

    what: str
    ours: str
    against: str
    other: str
    ratio: str
    goal: str


def compare(ours: Action, other: Action, runs: int) -> Pair:
    """Run two actions in turn, after one run of each that does not count."""
    ours()
    other()
    times = [(seconds(ours), seconds(other)) for _ in range(runs)]
    return Pair(
        ours=median(first for first, _ in times),
        other=median(second for _, second in times),
        ratio=median(first / second for first, second in times),
    )


def seconds(action: Action) -> float:
    """Return the processor time that an action takes, here and in the processes it runs."""
    start = _processor_time()
    action()
    return _processor_time() - start


def _processor_time() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def row(what: str, against: str, pair: Pair, goal: str, repeats: int = 1) -> Row:
    """Return the line of a pair.

    Arguments:
        repeats: how often each action did what the line is about.
    """
    ours, other = shown(pair.ours / repeats), shown(pair.other / repeats)
    return Row(what, ours, against, other, factor(pair.ratio), goal)


def shown(duration: float) -> str:
    """Return a time in seconds as the table shows it, such as ``12.3 µs``."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if duration >= size:
            return f"{duration / size:.3g} {unit}"
    return f"{duration / 1e-6:.3g} µs"


def factor(ratio: float) -> str:
    """Return a ratio as the table shows it: far below 1 as a fraction, such as ``1/48``."""
    return f"1/{1 / ratio:.0f}" if ratio < 0.1 else f"{ratio:.2f}"
