"""A network's loss in plain Python: floats, loops, and the definitions as textbooks print them."""

from __future__ import annotations

from math import exp, log, tanh

from bpsheet.template import Template

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


def outputs_of(template: Template, parameters: list[float], sample: int) -> list[float]:
    """Return the outputs for one sample; every unit has a bias of its own."""
    layers = template.network.layers
    weights = iter(parameters)
    biases = iter(parameters[len(template.names.weights) :])
    values = list(template.data.inputs[sample])
    for units, function in zip(layers[1:], template.network.activations, strict=True):
        rows = [[next(weights) for _ in values] for _ in range(units)]
        nets = [next(biases) + sum(map(float.__mul__, row, values)) for row in rows]
        if function == "softmax":
            powers = [exp(net) for net in nets]
            values = [power / sum(powers) for power in powers]
        else:
            values = [ACTIVATIONS[function](net) for net in nets]
    return values


def loss_of(template: Template, parameters: list[float], sample: int) -> float:
    outputs = outputs_of(template, parameters, sample)
    error = LOSSES[template.training.loss]
    targets = template.data.targets[sample]
    return sum(error(t, a, len(outputs)) for t, a in zip(targets, outputs, strict=True))


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
