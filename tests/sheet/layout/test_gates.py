"""The Gates sheet against the engine: its loss, moved in one number after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from bpsheet import engine
from bpsheet.expression import names_in
from bpsheet.parser import parse
from bpsheet.sheet.workbook import DEFAULT_COLUMN_WIDTH, DEFAULT_ROW_HEIGHT, Point, Sheet, Value
from bpsheet.template import Computation, Data, Network, Parameters, Template, Training
from tests.examples import CLASSIC
from tests.workbook.scenario import Scenario

STEP = 1e-5
VIEW = ("gates",)


def computation(steps: dict[str, str], given: dict[str, float], trained: str, rate: float) -> Template:
    written = tuple((name, parse(definition)) for name, definition in steps.items())
    inputs = tuple(name for name in given if name not in trained.split())
    return Template(
        name="computation",
        title="A computation",
        model=Computation(written, inputs, tuple(trained.split())),
        data=Data((tuple(given[name] for name in inputs),), ((),)),
        parameters=Parameters(tuple(given[name] for name in trained.split())),
        training=Training((rate, 2 * rate), epochs=4),
        views=VIEW,
    )


PRODUCT = computation(
    {"ŷ": "w*x", "s": "ŷ - y", "L": "s^2"}, {"x": 1.0, "y": 2.0, "w": 1.0}, "w", 0.1
)
TANGLE = computation(
    {
        "c1": "a + b",
        "d1": "a*b + b^3",
        "c2": "c1 + (c1 + 1)",
        "c3": "c2 + (1 + c2 - a)",
        "d2": "d1 + (d1*2 + relu(b + a))",
        "d3": "d2 + (3*d2 + relu(b - a))",
        "e": "c3 - d3",
        "f": "e^2",
        "g": "f/2 + 10/f",
    },
    {"a": -4.0, "b": 2.0},
    "a b",
    1e-5,
)
ALL_KINDS = computation(
    {
        "p": "exp(-w*x) + abs(y)/2",
        "q": "max(sqrt(p), y, x) - min(w, p)*tanh(w)",
        "r": "ln(1 + p)^x + σ(q)",
        "L": "(r - ½)^2 + 0.1*q^4",
    },
    {"x": 1.5, "y": -0.4, "w": 0.7},
    "w",
    0.05,
)
SHARES = replace(
    CLASSIC,
    model=Network((2, 2, 3), ("tanh", "softmax"), biases="per unit"),
    data=Data(((0.05, 0.1),), ((0.2, 0.5, 0.3),)),
    parameters=Parameters(
        (0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55, -0.1, 0.2), (0.1, 0.2, 0.3, -0.4, 0.5)
    ),
    training=Training((0.5,), epochs=5, loss="cross-entropy"),
    views=VIEW,
)
BATCH = replace(
    CLASSIC,
    model=Network((2, 1), ("sigmoid",), biases="shared", train_biases=False, notation="mazur"),
    data=Data(((0.05, 0.1), (0.4, -0.3), (0.7, 0.2)), ((1.0,), (0.0,), (0.5,))),
    parameters=Parameters((0.15, 0.2), (0.1,)),
    training=Training((0.5, 1.0), epochs=4, loss="binary-cross-entropy", batch="all"),
    views=VIEW,
)
DEEP = replace(
    CLASSIC,
    model=Network((2, 3, 3, 2), ("relu", "leaky-relu", "linear"), biases="per unit"),
    parameters=Parameters(tuple(0.1 * n - 1 for n in range(21)), (0.3, -0.2, 0.1, 0.2, 0, 0.1, 0, 0)),
    training=Training((0.1,), epochs=3, loss="mean-squared-error"),
    gradients="staged",
    views=VIEW,
)
"""More than 40 gates."""

SHOWN = (
    Scenario("product", PRODUCT),
    Scenario("product, later", PRODUCT, {"step": 3, "rate η": 0.2}),
    Scenario("product, typed", PRODUCT, {"x": -1.5, "y": 0.25, "w": 3.0, "step": 1}),
    Scenario("tangle", TANGLE, {"step": 2}),
    Scenario("all kinds", ALL_KINDS, {"step": 1}),
    Scenario("classic", replace(CLASSIC, views=VIEW), {"step": 42, "rate η": 2.0}),
    Scenario("shares", SHARES, {"step": 4}),
    Scenario("batch", BATCH, {"step": 7, "rate η": 1.0}),
    Scenario("deep", DEEP, {"step": 1}),
)
DRAWN = tuple(scenario for scenario in SHOWN if scenario.name != "deep")

by_name = pytest.mark.parametrize("scenario", SHOWN, ids=lambda scenario: scenario.name)
by_drawing = pytest.mark.parametrize("scenario", DRAWN, ids=lambda scenario: scenario.name)

Line = dict[str, Value]


@cache
def sheet_of(scenario: Scenario) -> Sheet:
    return scenario.workbook.sheet("Gates")


def lines(sheet: Sheet, heading: str) -> list[Line]:
    """Return the lines of the table whose first column has this heading.

    A heading that stands twice counts for the second time with a ′.
    """
    top = next(row for row, column in sheet.cells if sheet.value(row, column) == heading)
    columns: dict[str, int] = {}
    for row, column in sorted(sheet.cells):
        if row == top and isinstance(words := sheet.value(row, column), str):
            columns[f"{words}′" if words in columns else words] = column
    last = list(columns.values())[-1]
    found, row = [], top + 1
    while sheet.value(row, last) is not None:
        found.append({words: sheet.value(row, column) for words, column in columns.items()})
        row += 1
    return found


def given_numbers(scenario: Scenario) -> dict[str, float]:
    """Return all that is given at the step and rate shown, as the engine has it."""
    template, trace = scenario.template, scenario.trace
    names, sample = template.names, trace.sample[scenario.step]
    numbers = dict(zip(names.inputs, template.data.inputs[sample], strict=True))
    if names.targets:
        numbers |= dict(zip(names.targets, template.data.targets[sample], strict=True))
    at = (scenario.rate_number, scenario.step)
    parameters = zip(names.parameters, trace.parameters[at].tolist(), strict=True)
    return numbers | dict(parameters)


def run(scenario: Scenario, numbers: dict[str, float]) -> Any:
    """Return the engine's run of a single step from numbers by name."""
    template, names = scenario.template, scenario.template.names
    weights = (*names.weights, *names.variables)
    one_step = replace(
        template,
        data=Data(
            (tuple(numbers[name] for name in names.inputs),),
            (tuple(numbers[name] for name in names.targets),),
        ),
        parameters=Parameters(
            tuple(numbers[name] for name in weights), tuple(numbers[name] for name in names.biases)
        ),
        training=replace(template.training, epochs=1, batch=1),
    )
    return engine.train(one_step, (0.1,))


def slope(scenario: Scenario, name: str) -> float:
    """Return the central difference of the engine's loss along one given number."""
    numbers = given_numbers(scenario)
    up, down = (
        run(scenario, numbers | {name: numbers[name] + move}).total.item() for move in (STEP, -STEP)
    )
    return float((up - down) / (2 * STEP))


@by_name
def test_what_is_given_has_the_numbers_and_gradients_of_the_engine(scenario: Scenario) -> None:
    numbers, used = given_numbers(scenario), lines(sheet_of(scenario), "given")
    assert {line["given"] for line in used} == set(numbers)
    for line in used:
        name = str(line["given"])
        loss = scenario.template.names.error
        assert line["value"] == pytest.approx(numbers[name], rel=1e-12, abs=1e-15)
        arrived = line[f"∂{loss}/∂…"]
        scale = abs(run(scenario, numbers).total.item()) + 1
        assert arrived == pytest.approx(slope(scenario, name), rel=1e-6, abs=1e-9 * scale), name
        trained = name in scenario.template.trained
        assert line["check"] == ("agrees" if trained else None)
        assert ("stops here" in str(line["what becomes of the gradient"])) is not trained


@by_name
def test_every_gate_has_the_value_of_the_engine(scenario: Scenario) -> None:
    trace, found = run(scenario, given_numbers(scenario)), {}
    for line in lines(sheet_of(scenario), "gate"):
        if line["what it computes"] is not None:
            name = str(line["what it computes"]).split(" = ")[0]
            found[name] = line["value"]
    steps = [name for name in scenario.workbook_names if name in found] if False else []
    assert not steps
    quantities = set(found) & set(trace.by_row)
    names = scenario.template.names
    units = [unit for layer in names.layers for unit in (*layer.pre_activations, *layer.activations)]
    assert quantities >= {*units, *names.errors, *names.steps[:-1]}
    for name in quantities:
        assert found[name] == pytest.approx(trace.column(name).item(), rel=1e-11, abs=1e-14), name
    assert found[names.total] == pytest.approx(trace.total.item(), rel=1e-12)
