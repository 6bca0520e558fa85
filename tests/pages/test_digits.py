"""How a page writes numbers, and what it says of losses, held against Python."""

from __future__ import annotations

import json
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpsheet.pages.bundle import bundle
from tests.javascript import run_in_node
from tests.pages.opened import number_in

WRITTEN = {
    0.0: "0",
    1.0: "1",
    -3.0: "−3",
    0.5: "0.500000",
    -0.05: "−0.0500000",
    0.2142051: "0.214205",
    123456.7: "123457",
    1234567.8: "1.23457·10⁶",
    0.0001: "0.000100000",
    0.00001234567: "1.23457·10⁻⁵",
    -1e-12: "−1.00000·10⁻¹²",
    5e-324: "4.94066·10⁻³²⁴",
    1e300: "1.00000·10³⁰⁰",
    inf: "∞",
    -inf: "−∞",
    nan: "–",
}


def shown(numbers: list[float]) -> list[str]:
    listed = ", ".join(map(repr, numbers)).replace("inf", "Infinity").replace("nan", "NaN")
    found: list[str] = json.loads(run_in_node(bundle("digits", {}), f"[{listed}].map(shown)"))
    return found


def test_numbers_are_written_with_six_significant_digits() -> None:
    assert shown(list(WRITTEN)) == list(WRITTEN.values())


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=50, max_size=50))
@settings(max_examples=5)
def test_what_is_written_is_the_number_rounded(numbers: list[float]) -> None:
    for number, text in zip(numbers, shown(numbers), strict=True):
        assert number_in(text) == pytest.approx(number, rel=5.0001e-6, abs=1e-323)
        assert len(text) <= 16
