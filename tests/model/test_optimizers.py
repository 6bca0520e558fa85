from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest
from hypothesis import given

from bpsheet import engine
from bpsheet.model.graph import Graph, Role, Scope
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.model.training import training_graph
from bpsheet.notation.text import text
from bpsheet.names import network_names
from bpsheet.template import Data, Template
from bpsheet.verbs.derive import derive
from tests.examples import CLASSIC, templates

THREE_SAMPLES = replace(
    CLASSIC, data=Data(CLASSIC.data.inputs * 3, CLASSIC.data.targets * 3), name="three"
)


def graph_of(template: Template) -> Graph:
    return training_graph(template, derive(template))


def with_batch(size: int | Literal["all"]) -> Graph:
    return graph_of(replace(THREE_SAMPLES, training=replace(THREE_SAMPLES.training, batch=size)))


def names(graph: Graph, **wanted: Any) -> list[str]:
    return [
        quantity.name
        for quantity in graph
        if all(getattr(quantity, key) is value for key, value in wanted.items())
    ]


def test_the_classic_columns_stand_in_the_hand_built_order() -> None:
    forward = "t1 t2 i1 i2 w1 w2 w3 w4 h1 a_h1 h2 a_h2 w5 w6 w7 w8 o1 a_o1 o2 a_o2 E1 E2 E_total"
    gradients = [f"∂E/∂w{number}" for number in range(1, 9)]
    assert names(graph_of(CLASSIC)) == ["η", *forward.split(), *gradients]


def test_error_signals_stand_before_the_gradients_from_the_outputs_back() -> None:
    staged = names(graph_of(replace(CLASSIC, gradients="staged")))
    assert staged[staged.index("E_total") + 1 :] == [
        *["δ_o1", "δ_o2", "δ_h1", "δ_h2"],
        *[f"∂E/∂w{number}" for number in range(1, 9)],
    ]


def test_a_weight_descends_along_its_gradient() -> None:
    weight = graph_of(CLASSIC)["w5"]
    assert weight.scope is Scope.CARRIED
    assert weight.following is not None
    assert text(weight.following) == "w5 − η·∂E/∂w5"


def test_every_optimizer_of_the_engine_has_a_formula() -> None:
    assert UPDATES.keys() == engine.OPTIMIZERS.keys()


def test_fixed_biases_are_given_and_have_no_gradient() -> None:
    network = replace(CLASSIC.network, biases="shared", train_biases=False)
    graph = graph_of(replace(CLASSIC, model=network))
    assert graph["b1"].scope is graph["b2"].scope is Scope.GIVEN
    assert "∂E/∂b1" not in graph
    assert names(graph, scope=Scope.CARRIED) == list(network_names(network.layers, network.biases).weights)


def test_trained_biases_are_carried() -> None:
    network = replace(CLASSIC.network, biases="per unit")
    graph = graph_of(replace(CLASSIC, model=network))
    assert sorted(names(graph, scope=Scope.CARRIED)) == sorted(network_names(network.layers, network.biases).parameters)


def test_one_sample_needs_neither_mean_nor_cost() -> None:
    graph = graph_of(CLASSIC)
    assert not names(graph, scope=Scope.BATCH)
    assert not names(graph, scope=Scope.EPOCH)


@pytest.mark.parametrize("size", [2, 3, "all"])
def test_a_batch_descends_along_the_mean_of_its_gradients(size: int | Literal["all"]) -> None:
    graph = with_batch(size)
    weight, mean = graph["w5"], graph["mean ∂E/∂w5"]
    assert weight.following is not None
    assert mean.definition is not None
    assert text(weight.following) == "w5 − η·mean ∂E/∂w5"
    assert text(mean.definition) == "mean(∂E/∂w5)"
    assert (mean.role, mean.scope) == (Role.MEAN_GRADIENT, Scope.BATCH)


@pytest.mark.parametrize("size", [3, 4, "all"])
def test_a_batch_of_all_samples_has_a_cost(size: int | Literal["all"]) -> None:
    cost = with_batch(size)["C"]
    assert cost.definition is not None
    assert text(cost.definition) == "mean(E_total)"
    assert (cost.role, cost.scope) == (Role.COST, Scope.EPOCH)


@pytest.mark.parametrize("size", [1, 2])
def test_smaller_batches_have_no_cost_in_common(size: int) -> None:
    assert "C" not in with_batch(size)


def test_samples_one_by_one_need_no_mean() -> None:
    assert not names(with_batch(1), scope=Scope.BATCH)


@given(templates())
def test_what_is_trained_is_carried_and_has_a_gradient(template: Template) -> None:
    graph = graph_of(template)
    network = template.network
    trained = network_names(network.layers, network.biases).parameters if network.train_biases else network_names(network.layers, network.biases).weights
    assert sorted(names(graph, scope=Scope.CARRIED)) == sorted(trained)
    assert names(graph, role=Role.GRADIENT) == [f"∂E/∂{name}" for name in trained]
