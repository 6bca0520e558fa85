"""The network of a page: the quantities that its drawing shows, layer by layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bpsheet.names import ExampleNames, LayerNames

Data = dict[str, Any]


def network_data(names: ExampleNames, places: Mapping[str, int]) -> Data:
    """Return the drawing of a network; program/example.js says what is in it.

    Arguments:
        names: of its quantities.
        places: the place of every quantity in the page's list of numbers.
    """
    return {
        "layers": [_units(layer, places) for layer in names.layers],
        "errors": [places[name] for name in names.errors],
    }


def _units(layer: LayerNames, places: Mapping[str, int]) -> list[Data]:
    biases: tuple[str | None, ...] = layer.biases or (None,) * len(layer.pre_activations)
    units = zip(layer.pre_activations, layer.activations, layer.weights, biases, strict=True)
    return [
        {
            "net": places[net],
            "activation": places[activation],
            "weights": [places[weight] for weight in weights],
            "bias": None if bias is None else places[bias],
        }
        for net, activation, weights, bias in units
    ]
