"""The slopes that a derivation lists, from the engine's numbers and the network's names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from bpsheet import engine
from bpsheet.names import LayerNames, ExampleNames
from bpsheet.names import network_names
from bpsheet.template import Network


def local_derivatives(network: Network, at: Mapping[str, float]) -> dict[str, float]:
    """Return every slope that is a step of the chain rule, or a sum of such steps.

    Arguments:
        at: the quantities of one row, error signals included.
    """
    names = network_names(network.layers, network.biases)
    found = dict(_from_errors(names, at))
    sources = names.inputs
    for layer, activation in zip(names.layers, network.activations, strict=True):
        for unit, output in zip(layer.pre_activations, layer.activations, strict=True):
            slope = engine.ACTIVATIONS[activation].slope(np.array(at[output]))
            found[f"∂{output}/∂{unit}"] = float(slope)
        found |= _from_sources(layer, sources, at)
        found |= _contributions(names, layer, sources, at)
        sources = layer.activations
    return found


def _from_errors(names: ExampleNames, at: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    outputs = names.layers[-1].activations
    for error, output, target in zip(names.errors, outputs, names.targets, strict=True):
        yield f"∂{names.total}/∂{error}", 1.0
        yield f"∂{error}/∂{output}", at[output] - at[target]


def _from_sources(
    layer: LayerNames, sources: tuple[str, ...], at: Mapping[str, float]
) -> dict[str, float]:
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
    names: ExampleNames, layer: LayerNames, sources: tuple[str, ...], at: Mapping[str, float]
) -> dict[str, float]:
    """Return what comes to each source through each unit that uses it, and the sums."""
    found: dict[str, float] = {}
    sums: dict[str, float] = defaultdict(float)
    last = layer is names.layers[-1]
    for position, unit in enumerate(layer.pre_activations):
        for weight, source in zip(layer.weights[position], sources, strict=True):
            part = at[layer.error_signals[position]] * at[weight]
            through = f"∂{names.errors[position]}/∂{source}" if last else None
            found[through or f"∂{names.total}/∂{source} by {unit}"] = part
            sums[f"∂{names.total}/∂{source}"] += part
    return found | sums
