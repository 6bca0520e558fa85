"""Deriving larger networks: the time per weight must not grow with the network."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bpsheet.model.graph import Graph
from bpsheet.model.training import training_graph
from bpsheet.template import Data, Network, Parameters, Template, Training
from bpsheet.verbs.derive import derive
from tests.benchmarks.measure import Row, compare, factor, shown

SMALLEST = (10, 20, 5)
LARGER = ((50, 25, 10), (100, 50, 10))


def derivation() -> Iterator[Row]:
    """Measure the staged derivation of three networks."""
    smallest = _network(SMALLEST)
    weights = len(smallest.parameters.weights)
    for layers in LARGER:
        larger = _network(layers)
        pair = compare(partial(_derive, larger), partial(_derive, smallest), runs=5)
        more = len(larger.parameters.weights) / weights
        yield Row(
            what=f"staged derivation of {_named(larger)}, per weight",
            ours=shown(pair.ours / len(larger.parameters.weights)),
            against=f"{_named(smallest)} (in all {shown(pair.other)})",
            other=shown(pair.other / weights),
            ratio=factor(pair.ratio / more),
            goal=f"flat, and {_named(smallest)} under 1 s",
        )


def _derive(template: Template) -> Graph:
    return training_graph(template, derive(template))


def _named(template: Template) -> str:
    layers = "-".join(map(str, template.network.layers))
    return f"{layers} ({len(template.parameters.weights):,} weights)"


def _network(layers: tuple[int, int, int]) -> Template:
    inputs, hidden, outputs = layers
    return Template(
        name="network",
        title="",
        model=Network(layers, ("sigmoid", "sigmoid")),
        data=Data(inputs=((0.5,) * inputs,), targets=((0.5,) * outputs,)),
        parameters=Parameters(weights=(0.1,) * (inputs * hidden + hidden * outputs)),
        training=Training(learning_rates=(0.5,), epochs=1),
        gradients="staged",
    )
