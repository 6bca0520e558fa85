"""How exactly stored numbers say what was computed.

A program that keeps ten digits, or a person who pastes four decimals, loses the rest. How much is
read off the whole column: one number may end in zeros that are not written.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from bpsheet.checker.book import Column, Numbers, Rows

FULL = 15
"""The significant digits from which on a number counts as stored in full."""


def usual_decimals(columns: Iterable[Column], rows: Rows) -> int | None:
    """Return the digits behind the point that columns were rounded to; ``None`` if one was not."""
    kept = []
    for column in columns:
        places = column.places(rows)
        places = places[places >= 0]
        if len(places):
            if column.significant[places].max() >= FULL:
                return None
            kept.append(int(column.decimals[places].max()))
    return int(np.median(kept)) if kept else None


def rounding_of(column: Column, rows: Rows, usual: int | None = None) -> Numbers:
    """Return by how much each number of a computed column may have been rounded when stored.

    Arguments:
        column: as stored.
        rows: those to look at, all of them filled or empty.
        usual: the digits behind the point that the columns beside it were rounded to, which tells
            of a column with one number whether it is exact; ``None`` if they were not rounded.

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
    if significant.max() >= FULL:
        return in_full
    if _is_constant(numbers[filled]):
        return in_full if usual is None else np.where(filled, 0.5 * 10.0**-usual, np.nan)
    by_decimals = np.where(filled, 0.5 * 10.0 ** -float(decimals.max()), np.nan)
    with np.errstate(divide="ignore"):
        exponents = np.floor(np.log10(np.abs(numbers)))
    by_digits = 0.5 * 10.0 ** (exponents - significant.max() + 1)
    if decimals.max() == 0:  # whole numbers are exact, unless they end in noughts
        return by_digits if np.nanmax(exponents) >= significant.max() else in_full
    digits_kept, decimals_kept = _kept(significant[filled]), _kept(decimals[filled])
    rounded = by_digits if digits_kept > decimals_kept else by_decimals
    if digits_kept == decimals_kept:
        rounded = np.fmax(by_digits, by_decimals)
    return np.where(filled & (numbers == 0), by_decimals, rounded)


def _is_constant(numbers: Numbers) -> bool:
    """Return whether all numbers are the same: then their few digits may well be exact."""
    return bool(np.ptp(numbers) == 0)


def _kept(digits: Rows) -> float:
    """Return which share of the numbers has as many digits as any; a tenth of them ends in 0."""
    return float(np.mean(digits == digits.max()))
