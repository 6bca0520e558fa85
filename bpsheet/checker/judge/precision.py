"""How exactly stored numbers say what was computed.

A program that keeps ten digits, or a person who pastes four decimals, loses the rest. How much is
read off the whole column: one number may end in zeros that are not written.
"""

from __future__ import annotations

import numpy as np

from bpsheet.checker.book import Column, Numbers, Rows

FULL = 15
"""The significant digits from which on a number counts as stored in full."""


def rounding_of(column: Column, rows: Rows) -> Numbers:
    """Return by how much each number of a computed column may have been rounded when stored.

    Arguments:
        column: as stored.
        rows: those to look at, all of them filled or empty.

    Returns:
        Half a unit of the last digit kept; that of a double where all digits were kept. NaN where
        no number stands.
    """
    places = column.places(rows)
    numbers = np.where(places < 0, np.nan, column.numbers[places])
    filled = ~np.isnan(numbers)
    in_full = np.abs(numbers) * 5.0 * 10.0**-FULL
    if not filled.any():
        return in_full
    significant = np.where(filled, column.significant[places], 0)
    decimals = np.where(filled, column.decimals[places], 0)
    if significant.max() >= FULL or _is_constant(numbers[filled]):
        return in_full
    by_decimals = np.where(filled, 0.5 * 10.0 ** -float(decimals.max()), np.nan)
    with np.errstate(divide="ignore"):
        exponents = np.floor(np.log10(np.abs(numbers)))
    by_digits = 0.5 * 10.0 ** (exponents - significant.max() + 1)
    kept_digits = _spread(significant[filled]) <= _spread(decimals[filled])
    rounded = by_digits if kept_digits else by_decimals
    return np.where(filled & (numbers == 0), by_decimals, rounded)


def _is_constant(numbers: Numbers) -> bool:
    """Return whether all numbers are the same: then their few digits may well be exact."""
    return bool(np.ptp(numbers) == 0)


def _spread(digits: Rows) -> float:
    """Return how much numbers of digits vary, but for the tenth that ends in zeros."""
    low, high = np.quantile(digits, (0.1, 1.0))
    return float(high - low)
