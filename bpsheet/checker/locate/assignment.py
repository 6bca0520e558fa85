"""Which label stands for which quantity, where several would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bpsheet.checker.locate.headers import Label
from bpsheet.checker.locate.labels import COUNTERS
from bpsheet.checker.located import FoundColumn

REPEATED = 3
"""How many labels in a row must have been there before for a second table beside the first."""


def side_by_side(labels: Sequence[Label]) -> Iterator[tuple[Label, ...]]:
    """Yield the labels of each table where several stand beside each other."""
    known = [label for label in labels if label.names]
    begin, seen = 0, set[str]()
    for place, label in enumerate(known):
        following = {other.names[0] for other in known[place : place + REPEATED]}
        if len(following) == REPEATED and following <= seen:
            yield _between(labels, known[begin].column, label.column)
            begin, seen = place, set()
        seen.add(label.names[0])
    if known:
        yield _between(labels, known[begin].column if begin else 0, None)


def _between(labels: Sequence[Label], first: int, end: int | None) -> tuple[Label, ...]:
    return tuple(
        label for label in labels if label.column >= first and (end is None or label.column < end)
    )


def assign(labels: Sequence[Label]) -> tuple[dict[str, FoundColumn], tuple[FoundColumn, ...]]:
    """Return the columns by the quantity they hold, and the labelled columns that are left over.

    A label that can stand for one thing alone is served first, so that h1 beside net_h1 is the
    unit's activation.
    """
    columns: dict[str, FoundColumn] = {}
    others = []
    for label in sorted(labels, key=lambda label: (len(label.names) != 1, label.column)):
        free = [name for name in label.names if name not in columns]
        if not free or free[0] in COUNTERS:
            others.append(FoundColumn(free[0] if free else "", label.column, label.text))
            continue
        sure = "certain" if free[0] == label.names[0] else "likely"
        columns[free[0]] = FoundColumn(free[0], label.column, label.text, sure=sure)
    from_the_left = sorted(columns.items(), key=lambda item: item[1].column)
    return dict(from_the_left), tuple(sorted(others, key=lambda found: found.column))
