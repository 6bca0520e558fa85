"""Workbooks with teaching sheets, at several steps and rates, and what their readers type there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bpsheet import engine
from bpsheet.parser import parse
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.workbook import Sheet, Value, Workbook
from bpsheet.template import (
    Computation,
    Data,
    Network,
    Parameters,
    Samples,
    Template,
    Training,
)
from bpsheet.trace import Array
from tests.examples import CLASSIC
from tests.workbook.scenario import Scenario

VIEWS_HERE = ("error-curve", "gradient-vector", "learning-panel")

ONE_WEIGHT = Template(
    name="one weight",
    title="One weight",
    model=Network((1, 1), ("linear",)),
    data=Data(((1.5,),), ((0.9,),)),
    parameters=Parameters((0.1,)),
    training=Training((0.1, 1.1), epochs=9, goal=0.001),
    views=VIEWS_HERE,
)
LINE = Template(
    name="line",
    title="A line",
    model=Network((1, 1), ("linear",), biases="per unit"),
    data=Data(
        tuple((n / 10,) for n in range(10)),
        tuple((0.33 + 0.08 * n,) for n in range(10)),
        Samples(((0.25,), (0.55,)), ((0.5,), (0.8,))),
    ),
    parameters=Parameters((0.63,), (0.44,)),
    training=Training((0.01, 0.8), epochs=7, loss="mean-squared-error", batch="all"),
    views=VIEWS_HERE,
)
"""Full batch, with samples for validation."""
XOR = Template(
    name="xor",
    title="Exclusive or",
    model=Network((2, 2, 1), ("tanh", "sigmoid"), biases="per unit"),
    data=Data(((0, 0), (0, 1), (1, 0), (1, 1)), ((0,), (1,), (1,), (0,))),
    parameters=Parameters((0.4, -0.7, 0.25, 0.9, -0.3, 0.55), (0.1, -0.2, 0.3)),
    training=Training((0.5,), epochs=3, optimizer="adam", batch=3, loss="binary-cross-entropy"),
    gradients="staged",
    views=VIEWS_HERE,
)
"""Batches of three and one, an optimizer with a memory, error signals."""
SHARED = replace(
    CLASSIC,
    model=Network((2, 2, 2), ("sigmoid", "softmax"), biases="shared", train_biases=False),
    data=Data(((0.05, 0.1),), ((0.0, 1.0),)),
    parameters=Parameters(CLASSIC.parameters.weights, (0.35, 0.6)),
    training=Training((0.5, 2.0), epochs=5, loss="cross-entropy", optimizer="momentum"),
    views=VIEWS_HERE,
)
SEQUENTIAL = replace(
    CLASSIC,
    training=Training((0.5,), epochs=4, update="sequential"),
    views=VIEWS_HERE,
)
CIRCUIT = Template(
    name="circuit",
    title="A circuit",
    model=Computation(
        steps=(("s", parse("w*x - y")), ("L", parse("s^2 + w/4"))),
        inputs=("x", "y"),
        variables=("w",),
    ),
    data=Data(((1.0, 2.0),), ()),
    parameters=Parameters((1.0,)),
    training=Training((0.1,), epochs=4),
    views=VIEWS_HERE,
)

SHOWN = (
    Scenario("classic", replace(CLASSIC, views=VIEWS_HERE), {"step": 42, "rate η": 2.0}),
    Scenario("one weight", ONE_WEIGHT, {"step": 3, "rate η": 1.1}),
    Scenario("one weight, last step", ONE_WEIGHT, {"step": 8}),
    Scenario("line", LINE, {"step": 23, "rate η": 0.8}),
    Scenario("line, typed", LINE, {"w1": -0.4, "i1 of sample 3": 0.9, "step": 60}),
    Scenario("xor", XOR, {"step": 5}),
    Scenario("shared biases", SHARED, {"step": 2, "rate η": 2.0}),
    Scenario("sequential", SEQUENTIAL, {"step": 1}),
    Scenario("circuit", CIRCUIT, {"step": 1}),
)


def typed(workbook: Workbook, sheet: str, numbers: Mapping[tuple[int, int], Value]) -> Sheet:
    """Return a sheet with other values in some of its cells, everything calculated anew."""
    old = workbook.sheet(sheet)
    cells = dict(old.cells)
    for place, value in numbers.items():
        assert not cells[place].style.locked, f"{place} is not to be edited"
        cells[place] = replace(cells[place], value=value)
    new = replace(old, cells=cells)
    sheets = tuple(new if one.name == sheet else one for one in workbook.sheets)
    return calculate(replace(workbook, sheets=sheets)).sheet(sheet)


def parameters_shown(scenario: Scenario) -> Array:
    """Return the parameters at the step and rate shown, as the engine has them."""
    return np.asarray(scenario.trace.parameters[scenario.rate_number, scenario.step])


def mean_loss(scenario: Scenario, parameters: Array) -> Array:
    """Return the engine's loss, averaged over all samples, at any parameters (…, parameters)."""
    samples = range(scenario.template.samples)
    losses = [engine.loss_at(scenario.template, parameters, sample) for sample in samples]
    return np.asarray(np.mean(losses, axis=0))


def mean_slope(scenario: Scenario, parameters: Array, place: int) -> float:
    """Return the central difference of the mean loss along one parameter."""
    move = np.zeros(len(parameters))
    move[place] = 1e-5
    up, down = mean_loss(scenario, np.array([parameters + move, parameters - move]))
    return float((up - down) / 2e-5)
