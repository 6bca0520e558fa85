"""How the notations of textbooks spell the quantities of a network: one row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Notation = Literal["hand-built", "mazur", "indexed", "z-a"]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Unit:
    """Where a unit stands.

    Attributes:
        layer: the number of its layer; the inputs' is 0.
        layers: how many layers there are.
        number: its number in the layer, from 1.
    """

    layer: int
    layers: int
    number: int

    @property
    def last(self) -> bool:
        """Whether it is an output unit."""
        return self.layer == self.layers - 1

    @property
    def plain(self) -> str:
        """Its name in plain letters: o1 in the last layer, h1, or h1_1, h1_2 … before it."""
        if self.last:
            return f"o{self.number}"
        return f"h{self.number}" if self.layers == 3 else f"h{self.layer}_{self.number}"


def units_of(layers: tuple[int, ...]) -> list[tuple[Unit, ...]]:
    """Return the units of each layer of a network with layers of these sizes."""
    return [
        tuple(Unit(layer, len(layers), number) for number in range(1, size + 1))
        for layer, size in enumerate(layers)
    ]


@dataclass(frozen=True)
class Spelling:
    """The spellings of one notation.

    The patterns speak of unit j of layer l and of its source, unit i of layer k, the layer before:
    ``{j}`` and ``{ⱼ}`` are its number, ``{ˡ}`` and ``{ᵏ}`` those of the layers, ``{ᵢⱼ}`` and
    ``{ⱼᵢ}`` both units' numbers. ``{unit}`` is h2 or o1, in a deeper network h1_2, and
    ``{number}`` counts weights or biases through the network.

    Attributes:
        activation: of a hidden unit.
        output: the activation of an output unit.
        shared_bias: of a layer that shares one.
        total: the loss of one sample.
        error_in_gradients: what the loss is called in ∂E/∂w5.
        first_layer: the number of the inputs' layer.
    """

    input: str
    target: str
    pre_activation: str
    activation: str
    output: str
    error_signal: str
    weight: str
    bias: str
    shared_bias: str
    error: str
    total: str
    error_in_gradients: str
    cost: str
    learning_rate: str
    first_layer: int = 0

    def activation_of(self, unit: Unit) -> str:
        """Return the pattern of a unit's activation."""
        return self.output if unit.last else self.activation

    def name(self, pattern: str, unit: Unit, *, source: int = 1, number: int = 1) -> str:
        """Return one of the patterns with its places filled.

        Arguments:
            unit: the unit that is spoken of.
            source: the number of its source, from 1.
            number: of a weight or a bias, its number in the whole network.

        >>> indexed = SPELLINGS["indexed"]
        >>> indexed.name(indexed.weight, Unit(layer=1, layers=3, number=2), source=3)
        'W⁽¹⁾₃₂'
        """
        layer = unit.layer + self.first_layer
        places = {
            "unit": unit.plain,
            "j": str(unit.number),
            "ⱼ": _lowered(unit.number),
            "ᵢⱼ": _lowered(source, unit.number),
            "ⱼᵢ": _lowered(unit.number, source),
            "ˡ": str(layer).translate(_RAISED),
            "ᵏ": str(layer - 1).translate(_RAISED),
            "number": str(number),
        }
        return pattern.format_map(places)


SPELLINGS: Mapping[Notation, Spelling] = {
    "hand-built": Spelling(
        input="i{j}",
        target="t{j}",
        pre_activation="{unit}",
        activation="a_{unit}",
        output="a_{unit}",
        error_signal="δ_{unit}",
        weight="w{number}",
        bias="b{number}",
        shared_bias="b{number}",
        error="E{j}",
        total="E_total",
        error_in_gradients="E",
        cost="C",
        learning_rate="η",
    ),
    # M. Mazur, A Step by Step Backpropagation Example, 2015
    "mazur": Spelling(
        input="i{j}",
        target="target_o{j}",
        pre_activation="net_{unit}",
        activation="out_{unit}",
        output="out_{unit}",
        error_signal="δ_{unit}",
        weight="w{number}",
        bias="b{number}",
        shared_bias="b{number}",
        error="E_o{j}",
        total="E_total",
        error_in_gradients="E_total",
        cost="C",
        learning_rate="η",
    ),
    # Udacity, Deep Learning Nanodegree: a weight has the number of the layer it comes from
    "indexed": Spelling(
        input="x{ⱼ}",
        target="d{ⱼ}",
        pre_activation="net⁽{ˡ}⁾{ⱼ}",
        activation="h⁽{ˡ}⁾{ⱼ}",
        output="y{ⱼ}",
        error_signal="δ⁽{ˡ}⁾{ⱼ}",
        weight="W⁽{ᵏ}⁾{ᵢⱼ}",
        bias="b⁽{ᵏ}⁾{ⱼ}",
        shared_bias="b⁽{ᵏ}⁾",
        error="E{ⱼ}",
        total="E",
        error_in_gradients="E",
        cost="C",
        learning_rate="α",
        first_layer=1,
    ),
    # M. Nielsen, Neural Networks and Deep Learning, 2015; layers counted as A. Ng does, inputs 0
    "z-a": Spelling(
        input="x{ⱼ}",
        target="y{ⱼ}",
        pre_activation="z⁽{ˡ}⁾{ⱼ}",
        activation="a⁽{ˡ}⁾{ⱼ}",
        output="a⁽{ˡ}⁾{ⱼ}",
        error_signal="δ⁽{ˡ}⁾{ⱼ}",
        weight="w⁽{ˡ}⁾{ⱼᵢ}",
        bias="b⁽{ˡ}⁾{ⱼ}",
        shared_bias="b⁽{ˡ}⁾",
        error="E{ⱼ}",
        total="E",
        error_in_gradients="E",
        cost="C",
        learning_rate="η",
    ),
}


def _lowered(*numbers: int) -> str:
    """Return numbers as an index, with a comma where one of them has two digits."""
    separator = "," if max(numbers) > 9 else ""
    return separator.join(map(str, numbers)).translate(_LOWERED)
