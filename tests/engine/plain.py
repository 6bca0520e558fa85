"""A loss in plain Python: floats, loops, and the definitions as textbooks print them.

That of a computation without layers is what Python itself makes of its formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from math import exp, log, sqrt, tanh
from typing import Any

from bpsheet.template import Computation, Template
from tests.expressions import in_python

ACTIVATIONS = {
    "sigmoid": lambda x: 1 / (1 + exp(-x)),
    "tanh": tanh,
    "linear": lambda x: x,
    "relu": lambda x: max(0.0, x),
    "leaky-relu": lambda x: x if x > 0 else 0.01 * x,
}
LOSSES = {
    "half-squared-error": lambda t, a, n: (t - a) ** 2 / 2,
    "mean-squared-error": lambda t, a, n: (t - a) ** 2 / n,
    "binary-cross-entropy": lambda t, a, n: -(t * log(a) + (1 - t) * log(1 - a)),
    "cross-entropy": lambda t, a, n: -t * log(a),
}
FUNCTIONS: dict[str, Any] = ACTIVATIONS | {"exp": exp, "log": log, "sqrt": sqrt}


def outputs_of(template: Template, parameters: list[float], sample: int) -> list[float]:
    """Return the outputs of a network for one sample."""
    layers = template.network.layers
    weights = iter(parameters)
    given = iter(parameters[len(template.names.weights) :])
    values = list(template.data.inputs[sample])
    for units, function in zip(layers[1:], template.network.activations, strict=True):
        biases = _biases(template, given)
        rows = [[next(weights) for _ in values] for _ in range(units)]
        nets = [next(biases) + sum(map(float.__mul__, row, values)) for row in rows]
        if function == "softmax":
            powers = [exp(net) for net in nets]
            values = [power / sum(powers) for power in powers]
        else:
            values = [ACTIVATIONS[function](net) for net in nets]
    return values


def _biases(template: Template, given: Iterator[float]) -> Iterator[float]:
    """Return the biases of the units of the next layer."""
    match template.network.biases:
        case "none":
            return repeat(0.0)
        case "shared":
            return repeat(next(given))
        case "per unit":
            return given


def loss_of(template: Template, parameters: list[float], sample: int) -> float:
    if isinstance(template.model, Computation):
        return _result_of(template.model, parameters, template.data.inputs[sample])
    outputs = outputs_of(template, parameters, sample)
    error = LOSSES[template.training.loss]
    targets = template.data.targets[sample]
    return sum(error(t, a, len(outputs)) for t, a in zip(targets, outputs, strict=True))


def _result_of(
    computation: Computation, parameters: list[float], inputs: tuple[float, ...]
) -> float:
    names = computation.variables + computation.inputs
    values = dict(zip(names, (*parameters, *inputs), strict=True))
    for name, definition in computation.steps:
        values[name] = eval(in_python(definition), FUNCTIONS, values)
    return values[computation.steps[-1][0]]


def slopes_of(template: Template, parameters: list[float], sample: int) -> list[float]:
    """Return ∂E_total/∂parameter by central differences of the fourth order."""

    def moved(place: int, by: float) -> float:
        nudged = parameters.copy()
        nudged[place] += by
        return loss_of(template, nudged, sample)

    return [
        (8 * (moved(n, 1e-4) - moved(n, -1e-4)) - (moved(n, 2e-4) - moved(n, -2e-4))) / 12e-4
        for n in range(len(parameters))
    ]
