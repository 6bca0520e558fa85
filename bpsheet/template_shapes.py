"""Whether the parts of a template fit each other: how many numbers each list must hold, and why."""

from __future__ import annotations

from itertools import pairwise

from bpsheet.template import Data, Network, Parameters
from bpsheet.template_checks import Entry


def activation_per_layer(entry: Entry, chosen: str | tuple[str, ...], layers: int) -> tuple[str, ...]:
    """Return one activation per layer after the inputs."""
    if isinstance(chosen, str):
        return (chosen,) * (layers - 1)
    _check_count(entry, len(chosen), layers - 1, "name", "one per layer after the inputs")
    return chosen


def check_data(entry: Entry, network: Network, data: Data) -> None:
    """Check that inputs and targets have the network's sizes and are equally many."""
    inputs, targets = entry.key("inputs", data.inputs), entry.key("targets", data.targets)
    _check_rows(inputs, network.layers[0], "one per input of network.layers")
    _check_rows(targets, network.layers[-1], "one per output of network.layers")
    why = "as many as data.inputs has: one row of each per sample"
    _check_count(targets, len(data.targets), len(data.inputs), "row", why)


def check_parameters(entry: Entry, network: Network, parameters: Parameters) -> None:
    """Check the number of weights and of biases."""
    sizes = list(pairwise(network.layers))
    products = " + ".join(f"{sources}·{units}" for sources, units in sizes)
    expected = sum(sources * units for sources, units in sizes)
    why = f"one per connection, {products}, in weight order"
    _check_count(entry.key("weights"), len(parameters.weights), expected, "number", why)
    _check_biases(entry.key("biases"), network, parameters.biases)


def _check_biases(entry: Entry, network: Network, biases: tuple[float, ...]) -> None:
    units = network.layers[1:]
    match network.biases:
        case "none" if biases:
            raise entry.error('the network has no biases; remove this or set network.biases = true')
        case "per unit":
            why = "one per unit after the inputs, layer by layer"
            _check_count(entry, len(biases), sum(units), "number", why)
        case "shared":
            why = "one per layer after the inputs, because network.biases is \"shared\""
            _check_count(entry, len(biases), len(units), "number", why)


def _check_rows(entry: Entry, size: int, why: str) -> None:
    for row, values in zip(_rows(entry), entry.value, strict=True):
        _check_count(row, len(values), size, "number", why)


def _rows(entry: Entry) -> list[Entry]:
    return entry.entries("row")


def _check_count(entry: Entry, given: int, expected: int, noun: str, why: str) -> None:
    """Raise unless a list is as long as it must be."""
