"""The names of a worked example's quantities, in the spelling of its notation.

Weights stand in the same order in every notation: unit by unit through the network, each unit's
weights in the order of its sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import Literal

from bpsheet.notations import SPELLINGS, Notation, Spelling, Unit, units_of

Biases = Literal["none", "per unit", "shared"]

COUNTER = "t"
"""The number of an update, from 1, where an optimizer needs it."""

LONGEST_RATE = 12
"""The letters of a learning rate beyond which it is written with a power of ten."""


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

    @property
    def parameters(self) -> tuple[str, ...]:
        """The weights unit by unit, then the biases, each once."""
        weights = (name for unit in self.weights for name in unit)
        return (*weights, *dict.fromkeys(self.biases))


@dataclass(frozen=True)
class ExampleNames:
    """The names of all quantities of a worked example.

    Attributes:
        inputs: i1, i2 …; of a computation without layers, the variables that stay as they are.
        targets: t1, t2 …
        layers: the names of each layer after the inputs.
        errors: E1, E2 …, one per output.
        total: the loss of one sample.
        error: what the loss is called in a gradient, as in ∂E/∂w5.
        cost: the mean loss of an epoch.
        learning_rate: η.
        steps: of a computation without layers, its quantities up to the loss.
        variables: of a computation without layers, the variables that are trained.
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...] = ()
    layers: tuple[LayerNames, ...] = ()
    errors: tuple[str, ...] = ()
    total: str = "E_total"
    error: str = "E"
    cost: str = "C"
    learning_rate: str = "η"
    steps: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()

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
        """All weights, then all biases; or the trained variables."""
        return self.weights + self.biases + self.variables

    def gradient(self, parameter: str) -> str:
        """Return the name of the loss's gradient for `parameter`.

        >>> network_names((2, 2, 2)).gradient("w5")
        '∂E/∂w5'
        """
        return f"∂{self.error}/∂{parameter}"

    def derivative(self, of: str) -> str:
        """Return the name of the loss's derivative by any other quantity.

        >>> network_names((2, 2, 2)).derivative("a_h1")
        '∂E_total/∂a_h1'
        """
        return f"∂{self.total}/∂{of}"

    def error_signal(self, pre_activation: str) -> str:
        """Return the name of the error signal of the unit with this pre-activation.

        >>> network_names((2, 2, 2)).error_signal("o1")
        'δ_o1'
        """
        return self._error_signals[pre_activation]

    def renamed(self, new_names: Mapping[str, str]) -> ExampleNames:
        """Return these names with those in `new_names` replaced; δ and gradients follow.

        A computation without layers keeps the names that it gives itself.
        """
        if not new_names:
            return self
        further = replace(
            self,
            cost=new_names.get(self.cost, self.cost),
            learning_rate=new_names.get(self.learning_rate, self.learning_rate),
        )
        if self.steps:
            return further

        def new(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(new_names.get(name, name) for name in names)

        return replace(
            further,
            inputs=new(self.inputs),
            targets=new(self.targets),
            layers=tuple(
                LayerNames(
                    pre_activations=new(layer.pre_activations),
                    activations=new(layer.activations),
                    error_signals=_renamed_signals(layer, new_names),
                    weights=tuple(map(new, layer.weights)),
                    biases=new(layer.biases),
                )
                for layer in self.layers
            ),
            errors=new(self.errors),
            total=new_names.get(self.total, self.total),
            error=new_names.get(self.total, self.error),
        )

    @cached_property
    def _error_signals(self) -> dict[str, str]:
        return {
            unit: signal
            for layer in self.layers
            for unit, signal in zip(layer.pre_activations, layer.error_signals, strict=True)
        }


def _renamed_signals(layer: LayerNames, new_names: Mapping[str, str]) -> tuple[str, ...]:
    units = zip(layer.pre_activations, layer.error_signals, strict=True)
    return tuple(
        new_names.get(signal, signal.replace(unit, new_names.get(unit, unit)))
        for unit, signal in units
    )


def mean_name(gradient: str) -> str:
    """Return the name of the mean of `gradient` over a batch.

    >>> mean_name("∂E/∂w5")
    'mean ∂E/∂w5'
    """
    return f"mean {gradient}"


def state_name(symbol: str, parameter: str) -> str:
    """Return the name of what an optimizer remembers of a parameter.

    >>> state_name("m", "w5")
    'm_w5'
    """
    return f"{symbol}_{parameter}"


def previous_name(name: str) -> str:
    """Return the name of a quantity's value at the update before.

    >>> previous_name("m_w5")
    'm_w5⁻'
    """
    return f"{name}⁻"


def sequential_name(gradient: str) -> str:
    """Return the name of what the sequential rule takes in place of a true gradient.

    >>> sequential_name("∂E/∂w1")
    'sequential ∂E/∂w1'
    """
    return f"sequential {gradient}"


def rate_text(rate: float) -> str:
    """Return a learning rate as the names of sheets and files write it: six digits at most.

    >>> rate_text(0.1), rate_text(1.0), rate_text(0.00001)
    ('0.1', '1', '0.00001')
    """
    shortest = f"{rate:g}"
    plain = f"{Decimal(shortest):f}"
    return plain if len(plain) <= LONGEST_RATE else shortest


def computation_names(
    steps: tuple[str, ...], inputs: tuple[str, ...], variables: tuple[str, ...]
) -> ExampleNames:
    """Name the quantities of a computation without layers; its last step is the loss.

    >>> computation_names(("s", "L"), ("x", "y"), ("w",)).gradient("w")
    '∂L/∂w'
    """
    return ExampleNames(
        inputs=inputs, total=steps[-1], error=steps[-1], steps=steps, variables=variables
    )


def network_names(
    layers: tuple[int, ...], biases: Biases = "none", notation: Notation = "hand-built"
) -> ExampleNames:
    """Name the quantities of a network; weights have the same order in every notation.

    Arguments:
        layers: the number of inputs, of units in each hidden layer, and of outputs.
        biases: whether units have a bias of their own, share one per layer, or have none.
        notation: the spelling.

    >>> network_names((2, 2, 2)).layers[1].weights
    (('w5', 'w6'), ('w7', 'w8'))
    >>> network_names((2, 2, 2), notation="indexed").layers[1].weights
    (('W⁽²⁾₁₁', 'W⁽²⁾₂₁'), ('W⁽²⁾₁₂', 'W⁽²⁾₂₂'))
    """
    spelling = SPELLINGS[notation]
    inputs, *later = units_of(layers)
    weights, own_biases = count(1), count(1)
    return ExampleNames(
        inputs=_each(spelling, spelling.input, inputs),
        targets=_each(spelling, spelling.target, later[-1]),
        layers=tuple(
            LayerNames(
                pre_activations=_each(spelling, spelling.pre_activation, units),
                activations=_each(spelling, spelling.activation_of(units[0]), units),
                error_signals=_each(spelling, spelling.error_signal, units),
                weights=tuple(_weights(spelling, unit, sources, weights) for unit in units),
                biases=_biases(spelling, units, biases, own_biases),
            )
            for sources, units in zip(layers, later, strict=False)
        ),
        errors=_each(spelling, spelling.error, later[-1]),
        total=spelling.total,
        error=spelling.error_in_gradients,
        cost=spelling.cost,
        learning_rate=spelling.learning_rate,
    )


def _each(spelling: Spelling, pattern: str, units: tuple[Unit, ...]) -> tuple[str, ...]:
    return tuple(spelling.name(pattern, unit) for unit in units)


def _weights(
    spelling: Spelling, unit: Unit, sources: int, numbers: Iterator[int]
) -> tuple[str, ...]:
    return tuple(
        spelling.name(spelling.weight, unit, source=source, number=next(numbers))
        for source in range(1, sources + 1)
    )


def _biases(
    spelling: Spelling, units: tuple[Unit, ...], biases: Biases, numbers: Iterator[int]
) -> tuple[str, ...]:
    if biases == "none":
        return ()
    if biases == "shared":
        return (spelling.name(spelling.shared_bias, units[0], number=next(numbers)),) * len(units)
    return tuple(spelling.name(spelling.bias, unit, number=next(numbers)) for unit in units)
