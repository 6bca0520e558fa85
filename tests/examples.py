"""Templates that tests share: the classic network, and random small ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.names import Biases, network_names
from bpsheet.template import Data, Network, Parameters, Samples, Template, Training

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
OUTPUTS = {
    name: tuple(output for output in ACTIVATIONS if output in (row.outputs or ACTIVATIONS))
    for name, row in LOSSES.items()
}
"""Per loss the activations that the outputs may have."""


def shares_of(length: int) -> st.SearchStrategy[tuple[float, ...]]:
    """Draw numbers from 0 to 1 that add up to 1."""
    parts = st.tuples(*[st.integers(0, 4)] * length).filter(any)
    return parts.map(lambda drawn: tuple(part / sum(drawn) for part in drawn))


@st.composite
def every_kind(draw: st.DrawFn) -> Template:
    """Draw a small worked example with any activations, loss, optimizer, update and validation."""
    template = draw(templates())
    loss = draw(st.sampled_from(tuple(LOSSES)))
    layers = template.network.layers
    hidden = [draw(st.sampled_from(HIDDEN)) for _ in layers[1:-1]]
    activations = (*hidden, draw(st.sampled_from(OUTPUTS[loss])))
    sequential = draw(st.integers(0, 3)) == 0

    def samples(count: int) -> Samples:
        targets = st.tuples(*[shares_of(layers[-1])] * count)
        return Samples(draw(rows_of(layers[0], count)), draw(targets))

    learned, looked_at = samples(template.samples), samples(draw(st.integers(1, 2)))
    return replace(
        template,
        model=replace(template.network, activations=activations),
        data=Data(learned.inputs, learned.targets, draw(st.sampled_from((None, looked_at)))),
        training=replace(
            template.training,
            loss=loss,
            optimizer="sgd" if sequential else draw(st.sampled_from(tuple(DEFAULTS))),
            batch=1 if sequential else template.training.batch,
            update="sequential" if sequential else "simultaneous",
        ),
    )
