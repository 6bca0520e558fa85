"""The page's verdict on a rate's losses is that of the workbooks."""

from __future__ import annotations

import json

import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.pages.bundle import bundle
from bpsheet.verbs.train import train
from bpsheet.verdicts import RULE
from tests.javascript import run_in_node
from tests.workbook.verdict import verdict

EDGES: dict[str, tuple[list[float], float | None]] = {
    "diverged": ([0.5, 0.4, 0.6], None),
    "learning": ([0.5, 0.3, 0.009], 0.01),
    "too slow": ([0.5, 0.49, 0.48], 0.01),
    "stuck": ([0.5, *[0.3] * 30], 0.01),
    "oscillating": ([0.5, 0.1, 0.4, 0.1, 0.3], None),
}


def said_of(runs: list[list[float]], goal: float | None) -> list[str]:
    """Return the page's verdicts on the losses of some runs."""
    given = json.dumps(runs).replace("NaN", "Number.NaN")
    call = f"{given}.map((losses) => caseOf(losses, {json.dumps(goal)}))"
    cases = json.loads(run_in_node(bundle("verdict", {}), call))
    return ["one row" if case < 0 else RULE[case][0] for case in cases]


@pytest.mark.parametrize("word", EDGES)
def test_each_verdict(word: str) -> None:
    losses, goal = EDGES[word]
    assert said_of([losses], goal) == [word]


def test_a_loss_that_is_no_number_has_diverged() -> None:
    runs = [[0.5, float("inf")], [0.5, float("nan")], [float("nan")]]
    assert said_of(runs, 0.1) == ["diverged"] * 3


def test_one_row_says_nothing() -> None:
    assert said_of([[0.5]], 0.1) == ["one row"]


@pytest.mark.parametrize("name", BUNDLED)
def test_it_is_the_verdict_of_the_workbooks(name: str) -> None:
    rates = (0.001, 0.03, 0.4, 0.9, 1.1, 5.0, 80.0)
    trace = train(name, rates=rates, epochs=60)
    losses = trace.cost if trace.template.several else trace.total
    goal = trace.template.training.goal
    expected = [verdict(each, goal).split(" at ")[0] for each in losses]
    assert said_of(losses.tolist(), goal) == expected
