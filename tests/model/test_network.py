from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from bpsheet.model.graph import Graph, Role, Scope
from bpsheet.model.network import forward_graph
from bpsheet.notation.text import equation
from bpsheet.template import Network, Template
from tests.examples import CLASSIC, templates


def definitions(graph: Graph) -> list[str]:
    return [
        equation(quantity.name, quantity.definition)
        for quantity in graph
        if quantity.definition is not None
    ]


def with_network(network: Network) -> Graph:
    return forward_graph(replace(CLASSIC, model=network))


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


def test_meanings_name_what_is_joined() -> None:
    graph = with_network(Network((2, 2, 1), ("sigmoid", "sigmoid"), "shared"))
    assert graph["w3"].meaning == "weight from i1 to h2"
    assert graph["w6"].meaning == "weight from a_h2 to o1"
    assert graph["b1"].meaning == "bias of h1, h2"
    assert graph["b2"].meaning == "bias of o1"
    assert graph["t1"].meaning == "target of output 1"


@given(templates())
def test_everything_is_given_or_computed_in_the_row(template: Template) -> None:
    names, graph = template.names, forward_graph(template)
    found = [quantity.name for quantity in graph.of_role(Role.PARAMETER)]
    assert sorted(found) == sorted(names.parameters)
    assert {quantity.scope for quantity in graph} == {Scope.GIVEN, Scope.ROW}
    assert graph.loss.name == names.total
