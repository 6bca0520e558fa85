from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import exp
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.evaluate import evaluate
from bpsheet.expression import Expression
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.model.training import training_graph
from bpsheet.notation.text import text
from bpsheet.template import Data, Network, Parameters, Template
from bpsheet.verbs.derive import derive
from tests.engine.examples import with_network, with_training
from tests.examples import CLASSIC, every_kind, rows_of
from tests.model.test_derive import MICROGRAD

THREE_SAMPLES = replace(
    CLASSIC, data=Data(CLASSIC.data.inputs * 3, CLASSIC.data.targets * 3), name="three"
)
VALIDATED = replace(CLASSIC, data=replace(CLASSIC.data, validation=CLASSIC.data))


def graph_of(template: Template) -> Graph:
    return training_graph(template, derive(template))


def names(graph: Graph, **wanted: Any) -> list[str]:
    return [
        quantity.name
        for quantity in graph
        if all(getattr(quantity, key) is value for key, value in wanted.items())
    ]


def definition(quantity: Quantity) -> str:
    assert quantity.definition is not None
    return text(quantity.definition)


def followed(quantity: Quantity) -> Expression:
    assert quantity.following is not None
    return quantity.following


def following(quantity: Quantity) -> str:
    return text(followed(quantity))


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


def test_everything_an_update_needs_stands_after_the_gradients() -> None:
    template = with_training(THREE_SAMPLES, batch=2, optimizer="adam")
    graph = names(graph_of(with_network(template, layers=(2, 1), activations=("tanh",))))
    assert graph[:5] == ["η", "β1", "β2", "ε₀", "t1"]
    assert graph[graph.index("∂E/∂w1") :] == [
        *["∂E/∂w1", "∂E/∂w2", "mean ∂E/∂w1", "mean ∂E/∂w2", "t"],
        *["m_w1", "v_w1", "m̂_w1", "v̂_w1", "m_w2", "v_w2", "m̂_w2", "v̂_w2", "C"],
    ]


def test_a_weight_descends_along_its_gradient() -> None:
    weight = graph_of(CLASSIC)["w5"]
    assert weight.scope is Scope.CARRIED
    assert following(weight) == "w5 − η·∂E/∂w5"


def test_fixed_biases_are_given_and_have_no_gradient() -> None:
    template = with_network(CLASSIC, biases="shared", train_biases=False)
    graph = graph_of(template)
    assert graph["b1"].scope is graph["b2"].scope is Scope.GIVEN
    assert "∂E/∂b1" not in graph
    assert names(graph, scope=Scope.CARRIED) == list(template.names.weights)


def test_trained_biases_are_carried() -> None:
    template = with_network(CLASSIC, biases="per unit")
    carried = names(graph_of(template), scope=Scope.CARRIED)
    assert sorted(carried) == sorted(template.names.parameters)


def test_one_sample_needs_neither_mean_nor_cost() -> None:
    graph = graph_of(CLASSIC)
    assert {quantity.scope for quantity in graph} == {
        Scope.GIVEN,
        Scope.SAMPLE,
        Scope.ROW,
        Scope.CARRIED,
    }


@pytest.mark.parametrize("size", [2, 3, "all"])
def test_a_batch_descends_along_the_mean_of_its_gradients(size: int | Literal["all"]) -> None:
    graph = graph_of(with_training(THREE_SAMPLES, batch=size))
    mean = graph["mean ∂E/∂w5"]
    assert following(graph["w5"]) == "w5 − η·mean ∂E/∂w5"
    assert definition(mean) == "mean(∂E/∂w5)"
    assert (mean.role, mean.scope) == (Role.MEAN_GRADIENT, Scope.BATCH)


@pytest.mark.parametrize("batch", [1, 2, 3, "all"])
@pytest.mark.parametrize("template", [THREE_SAMPLES, VALIDATED], ids=["three", "validated"])
def test_several_samples_have_a_cost_whatever_the_batch(
    template: Template, batch: int | Literal["all"]
) -> None:
    cost = graph_of(with_training(template, batch=batch))["C"]
    assert definition(cost) == "mean(E_total)"
    assert (cost.role, cost.scope) == (Role.COST, Scope.EPOCH)


@pytest.mark.parametrize("template", [THREE_SAMPLES, VALIDATED], ids=["three", "validated"])
def test_samples_one_by_one_need_no_mean(template: Template) -> None:
    assert not names(graph_of(with_training(template, batch=1)), scope=Scope.BATCH)


@pytest.mark.parametrize(
    ("optimizer", "hyperparameters", "states"),
    [
        ("sgd", [], []),
        ("momentum", ["μ"], ["v_w1"]),
        ("nesterov", ["μ"], ["v_w1"]),
        ("adagrad", ["ε₀"], ["G_w1"]),
        ("rmsprop", ["ρ", "ε₀"], ["v_w1"]),
        ("adam", ["β1", "β2", "ε₀"], ["t", "m_w1", "v_w1", "m̂_w1", "v̂_w1"]),
        ("adamax", ["β1", "β2", "ε₀"], ["t", "m_w1", "u_w1"]),
    ],
)
def test_every_optimizer_brings_its_settings_and_what_it_remembers(
    optimizer: str, hyperparameters: list[str], states: list[str]
) -> None:
    line = with_network(CLASSIC, layers=(1, 1), activations=("linear",))
    graph = graph_of(with_training(line, optimizer=optimizer))
    assert names(graph, role=Role.HYPERPARAMETER) == ["η", *hyperparameters]
    assert names(graph, role=Role.OPTIMIZER_STATE) == states
    assert all(graph[state].scope is Scope.UPDATE for state in states)
    assert all(graph[name].scope is Scope.GIVEN for name in hyperparameters)


def test_the_number_of_the_update_counts_on_from_the_one_before() -> None:
    graph = graph_of(with_training(CLASSIC, optimizer="adam"))
    assert definition(graph["t"]) == "t⁻ + 1"
    assert definition(graph["m̂_w8"]) == "m_w8/(1 − β1^t)"
    assert following(graph["w8"]) == "w8 − η·m̂_w8/(√v̂_w8 + ε₀)"


def test_states_are_made_of_the_mean_where_there_is_one() -> None:
    graph = graph_of(with_training(THREE_SAMPLES, optimizer="momentum", batch=3))
    assert definition(graph["v_w2"]) == "μ·v_w2⁻ + mean ∂E/∂w2"


def test_a_computation_is_trained_like_a_network() -> None:
    graph = graph_of(replace(with_training(MICROGRAD, optimizer="momentum"), gradients="staged"))
    assert names(graph)[2:] == [
        *["c", "f", "a", "b", "e", "d", "L"],
        *["∂L/∂d", "∂L/∂e", "∂L/∂a", "∂L/∂b", "v_a", "v_b"],
    ]
    assert following(graph["a"]) == "a − η·v_a"


@given(every_kind())
def test_what_is_trained_is_carried_and_has_a_gradient(template: Template) -> None:
    graph, trained = graph_of(template), template.trained
    assert sorted(names(graph, scope=Scope.CARRIED)) == sorted(trained)
    assert names(graph, role=Role.GRADIENT) == [f"∂E/∂{name}" for name in trained]
    averaged = template.training.batch_size(template.samples) > 1
    assert len(names(graph, scope=Scope.BATCH)) == averaged * len(trained)
    assert ("C" in graph) == template.several
    for name in trained:
        assert f"∂E/∂{name}" in graph.needed_by(name) or template.training.update == "sequential"


def sequential_columns(template: Template) -> dict[str, str]:
    graph = graph_of(with_training(template, update="sequential"))
    columns = {
        name: definition(graph[name]) for name in names(graph, role=Role.SEQUENTIAL_GRADIENT)
    }
    assert all(graph[name].scope is Scope.ROW for name in columns)
    return columns


def test_the_sequential_rule_sees_new_weights_behind_the_hidden_layer() -> None:
    columns = sequential_columns(CLASSIC)
    assert list(columns) == [f"sequential ∂E/∂w{number}" for number in range(1, 5)]
    assert columns["sequential ∂E/∂w1"] == (
        "((a_o1 − t1)·a_o1·(1 − a_o1)·(w5 − η·∂E/∂w5)"
        " + (a_o2 − t2)·a_o2·(1 − a_o2)·(w7 − η·∂E/∂w7))·a_h1·(1 − a_h1)·i1"
    )


def test_true_gradients_stay_and_only_the_updates_follow_the_sequential_rule() -> None:
    right = graph_of(CLASSIC)
    wrong = graph_of(with_training(CLASSIC, update="sequential"))
    for gradient in right.of_role(Role.GRADIENT):
        assert wrong[gradient.name] == gradient
    assert following(wrong["w5"]) == "w5 − η·∂E/∂w5"
    assert following(wrong["w1"]) == "w1 − η·sequential ∂E/∂w1"


def test_without_a_hidden_layer_both_rules_are_the_same() -> None:
    line = with_network(CLASSIC, layers=(2, 1), activations=("linear",))
    assert not sequential_columns(line)
    assert graph_of(with_training(line, update="sequential")) == graph_of(line)


def test_fixed_biases_have_no_sequential_gradient() -> None:
    fixed = with_network(CLASSIC, biases="shared", train_biases=False)
    trained = with_network(CLASSIC, biases="shared")
    assert "sequential ∂E/∂b1" in sequential_columns(trained)
    assert "sequential ∂E/∂b2" not in sequential_columns(trained)
    assert not any(name.endswith("∂b1") for name in sequential_columns(fixed))


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


Matrix = list[list[float]]


def last_layer_first(
    inputs: list[float],
    targets: list[float],
    weights: list[Matrix],
    biases: list[float],
    rate: float,
) -> tuple[list[Matrix], list[float]]:
    """Return the next weights and biases of a sigmoid network by the sequential rule.

    A layer's weights and its shared bias are updated at once; δ of the layer before then goes back
    over the new weights, with the activations of the forward pass.
    """
    outputs = [inputs]
    for layer, bias in zip(weights, biases, strict=True):
        outputs.append([sigmoid(sum(map(float.__mul__, row, outputs[-1])) + bias) for row in layer])
    slopes = [a - t for a, t in zip(outputs[-1], targets, strict=True)]
    new_weights, new_biases = list(weights), list(biases)
    for place in reversed(range(len(weights))):
        deltas = [s * a * (1 - a) for s, a in zip(slopes, outputs[place + 1], strict=True)]
        new_weights[place] = [
            [
                weight - rate * delta * source
                for weight, source in zip(row, outputs[place], strict=True)
            ]
            for row, delta in zip(weights[place], deltas, strict=True)
        ]
        new_biases[place] = biases[place] - rate * sum(deltas)
        slopes = [
            sum(row[unit] * delta for row, delta in zip(new_weights[place], deltas, strict=True))
            for unit in range(len(outputs[place]))
        ]
    return new_weights, new_biases


@pytest.mark.parametrize("layers", [(2, 2, 2), (2, 2, 2, 2), (3, 2, 1, 2)])
@given(data=st.data())
def test_the_sequential_rule_is_a_loop_from_the_last_layer_back(
    layers: tuple[int, ...], data: st.DataObject
) -> None:
    network = Network(layers, ("sigmoid",) * (len(layers) - 1), "shared")
    shapes = [(after, before) for before, after in pairwise(layers)]
    weights = [list(map(list, data.draw(rows_of(columns, rows)))) for rows, columns in shapes]
    biases, inputs, targets = (
        list(data.draw(rows_of(count, 1))[0]) for count in (len(shapes), layers[0], layers[-1])
    )
    template = replace(
        with_training(CLASSIC, update="sequential", epochs=1),
        model=network,
        data=Data((tuple(inputs),), (tuple(targets),)),
        parameters=Parameters(
            tuple(w for layer in weights for row in layer for w in row), tuple(biases)
        ),
    )
    rate = data.draw(st.floats(0.1, 3))
    graph = graph_of(template)
    row = first_row(graph, template, rate)
    found = [float(evaluate(followed(graph[name]), row)) for name in template.trained]
    next_weights, next_biases = last_layer_first(inputs, targets, weights, biases, rate)
    expected = [w for layer in next_weights for row in layer for w in row] + next_biases
    assert found == pytest.approx(expected, rel=1e-10, abs=1e-12)


def first_row(graph: Graph, template: Template, rate: float) -> dict[str, Any]:
    """Return the first row of a worked example of one sample, by its definitions alone."""
    given, start = template.names, template.parameters
    values: dict[str, Any] = {"η": rate}
    values |= zip(given.inputs, template.data.inputs[0], strict=True)
    values |= zip(given.targets, template.data.targets[0], strict=True)
    values |= zip(given.parameters, start.weights + start.biases, strict=True)
    for quantity in graph:
        if quantity.definition is not None:
            values[quantity.name] = evaluate(quantity.definition, values)
    return values
