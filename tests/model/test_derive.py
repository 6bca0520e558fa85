from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from math import prod
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import Name, product, total, walk
from bpsheet.functions import ACTIVATIONS
from bpsheet.model import derive as module
from bpsheet.model.derive import Derivation, gradient_quantities
from bpsheet.model.graph import Graph, Quantity
from bpsheet.model.kinks import kinks
from bpsheet.model.network import forward_graph
from bpsheet.model.steps import local_derivatives
from bpsheet.notation.text import text
from bpsheet.template import Network, Template
from bpsheet.verbs.derive import derive
from tests.engine.examples import computation
from tests.examples import CLASSIC, every_kind, templates
from tests.shared import shared

DERIVATION = derive(CLASSIC)

ROUTES = {
    "w1": ["E1 → a_o1 → o1 → a_h1 → h1 → w1", "E2 → a_o2 → o2 → a_h1 → h1 → w1"],
    "w2": ["E1 → a_o1 → o1 → a_h1 → h1 → w2", "E2 → a_o2 → o2 → a_h1 → h1 → w2"],
    "w3": ["E1 → a_o1 → o1 → a_h2 → h2 → w3", "E2 → a_o2 → o2 → a_h2 → h2 → w3"],
    "w4": ["E1 → a_o1 → o1 → a_h2 → h2 → w4", "E2 → a_o2 → o2 → a_h2 → h2 → w4"],
    "w5": ["E1 → a_o1 → o1 → w5"],
    "w6": ["E1 → a_o1 → o1 → w6"],
    "w7": ["E2 → a_o2 → o2 → w7"],
    "w8": ["E2 → a_o2 → o2 → w8"],
}

LOCAL = {
    "∂E_total/∂E1": "1",
    "∂E_total/∂E2": "1",
    "∂E1/∂a_o1": "a_o1 − t1",
    "∂E2/∂a_o2": "a_o2 − t2",
    "∂a_o1/∂o1": "a_o1·(1 − a_o1)",
    "∂a_o2/∂o2": "a_o2·(1 − a_o2)",
    "∂o1/∂w5": "a_h1",
    "∂o1/∂w6": "a_h2",
    "∂o2/∂w7": "a_h1",
    "∂o2/∂w8": "a_h2",
    "∂o1/∂a_h1": "w5",
    "∂o1/∂a_h2": "w6",
    "∂o2/∂a_h1": "w7",
    "∂o2/∂a_h2": "w8",
    "∂a_h1/∂h1": "a_h1·(1 − a_h1)",
    "∂a_h2/∂h2": "a_h2·(1 − a_h2)",
    "∂h1/∂w1": "i1",
    "∂h1/∂w2": "i2",
    "∂h2/∂w3": "i1",
    "∂h2/∂w4": "i2",
}

TO_H1 = "((a_o1 − t1)·a_o1·(1 − a_o1)·w5 + (a_o2 − t2)·a_o2·(1 − a_o2)·w7)·a_h1·(1 − a_h1)"
TO_H2 = "((a_o1 − t1)·a_o1·(1 − a_o1)·w6 + (a_o2 − t2)·a_o2·(1 − a_o2)·w8)·a_h2·(1 − a_h2)"
EXPANDED = {
    "w1": f"{TO_H1}·i1",
    "w2": f"{TO_H1}·i2",
    "w3": f"{TO_H2}·i1",
    "w4": f"{TO_H2}·i2",
    "w5": "(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1",
    "w6": "(a_o1 − t1)·a_o1·(1 − a_o1)·a_h2",
    "w7": "(a_o2 − t2)·a_o2·(1 − a_o2)·a_h1",
    "w8": "(a_o2 − t2)·a_o2·(1 − a_o2)·a_h2",
}

STAGED = {
    "δ_o1": "(a_o1 − t1)·a_o1·(1 − a_o1)",
    "δ_o2": "(a_o2 − t2)·a_o2·(1 − a_o2)",
    "δ_h1": "(δ_o1·w5 + δ_o2·w7)·a_h1·(1 − a_h1)",
    "δ_h2": "(δ_o1·w6 + δ_o2·w8)·a_h2·(1 − a_h2)",
    "∂E/∂w1": "δ_h1·i1",
    "∂E/∂w2": "δ_h1·i2",
    "∂E/∂w3": "δ_h2·i1",
    "∂E/∂w4": "δ_h2·i2",
    "∂E/∂w5": "δ_o1·a_h1",
    "∂E/∂w6": "δ_o1·a_h2",
    "∂E/∂w7": "δ_o2·a_h1",
    "∂E/∂w8": "δ_o2·a_h2",
}


MICROGRAD = computation(
    ("e", Name("a") * Name("b")),
    ("d", Name("e") + Name("c")),
    ("L", Name("d") * Name("f")),
    inputs={"c": (10.0,), "f": (-2.0,)},
    variables={"a": 2.0, "b": -3.0},
)


def written(quantities: Any) -> dict[str, str]:
    return {quantity.name: text(quantity.definition) for quantity in quantities}


def test_every_parameter_has_its_paths_in_path_order() -> None:
    routes = {
        name: [" → ".join(step.by for step in path) for path in DERIVATION.paths(name)]
        for name in DERIVATION.parameters
    }
    assert routes == ROUTES


def test_every_path_begins_at_the_loss_and_is_connected() -> None:
    for name in DERIVATION.parameters:
        for path in DERIVATION.paths(name):
            assert [step.of for step in path] == ["E_total", *(step.by for step in path[:-1])]


def test_the_factors_are_those_of_the_hand_built_sheet() -> None:
    found = {
        step.name: text(step.value)
        for name in DERIVATION.parameters
        for path in DERIVATION.paths(name)
        for step in path
    }
    assert found == LOCAL


def test_the_derivative_of_an_error_is_shown_before_it_is_tidied_up() -> None:
    step = DERIVATION.step("E1", "a_o1")
    assert step.unsimplified is not None
    assert text(step.unsimplified) == "2·½·(t1 − a_o1)·(−1)"
    assert step.why == "power rule: 2·½ = 1, and the −1 comes from the −a_o1 in t1 − a_o1"
    assert DERIVATION.step("o1", "w5").unsimplified is None


def test_gradients_written_out_in_full() -> None:
    found = {name: text(DERIVATION.total(name)) for name in DERIVATION.parameters}
    assert found == EXPANDED
    gradients = written(gradient_quantities(DERIVATION, "expanded"))
    assert gradients == {f"∂E/∂{name}": value for name, value in EXPANDED.items()}


def test_gradients_in_stages() -> None:
    gradients = written(gradient_quantities(DERIVATION, "staged"))
    assert gradients == STAGED
    assert list(gradients) == list(STAGED)


def test_layers_are_staged_from_the_outputs_back() -> None:
    network = Network((1, 2, 2, 1), ("tanh", "linear", "sigmoid"))
    derivation = derive(replace(CLASSIC, model=network))
    found = written(gradient_quantities(derivation, "staged"))
    assert list(found)[:5] == ["δ_o1", "δ_h2_1", "δ_h2_2", "δ_h1_1", "δ_h1_2"]
    assert found["δ_h2_1"] == "δ_o1·w7"
    assert found["δ_h1_1"] == "(δ_h2_1·w3 + δ_h2_2·w5)·(1 − a_h1_1²)"


def test_derivatives_by_the_steps_of_a_computation_are_staged_from_the_loss_back() -> None:
    found = written(gradient_quantities(derive(MICROGRAD), "staged"))
    assert found == {
        "∂L/∂d": "f",
        "∂L/∂e": "∂L/∂d",
        "∂L/∂a": "∂L/∂e·b",
        "∂L/∂b": "∂L/∂e·a",
    }


def test_a_shared_bias_gathers_all_units_of_its_layer() -> None:
    derivation = derive(replace(CLASSIC, model=replace(CLASSIC.network, biases="shared")))
    found = written(gradient_quantities(derivation, "staged"))
    assert found["∂E/∂b1"] == "δ_h1 + δ_h2"
    assert found["∂E/∂b2"] == "δ_o1 + δ_o2"


# The hand-built sheet: where a closed form stands (row, column), and what it is of.
HAND_BUILT = {
    (5, 10): "w5",
    (6, 10): "w6",
    (8, 10): "w7",
    (9, 10): "w8",
    (16, 13): "w1",
}
# What is wrong there: a_01 for a_o1, and a bracket that is opened before a_o1 and never closed.
SLIPS = [("a_0", "a_o"), ("·(a_o1·", "·a_o1·"), ("·(a_o2·", "·a_o2·")]


def spelled_alike(formula: str) -> str:
    for old, new in [(" ", ""), ("–", "−"), ("-", "−"), ("*", "·"), ("W", "w")]:
        formula = formula.replace(old, new)
    return formula


def corrected(formula: str) -> str:
    for slip, right in SLIPS:
        formula = formula.replace(slip, right)
    return formula


@pytest.mark.parametrize(("place", "parameter"), HAND_BUILT.items())
def test_the_hand_built_sheet_says_the_same_once_its_slips_are_mended(
    place: tuple[int, int], parameter: str
) -> None:
    path = shared("workbooks", "kotalaraghava__END-2.0__BackPropagation.ods")
    cells = load_workbook(path).get_sheet_by_index(0).to_python()
    formula = spelled_alike(str(cells[place[0]][place[1]]))
    assert corrected(formula) == spelled_alike(text(DERIVATION.total(parameter)))
    has_slip = parameter != "w1"
    assert (formula != corrected(formula)) == has_slip


def numbers(template: Template) -> dict[str, Any]:
    """Return what is given for the first sample; the last target makes up the sum to 1."""
    names, (inputs, targets) = template.names, (template.data.inputs[0], template.data.targets[0])
    given = (
        zip(names.inputs, inputs, strict=True),
        zip(names.targets, targets, strict=True),
        zip(names.weights, template.parameters.weights, strict=True),
        zip(names.biases, template.parameters.biases, strict=True),
    )
    values = {name: mpmath.mpf(value) for pairs in given for name, value in pairs}
    *others, last = names.targets
    return values | {last: 1 - mpmath.fsum(values[name] for name in others)}


def computed(quantities: Iterable[Quantity], values: dict[str, Any]) -> dict[str, Any]:
    """Return `values` with those of the quantities that are computed from them."""
    found = dict(values)
    for quantity in quantities:
        if quantity.definition is not None:
            found[quantity.name] = evaluate(quantity.definition, found, PRECISE)
    return found


def slope(graph: Graph, values: dict[str, Any], name: str) -> Any:
    """Return ∂E_total/∂`name` by a central difference whose error is of the order of 1e-40."""
    step = mpmath.mpf("1e-20")
    above, below = (
        computed(graph, values | {name: values[name] + move})[graph.loss.name]
        for move in (step, -step)
    )
    return (above - below) / (2 * step)


@settings(max_examples=60)
@given(every_kind(), st.data())
def test_all_forms_are_the_slope_of_the_loss(template: Template, data: st.DataObject) -> None:
    derivation = derive(template)
    graph, parameter = derivation.graph, data.draw(st.sampled_from(derivation.parameters))
    with mpmath.workdps(70):
        row = computed(graph, numbers(template))
        assume(all(abs(evaluate(kink, row, PRECISE)) > 1e-10 for kink in kinks(graph)))
        expected = slope(graph, numbers(template), parameter)
        expanded = evaluate(derivation.total(parameter, "expanded"), row, PRECISE)
        staged = computed(gradient_quantities(derivation, "staged"), row)[f"∂E/∂{parameter}"]
        paths = [product([step.value for step in path]) for path in derivation.paths(parameter)]
        by_paths = evaluate(total(paths), row, PRECISE)
        for found in (expanded, staged, by_paths):
            assert mpmath.almosteq(found, expected, rel_eps=1e-30, abs_eps=1e-30)


@given(templates())
def test_there_is_a_path_through_every_choice_of_units(template: Template) -> None:
    layers, derivation = template.network.layers, derive(template)
    routes = [tuple(step.by for step in path) for path in derivation.paths("w1")]
    assert len(set(routes)) == len(routes) == prod(layers[2:])


TOGETHER = {
    "binary-cross-entropy, 1 output": ((2, 1), ("sigmoid",), "binary-cross-entropy"),
    "binary-cross-entropy, 3 outputs": ((2, 2, 3), ("tanh", "sigmoid"), "binary-cross-entropy"),
    **{
        f"cross-entropy, {outputs} outputs": ((2, outputs), ("softmax",), "cross-entropy")
        for outputs in (2, 3, 5)
    },
    "cross-entropy behind a hidden layer": ((2, 2, 3), ("relu", "softmax"), "cross-entropy"),
}


def with_loss(layers: tuple[int, ...], activations: tuple[str, ...], loss: str) -> Derivation:
    training = replace(CLASSIC.training, loss=loss)
    return derive(replace(CLASSIC, model=Network(layers, activations), training=training))


@pytest.mark.parametrize(("layers", "activations", "loss"), TOGETHER.values(), ids=TOGETHER)
def test_the_shortcut_of_losses_made_for_their_activation(
    layers: tuple[int, ...], activations: tuple[str, ...], loss: str
) -> None:
    derivation = with_loss(layers, activations, loss)
    names = derivation.names
    for number, unit in enumerate(names.layers[-1].pre_activations, start=1):
        shortcut = derivation.shortcut(unit)
        assert shortcut is not None
        assert text(shortcut.value) == f"a_o{number} − t{number}"
        assert derivation.total(unit, "expanded") == shortcut.value
        if loss == "cross-entropy":
            assert shortcut.condition == total([Name(target) for target in names.targets])
        else:
            assert shortcut.condition is None
    for layer in names.layers[:-1]:
        assert not any(map(derivation.shortcut, layer.pre_activations))


@pytest.mark.parametrize("outputs", [2, 3, 5])
@given(data=st.data())
def test_chain_and_shortcut_are_alike_where_the_targets_add_up_to_1(
    outputs: int, data: st.DataObject
) -> None:
    """With a sum s of the targets the chain comes to s·a − t."""
    derivation = with_loss((1, outputs), ("softmax",), "cross-entropy")
    number = data.draw(st.integers(1, outputs))
    shortcut = derivation.shortcut(f"o{number}")
    assert shortcut is not None
    weights = data.draw(st.tuples(*[st.floats(-3, 3)] * outputs))
    targets = data.draw(st.tuples(*[st.floats(-1, 2)] * outputs))
    given = {f"w{n}": mpmath.mpf(weight) for n, weight in enumerate(weights, start=1)}
    given |= {f"t{n}": mpmath.mpf(target) for n, target in enumerate(targets, start=1)}
    with mpmath.workdps(40):
        row = computed(derivation.graph, {"i1": mpmath.mpf(1), **given})
        chain, short = (evaluate(value, row, PRECISE) for value in (shortcut.chain, shortcut.value))
        excess = mpmath.fsum(targets) - 1
        assert mpmath.almosteq(chain - short, excess * row[f"a_o{number}"], abs_eps=1e-30)


def test_the_chain_of_a_shortcut_is_written_out() -> None:
    shortcut = with_loss((1, 2), ("softmax",), "cross-entropy").shortcut("o1")
    assert shortcut is not None
    assert text(shortcut.chain) == ("(−t1/a_o1)·a_o1·(1 − a_o1) + (−t2/a_o2)·(−a_o2·a_o1)")
    short = with_loss((1, 1), ("sigmoid",), "binary-cross-entropy").shortcut("o1")
    assert short is not None
    assert text(short.chain) == "(a_o1 − t1)/(a_o1·(1 − a_o1))·a_o1·(1 − a_o1)"


@pytest.mark.parametrize(
    ("activation", "loss"),
    [
        (activation, loss)
        for loss in ("half-squared-error", "mean-squared-error")
        for activation in ACTIVATIONS
    ],
)
@pytest.mark.parametrize("outputs", [1, 2])
def test_other_pairs_have_no_shortcut(activation: str, loss: str, outputs: int) -> None:
    derivation = with_loss((2, 2, outputs), ("sigmoid", activation), loss)
    for quantity in derivation.graph:
        assert derivation.shortcut(quantity.name) is None


def staged_size(derivation: Derivation) -> int:
    quantities = gradient_quantities(derivation, "staged")
    return sum(1 for q in quantities if q.definition for _ in walk(q.definition))


def wide(size: int, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, Counter[str]]:
    """Return weights, nodes of the staged form, and how often each quantity was differentiated."""
    differentiated: Counter[str] = Counter()

    def counted(quantity: Quantity, graph: Graph) -> Any:
        differentiated[quantity.name] += 1
        return local_derivatives(quantity, graph)

    monkeypatch.setattr(module, "local_derivatives", counted)
    network = Network((size,) * 3, ("sigmoid", "tanh"))
    derivation = derive(replace(CLASSIC, model=network))
    return len(derivation.parameters), staged_size(derivation), differentiated


def test_the_staged_form_grows_with_the_number_of_weights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few, few_nodes, _ = wide(6, monkeypatch)
    many, many_nodes, differentiated = wide(24, monkeypatch)
    assert many_nodes / many == pytest.approx(few_nodes / few, rel=0.2)
    assert set(differentiated.values()) == {1}
    assert len(differentiated) == 5 * 24 + 1  # two per unit, one per error, and the loss


def test_the_forward_pass_is_the_networks() -> None:
    assert DERIVATION.graph == forward_graph(CLASSIC)
