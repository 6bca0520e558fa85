"""Which step, batch and update each row of a table shows."""

from __future__ import annotations

import numpy as np
import pytest

from bpsheet.checker.judge.rows import NOWHERE, RunRows, rows_of, runs
from tests.templates import SMALL, parse, replaced

TWO = replaced("inputs = [[1, 2]]", "inputs = [[1, 2], [3, 4]]")
TWO = replaced("targets = [[0, 1]]", "targets = [[0, 1], [1, 0]]", TWO)


def rows(text: str, count: int) -> RunRows:
    return rows_of(parse(text), count)


def places(where: np.ndarray) -> list[int]:
    return [int(place) for place in np.flatnonzero(where)]


def test_every_row_of_a_table_with_one_sample_is_a_step_and_an_update() -> None:
    one = rows(SMALL, 3)
    assert places(one.shows_step) == places(one.shows_sample) == places(one.updates) == [0, 1, 2]
    assert places(one.updated) == [1, 2]
    assert places(one.held) == []
    assert one.update_before.tolist() == [NOWHERE, 0, 1]


def test_a_batch_is_followed_by_a_row_for_its_update() -> None:
    batch = rows(TWO + "batch = 2\n", 7)
    assert places(batch.shows_step) == [0, 1, 3, 4, 6]
    assert places(batch.updates) == [2, 5]
    assert places(batch.updated) == [3, 6]
    assert batch.averaged_rows(5).tolist() == [3, 4]
    assert batch.update_before[5] == 2


def test_the_last_epoch_may_be_cut_short() -> None:
    assert [rows(TWO, count).count for count in (1, 2, 3)] == [1, 2, 3]
    assert places(rows(TWO, 3).updated) == [1, 2]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ([], []),
        ([0, 0, 0], []),
        ([1, 1, 1], [[0, 1, 2]]),
        ([1, 0, 1, 1], [[0], [2, 3]]),
        ([0, 1, 0], [[1]]),
    ],
)
def test_runs_of_neighbouring_places(where: list[int], found: list[list[int]]) -> None:
    masks = [places(run) for run in runs(np.array(where, bool))]
    assert [mask for mask in masks if mask] == found
