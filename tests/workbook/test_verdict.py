"""The verdict on a rate's losses, at the edges of its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.layout.book import workbook_of
from bpsheet.sheet.workbook import Sheet, Value
from bpsheet.verbs.build import worked_example
from tests.applications import workbook_values
from tests.workbook.grid import Grid
from tests.workbook.scenarios import CLASSIC
from tests.workbook.verdict import verdict

ROWS, GOAL = 40, 0.1
BUILT = workbook_of(
    worked_example(
        replace(
            CLASSIC,
            training=replace(CLASSIC.training, learning_rates=(1.0,), epochs=ROWS, goal=GOAL),
        )
    )
)


def said_of(losses: Sequence[float]) -> Value:
    """Return the words that the first rate's sheet says when its losses are these."""
    sheets = [with_losses(each, losses) if each.name == "lr 1" else each for each in BUILT.sheets]
    values = workbook_values(calculate(replace(BUILT, sheets=tuple(sheets))))
    sheet = Grid(values["lr 1"])
    return sheet.cells[sheet.after(sheet.find("verdict"))]


def with_losses(sheet: Sheet, losses: Sequence[float]) -> Sheet:
    [block] = sheet.blocks
    heading = Grid(workbook_values(BUILT)[sheet.name]).find("E_total")
    values = block.values.copy()
    values[:, heading.column - 1 - block.left] = losses
    return replace(sheet, blocks=(replace(block, values=values),))


def falling(last: float, over: int = ROWS) -> list[float]:
    """Return losses that fall evenly from 1 to `last` in so many rows, and stay there."""
    return [*np.linspace(1, last, over), *[last] * (ROWS - over)]


def zigzag(rises: int) -> list[float]:
    """Return falling losses that rise again so many times."""
    losses = np.array(falling(0.3))
    losses[2 : 2 + 2 * rises : 2] += 0.05
    return losses.tolist()


def ending(*before_and_last: float) -> list[float]:
    """Return losses whose last tenth of the steps leads from the first of these to the second."""
    before, last = before_and_last
    return [*np.linspace(1, before, ROWS - 4), *np.linspace(before, last, 5)[1:]]


CASES = [
    (falling(0.1), "learning"),
    (falling(0.11), "learning"),
    (falling(0.5), "learning"),
    (falling(0.501), "too slow"),
    (falling(1.0), "stuck"),
    (falling(1.001), "diverged"),
    (zigzag(4), "learning"),
    (zigzag(5), "oscillating"),
    ([*falling(0.2)[:-1], np.nan], f"diverged at step {ROWS - 1}"),
    ([1.0, *[np.inf] * (ROWS - 1)], "diverged at step 1"),
    (ending(0.302, 0.3), "stuck"),
    (ending(0.304, 0.3), "learning"),
    (ending(0.909, 0.902), "too slow"),
    (falling(0.3, over=20), "stuck"),
    (falling(0.09, over=20), "learning"),
]


@pytest.mark.parametrize(("losses", "words"), CASES)
def test_the_words_follow_the_rule(losses: list[float], words: str) -> None:
    assert said_of(losses) == words
    assert verdict(np.array(losses), GOAL) == words
