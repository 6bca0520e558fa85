"""Which slips reproduce the numbers of a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.slip import Slip
from bpsheet.checker.slips.evaluation import Array, Evaluation
from bpsheet.expression import names_in

FEW = 3
"""The rows that decide about most slips; only those that pass are tried on all rows."""


def explain(
    slips: Iterable[Slip], values: Mapping[str, Array], found: Array, allowed: Array
) -> list[Slip]:
    """Return the slips whose expression equals what was found in every row, likeliest first.

    Arguments:
        slips: what may have been computed.
        values: (rows,) per name, those of the rows before and after included; NaN where there is
            none. What a definition averages over a batch is (rows, samples). A slip that
            mentions any other name is left out.
        found: (rows,); NaN in rows that do not count.
        allowed: (rows,) or one number: how far a value may be from what was found.

    Returns:
        The slips that fit, those of the least effort first. Rows where one of a slip's names has
        no number do not count for it, but at least one row must.

    >>> from bpsheet.expression import Name
    >>> sum_, product = Slip("", "adds", Name("a") + 1), Slip("", "doubles", Name("a") * 2)
    >>> fitting = explain([sum_, product], {"a": np.array([1.0, 3.0])}, np.array([2.0, 6.0]), 1e-9)
    >>> [slip.words for slip in fitting]
    ['doubles']
    """
    allowed = np.broadcast_to(allowed, found.shape)
    rows = np.flatnonzero(np.isfinite(found))
    likely = _fitting(slips, values, found, allowed, _evenly_spread(rows), least=0)
    fitting = _fitting(likely, values, found, allowed, rows, least=1)
    return sorted(fitting, key=lambda slip: slip.effort)


def _evenly_spread(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return a few of `rows`, without the first and the last, which often miss a neighbour."""
    inner = rows[1:-1] if len(rows) > FEW + 1 else rows
    few: NDArray[np.intp] = inner[:: max(1, len(inner) // FEW)][:FEW]
    return few


class _Rows(dict[str, Array]):
    """The values of some rows, taken when they are first asked for.

    Attributes:
        gaps: per name that lacks numbers, in which of the rows it has one.
    """

    def __init__(self, values: Mapping[str, Array], rows: NDArray[np.intp]) -> None:
        super().__init__()
        self.gaps: dict[str, NDArray[np.bool_]] = {}
        self._values, self._rows = values, rows

    def __missing__(self, name: str) -> Array:
        array = self[name] = self._values[name][self._rows]
        have = np.isfinite(array)
        if not have.all():
            self.gaps[name] = have if have.ndim == 1 else np.asarray(have.any(axis=-1))
        return array


def _fitting(
    slips: Iterable[Slip],
    values: Mapping[str, Array],
    found: Array,
    allowed: Array,
    rows: NDArray[np.intp],
    *,
    least: int,
) -> list[Slip]:
    """Return the slips that fit in all of `rows` that count, of which there must be `least`."""
    known, found, allowed = _Rows(values, rows), found[rows], allowed[rows]
    evaluation = Evaluation(known)

    def fits(slip: Slip) -> bool:
        try:
            number = evaluation.of(slip.expression)
        except (KeyError, ValueError):  # a missing name; a mean beside what it is the mean of
            return False
        if np.ndim(number) > 1:
            return False
        counts = np.ones(len(rows), dtype=bool)
        for name in names_in(slip.expression) if known.gaps else ():
            counts &= known.gaps.get(name, True)
        close = np.abs(number - found) <= allowed
        return bool(close[counts].all() and counts.sum() >= least)

    with np.errstate(all="ignore"):
        return [slip for slip in slips if fits(slip)]
