from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from bpsheet import engine
from bpsheet.evaluate import evaluate
from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.functions import ACTIVATIONS
from bpsheet.model.computation import computation_graph
from bpsheet.model.gate_kinds import KINDS, Kind, power_of
from bpsheet.model.gates import Circuit, circuit_of
from bpsheet.model.graph import Graph
from bpsheet.notation.text import text
from bpsheet.parser import parse
from bpsheet.sheet.layout.gates.numbers import OnWires, gate_numbers
from bpsheet.template import Computation, Data, Network, Parameters, Template, Training
from bpsheet.verbs.derive import derive
from tests.examples import CLASSIC, templates
from tests.shared import shared

STEP = 1e-6
POINTS = ((0.7, 1.3), (1.3, 0.7), (0.2, 2.5))
SIGNED = (*POINTS, (-0.7, 1.3), (-1.3, -0.7), (0.7, -1.3))
POSITIVE = ("^", "LN", "guarded LN", "SQRT")
"""Kinds of gates that are looked at for positive inputs only."""

EXPONENTS = [
    Number(2),
    Number(3),
    Number(1),
    Number(0),
    Number(-1),
    Number(-2),
    Number(Fraction(1, 2)),
    -Number(2),
    Number(1) / Number(3),
]


def difference(kind: Kind, point: tuple[float, float], place: int) -> Any:
    """Return the central difference of a gate's value along one of its inputs."""
    sides = []
    for sign in (1, -1):
        moved = dict(zip("uv", point, strict=True))
        moved["uv"[place]] += sign * STEP
        sides.append(evaluate(kind.value, moved))
    return (sides[0] - sides[1]) / (2 * STEP)


def check_slopes(kind: Kind, point: tuple[float, float]) -> None:
    values = dict(zip("uv", point, strict=True))
    values["s"] = evaluate(kind.value, values)
    for place, slope in enumerate(kind.slopes):
        near = difference(kind, point, place)
        assert evaluate(slope, values) == pytest.approx(near, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("name", KINDS)
def test_the_local_derivatives_of_a_gate_are_slopes_of_its_value(name: str) -> None:
    for point in POINTS if name in POSITIVE else SIGNED:
        check_slopes(KINDS[name], point)


@pytest.mark.parametrize("exponent", EXPONENTS, ids=text)
def test_the_local_derivative_of_a_power_is_the_slope_of_its_value(exponent: Expression) -> None:
    for point in POINTS:
        check_slopes(power_of(exponent), point)


def test_every_activation_has_a_gate() -> None:
    looking_around = {name for name, row in ACTIVATIONS.items() if row.cross is not None}
    assert set(ACTIVATIONS) - set(KINDS) == looking_around == {"softmax"}


@pytest.mark.parametrize(
    ("name", "slopes"),
    [("relu", [0]), ("leaky-relu", [0.01]), ("ABS", [0]), ("MAX", [1, 0]), ("MIN", [1, 0])],
)
def test_at_a_kink_a_gate_follows_the_convention(name: str, slopes: list[float]) -> None:
    values = {"u": 0.0, "v": 0.0, "s": 0.0}
    assert [evaluate(slope, values) for slope in KINDS[name].slopes] == slopes


def computation(given: Mapping[str, float], trained: str, **steps: str) -> Template:
    """Return a worked example of steps over numbers that are given by name."""
    written = tuple((name, parse(definition)) for name, definition in steps.items())
    inputs = tuple(name for name in given if name not in trained.split())
    return Template(
        name="computation",
        title="A computation",
        model=Computation(written, inputs, tuple(trained.split())),
        data=Data((tuple(given[name] for name in inputs),), ((),)),
        parameters=Parameters(tuple(given[name] for name in trained.split())),
        training=Training((0.001,), 1),
    )


def gates_of(**steps: str) -> list[tuple[str, str, str, str]]:
    """Return symbol, result, formula and inputs of all gates of steps over a, b, c and d."""
    circuit = circuit_of(computation_graph(computation(dict.fromkeys("abcd", 1.0), "a", **steps)))
    return [
        (gate.symbol, gate.output, text(gate.value), ", ".join(text(i.source) for i in gate.inputs))
        for gate in circuit.gates
    ]


TAKEN_APART = [
    ("a + b", [("+", "L", "a + b", "a, b")]),
    ("a - 2", [("−", "L", "a − 2", "a, 2")]),
    (
        "a + b + c + d",
        [
            ("+", "g1", "a + b", "a, b"),
            ("+", "g2", "g1 + c", "g1, c"),
            ("+", "L", "g2 + d", "g2, d"),
        ],
    ),
    ("a*(b*c)", [("×", "g1", "b·c", "b, c"), ("×", "L", "a·g1", "a, g1")]),
    ("(a - b)^2", [("−", "g1", "a − b", "a, b"), ("²", "L", "g1²", "g1")]),
    ("a^-1", [("⁻¹", "L", "a⁻¹", "a")]),
    ("a^b", [("^", "L", "a^b", "a, b")]),
    ("a^(1/2)", [("^", "L", "a^(1/2)", "a")]),
    ("2^a", [("^", "L", "2^a", "2, a")]),
    ("-a/b", [("÷", "g1", "a/b", "a, b"), ("×(−1)", "L", "−g1", "g1")]),
    ("a*a", [("×", "L", "a·a", "a, a")]),
    ("a", [("=", "L", "a", "a")]),
    ("1/2*a", [("×", "L", "1/2·a", "1/2, a")]),
    ("max(a, b, c)", [("max", "g1", "max(a, b)", "a, b"), ("max", "L", "max(g1, c)", "g1, c")]),
    ("σ(tanh(a))", [("tanh", "g1", "tanh(a)", "a"), ("σ", "L", "σ(g1)", "g1")]),
    ("exp(a)*ln(b)", [
        ("exp", "g1", text(parse("exp(a)")), "a"),
        ("ln", "g2", "ln(b)", "b"),
        ("×", "L", "g1·g2", "g1, g2"),
    ]),
    ("sqrt(a) + abs(b)", [
        ("√", "g1", text(parse("sqrt(a)")), "a"),
        ("|·|", "g2", text(parse("abs(b)")), "b"),
        ("+", "L", "g1 + g2", "g1, g2"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("loss", "gates"), TAKEN_APART, ids=lambda part: str(part)[:16])
def test_a_definition_is_taken_apart_as_it_is_written(
    loss: str, gates: list[tuple[str, str, str, str]]
) -> None:
    assert gates_of(L=loss) == gates


def test_names_that_are_taken_are_not_made_up() -> None:
    names = [output for _, output, _, _ in gates_of(g1="a*b + c", g3="g1*2 + d", L="g3^2 + a")]
    assert names == ["g2", "g1", "g4", "g3", "g5", "L"]


def test_a_step_that_is_a_number_is_a_gate_of_its_own() -> None:
    assert gates_of(p="1/2", L="p*a")[0] == ("=", "p", "1/2", "1/2")


def test_a_long_sum_is_no_deep_recursion() -> None:
    long = Operation("+", tuple(Name("a") for _ in range(5000)))
    template = computation({"a": 1.0}, "a", L="a")
    model = Computation((("L", long),), (), ("a",))
    assert len(circuit_of(computation_graph(replace(template, model=model))).gates) == 4999


def test_a_function_without_a_gate_is_refused() -> None:
    graph = computation_graph(computation({"a": 1.0}, "a", L="a"))
    strange = replace(graph.loss, definition=Call("SINH", (Name("a"),)))
    with pytest.raises(ValueError, match="no gate is known"):
        circuit_of(Graph((*graph.quantities[:-1], strange)))


def test_a_name_is_used_by_all_that_mention_it_and_twice_by_its_square() -> None:
    template = computation({"a": 3.0, "b": 2.0}, "a", p="a*a", L="p + a*b")
    circuit = circuit_of(computation_graph(template))
    assert circuit.given == ("b", "a")
    uses = [(gate.output, place) for gate, place in circuit.uses["a"]]
    assert uses == [("p", 0), ("p", 1), ("g1", 0)]
    assert circuit.uses["L"] == ()


def numbers_of(template: Template) -> OnWires[Any]:
    """Return what runs through the gates of a template at its initial parameters."""
    circuit = circuit_of(derive(template).graph)
    names, parameters, data = template.names, template.parameters, template.data
    values = (*parameters.weights, *parameters.biases)
    known = dict(zip(names.parameters, values, strict=True))
    known |= dict(zip(names.inputs, data.inputs[0], strict=True))
    known |= dict(zip(names.targets, data.targets[0], strict=True)) if names.targets else {}
    return gate_numbers(circuit, known)


def test_the_product_the_difference_and_the_square_carry_the_published_numbers() -> None:
    given = {"x": 1.0, "y": 2.0, "w": 1.0}
    found = numbers_of(computation(given, "w", ŷ="w*x", s="ŷ - y", L="s^2"))
    assert found.values == {**given, "ŷ": 1, "s": -1, "L": 1}
    assert found.gradients == {"L": 1, "s": -2, "ŷ": -2, "w": -2, "x": -2, "y": 2}
    assert found.backs["L", 0] == -2


def test_the_sum_and_the_product_of_the_course_carry_its_numbers() -> None:
    found = numbers_of(computation({"x": -2, "y": 5, "z": -4}, "x y z", q="x + y", f="q*z"))
    assert (found.values["q"], found.values["f"]) == (3, -12)
    assert [found.gradients[name] for name in "xyzq"] == [-4, -4, 3, -4]


CIRCUIT = {
    "p0": "w0*x0", "p1": "w1*x1", "sum01": "p0 + p1", "dot": "sum01 + w2", "neg": "-dot",
    "exp_neg": "exp(neg)", "one_plus": "1 + exp_neg", "f": "1/one_plus",
}  # fmt: skip
PRINTED_AS = {
    "w0x0": "p0", "w1x1": "p1", "exp": "exp_neg", "d_exp": "d_exp_neg", "d_oneplus": "d_one_plus",
}  # fmt: skip


def published(case: str) -> dict[str, Decimal]:
    cases = json.loads(shared("reference", "published_cases.json").read_text(encoding="utf-8"))
    [values] = [each["values"] for each in cases["cases"] if each["id"] == case]
    assert all(value["reproduces"] == "yes" for value in values)
    return {value["name"]: Decimal(value["printed"]) for value in values}


def agrees(number: float, printed: Decimal) -> bool:
    """Return whether a number rounds to what is printed."""
    half_a_unit = Decimal((0, (5,), int(printed.as_tuple().exponent) - 1))
    return abs(Decimal(float(number)) - printed) <= half_a_unit


def test_the_sigmoid_circuit_of_the_course_carries_its_printed_numbers() -> None:
    given = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
    found = numbers_of(computation(given, "w0 w1 w2", **CIRCUIT))
    for label, printed in published("cs231n-sigmoid").items():
        name = PRINTED_AS.get(label, label)
        if name in found.values:
            assert agrees(found.values[name], printed), label
        else:
            of = name.removeprefix("d").removeprefix("_")
            assert agrees(found.gradients[of], printed), label


MICROGRAD = {
    "c": "a + b", "d": "a*b + b**3", "c1": "c + c + 1", "c2": "c1 + 1 + c1 + (-a)",
    "d1": "d + d*2 + relu(b + a)", "d2": "d1 + 3*d1 + relu(b - a)", "e": "c2 - d2", "f": "e**2",
    "g": "f/2.0", "g1": "g + 10.0/f",
}  # fmt: skip


def test_the_expression_of_micrograd_has_its_printed_numbers() -> None:
    found = numbers_of(computation({"a": -4.0, "b": 2.0}, "a b", **MICROGRAD))
    printed = published("micrograd-readme")
    assert agrees(found.values["g1"], printed["g"])
    assert agrees(found.gradients["a"], printed["a_grad"])
    assert agrees(found.gradients["b"], printed["b_grad"])


def test_the_tanh_neuron_of_the_lecture_has_its_printed_numbers() -> None:
    given = {"x1": 2.0, "x2": 0.0, "w1": -3.0, "w2": 1.0, "b": float(np.float32(6.881373587019543))}
    found = numbers_of(computation(given, "w1 w2 b", o="tanh(x1*w1 + x2*w2 + b)"))
    printed = {name: float(value) for name, value in published("karpathy-neuron").items()}
    assert found.values["o"] == pytest.approx(printed["o"], rel=1e-15)
    for name in ("x1", "w1", "x2", "w2"):
        assert found.gradients[name] == pytest.approx(printed[f"{name}_grad"], rel=1e-14), name


OUTPUTS = [
    ("sigmoid", "half-squared-error"),
    ("tanh", "mean-squared-error"),
    ("linear", "half-squared-error"),
    ("relu", "mean-squared-error"),
    ("leaky-relu", "half-squared-error"),
    ("sigmoid", "binary-cross-entropy"),
    ("softmax", "cross-entropy"),
]


def network_with(activation: str, loss: str) -> Template:
    return replace(
        CLASSIC,
        model=Network((2, 2, 2), ("leaky-relu", activation), biases="shared"),
        data=Data(((0.05, -0.1),), ((0.25, 0.75),)),
        parameters=Parameters((0.3, -0.2, 0.25, -0.3, 0.4, 0.45, -0.5, 0.55), (0.35, 0.6)),
        training=replace(CLASSIC.training, loss=loss, epochs=1),
    )


def check_gradients(template: Template) -> None:
    """Compare the gates with the symbolic derivation, the engine, and differences of the loss."""
    derivation, found = derive(template), numbers_of(template)
    trace = engine.train(template, (0.1,))
    for name in template.trained:
        gradient = found.gradients.get(name, 0.0)
        symbolic = evaluate(derivation.total(name), found.values)
        analytic = trace.column(template.names.gradient(name))[0, 0]
        assert gradient == pytest.approx(symbolic, rel=1e-9, abs=1e-12), name
        assert gradient == pytest.approx(analytic, rel=1e-9, abs=1e-12), name
    for name in derivation.graph.users:
        if name in found.gradients:
            near = slope_of_loss(derivation.graph, found.values, name)
            assert found.gradients[name] == pytest.approx(near, rel=1e-6, abs=1e-8), name


def slope_of_loss(graph: Graph, values: Mapping[str, Any], moved: str) -> float:
    """Return the central difference of the loss by any quantity, its own definition left out."""
    sides = []
    for sign in (1, -1):
        known = dict(values) | {moved: values[moved] + sign * STEP}
        for quantity in graph:
            if quantity.definition is not None and quantity.name != moved:
                known[quantity.name] = evaluate(quantity.definition, known)
        sides.append(float(known[graph.loss.name]))
    return (sides[0] - sides[1]) / (2 * STEP)


@pytest.mark.parametrize(("activation", "loss"), OUTPUTS)
def test_gradients_of_every_output_and_loss_are_right(activation: str, loss: str) -> None:
    check_gradients(network_with(activation, loss))


@settings(deadline=None, max_examples=20)
@given(templates())
def test_gradients_of_random_networks_are_right(template: Template) -> None:
    check_gradients(template)


@pytest.mark.parametrize(
    "steps",
    [
        {"L": "(w*x - y)^2 + 0.1*abs(w)"},
        {"p": "exp(-w*x)/(1 + y^2)", "L": "sqrt(p + w^4) - ln(p)"},
        {"p": "max(w, x, y)", "q": "min(w, p*x)", "L": "p*q/w + w^x - x^w"},
        {"p": "w", "q": "p*p*p", "L": "q^-2 + relu(p - q)*σ(x - p)*tanh(w)"},
        {"a": "w", "b": "x*y", **MICROGRAD},
    ],
    ids=lambda steps: next(iter(steps.values())),
)
def test_gradients_of_computations_are_right(steps: dict[str, str]) -> None:
    check_gradients(computation({"x": 0.8, "y": 1.7, "w": 0.6}, "w", **steps))


def test_classic_has_23_gates_and_the_names_of_its_quantities() -> None:
    circuit: Circuit = circuit_of(derive(CLASSIC).graph)
    assert len(circuit.gates) == 23
    ends = [gate.output for gate in circuit.gates if not gate.output.startswith("g")]
    names = ["h1", "a_h1", "h2", "a_h2", "o1", "a_o1", "o2", "a_o2", "E1", "E2", "E_total"]
    assert sorted(ends) == sorted(names)
    assert "".join(sorted(gate.symbol for gate in circuit.gates)) == "".join(
        sorted("×" * 8 + "+" * 5 + "σ" * 4 + "−" * 2 + "²" * 2 + "×" * 2)
    )


def test_the_logarithm_of_a_loss_is_one_guarded_gate() -> None:
    circuit = circuit_of(derive(network_with("softmax", "cross-entropy")).graph)
    logarithms = [gate for gate in circuit.gates if gate.symbol == "ln"]
    assert [text(gate.value) for gate in logarithms] == [
        "ln(max(a_o1, 10⁻¹⁵))",
        "ln(max(a_o2, 10⁻¹⁵))",
    ]
    numbers = {"a_o1": np.array(0.0)}
    assert evaluate(logarithms[0].value, numbers) == pytest.approx(np.log(1e-15))
    assert np.isfinite(evaluate(logarithms[0].inputs[0].slope, numbers))
