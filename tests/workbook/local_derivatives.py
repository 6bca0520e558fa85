"""The slopes that a derivation lists, in plain Python, from the engine's numbers of one step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import mpmath

from bpsheet.names import ExampleNames, LayerNames
from tests.workbook.scenario import Scenario

Numbers = Mapping[str, float]

SLOPES: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a * a,
    "linear": lambda a: 1.0,
    "relu": lambda a: 1.0 if a > 0 else 0.0,
    "leaky-relu": lambda a: 1.0 if a > 0 else 0.01,
    "softmax": lambda a: a * (1 - a),
}
"""By a unit's own pre-activation, from its output."""

LOSS_SLOPES: dict[str, Callable[[float, float, int], float]] = {
    "half-squared-error": lambda t, a, n: a - t,
    "mean-squared-error": lambda t, a, n: 2 * (a - t) / n,
    "binary-cross-entropy": lambda t, a, n: (1 - t) / (1 - a) - t / a,
    "cross-entropy": lambda t, a, n: -t / a,
}
"""Of one output's error by the output, from target, output and the number of outputs."""

SHORTCUTS = ("binary-cross-entropy", "cross-entropy")

PYTHON: dict[str, Callable[..., Any]] = {
    **{name: getattr(mpmath, name) for name in ("exp", "log", "sqrt", "tanh")},
    "abs": abs,
    "max": max,
    "min": min,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "relu": lambda x: max(0, x),
}
"""What the steps of a computation may call, in as many digits as asked for."""


def local_derivatives(run: Scenario, at: Numbers) -> dict[str, float]:
    """Return every slope that is a step of the chain rule, and what such steps add up to.

    Arguments:
        at: the quantities of one step, error signals included.
    """
    if run.template.layered:
        return _of_network(run, at)
    return _of_computation(run.trace.names, run.written, at)


def _of_network(run: Scenario, at: Numbers) -> dict[str, float]:
    names, network = run.trace.names, run.template.network
    found = dict(_from_errors(names, run.template.training.loss, at))
    sources = names.inputs
    for layer, activation in zip(names.layers, network.activations, strict=True):
        units = zip(layer.pre_activations, layer.activations, layer.error_signals, strict=True)
        for unit, output, signal in units:
            found[f"∂{output}/∂{unit}"] = SLOPES[activation](at[output])
            found[names.derivative(unit)] = at[signal]
        if activation == "softmax":
            found |= _between_units(names, layer, found, at)
        found |= _from_sources(layer, sources, at)
        shared = activation == "softmax" and len(layer.pre_activations) > 1
        separate = layer is names.layers[-1] and not shared
        found |= _contributions(names, layer, sources, at, by_error=separate)
        sources = layer.activations
    if run.template.training.loss in SHORTCUTS:
        last = names.layers[-1]
        for unit, signal in zip(last.pre_activations, last.error_signals, strict=True):
            found[f"{names.derivative(unit)}, long"] = at[signal]
        found["sum of the targets"] = sum(at[target] for target in names.targets)
    return found


def _from_errors(names: ExampleNames, loss: str, at: Numbers) -> Iterator[tuple[str, float]]:
    outputs = names.layers[-1].activations
    for error, output, target in zip(names.errors, outputs, names.targets, strict=True):
        yield f"∂{names.total}/∂{error}", 1.0
        yield f"∂{error}/∂{output}", LOSS_SLOPES[loss](at[target], at[output], len(outputs))


def _between_units(
    names: ExampleNames, layer: LayerNames, found: Numbers, at: Numbers
) -> dict[str, float]:
    """Return the slopes of softmax outputs by the other units, and what comes back that way."""
    slopes: dict[str, float] = {}
    for unit, own in zip(layer.pre_activations, layer.activations, strict=True):
        for output, error in zip(layer.activations, names.errors, strict=True):
            if output != own:
                slopes[f"∂{output}/∂{unit}"] = -at[output] * at[own]
            slope = slopes.get(f"∂{output}/∂{unit}", found.get(f"∂{output}/∂{unit}", 0.0))
            slopes[f"{names.derivative(unit)} by {output}"] = found[f"∂{error}/∂{output}"] * slope
    return slopes


def _from_sources(layer: LayerNames, sources: tuple[str, ...], at: Numbers) -> dict[str, float]:
    found = {}
    for unit, weights in zip(layer.pre_activations, layer.weights, strict=True):
        for weight, source in zip(weights, sources, strict=True):
            found[f"∂{unit}/∂{weight}"] = at[source]
            found[f"∂{unit}/∂{source}"] = at[weight]
    if layer.biases:
        for unit, bias in zip(layer.pre_activations, layer.biases, strict=True):
            found[f"∂{unit}/∂{bias}"] = 1.0
    return found


def _contributions(
    names: ExampleNames,
    layer: LayerNames,
    sources: tuple[str, ...],
    at: Numbers,
    *,
    by_error: bool,
) -> dict[str, float]:
    """Return what comes to each source through each unit that uses it, and the sums.

    Arguments:
        by_error: whether each unit makes one error, which its contribution is named after.
    """
    found: dict[str, float] = {}
    sums: dict[str, float] = defaultdict(float)
    for position, unit in enumerate(layer.pre_activations):
        for weight, source in zip(layer.weights[position], sources, strict=True):
            part = at[layer.error_signals[position]] * at[weight]
            through = f"∂{names.errors[position]}/∂{source}" if by_error else None
            found[through or f"{names.derivative(source)} by {unit}"] = part
            sums[names.derivative(source)] += part
    return found | sums


def _of_computation(
    names: ExampleNames, written: Mapping[str, str], at: Numbers
) -> dict[str, float]:
    """Return the slopes of every step, differentiated numerically with many digits."""
    found: dict[str, float] = {}
    for step, formula in written.items():
        code = compile(formula, step, "eval")
        for used in code.co_names:
            if used not in PYTHON:
                slope = _slope(formula, used, at)
                back = 1.0 if step == names.total else at[names.derivative(step)]
                found[f"∂{step}/∂{used}"] = slope
                found[f"{names.derivative(used)} by {step}"] = back * slope
    return found


def _slope(formula: str, by: str, at: Numbers) -> float:
    def value(moved: mpmath.mpf) -> mpmath.mpf:
        return eval(formula, PYTHON, {**at, by: moved})

    with mpmath.workdps(40):
        return float(mpmath.diff(value, at[by]))
