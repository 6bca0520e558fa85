"""One small worked example of each kind, for tests of what is said about them."""

from __future__ import annotations

from typing import Any

from bpsheet.names import Biases, network_names
from bpsheet.notations import Notation
from bpsheet.parser import parse
from bpsheet.template import Computation, Data, Gradients, Network, Parameters, Template, Training

Rows = tuple[tuple[float, ...], ...]

OR_INPUTS: Rows = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
OR_TARGETS: Rows = ((0.0,), (1.0,), (1.0,), (1.0,))


def network(
    layers: tuple[int, ...],
    activations: tuple[str, ...],
    inputs: Rows,
    targets: Rows,
    *,
    notation: Notation = "hand-built",
    biases: Biases = "none",
    gradients: Gradients = "expanded",
    **training: Any,
) -> Template:
    """Return a worked example with weights from -0.5 to 0.4 and all biases at 0.1."""
    names = network_names(layers, biases, notation)
    weights = tuple((7 * place % 10 - 5) / 10 for place in range(1, len(names.weights) + 1))
    return Template(
        name="varied",
        title="A varied network",
        model=Network(layers, activations, biases, True, notation),
        data=Data(inputs, targets),
        parameters=Parameters(weights, (0.1,) * len(names.biases)),
        training=Training(**{"learning_rates": (0.1, 0.5), "epochs": 4} | training),
        gradients=gradients,
    )


def computation(
    steps: dict[str, str], inputs: dict[str, float], variables: dict[str, float]
) -> Template:
    """Return a worked example without layers."""
    written = tuple((name, parse(value)) for name, value in steps.items())
    return Template(
        name="varied",
        title="A computation",
        model=Computation(written, tuple(inputs), tuple(variables)),
        data=Data((tuple(inputs.values()),), ((),)),
        parameters=Parameters(tuple(variables.values())),
        training=Training(learning_rates=(0.01, 0.1), epochs=4),
    )


VARIED = {
    "half squared error": network(
        (2, 2, 2), ("sigmoid", "sigmoid"), ((0.05, 0.1),), ((0.01, 0.99),)
    ),
    "a line": network(
        (1, 1),
        ("linear",),
        ((0.5,), (1.0,), (2.0,)),
        ((0.2,), (0.4,), (1.1,)),
        biases="per unit",
        loss="mean-squared-error",
        batch="all",
    ),
    "softmax": network(
        (2, 2, 3),
        ("tanh", "softmax"),
        ((0.3, -0.8), (0.5, 0.6)),
        ((0.0, 1.0, 0.0), (0.2, 0.3, 0.5)),
        notation="z-a",
        biases="per unit",
        loss="cross-entropy",
    ),
    "binary cross-entropy": network(
        (2, 2, 1),
        ("relu", "sigmoid"),
        OR_INPUTS,
        OR_TARGETS,
        notation="mazur",
        biases="shared",
        loss="binary-cross-entropy",
        batch="all",
        optimizer="adam",
    ),
    "deep": network(
        (2, 3, 2, 2),
        ("tanh", "leaky-relu", "sigmoid"),
        ((0.4, -0.9), (0.7, 0.2)),
        ((0.1, 0.9), (0.8, 0.3)),
        notation="indexed",
        biases="per unit",
        gradients="staged",
        batch=2,
        optimizer="momentum",
    ),
    "sequential": network(
        (2, 2, 1),
        ("sigmoid", "sigmoid"),
        ((0.05, 0.1),),
        ((0.9,),),
        notation="mazur",
        update="sequential",
    ),
    "gates": computation(
        {"ŷ": "w*x", "s": "ŷ - y", "loss": "s^2"}, {"x": 1.0, "y": 2.0}, {"w": 1.0}
    ),
    "functions": computation(
        {
            "c": "a*b + b^3",
            "d": "exp(c/10) * ln(a^2) + sigmoid(2*b) - tanh(a*b)",
            "e": "sqrt(d^2 + 1)/b + max(a, b) + abs(a - b)",
            "loss": "e^2 + min(a, c)",
        },
        {},
        {"a": -4.0, "b": 2.0},
    ),
}
