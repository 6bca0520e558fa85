"""Places what depends on each other in layers from left to right, with lines that avoid the boxes.

A line that leads past a layer has a row of its own there, so that no line ever crosses a box.
Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for visual understanding of hierarchical system
structures, 1981 (layers, stops on long lines, ordering by the middle of what is joined).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from statistics import fmean

SWEEPS = 16
GAP = 1
"""The rows left free between two boxes."""

Stop = tuple[str, int]
"""A box in its layer, or where lines from it pass a later layer."""
Line = tuple[Stop, Stop]


@dataclass(frozen=True)
class Layered:
    """Boxes in layers, with the lines between them.

    Attributes:
        layer: of each box, counted from 0 at the left.
        row: of each stop, counted from 0: a box's middle row, or the row of passing lines.
        lines: each from one layer to the next.
    """

    layer: Mapping[str, int]
    row: Mapping[Stop, int]
    lines: tuple[Line, ...]


def layered(
    sources: Mapping[str, tuple[str, ...]], extents: Mapping[str, tuple[int, int]]
) -> Layered:
    """Return where boxes go so that every line leads to the right and few lines cross.

    A box stands as far right as those that use it allow.

    Arguments:
        sources: per box the boxes it uses, which stand before it in the mapping.
        extents: per box how many rows it takes above and below its middle row.

    >>> layered({"x": (), "y": ("x",)}, {"x": (0, 0), "y": (1, 1)}).row
    {('x', 0): 1, ('y', 1): 1}
    """
    layer = _layers(sources)
    lines = _lines(sources, layer)
    stops = [(box, place) for box, place in layer.items()]
    stops += dict.fromkeys(start for start, _ in lines if start not in stops)
    columns = [
        [stop for stop in stops if stop[1] == place] for place in range(len({*layer.values()}))
    ]
    return Layered(layer, _Arrangement(columns, lines, layer, extents).best_rows(), lines)


def _layers(sources: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    layer = dict.fromkeys(sources, 0)
    for box in reversed(list(sources)):
        for source in sources[box]:
            layer[source] = min(layer[source], layer[box] - 1)
    first = min(layer.values())
    return {box: place - first for box, place in layer.items()}


def _lines(sources: Mapping[str, tuple[str, ...]], layer: Mapping[str, int]) -> tuple[Line, ...]:
    lines: dict[Line, None] = {}
    for box, used in sources.items():
        for source in used:
            stops = [(source, place) for place in range(layer[source], layer[box])]
            lines |= dict.fromkeys(pairwise([*stops, (box, layer[box])]))
    return tuple(lines)


class _Arrangement:
    """Rows for the stops of each column, improved from sweep to sweep."""

    def __init__(
        self,
        columns: list[list[Stop]],
        lines: tuple[Line, ...],
        layer: Mapping[str, int],
        extents: Mapping[str, tuple[int, int]],
    ) -> None:
        self.columns = columns
        self.lines = lines
        stops = [stop for column in columns for stop in column]
        self.extents = {
            (box, place): extents[box] if layer[box] == place else (0, 0) for box, place in stops
        }
        self.before: dict[Stop, list[Stop]] = {stop: [] for stop in stops}
        self.after: dict[Stop, list[Stop]] = {stop: [] for stop in stops}
        for start, end in lines:
            self.after[start].append(end)
            self.before[end].append(start)
        self.rows = {stop: float(n) for column in columns for n, stop in enumerate(column)}

    def best_rows(self) -> dict[Stop, int]:
        """Return whole rows, from 0, of the arrangement with the fewest crossings."""
        found = []
        for sweep in range(SWEEPS):
            rightwards = sweep % 2 == 0
            for column in self.columns if rightwards else reversed(self.columns):
                self._settle(column, self.before if rightwards else self.after)
            rows = self._whole_rows()
            found.append((self._crossings(rows), self._length(rows), sweep, rows))
        return min(found)[-1]

    def _settle(self, column: list[Stop], side: Mapping[Stop, list[Stop]]) -> None:
        """Order a column by what it is joined to on one side, and move it near to all of that."""
        column.sort(key=lambda stop: self._middle(stop, side[stop]))
        wanted = [self._middle(stop, self.before[stop] + self.after[stop]) for stop in column]
        distances = [self._distance(above, below) for above, below in pairwise(column)]
        self.rows.update(zip(column, _spread(wanted, distances), strict=True))

    def _middle(self, stop: Stop, joined: list[Stop]) -> float:
        return fmean(self.rows[other] for other in joined) if joined else self.rows[stop]

    def _distance(self, above: Stop, below: Stop) -> int:
        return self.extents[above][1] + GAP + 1 + self.extents[below][0]

    def _whole_rows(self) -> dict[Stop, int]:
        rows: dict[Stop, int] = {}
        for column in self.columns:
            for place, stop in enumerate(column):
                rows[stop] = round(self.rows[stop])
                if place:
                    above = column[place - 1]
                    rows[stop] = max(rows[stop], rows[above] + self._distance(above, stop))
        top = min(row - self.extents[stop][0] for stop, row in rows.items())
        return {stop: row - top for stop, row in rows.items()}

    def _crossings(self, rows: Mapping[Stop, int]) -> int:
        return sum(
            (rows[start] - rows[other_start]) * (rows[end] - rows[other_end]) < 0
            for (start, end), (other_start, other_end) in combinations(self.lines, 2)
            if start[1] == other_start[1]
        )

    def _length(self, rows: Mapping[Stop, int]) -> int:
        return sum(abs(rows[start] - rows[end]) for start, end in self.lines)


def _spread(wanted: list[float], distances: list[int]) -> list[float]:
    """Return the rows nearest to those wanted that keep their order and their distances.

    What would come too close is moved as one group to the mean of where its members want to be.
    """
    offsets = [sum(distances[:place]) for place in range(len(wanted))]
    groups: list[list[float]] = []
    for row, offset in zip(wanted, offsets, strict=True):
        groups.append([row - offset])
        while len(groups) > 1 and fmean(groups[-2]) >= fmean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    rows = [fmean(group) for group in groups for _ in group]
    return [row + offset for row, offset in zip(rows, offsets, strict=True)]
