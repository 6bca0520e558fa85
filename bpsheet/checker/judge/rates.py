"""The learning rate that the numbers of a table were made with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bpsheet.checker.book import Numbers
from bpsheet.checker.judge.expectations import Expectation, allowed_error, right_value
from bpsheet.checker.judge.numbers import TableNumbers
from bpsheet.expression import Name, Operation, names_in
from bpsheet.model.graph import Role

MOST = 0.5
"""The share of all updates that a rate must explain to be the one that was used."""

DIGITS = 6
"""The significant digits that a learning rate is taken to have at most."""


@dataclass(frozen=True)
class Votes:
    """What the updates of a table say about its learning rate; arrays have one row per update.

    Attributes:
        rates: the rate each update would need.
        doubts: by how much rounding may have moved it.
    """

    rates: Numbers
    doubts: Numbers

    def share(self, rate: float) -> float:
        """Return the share of the updates that `rate` explains."""
        return float(np.mean(np.abs(self.rates - rate) <= self.doubts)) if len(self.rates) else 0.0


def votes_of(expectations: tuple[Expectation, ...], table: TableNumbers, rate: str) -> Votes:
    """Return what every update w − η·g in a table says about η.

    Arguments:
        expectations: of the table.
        table: its numbers.
        rate: the name of the learning rate.
    """
    found = [votes for expectation in expectations for votes in _votes(expectation, table, rate)]
    if not found:
        return Votes(np.empty(0), np.empty(0))
    rates, doubts = (np.concatenate(parts) for parts in zip(*found, strict=True))
    known = np.isfinite(rates) & np.isfinite(doubts)
    return Votes(rates[known], doubts[known])


def rate_of(votes: Votes) -> float | None:
    """Return the rate that most updates need; ``None`` where they do not agree.

    Of rates that explain as many, the one with the fewest digits is what a person chose.
    """
    if not len(votes.rates):
        return None
    order = np.argsort(votes.doubts)
    surest = votes.rates[order[: max(1, len(order) // 2)]]
    rates = [float(f"{np.median(surest):.{digits}g}") for digits in range(1, DIGITS + 1)]
    rate = max(rates, key=votes.share)
    return rate if votes.share(rate) >= MOST and rate > 0 else None


def _votes(
    expectation: Expectation, table: TableNumbers, rate: str
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield the rates that a parameter's updates need and the doubts about them."""
    (form, *_), numbers = expectation.forms, expectation.numbers(table)
    match form:
        case Operation("-", (Name(parameter), taken)) if (
            expectation.quantity.role is Role.PARAMETER and rate in names_in(taken)
        ):
            at_one = _with_rate(table, rate).at(expectation.seen_from)
            step = right_value(taken, at_one)
            found = table.column(parameter)
            if step is None or found is None or parameter not in numbers:
                return
            moved = numbers[parameter] - found[expectation.positions]
            rounding = numbers.rounding(parameter) + np.nan_to_num(
                table.rounding.get(parameter, np.zeros(table.rows.count))[expectation.positions]
            )
            with np.errstate(all="ignore"):
                doubt = rounding + allowed_error(taken, at_one, step) + 2.0**-50 * np.abs(moved)
                doubt = doubt + 2.0**-50 * np.abs(numbers[parameter])
                yield moved / step, doubt / np.abs(step)


def _with_rate(table: TableNumbers, rate: str) -> TableNumbers:
    """Return the numbers of a table as if its learning rate were 1."""
    known = {**table.known, rate: np.ones(table.rows.count)}
    return TableNumbers(table.graph, table.rows, known, table.rounding)
