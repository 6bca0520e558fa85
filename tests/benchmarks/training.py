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
WHAT = "engine, one step of 6 rates, every number kept"


def training() -> Iterator[Row]:
    """Measure the engine on the classic network at its six rates."""
    yield _against_torch()
    yield _against_hand()


def _against_hand() -> Row:
    template = adjusted("classic", epochs=STEPS)
    weights = np.array([_by_hand(template, rate) for rate in template.training.learning_rates])
    np.testing.assert_allclose(engine.train(template).final, weights, rtol=1e-12)
    pair = compare(partial(engine.train, template), partial(_all_by_hand, template), runs=25)
    return row(WHAT, "straight-line Python, no number kept", pair, "at most 3", repeats=STEPS)


def _all_by_hand(template: Template) -> None:
    for rate in template.training.learning_rates:
        _by_hand(template, rate)


def _by_hand(template: Template, rate: float) -> Values:
    weights = template.parameters.weights
    inputs, targets = template.data.inputs[0], template.data.targets[0]
    for _ in range(template.training.epochs):
        weights = rate_step(weights, inputs, targets, rate)
    return weights


def rate_step(weights: Values, inputs: Values, targets: Values, rate: float) -> Values:
    """Return the weights after one step of one rate, with nothing in between kept."""
    w1, w2, w3, w4, w5, w6, w7, w8 = weights
    (i1, i2), (t1, t2) = inputs, targets
    a_h1 = 1 / (1 + exp(-(w1 * i1 + w2 * i2)))
    a_h2 = 1 / (1 + exp(-(w3 * i1 + w4 * i2)))
    a_o1 = 1 / (1 + exp(-(w5 * a_h1 + w6 * a_h2)))
    a_o2 = 1 / (1 + exp(-(w7 * a_h1 + w8 * a_h2)))
    o1 = (a_o1 - t1) * a_o1 * (1 - a_o1)
    o2 = (a_o2 - t2) * a_o2 * (1 - a_o2)
    h1 = (o1 * w5 + o2 * w7) * a_h1 * (1 - a_h1)
    h2 = (o1 * w6 + o2 * w8) * a_h2 * (1 - a_h2)
    return (
        w1 - rate * h1 * i1,
        w2 - rate * h1 * i2,
        w3 - rate * h2 * i1,
        w4 - rate * h2 * i2,
        w5 - rate * o1 * a_h1,
        w6 - rate * o1 * a_h2,
        w7 - rate * o2 * a_h1,
        w8 - rate * o2 * a_h2,
    )


def _against_torch() -> Row:
    goal = "at most 1/30"
    if torch_loop is None:
        return Row(WHAT, "–", "PyTorch", "–", "–", f"{goal}; skipped: PyTorch is not installed")
    template = adjusted("classic", epochs=TORCH_STEPS)
    np.testing.assert_allclose(engine.train(template).final, torch_loop.train(template), rtol=1e-12)
    pair = compare(partial(engine.train, template), partial(torch_loop.train, template), runs=9)
    against = "PyTorch autograd and SGD, one rate after another"
    return row(WHAT, against, pair, goal, repeats=TORCH_STEPS)
