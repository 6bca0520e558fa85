"""Templates that tests share: the classic network, and random small ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Literal

from hypothesis import strategies as st

from bpsheet.expression import Expression, Name, names_in, total
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS, SETTINGS
from bpsheet.names import Biases, network_names
from bpsheet.notations import Notation
from bpsheet.template import (
    Computation,
    Data,
    Network,
    Parameters,
    Samples,
    Template,
    Training,
)
from tests.expressions import calm_expressions

CLASSIC = Template(
    name="classic",
    title="Two inputs, two hidden units, two outputs",
    model=Network(layers=(2, 2, 2), activations=("sigmoid", "sigmoid")),
    data=Data(inputs=((0.05, 0.10),), targets=((0.01, 0.99),)),
    parameters=Parameters(weights=(0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55)),
    training=Training(learning_rates=(0.1, 0.2, 0.5, 0.8, 1.0, 2.0), epochs=100, goal=0.01),
    summary="The classic hand-built back-propagation worksheet",
)


def decimals(low: float, high: float) -> st.SearchStrategy[float]:
    """Draw a number with two decimals from `low` to `high`."""
    return st.integers(round(100 * low), round(100 * high)).map(lambda hundredths: hundredths / 100)


def rows_of(length: int, count: int) -> st.SearchStrategy[tuple[tuple[float, ...], ...]]:
    """Draw `count` rows of `length` numbers from -1 to 1."""
    row = st.tuples(*[decimals(-1, 1)] * length)
    return st.tuples(*[row] * count)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw a network of two to four layers with one to three units each.

    Hidden layers are bounded (sigmoid, tanh), so that a few steps at a modest rate stay finite.
    """
    layers = tuple(draw(st.lists(st.integers(1, 3), min_size=2, max_size=4)))
    hidden = [draw(st.sampled_from(("sigmoid", "tanh"))) for _ in layers[1:-1]]
    output = draw(st.sampled_from(("sigmoid", "tanh", "linear")))
    kinds: tuple[Biases, ...] = ("none", "per unit", "shared")
    return Network(
        layers=layers,
        activations=(*hidden, output),
        biases=draw(st.sampled_from(kinds)),
        train_biases=draw(st.booleans()),
    )


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """Draw a small worked example: a random network, one to three samples, a few steps."""
    network = draw(networks())
    names = network_names(network.layers, network.biases)
    samples = draw(st.integers(1, 3))
    return Template(
        name="random",
        title="A random network",
        model=network,
        data=Data(
            inputs=draw(rows_of(network.layers[0], samples)),
            targets=draw(rows_of(network.layers[-1], samples)),
        ),
        parameters=Parameters(
            weights=draw(rows_of(len(names.weights), 1))[0],
            biases=draw(rows_of(len(names.biases), 1))[0],
        ),
        training=Training(
            learning_rates=tuple(
                draw(st.lists(decimals(0.01, 0.5), min_size=1, max_size=3, unique=True))
            ),
            epochs=draw(st.integers(1, 4)),
            batch=draw(st.sampled_from((1, 2, "all"))),
            goal=draw(st.sampled_from((None, 0.1))),
        ),
    )


HIDDEN = tuple(name for name, row in ACTIVATIONS.items() if row.cross is None)
"""The activations that units before the last layer may have."""
OUTPUTS = {
    name: tuple(output for output in ACTIVATIONS if output in (row.outputs or ACTIVATIONS))
    for name, row in LOSSES.items()
}
"""Per loss the activations that the outputs may have."""
SEQUENTIAL = "sequential"


@st.composite
def every_kind(draw: st.DrawFn, notations: tuple[Notation, ...] = ("hand-built",)) -> Template:
    """Draw a small network of any kind that a template can describe.

    Any activations, loss, optimizer with its settings, batches, biases, update rule, up to four
    samples and some for validation, gradients in full or in stages.

    Arguments:
        notations: those that it may have.
    """
    network = draw(networks())
    loss = draw(st.sampled_from(tuple(LOSSES)))
    hidden = [draw(st.sampled_from(HIDDEN)) for _ in network.layers[1:-1]]
    network = replace(
        network,
        activations=(*hidden, draw(st.sampled_from(OUTPUTS[loss]))),
        notation=draw(st.sampled_from(notations)),
    )
    names = network_names(network.layers, network.biases)
    return Template(
        name="random",
        title="A random network",
        model=network,
        data=draw(data_for(network, loss)),
        parameters=Parameters(
            weights=draw(rows_of(len(names.weights), 1))[0],
            biases=draw(rows_of(len(names.biases), 1))[0],
        ),
        training=draw(trainings(loss, sequential=len(network.layers) > 2)),
        gradients=draw(st.sampled_from(("expanded", "staged"))),
    )


@st.composite
def data_for(draw: st.DrawFn, network: Network, loss: str) -> Data:
    """Draw one to four samples to learn from, and perhaps one or two for validation."""
    learning, validation = draw(st.integers(1, 4)), draw(st.integers(0, 2))
    inputs = draw(rows_of(network.layers[0], learning + validation))
    row = targets_for(loss, network.layers[-1])
    targets = draw(st.tuples(*[row] * len(inputs)))
    looked_at = Samples(inputs[learning:], targets[learning:]) if validation else None
    return Data(inputs[:learning], targets[:learning], looked_at)


def targets_for(loss: str, outputs: int) -> st.SearchStrategy[tuple[float, ...]]:
    """Draw the targets of a sample that a loss is made for."""
    match LOSSES[loss].targets:
        case "shares that add up to 1":
            return shares_of(outputs)
        case "from 0 to 1":
            return st.tuples(*[decimals(0, 1)] * outputs)
        case "any numbers":
            return st.tuples(*[decimals(-1, 1)] * outputs)


def shares_of(length: int) -> st.SearchStrategy[tuple[float, ...]]:
    """Draw tenths from 0 to 1 that add up to 1."""
    cuts = st.lists(st.integers(0, 10), min_size=length - 1, max_size=length - 1).map(sorted)
    return cuts.map(
        lambda drawn: tuple((high - low) / 10 for low, high in pairwise((0, *drawn, 10)))
    )


@st.composite
def trainings(draw: st.DrawFn, loss: str = "half-squared-error", *, sequential: bool) -> Training:
    """Draw a few steps of any optimizer.

    Arguments:
        loss: the loss.
        sequential: whether updates may be sequential, as plain gradient descent's may.
    """
    rule = draw(st.sampled_from((*DEFAULTS, *[SEQUENTIAL] * sequential)))
    optimizer = "sgd" if rule == SEQUENTIAL else rule
    rates = st.lists(decimals(0.01, 0.3), min_size=1, max_size=2, unique=True)
    batches: tuple[int | Literal["all"], ...] = (1, 2, 3, "all")
    return Training(
        learning_rates=tuple(draw(rates)),
        epochs=draw(st.integers(1, 4)),
        loss=loss,
        optimizer=optimizer,
        batch=1 if rule == SEQUENTIAL else draw(st.sampled_from(batches)),
        goal=draw(st.sampled_from((None, 0.1))),
        settings=draw(settings_for(optimizer)),
        update="sequential" if rule == SEQUENTIAL else "simultaneous",
    )


def settings_for(optimizer: str) -> st.SearchStrategy[dict[str, float]]:
    """Draw some of an optimizer's hyper-parameters; the others stay at their defaults."""
    numbers = {
        name: decimals(0, 0.99) if SETTINGS[name].below_one else st.sampled_from((1e-6, 0.01))
        for name in DEFAULTS[optimizer]
    }
    return st.fixed_dictionaries({}, optional=numbers)


@st.composite
def computations(draw: st.DrawFn) -> Template:
    """Draw a computation without layers: one to three trained variables, one to four steps."""
    inputs = ("x", "y")[: draw(st.integers(0, 2))]
    variables = ("a", "b", "c")[: draw(st.integers(1, 3))]
    steps: list[tuple[str, Expression]] = []
    for name in ("p", "q", "r")[: draw(st.integers(0, 3))]:
        known = (*inputs, *variables, *(step for step, _ in steps))
        steps.append((name, draw(calm_expressions(known))))
    steps.append(("L", draw(_losses((*inputs, *variables), steps))))
    samples = draw(st.integers(1, 3)) if inputs else 1
    return Template(
        name="random",
        title="A random computation",
        model=Computation(tuple(steps), inputs, variables),
        data=Data(draw(rows_of(len(inputs), samples)), ((),) * samples),
        parameters=Parameters(draw(rows_of(len(variables), 1))[0]),
        training=draw(trainings(sequential=False)),
        gradients=draw(st.sampled_from(("expanded", "staged"))),
    )


@st.composite
def _losses(
    draw: st.DrawFn, given: tuple[str, ...], steps: list[tuple[str, Expression]]
) -> Expression:
    """Draw a loss in which everything that nothing else is made of takes part."""
    known = (*given, *(name for name, _ in steps))
    drawn = draw(calm_expressions(known))
    used = {name for value in (drawn, *(value for _, value in steps)) for name in names_in(value)}
    return total([drawn, *(Name(name) for name in known if name not in used)])
