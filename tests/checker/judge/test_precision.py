"""How far a stored number may be from the computed one for the digits that were not kept."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from bpsheet.checker.judge.precision import rounding_of
from tests.checker.books import book_of, cells_of


def rounding(numbers: Sequence[float | None]) -> list[float]:
    """Return the rounding of a column that holds these numbers."""
    column = book_of({"A": cells_of([[number] for number in numbers])})["A"].columns[0]
    return [float(size) for size in rounding_of(column, np.arange(len(numbers)))]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([0.1234567890123456, 0.25], [0.1234567890123456 * 5e-15, 0.25 * 5e-15]),
        ([0.1234567891, 0.01234567892, 1.234567893], [5e-11, 5e-12, 5e-10]),
        ([0.1235, 10.1235, 0.5], [5e-5, 5e-5, 5e-5]),
        ([0.1235, 0.0, 0.2], [5e-5, 5e-5, 5e-5]),
    ],
    ids=["in full", "ten digits", "four decimals", "zero"],
)
def test_half_a_unit_of_the_last_digit_kept(numbers: list[float], expected: list[float]) -> None:
    assert rounding(numbers) == pytest.approx(expected, rel=1e-12)


def test_a_constant_is_exact_however_few_its_digits() -> None:
    assert rounding([0.5, 0.5, 0.5]) == pytest.approx([2.5e-15] * 3)


def test_nothing_is_known_of_empty_cells() -> None:
    first, empty, last = rounding([0.1235, None, 10.1236])
    assert (first, last) == pytest.approx((5e-5, 5e-5))
    assert math.isnan(empty)


@pytest.mark.parametrize("number", [1e308, -1e308, 5e-324, math.inf, -math.inf, math.nan])
def test_numbers_of_any_size_are_taken(number: float) -> None:
    with np.errstate(all="ignore"):
        assert len(rounding([0.1235, number, 10.1236])) == 3
