"""Where the error curve of a page has its minimum."""

from __future__ import annotations

import json

import pytest

from bpsheet.pages.bundle import bundle
from tests.javascript import run_in_node

CURVES = {
    "(x) => (x - 0.5) ** 2": 0.5,
    "(x) => (x + 40) ** 2 + 3": -40,
    "(x) => Math.abs(x - 2.001)": 2.001,
    "(x) => 1 / (1 + Math.exp(-x))": None,
    "(x) => 4": None,
    "(x) => NaN": None,
    "(x) => (x < 2.5 ? (x - 1) ** 2 : NaN)": 1,
}


@pytest.mark.parametrize("curve", CURVES)
def test_the_minimum_near_two(curve: str) -> None:
    found = json.loads(run_in_node(bundle("lowest", {}), f"lowest(2, {curve})"))
    expected = CURVES[curve]
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(expected, abs=0.02 * max(1, abs(expected - 2)))
