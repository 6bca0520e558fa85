"""Places what depends on each other in layers from left to right, with lines that avoid the boxes.

A line that leads past a layer has a row of its own there, so that no line ever crosses a box.
Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for visual understanding of hierarchical system
structures, 1981 (layers, stops on long lines, ordering by the middle of what is joined).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import fmean
from typing import NamedTuple

SWEEPS = 16
GAP = 1
"""The rows left free between two boxes."""

Stop = tuple[str, int]
"""A box in its layer, or where lines from it pass a later layer."""


@dataclass(frozen=True)
class Box:
    """What is placed.

    Attributes:
        sources: the boxes that it uses.
        entries: per source the row in which its line comes in, counted from the middle row.
        above, below: the rows it takes above and below its middle row.
    """

    sources: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()
    above: int = 0
    below: int = 0


class Join(NamedTuple):
    """A line from one layer to the next; `entry` rows below the middle of where it ends."""

    start: Stop
    end: Stop
    entry: int = 0


@dataclass(frozen=True)
class Layered:
    """Boxes in layers, with the lines between them.

    Attributes:
        layer: of each box, counted from 0 at the left.
        row: of each stop, counted from 0: a box's middle row, or the row of passing lines.
        joins: the lines.
    """

    layer: Mapping[str, int]
    row: Mapping[Stop, int]
    joins: tuple[Join, ...]


def layered(boxes: Mapping[str, Box]) -> Layered:
    """Return where boxes go so that every line leads to the right and few lines cross.

    A box stands as far left as what it uses allows, one that uses nothing right before its first
    user.

    Arguments:
        boxes: by name, each after those it uses.

    >>> layered({"x": Box(), "y": Box(("x",), (0,), above=1)}).row
    {('x', 0): 1, ('y', 1): 1}
    """
    layer = _layers(boxes)
    joins = tuple(dict.fromkeys(_joins(boxes, layer)))
    return Layered(layer, _Arrangement(boxes, layer, joins).best_rows(), joins)


def _layers(boxes: Mapping[str, Box]) -> dict[str, int]:
    """Return the layer of each box: one that uses none goes right before the first that uses it."""
    layer: dict[str, int] = {}
    for name, box in boxes.items():
        layer[name] = max((layer[source] + 1 for source in box.sources), default=0)
    for name, box in boxes.items():
        if not box.sources:
            users = [layer[user] for user in boxes if name in boxes[user].sources]
            layer[name] = min(users, default=1) - 1
    return layer


def _joins(boxes: Mapping[str, Box], layer: Mapping[str, int]) -> Iterator[Join]:
    for name, box in boxes.items():
        for source, entry in zip(box.sources, box.entries, strict=True):
            stops = [(source, place) for place in range(layer[source], layer[name])]
            yield from (Join(start, end) for start, end in pairwise(stops))
            yield Join(stops[-1], (name, layer[name]), entry)


class _Arrangement:
    """Rows for the stops of each layer, improved from sweep to sweep.

    Each sweep goes through the layers, orders every one by the rows that its stops are joined to on
    the side it comes from, and moves the stops as near to all their joins as their order allows.
    """

    def __init__(
        self, boxes: Mapping[str, Box], layer: Mapping[str, int], joins: tuple[Join, ...]
    ) -> None:
        self._boxes, self._layer, self._joins = boxes, layer, joins
        stops = dict.fromkeys([*layer.items(), *(join.start for join in joins)])
        self._columns = [
            [stop for stop in stops if stop[1] == place] for place in range(1 + max(layer.values()))
        ]
        self._before: dict[Stop, list[Join]] = {stop: [] for stop in stops}
        self._after: dict[Stop, list[Join]] = {stop: [] for stop in stops}
        for join in joins:
            self._after[join.start].append(join)
            self._before[join.end].append(join)
        self._rows = {stop: float(n) for column in self._columns for n, stop in enumerate(column)}

    def best_rows(self) -> dict[Stop, int]:
        """Return whole rows, from 0, of the arrangement with the fewest crossings."""
        found = []
        for sweep in range(SWEEPS):
            rightwards = sweep % 2 == 0
            for column in self._columns if rightwards else reversed(self._columns):
                column.sort(key=self._wanted_from_left if rightwards else self._wanted_from_right)
                self._settle(column)
            rows = self._whole_rows()
            found.append((self._crossings(rows), self._length(rows), sweep, rows))
        return min(found)[-1]

    def _wanted_from_left(self, stop: Stop) -> float:
        joined = [self._rows[join.start] - join.entry for join in self._before[stop]]
        return fmean(joined) if joined else self._rows[stop]

    def _wanted_from_right(self, stop: Stop) -> float:
        joined = [self._rows[join.end] + join.entry for join in self._after[stop]]
        return fmean(joined) if joined else self._rows[stop]

    def _wanted(self, stop: Stop) -> float:
        sides = [self._wanted_from_left(stop)] * bool(self._before[stop])
        sides += [self._wanted_from_right(stop)] * bool(self._after[stop])
        return fmean(sides) if sides else self._rows[stop]

    def _settle(self, column: list[Stop]) -> None:
        distances = [self._distance(*pair) for pair in pairwise(column)]
        rows = _spread([self._wanted(stop) for stop in column], distances)
        self._rows.update(zip(column, rows, strict=True))

    def _extent(self, stop: Stop) -> tuple[int, int]:
        name, place = stop
        box = self._boxes[name]
        return (box.above, box.below) if self._layer[name] == place else (0, 0)

    def _distance(self, upper: Stop, lower: Stop) -> int:
        return self._extent(upper)[1] + GAP + 1 + self._extent(lower)[0]

    def _whole_rows(self) -> dict[Stop, int]:
        rows: dict[Stop, int] = {}
        for column in self._columns:
            for place, stop in enumerate(column):
                rows[stop] = round(self._rows[stop])
                if place:
                    upper = column[place - 1]
                    rows[stop] = max(rows[stop], rows[upper] + self._distance(upper, stop))
        top = min(row - self._extent(stop)[0] for stop, row in rows.items())
        return {stop: row - top for stop, row in rows.items()}

    def _crossings(self, rows: Mapping[Stop, int]) -> int:
        ends = [(join.start, rows[join.start], rows[join.end] + join.entry) for join in self._joins]
        return sum(
            (left - other_left) * (right - other_right) < 0
            for (start, left, right), (other, other_left, other_right) in combinations(ends, 2)
            if start[1] == other[1]
        )

    def _length(self, rows: Mapping[Stop, int]) -> int:
        return sum(abs(rows[start] - rows[end] - entry) for start, end, entry in self._joins)


def _spread(wanted: Iterable[float], distances: list[int]) -> list[float]:
    """Return the rows nearest to those wanted that keep their order and their distances.

    What would come too close moves as one group to the mean of where its members want to be.
    """
    offsets = [sum(distances[:place]) for place in range(len(distances) + 1)]
    groups: list[list[float]] = []
    for row, offset in zip(wanted, offsets, strict=True):
        groups.append([row - offset])
        while len(groups) > 1 and fmean(groups[-2]) >= fmean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    rows = [fmean(group) for group in groups for _ in group]
    return [row + offset for row, offset in zip(rows, offsets, strict=True)]
