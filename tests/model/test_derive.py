from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import prod
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from bpsheet.evaluate import PRECISE, evaluate
from bpsheet.expression import Expression, Name, Operation, product, substitute, total, walk
from bpsheet.model import derive as module
from bpsheet.model.derive import Derivation, gradient_quantities
from bpsheet.model.steps import local_derivatives
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.model.network import forward_graph
from bpsheet.model.symbolic import plain, to_sympy
from bpsheet.model.written import to_written
from bpsheet.notation.text import text
from bpsheet.names import network_names
from bpsheet.template import Network, Template
from bpsheet.verbs.derive import derive
from tests.examples import CLASSIC, templates
from tests.expressions import expressions
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
        "∂L/∂e": "f",
        "∂L/∂d": "∂L/∂e",
        "∂L/∂a": "∂L/∂d·b",
        "∂L/∂b": "∂L/∂d·a",
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


def composed_loss(graph: Graph) -> sympy.Expr:
    """Return the loss over inputs, targets and parameters alone, with plain functions."""
    definitions: dict[str, Expression] = {}
    for quantity in graph:
        if quantity.definition is not None:
            definitions[quantity.name] = substitute(quantity.definition, definitions)
    return plain(to_sympy(definitions[graph.loss.name]))


def numbers(template: Template) -> dict[str, Any]:
    names = template.names
    given = (
        zip(names.inputs, template.data.inputs[0], strict=True),
        zip(names.targets, template.data.targets[0], strict=True),
        zip(names.weights, template.parameters.weights, strict=True),
        zip(names.biases, template.parameters.biases, strict=True),
    )
    return {name: mpmath.mpf(value) for pairs in given for name, value in pairs}


def computed(quantities: Any, values: dict[str, Any]) -> None:
    for quantity in quantities:
        if quantity.definition is not None:
            values[quantity.name] = evaluate(quantity.definition, values, PRECISE)


@settings(max_examples=20)
@given(templates(), st.data())
def test_all_forms_are_what_sympy_makes_of_the_whole_loss(
    template: Template, data: st.DataObject
) -> None:
    derivation = derive(template)
    parameter = data.draw(st.sampled_from(derivation.parameters))
    with mpmath.workdps(30):
        values = numbers(template)
        symbols = {sympy.Symbol(name): sympy.Float(value, 30) for name, value in values.items()}
        slope = composed_loss(derivation.graph).diff(sympy.Symbol(parameter))
        expected = mpmath.mpf(sympy.N(slope.xreplace(symbols), 30))
        computed(derivation.graph, values)
        expanded = evaluate(derivation.total(parameter, "expanded"), values, PRECISE)
        computed(gradient_quantities(derivation, "staged"), values)
        paths = [product([step.value for step in path]) for path in derivation.paths(parameter)]
        by_paths = evaluate(total(paths), values, PRECISE)
        for found in (expanded, values[f"∂E/∂{parameter}"], by_paths):
            assert mpmath.almosteq(found, expected, rel_eps=1e-20, abs_eps=1e-22)


@given(templates())
def test_there_is_a_path_through_every_choice_of_units(template: Template) -> None:
    layers, derivation = template.network.layers, derive(template)
    routes = [tuple(step.by for step in path) for path in derivation.paths("w1")]
    assert len(set(routes)) == len(routes) == prod(layers[2:])


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
