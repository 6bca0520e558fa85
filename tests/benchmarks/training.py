"""The engine's time per step, against PyTorch and against a function written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import exp

import numpy as np

from bpsheet import engine
from bpsheet.template import Template
from bpsheet.verbs.settings import adjusted
from tests.benchmarks.measure import Row, compare, row

try:
    from tests.benchmarks import torch_loop
except ImportError:
    torch_loop = None  # type: ignore[assignment]

STEPS = 1_000
TORCH_STEPS = 100
Values = tuple[float, ...]
COMPUTED = (
    *("h1", "h2", "a_h1", "a_h2", "o1", "o2", "a_o1", "a_o2", "E1", "E2", "E_total"),
    *("δ_h1", "δ_h2", "δ_o1", "δ_o2"),
    *(f"∂E/∂w{number}" for number in range(1, 9)),
)
WHAT = "engine, one step of 6 rates, every number kept"


def training() -> Iterator[Row]:
    """Measure the engine on the classic network at its six rates."""
    yield _against_torch()
    yield _against_hand()


def _against_hand() -> Row:
    template = adjusted("classic", epochs=STEPS)
    _check(template)
    pair = compare(partial(engine.train, template), partial(_by_hand, template), runs=25)
    return row(WHAT, "straight-line Python that keeps them, too", pair, "at most 3", repeats=STEPS)


def _check(template: Template) -> None:
    trace = engine.train(template)
    for number, rows in enumerate(_by_hand(template)):
        for name, values in zip(COMPUTED, zip(*rows, strict=True), strict=True):
            np.testing.assert_allclose(trace.column(name)[number], values, rtol=1e-9, atol=1e-15)


def _by_hand(template: Template) -> list[list[Values]]:
    """Return all that is computed, as lists of rates, of steps and of `COMPUTED`."""
    return [_steps_by_hand(template, rate) for rate in template.training.learning_rates]


def _steps_by_hand(template: Template, rate: float) -> list[Values]:
    inputs, targets = template.data.inputs[0], template.data.targets[0]
    weights, rows = template.parameters.weights, []
    for _ in range(template.training.epochs):
        weights, computed = rate_step(weights, inputs, targets, rate)
        rows.append(computed)
    return rows


def rate_step(
    weights: Values, inputs: Values, targets: Values, rate: float
) -> tuple[Values, Values]:
    """Return the weights after one step of one rate, and all that is computed on the way."""
    w1, w2, w3, w4, w5, w6, w7, w8 = weights
    (i1, i2), (t1, t2) = inputs, targets
    h1 = w1 * i1 + w2 * i2
    h2 = w3 * i1 + w4 * i2
    a_h1 = 1 / (1 + exp(-h1))
    a_h2 = 1 / (1 + exp(-h2))
    o1 = w5 * a_h1 + w6 * a_h2
    o2 = w7 * a_h1 + w8 * a_h2
    a_o1 = 1 / (1 + exp(-o1))
    a_o2 = 1 / (1 + exp(-o2))
    e1 = 0.5 * (t1 - a_o1) ** 2
    e2 = 0.5 * (t2 - a_o2) ** 2
    δ_o1 = (a_o1 - t1) * a_o1 * (1 - a_o1)
    δ_o2 = (a_o2 - t2) * a_o2 * (1 - a_o2)
    δ_h1 = (δ_o1 * w5 + δ_o2 * w7) * a_h1 * (1 - a_h1)
    δ_h2 = (δ_o1 * w6 + δ_o2 * w8) * a_h2 * (1 - a_h2)
    g1, g2, g3, g4 = δ_h1 * i1, δ_h1 * i2, δ_h2 * i1, δ_h2 * i2
    g5, g6, g7, g8 = δ_o1 * a_h1, δ_o1 * a_h2, δ_o2 * a_h1, δ_o2 * a_h2
    updated = (
        w1 - rate * g1, w2 - rate * g2, w3 - rate * g3, w4 - rate * g4,
        w5 - rate * g5, w6 - rate * g6, w7 - rate * g7, w8 - rate * g8,
    )  # fmt: skip
    computed = (
        h1, h2, a_h1, a_h2, o1, o2, a_o1, a_o2, e1, e2, e1 + e2,
        δ_h1, δ_h2, δ_o1, δ_o2, g1, g2, g3, g4, g5, g6, g7, g8,
    )  # fmt: skip
    return updated, computed


def _against_torch() -> Row:
    goal = "at most 1/30"
    if torch_loop is None:
        return Row(WHAT, "–", "PyTorch", "–", "–", f"{goal}; skipped: PyTorch is not installed")
    template = adjusted("classic", epochs=TORCH_STEPS)
    np.testing.assert_allclose(engine.train(template).final, torch_loop.train(template), rtol=1e-12)
    pair = compare(partial(engine.train, template), partial(torch_loop.train, template), runs=9)
    against = "PyTorch autograd and SGD, one rate after another"
    return row(WHAT, against, pair, goal, repeats=TORCH_STEPS)
