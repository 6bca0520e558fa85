"""The learning rate that the updates of a table were made with."""

from __future__ import annotations

import numpy as np
import pytest

from bpsheet.checker.judge.rates import Votes, rate_of


def votes(rates: list[float], doubts: list[float]) -> Votes:
    return Votes(np.array(rates), np.array(doubts))


@pytest.mark.parametrize(
    ("rates", "doubts", "rate"),
    [
        ([], [], None),
        ([0.5, 0.5, 0.5], [1e-9] * 3, 0.5),
        ([0.5, 0.5000001, 0.9], [1e-6, 1e-6, 1e-6], 0.5),
        ([0.1, 0.2, 0.3, 0.4], [1e-9] * 4, None),
        ([-0.5, -0.5], [1e-9] * 2, None),
        ([0.0, 0.0], [1e-9] * 2, None),
        ([0.31, 0.3, 0.28], [0.02, 1e-9, 0.05], 0.3),
    ],
)
def test_the_rate_that_most_updates_need(
    rates: list[float], doubts: list[float], rate: float | None
) -> None:
    assert rate_of(votes(rates, doubts)) == rate


def test_a_rate_explains_the_updates_that_come_near_it() -> None:
    some = votes([0.5, 0.51, 0.6], [0.001, 0.02, 0.02])
    assert some.share(0.5) == pytest.approx(2 / 3)
    assert votes([], []).share(0.5) == 0.0
