from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given

from bpsheet.expression import Name, call
from bpsheet.model.graph import Graph, Role, Scope
from bpsheet.model.network import forward_graph
from bpsheet.notation.text import equation
from bpsheet.notations import Notation
from bpsheet.template import Network, Template
from tests.examples import CLASSIC, every_kind


def definitions(graph: Graph) -> list[str]:
    return [
        equation(quantity.name, quantity.definition)
        for quantity in graph
        if quantity.definition is not None
    ]


def with_network(network: Network, loss: str = "half-squared-error") -> Graph:
    training = replace(CLASSIC.training, loss=loss)
    return forward_graph(replace(CLASSIC, model=network, training=training))


def test_the_classic_network_stands_in_the_order_of_the_hand_built_sheet() -> None:
    names = "η t1 t2 i1 i2 w1 w2 w3 w4 h1 a_h1 h2 a_h2 w5 w6 w7 w8 o1 a_o1 o2 a_o2 E1 E2 E_total"
    assert [quantity.name for quantity in forward_graph(CLASSIC)] == names.split()


def test_the_classic_network_says_what_the_hand_built_sheet_says() -> None:
    assert definitions(forward_graph(CLASSIC)) == [
        "h1 = w1·i1 + w2·i2",
        "a_h1 = σ(h1)",
        "h2 = w3·i1 + w4·i2",
        "a_h2 = σ(h2)",
        "o1 = w5·a_h1 + w6·a_h2",
        "a_o1 = σ(o1)",
        "o2 = w7·a_h1 + w8·a_h2",
        "a_o2 = σ(o2)",
        "E1 = ½·(t1 − a_o1)²",
        "E2 = ½·(t2 − a_o2)²",
        "E_total = E1 + E2",
    ]


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        (
            Network((2, 1), ("tanh",)),
            ["o1 = w1·i1 + w2·i2", "a_o1 = tanh(o1)", "E1 = ½·(t1 − a_o1)²", "E_total = E1"],
        ),
        (
            Network((1, 2, 1), ("sigmoid", "linear"), "per unit"),
            [
                "h1 = w1·i1 + b1",
                "a_h1 = σ(h1)",
                "h2 = w2·i1 + b2",
                "a_h2 = σ(h2)",
                "o1 = w3·a_h1 + w4·a_h2 + b3",
                "a_o1 = o1",
                "E1 = ½·(t1 − a_o1)²",
                "E_total = E1",
            ],
        ),
        (
            Network((1, 2, 1), ("tanh", "sigmoid"), "shared"),
            [
                "h1 = w1·i1 + b1",
                "a_h1 = tanh(h1)",
                "h2 = w2·i1 + b1",
                "a_h2 = tanh(h2)",
                "o1 = w3·a_h1 + w4·a_h2 + b2",
                "a_o1 = σ(o1)",
                "E1 = ½·(t1 − a_o1)²",
                "E_total = E1",
            ],
        ),
        (
            Network((1, 1, 1, 1), ("tanh", "sigmoid", "linear")),
            [
                "h1_1 = w1·i1",
                "a_h1_1 = tanh(h1_1)",
                "h2_1 = w2·a_h1_1",
                "a_h2_1 = σ(h2_1)",
                "o1 = w3·a_h2_1",
                "a_o1 = o1",
                "E1 = ½·(t1 − a_o1)²",
                "E_total = E1",
            ],
        ),
    ],
    ids=["no hidden layer", "a bias per unit", "shared biases", "two hidden layers"],
)
def test_other_networks(network: Network, expected: list[str]) -> None:
    assert definitions(with_network(network)) == expected


@pytest.mark.parametrize(
    ("layers", "activation", "loss", "expected"),
    [
        ((1, 1), "relu", "half-squared-error", ["E1 = ½·(t1 − a_o1)²"]),
        ((1, 1), "linear", "mean-squared-error", ["E1 = (t1 − a_o1)²"]),
        (
            (1, 3),
            "tanh",
            "mean-squared-error",
            [f"E{n} = ⅓·(t{n} − a_o{n})²" for n in (1, 2, 3)],
        ),
        (
            (1, 1),
            "sigmoid",
            "binary-cross-entropy",
            ["E1 = −(t1·ln(a_o1) + (1 − t1)·ln(1 − a_o1))"],
        ),
        (
            (1, 2),
            "softmax",
            "cross-entropy",
            ["E1 = −t1·ln(a_o1)", "E2 = −t2·ln(a_o2)"],
        ),
    ],
)
def test_every_loss_adds_up_an_error_per_output(
    layers: tuple[int, ...], activation: str, loss: str, expected: list[str]
) -> None:
    graph = with_network(Network(layers, (activation,)), loss)
    found = definitions(graph)
    errors = " + ".join(f"E{number}" for number in range(1, layers[-1] + 1))
    assert found[-len(expected) - 1 :] == [*expected, f"E_total = {errors}"]


def test_softmax_comes_after_all_pre_activations_of_its_layer() -> None:
    graph = with_network(Network((1, 2), ("softmax",)), "cross-entropy")
    units = [*graph.of_role(Role.PRE_ACTIVATION, Role.ACTIVATION)]
    assert [unit.name for unit in units] == ["o1", "o2", "a_o1", "a_o2"]
    o1, o2 = Name("o1"), Name("o2")
    assert graph["a_o1"].definition == call("softmax", o1, o1, o2)
    assert graph["a_o2"].definition == call("softmax", o2, o1, o2)


def test_every_notation_has_the_same_graph() -> None:
    for notation in get_args(Notation):
        network = replace(CLASSIC.network, notation=notation, biases="shared")
        graph, names = with_network(network), replace(CLASSIC, model=network).names
        assert [quantity.role for quantity in graph] == [
            quantity.role for quantity in with_network(replace(network, notation="hand-built"))
        ]
        assert graph.loss.name == names.total
        assert [q.name for q in graph.of_role(Role.ACTIVATION)] == [
            name for layer in names.layers for name in layer.activations
        ]


def test_meanings_name_what_is_joined() -> None:
    graph = with_network(Network((2, 2, 1), ("sigmoid", "sigmoid"), "shared"))
    assert graph["w3"].meaning == "weight from i1 to h2"
    assert graph["w6"].meaning == "weight from a_h2 to o1"
    assert graph["b1"].meaning == "bias of h1, h2"
    assert graph["b2"].meaning == "bias of o1"
    assert graph["t1"].meaning == "target of output 1"


@given(every_kind())
def test_everything_is_given_or_computed_in_the_row(template: Template) -> None:
    names, graph = template.names, forward_graph(template)
    found = [quantity.name for quantity in graph.of_role(Role.PARAMETER)]
    assert sorted(found) == sorted(names.parameters)
    given_per_sample = graph.of_role(Role.INPUT, Role.TARGET)
    assert {quantity.scope for quantity in given_per_sample} == {Scope.SAMPLE}
    others = {q.scope for q in graph if q not in given_per_sample}
    assert others == {Scope.GIVEN, Scope.ROW}
    assert graph.loss.name == names.total
