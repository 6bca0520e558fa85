"""The names of a layered network's quantities, in the spelling of the hand-built sheet.

One hidden layer gives h1, h2; more give h1_1, h1_2, h2_1 … (layer first). Weights are numbered
through the network in weight order: unit by unit, each unit's weights in the order of its sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice
from typing import Literal

Biases = Literal["none", "per unit", "shared"]


@dataclass(frozen=True)
class LayerNames:
    """The names of one layer after the inputs.

    Attributes:
        pre_activations: one name per unit.
        activations: one name per unit.
        error_signals: one name per unit.
        weights: per unit, one name per source.
        biases: one name per unit (the same name for all where the layer shares it), or empty.
    """

    pre_activations: tuple[str, ...]
    activations: tuple[str, ...]
    error_signals: tuple[str, ...]
    weights: tuple[tuple[str, ...], ...]
    biases: tuple[str, ...]


@dataclass(frozen=True)
class NetworkNames:
    """The names of all quantities of a layered network.

    Attributes:
        inputs: i1, i2 …
        targets: t1, t2 …
        layers: the names of each layer after the inputs.
        errors: E1, E2 …, one per output.
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    layers: tuple[LayerNames, ...]
    errors: tuple[str, ...]

    total = "E_total"
    cost = "C"
    learning_rate = "η"

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """All weights in weight order."""
        return tuple(name for layer in self.layers for unit in layer.weights for name in unit)

    @cached_property
    def biases(self) -> tuple[str, ...]:
        """All biases, each once."""
        return tuple(dict.fromkeys(name for layer in self.layers for name in layer.biases))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """All weights, then all biases."""
        return self.weights + self.biases


def gradient_name(parameter: str) -> str:
    """Return the name of the loss's gradient for `parameter`.

    >>> gradient_name("w5")
    '∂E/∂w5'
    """
    return f"∂E/∂{parameter}"


def error_signal_name(unit: str) -> str:
    """Return the name of the error signal of the unit with the pre-activation `unit`.

    >>> error_signal_name("o1")
    'δ_o1'
    """
    return f"δ_{unit}"


def rate_text(rate: float) -> str:
    """Return a learning rate as the names of sheets and files write it: six digits at most.

    >>> rate_text(0.1), rate_text(1.0)
    ('0.1', '1')
    """
    return f"{rate:g}"


def network_names(layers: tuple[int, ...], biases: Biases = "none") -> NetworkNames:
    """Name the quantities of a network.

    Arguments:
        layers: the number of inputs, of units in each hidden layer, and of outputs.
        biases: whether units have a bias of their own, share one per layer, or have none.

    >>> network_names((2, 2, 2)).layers[1].weights
    (('w5', 'w6'), ('w7', 'w8'))
    """
    weights = (f"w{number}" for number in count(1))
    own_biases = (f"b{number}" for number in count(1))
    return NetworkNames(
        inputs=_numbered("i", layers[0]),
        targets=_numbered("t", layers[-1]),
        layers=tuple(
            _layer(
                _numbered(_stem(position, len(layers)), size),
                tuple(tuple(islice(weights, layers[position - 1])) for _ in range(size)),
                _layer_biases(size, biases, own_biases),
            )
            for position, size in enumerate(layers[1:], start=1)
        ),
        errors=_numbered("E", layers[-1]),
    )


def _stem(position: int, depth: int) -> str:
    """Return what a unit's name starts with: o in the last layer, h or h1_, h2_ … before it."""
    if position == depth - 1:
        return "o"
    return "h" if depth == 3 else f"h{position}_"


def _layer(
    units: tuple[str, ...], weights: tuple[tuple[str, ...], ...], biases: tuple[str, ...]
) -> LayerNames:
    return LayerNames(
        pre_activations=units,
        activations=tuple(f"a_{unit}" for unit in units),
        error_signals=tuple(map(error_signal_name, units)),
        weights=weights,
        biases=biases,
    )


def _layer_biases(size: int, biases: Biases, names: Iterator[str]) -> tuple[str, ...]:
    if biases == "none":
        return ()
    return (next(names),) * size if biases == "shared" else tuple(islice(names, size))


def _numbered(stem: str, size: int) -> tuple[str, ...]:
    return tuple(f"{stem}{number}" for number in range(1, size + 1))
