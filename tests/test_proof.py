"""The proof agrees where formulas and engine do, and fails where one definition is altered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from bpsheet import engine
from bpsheet.errors import ProofError
from bpsheet.expression import Expression, Name, Operation, Operator, transform, walk
from bpsheet.model.graph import Graph, Quantity
from bpsheet.model.training import training_graph
from bpsheet.proof import DIGITS, Proof, prove
from bpsheet.proof.comparison import TOLERANCE
from bpsheet.template import Data, Gradients, Network, Parameters, Template, Training
from bpsheet.trace import Array
from bpsheet.verbs.derive import derive
from tests.examples import CLASSIC, templates


def graph_of(template: Template) -> Graph:
    return training_graph(template, derive(template))


def proved(template: Template, rows: int = 3) -> Proof:
    return prove(graph_of(template), engine.train(template), rows)


SHORT = replace(CLASSIC, training=replace(CLASSIC.training, learning_rates=(0.1, 2.0), epochs=6))
SHORT_TRACE = engine.train(SHORT)


def test_the_whole_trace_of_the_classic_example() -> None:
    proof = proved(CLASSIC, rows=100)
    rates, rows = 6, 100
    forward, gradients, updates = 11, 8, 8
    assert proof.definitions == forward + gradients + updates
    assert proof.values == proof.definitions * rates * rows
    assert proof.residual < 1e-15
    assert proof.differences == gradients * rates * rows
    assert proof.difference_residual < 1e-10
    assert proof.precise_values == (forward + gradients) * rates * rows
    assert proof.precise_residual < 1e-15


@pytest.mark.parametrize("gradients", ["expanded", "staged"])
def test_a_few_rows_are_enough_for_a_build(gradients: Gradients) -> None:
    proof = proved(replace(SHORT, gradients=gradients), rows=2)
    signals = 4 if gradients == "staged" else 0
    assert proof.definitions == 27 + signals
    assert proof.differences == 8 * 2 * 2
    assert proof.precise_values == (19 + signals) * 2 * 2


@settings(max_examples=25)
@given(templates())
def test_random_networks_are_proved_in_every_row(template: Template) -> None:
    for gradients in ("expanded", "staged"):
        proof = proved(replace(template, gradients=gradients), rows=100)
        assert proof.residual <= TOLERANCE
        assert proof.precise_residual <= TOLERANCE
        assert proof.differences > 0


def test_the_proof_is_told_in_two_lines() -> None:
    proof = Proof(27, 18900, 2.8e-16, 168, 3.5e-12, 399, 1.5e-16)
    assert str(proof) == (
        "27 formulas = engine on 18,900 numbers (largest relative residual 2.8e-16)\n"
        "168 gradients = central differences (within 3.5e-12);"
        f" 399 numbers = {DIGITS}-digit arithmetic (1.5e-16)"
    )


def one_sample(
    network: Network,
    inputs: tuple[float, ...],
    weights: tuple[float, ...],
    rates: tuple[float, ...],
    epochs: int = 40,
) -> Template:
    return replace(
        CLASSIC,
        model=network,
        data=Data((inputs,), ((0.5,) * network.layers[-1],)),
        parameters=Parameters(weights),
        training=Training(rates, epochs),
    )


SIGMOIDS = Network((2, 2, 1), ("sigmoid", "sigmoid"))
TANH = Network((2, 1), ("tanh",))
LINE = Network((1, 1), ("linear",))


@pytest.mark.parametrize(
    "template",
    [
        one_sample(SIGMOIDS, (100.0, 40.0), (0.01, 0.01, -0.01, 0.02, 0.5, 0.3), (0.1, 1.0)),
        one_sample(SIGMOIDS, (1e5, 40.0), (1e-5, 0.01, -1e-5, 0.02, 0.5, 0.3), (0.1, 1.0)),
        one_sample(SIGMOIDS, (1.0, 0.4), (0.1, 0.01, 0.3, 0.02, 1000.0, -999.0), (0.1, 1.0)),
        one_sample(SIGMOIDS, (0.0, 0.0), (0.0,) * 6, (0.1,)),
        one_sample(SIGMOIDS, (1e-300, 1e-310), (0.1,) * 6, (0.1,)),
        one_sample(SIGMOIDS, (0.6, 0.2), (0.1, -0.3, 0.1, -0.3, 0.5, 0.3), (0.1,)),
        one_sample(TANH, (0.3, 0.7), (700_000.1, -300_000.0), (0.1,)),
        one_sample(SIGMOIDS, (0.5, 1.0), (0.1,) * 6, (1e300, 1e308)),
        one_sample(LINE, (10.0,), (1.0,), (0.01, 1.0), epochs=300),
        one_sample(LINE, (1e200,), (1.0,), (1.0,)),
    ],
    ids=[
        "inputs of 100",
        "inputs of 100,000",
        "weights of 1,000",
        "all zero",
        "tiny inputs",
        "pre-activations that cancel",
        "huge terms that cancel",
        "enormous rates",
        "a rate that diverges",
        "a loss beyond all numbers",
    ],
)
def test_extreme_numbers_are_no_disagreement(template: Template) -> None:
    assert proved(template).residual <= TOLERANCE


def test_what_comes_after_divergence_is_left_out() -> None:
    template = one_sample(LINE, (10.0,), (1.0,), (0.001, 0.05), epochs=300)
    trace = engine.train(template)
    diverged = trace.diverged_at[1]
    assert diverged is not None
    proof = prove(graph_of(template), trace, rows=300)
    assert proof.values == proof.definitions * (300 + diverged)
    tame = trace.total <= 1000 * trace.total[:, :1]
    assert tame[0].all()
    assert 2 < tame[1].sum() < diverged
    assert proof.differences == tame.sum()


def altered(graph: Graph, name: str, definition: Expression, following: bool) -> Graph:
    """Return `graph` with one definition replaced."""
    field: dict[str, Any] = {"following" if following else "definition": definition}
    return Graph(tuple(replace(q, **field) if q.name == name else q for q in graph))


def signs_and_factors(value: Expression) -> Iterator[Expression]:
    """Yield `value` with a sign, the order of a difference, or one operand of a part wrong."""
    yield -value
    for part in walk(value):
        if isinstance(part, Operation):
            if part.operator == "-":
                yield replaced(value, part, Operation("-", part.operands[::-1]))
            if part.operator in ("+", "*"):
                for place in range(len(part.operands)):
                    rest = part.operands[:place] + part.operands[place + 1 :]
                    yield replaced(value, part, Operation(part.operator, rest))
                other: Operator = "*" if part.operator == "+" else "+"
                yield replaced(value, part, Operation(other, part.operands))


def replaced(value: Expression, old: Expression, new: Expression) -> Expression:
    return transform(value, lambda part: new if part is old else None)


def wrong_names(value: Expression, graph: Graph, known: list[Quantity]) -> Iterator[Expression]:
    """Yield `value` with one name replaced by another of its kind, as a slip of the pen would."""
    for part in walk(value):
        if isinstance(part, Name):
            for other in known:
                if other.role is graph[part.name].role and other.name != part.name:
                    yield replaced(value, part, Name(other.name))


def slips(graph: Graph) -> Iterator[tuple[str, Graph]]:
    """Yield every graph that has one slip in one definition."""
    known: list[Quantity] = []
    for quantity in graph:
        for following in (False, True):
            value = quantity.following if following else quantity.definition
            if value is not None:
                earlier = list(graph) if following else known
                for wrong in (*signs_and_factors(value), *wrong_names(value, graph, earlier)):
                    yield quantity.name, altered(graph, quantity.name, wrong, following)
        known.append(quantity)


@pytest.mark.parametrize("gradients", ["expanded", "staged"])
def test_every_single_slip_is_found(gradients: Gradients) -> None:
    graph = graph_of(replace(SHORT, gradients=gradients))
    found = 0
    for name, wrong in slips(graph):
        with pytest.raises(ProofError, match=f"^(update of )?{name}: formula and engine differ"):
            prove(wrong, SHORT_TRACE)
        found += 1
    assert found > 150


def test_the_slip_of_the_hand_built_sheets_is_found() -> None:
    """a_h1·(1 − a_h1) where a_h2·(1 − a_h2) belongs moves the gradient by 0.026 %."""
    graph = graph_of(SHORT)
    right = graph["∂E/∂w3"].definition
    assert right is not None
    wrong = transform(right, lambda part: Name("a_h1") if part == Name("a_h2") else None)
    with pytest.raises(ProofError, match=r"∂E/∂w3: .* nothing was written"):
        prove(altered(graph, "∂E/∂w3", wrong, following=False), SHORT_TRACE)


def off(values: Array, place: int) -> Array:
    changed = values.copy()
    changed.flat[place] *= 1 + 1e-9
    return changed


@pytest.mark.parametrize(
    "field", ["parameters", "gradients", "errors", "total", "final", "targets"]
)
@pytest.mark.parametrize("place", [0, 1, -1])
def test_every_number_of_the_trace_is_checked(field: str, place: int) -> None:
    change: dict[str, Any] = {field: off(getattr(SHORT_TRACE, field), place)}
    wrong = replace(SHORT_TRACE, **change)
    with pytest.raises(ProofError):
        prove(graph_of(SHORT), wrong)


LAYER_FIELDS = ("pre_activations", "activations", "error_signals")


@pytest.mark.parametrize(
    ("layer", "field"),
    [(0, "sources"), *((layer, field) for layer in (0, 1) for field in LAYER_FIELDS)],
)
@pytest.mark.parametrize("place", [0, 1, -1])
def test_every_number_of_the_layers_is_checked(layer: int, field: str, place: int) -> None:
    layers = list(SHORT_TRACE.layers)
    layers[layer] = replace(layers[layer], **{field: off(getattr(layers[layer], field), place)})
    graph = graph_of(replace(SHORT, gradients="staged"))
    with pytest.raises(ProofError):
        prove(graph, replace(SHORT_TRACE, layers=tuple(layers)))


def test_a_computation_with_many_digits_finds_a_slip_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bpsheet.proof.compare_definitions", lambda *_: ())
    graph = graph_of(SHORT)
    right = graph["∂E/∂w3"].definition
    assert right is not None
    assert prove(graph, SHORT_TRACE).precise_values > 0
    with pytest.raises(ProofError, match=r"^∂E/∂w3 at step 0 of rate 0\.1: formula and engine"):
        prove(altered(graph, "∂E/∂w3", right * (1 + 1e-9), following=False), SHORT_TRACE)


def test_gradients_are_held_against_the_loss_itself() -> None:
    """Where formulas and engine share a mistake, the central differences still find it."""
    graph, trace = graph_of(SHORT), SHORT_TRACE
    doubled = replace(trace, gradients=2 * trace.gradients)
    for name in trace.names.parameters:
        gradient = graph[trace.names.gradient(name)].definition
        following = graph[name].following
        assert gradient is not None
        assert following is not None
        halved = Name(name) - Name("η") * (Name(trace.names.gradient(name)) / 2)
        graph = altered(graph, trace.names.gradient(name), 2 * gradient, following=False)
        graph = altered(graph, name, halved, following=True)
    with pytest.raises(ProofError, match=r"central differences at step 0 of rate 0\.1"):
        prove(graph, doubled)
