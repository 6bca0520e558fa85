"""Which units each parameter of a network joins, and its name in the spelling of the textbooks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bpsheet.names import network_names
from bpsheet.notations import Notation
from bpsheet.template import Network, Template

CONSTANT = "1"
"""What a bias is multiplied by."""


@dataclass(frozen=True)
class Connection:
    """Where a parameter stands in the network.

    Attributes:
        source: the unit or input that it multiplies; of a bias the constant 1.
        units: the pre-activations that it goes into; a shared bias goes into several.
        output: the activation of the first of them.
        layer: the number of the layer it comes from; the inputs' is 1.
        from_size: how many units that layer has.
        to_size: how many units the layer after it has.
        alias: its name in the other notation.
    """

    source: str
    units: tuple[str, ...]
    output: str
    layer: int
    from_size: int
    to_size: int
    alias: str

    @property
    def is_bias(self) -> bool:
        """Whether the parameter is a bias."""
        return self.source == CONSTANT


def other_notation(network: Network) -> Notation:
    """Return the notation to show beside the example's own: indexed, or else the hand-built."""
    return "hand-built" if network.notation == "indexed" else "indexed"


def connections(template: Template) -> dict[str, Connection]:
    """Return where each parameter of a network stands, by name."""
    names, network = template.names, template.network
    others = network_names(network.layers, network.biases, other_notation(network))
    alias = dict(zip(names.parameters, others.parameters, strict=True))
    found: dict[str, Connection] = {}
    sources = names.inputs
    sizes = tuple(pairwise(network.layers))
    for number, (layer, size) in enumerate(zip(names.layers, sizes, strict=True), start=1):
        for position, unit in enumerate(layer.pre_activations):
            output = layer.activations[position]
            for source, weight in zip(sources, layer.weights[position], strict=True):
                found[weight] = Connection(source, (unit,), output, number, *size, alias[weight])
        for bias in dict.fromkeys(layer.biases):
            joined = zip(layer.pre_activations, layer.biases, strict=True)
            units = tuple(unit for unit, own in joined if own == bias)
            output = layer.activations[layer.biases.index(bias)]
            found[bias] = Connection(CONSTANT, units, output, number, *size, alias[bias])
        sources = layer.activations
    return found
