"""Worked examples for the proof, and how to alter a definition in a graph."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bpsheet import engine
from bpsheet.expression import Expression
from bpsheet.model.graph import Graph
from bpsheet.model.training import training_graph
from bpsheet.proof import Proof, prove
from bpsheet.template import Data, Network, Parameters, Template, Training
from bpsheet.verbs.derive import derive
from tests.examples import CLASSIC


def graph_of(template: Template) -> Graph:
    return training_graph(template, derive(template))


def proved(template: Template, rows: int = 3) -> Proof:
    return prove(graph_of(template), engine.train(template), rows)


def altered(graph: Graph, name: str, **changes: Expression) -> Graph:
    """Return `graph` with the definition or the following value of one quantity replaced."""
    fields: dict[str, Any] = changes
    return Graph(tuple(replace(q, **fields) if q.name == name else q for q in graph))


def one_sample(
    network: Network,
    inputs: tuple[float, ...],
    weights: tuple[float, ...],
    rates: tuple[float, ...] = (0.1, 1.0),
    epochs: int = 40,
    **changes: Any,
) -> Template:
    """Return a worked example of one sample whose targets are all 0.5 unless told otherwise."""
    targets = changes.pop("targets", (0.5,) * network.layers[-1])
    return replace(
        CLASSIC,
        model=network,
        data=Data((inputs,), (targets,)),
        parameters=Parameters(weights),
        training=Training(rates, epochs, **changes),
    )


SHORT = replace(CLASSIC, training=replace(CLASSIC.training, learning_rates=(0.1, 2.0), epochs=6))
SHORT_TRACE = engine.train(SHORT)
SIGMOIDS = Network((2, 2, 1), ("sigmoid", "sigmoid"))
LINE = Network((1, 1), ("linear",))
