"""Charts show counts to scale, and say them to those who cannot see."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.grading.marks import Verdict
from bpsheet.grading.summary.charts import (
    HEIGHT,
    PARTS,
    SHARE_WIDTH,
    histogram_chart,
    legend,
    shares_chart,
)
from tests.grading.classes import Page

COUNTS = st.lists(st.integers(0, 300), min_size=10, max_size=10)


def sizes(svg: str, name: str) -> list[float]:
    return [float(size) for size in re.findall(rf'<rect[^>]* {name}="([\d.]+)"', svg)]


@given(COUNTS)
def test_bars_are_as_tall_as_counts_are_large(counts: list[int]) -> None:
    heights = sizes(histogram_chart(counts, 100), "height")
    shown = [count for count in counts if count]
    assert not shown or max(heights) == HEIGHT
    assert len(heights) == len(shown)
    for height, count in zip(heights, shown, strict=True):
        assert height / max(heights) == pytest.approx(count / max(shown), abs=1e-3)


def test_a_histogram_has_its_edges_and_words() -> None:
    svg = histogram_chart([0, 3, 1], 60)
    assert Page(svg).text == "3 1 0 20 40 60"
    assert 'aria-label="students by points: 3 from 20, 1 from 40"' in svg


@given(st.lists(st.sampled_from(list(Verdict)), min_size=1))
def test_parts_fill_the_bar(verdicts: list[Verdict]) -> None:
    svg = shares_chart(Counter(verdicts))
    widths = sizes(svg, "width")
    assert len(widths) == len(set(verdicts))
    lefts = sizes(svg, "x")
    assert lefts == pytest.approx([0.0, *accumulate(widths[:-1])], abs=0.1)
    assert sum(widths) == pytest.approx(SHARE_WIDTH, abs=0.1)


def test_every_verdict_has_a_part_and_is_in_the_legend() -> None:
    assert set(PARTS) == set(Verdict)
    assert all(words in Page(legend()).text for _, words in PARTS.values())
