"""Which slips reproduce the numbers of a column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from bpsheet.check.slip import Slip
from bpsheet.check.slips.evaluation import Array, Evaluation
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
    """
    allowed = np.broadcast_to(allowed, found.shape)
    few = _evenly_spread(np.flatnonzero(np.isfinite(found)))
    likely = _fitting(slips, _at(values, few), found[few], allowed[few], least=0)
    return sorted(_fitting(likely, values, found, allowed, least=1), key=lambda slip: slip.effort)


def _evenly_spread(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return a few of `rows`, without the first and the last, which often miss a neighbour."""
    inner = rows[1:-1] if len(rows) > FEW + 1 else rows
    chosen = np.linspace(0, max(len(inner) - 1, 0), min(FEW, len(inner))).astype(int)
    few: NDArray[np.intp] = inner[np.unique(chosen)]
    return few


def _at(values: Mapping[str, Array], rows: NDArray[np.intp]) -> dict[str, Array]:
    return {name: array[rows] for name, array in values.items()}


def _fitting(
    slips: Iterable[Slip], values: Mapping[str, Array], found: Array, allowed: Array, least: int
) -> list[Slip]:
    """Return the slips that fit in all rows that count, of which there must be `least`."""
    evaluation = Evaluation(values)
    have = {name: np.isfinite(array) for name, array in values.items()}
    gaps = {name: _rows(there) for name, there in have.items() if not there.all()}

    def fits(slip: Slip) -> bool:
        try:
            number = evaluation.of(slip.expression)
        except KeyError:
            return False
        if np.ndim(number) > 1:
            return False
        counts = np.isfinite(found)
        for name in names_in(slip.expression) if gaps else ():
            counts = counts & gaps.get(name, True)
        return bool((np.abs(number - found) <= allowed)[counts].all() and counts.sum() >= least)

    with np.errstate(all="ignore"):
        return [slip for slip in slips if fits(slip)]


def _rows(there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return in which rows a name has a number, for a batch in any of its samples."""
    return there if there.ndim == 1 else np.asarray(there.any(axis=-1))
