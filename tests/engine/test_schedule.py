from __future__ import annotations

from typing import Any

import pytest

from bpsheet.engine import train
from tests.engine.examples import FIVE_SAMPLES, with_training


@pytest.mark.parametrize(
    ("batch", "update"),
    [
        (1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]),
        (2, [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 6, 6, 7, 7, 8]),
        (5, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]),
        ("all", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]),
    ],
)
def test_rows_say_where_they_belong(batch: Any, update: list[int]) -> None:
    trace = train(with_training(FIVE_SAMPLES, batch=batch))
    assert trace.step.tolist() == list(range(15))
    assert trace.epoch.tolist() == [0] * 5 + [1] * 5 + [2] * 5
    assert trace.sample.tolist() == [0, 1, 2, 3, 4] * 3
    assert trace.update.tolist() == update
    assert trace.column("t1")[1].tolist() == [0.1, 0.9, 0.4, 0.6, 0.2] * 3
    assert trace.column("i2")[0].tolist() == [0.1, -1.0, 0.3, 0.2, 0.9] * 3
