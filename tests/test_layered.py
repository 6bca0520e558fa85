"""Boxes in layers: in order, apart from each other, and no line through any of them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.layered import GAP, Box, Layered, layered


def box(*sources: str) -> Box:
    """Return a box of three rows or more, lines coming in from the top down."""
    entries = tuple(range(-(len(sources) // 2), len(sources) - len(sources) // 2))
    above = max(1, len(sources) // 2)
    return Box(sources, entries, above, max(1, len(sources) - above))


@st.composite
def boxes(draw: st.DrawFn) -> dict[str, Box]:
    """Draw boxes that each use some of those before them, some twice."""
    found: dict[str, Box] = {}
    for number in range(draw(st.integers(1, 14))):
        known = st.sampled_from([*found]) if found else st.nothing()
        sources = draw(st.lists(known, max_size=3)) if found else []
        found[f"b{number}"] = box(*sources)
    return found


def crossings(placed: Layered) -> int:
    """Return how many pairs of lines cross."""
    ends = [
        (start[1], placed.row[start], placed.row[end] + entry) for start, end, entry in placed.joins
    ]
    return sum(
        layer == other_layer and (left - other_left) * (right - other_right) < 0
        for (layer, left, right), (other_layer, other_left, other_right) in combinations(ends, 2)
    )


@given(boxes())
def test_every_line_leads_from_a_box_through_free_rows_to_the_one_that_uses_it(
    given_boxes: dict[str, Box],
) -> None:
    placed = layered(given_boxes)
    ways = {(name, placed.layer[name]): name for name in given_boxes}
    for start, end, _ in sorted(placed.joins, key=lambda join: join.start[1]):
        assert end[1] == start[1] + 1
        assert start in ways
        if end not in ways:
            ways[end] = ways[start]
    arrived = [
        (ways[start], end[0], entry) for start, end, entry in placed.joins if start[0] != end[0]
    ]
    wanted = {
        (source, name, entry)
        for name, one in given_boxes.items()
        for source, entry in zip(one.sources, one.entries, strict=True)
    }
    assert sorted(arrived) == sorted(wanted)


@given(boxes())
def test_nothing_in_a_layer_overlaps(given_boxes: dict[str, Box]) -> None:
    placed = layered(given_boxes)
    spans = []
    for (name, layer), row in placed.row.items():
        own = placed.layer[name] == layer
        above, below = (given_boxes[name].above, given_boxes[name].below) if own else (0, 0)
        spans.append((layer, row - above, row + below))
    assert min(top for _, top, _ in spans) == 0
    for (layer, top, bottom), (other_layer, other_top, other_bottom) in combinations(spans, 2):
        if layer == other_layer:
            assert bottom + GAP < other_top or other_bottom + GAP < top


def test_a_box_that_uses_none_stands_right_before_its_first_user() -> None:
    chain = {"a": box(), "b": box("a"), "c": box("b"), "w": box(), "d": box("c", "w")}
    placed = layered(chain)
    assert placed.layer == {"a": 0, "b": 1, "c": 2, "w": 2, "d": 3}


def test_a_line_past_a_layer_has_a_row_of_its_own() -> None:
    chain = {"a": box(), "b": box("a"), "c": box("b"), "d": box("c", "a")}
    placed = layered(chain)
    assert {("a", 1), ("a", 2)} < set(placed.row)
    assert abs(placed.row["a", 1] - placed.row["b", 1]) > 1
    assert crossings(placed) == 0


@pytest.mark.parametrize("order", ["wxyz", "zyxw", "xwzy", "yzwx"])
def test_lines_do_not_cross_where_they_need_not(order: str) -> None:
    """Two products and their sum form a tree, in whatever order its leaves are given."""
    leaves = {name: box() for name in order}
    tree = {**leaves, "p": box("w", "x"), "q": box("y", "z"), "s": box("p", "q")}
    placed = layered(tree)
    assert crossings(placed) == 0
    rows = [placed.row[name, 0] for name in "wxyz"]
    assert rows == sorted(rows)


def test_a_chain_is_a_straight_line() -> None:
    placed = layered({"a": box(), "b": Box(("a",), (0,), 1, 1), "c": Box(("b",), (0,), 1, 1)})
    assert set(placed.row.values()) == {1}


def test_the_same_boxes_are_placed_alike() -> None:
    one = {"a": box(), "b": box(), "c": box("a", "b"), "d": box("b", "c", "a")}
    assert layered(one) == layered(dict(one))
