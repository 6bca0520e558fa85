"""What numbers are drawn from: decimals with few digits, of sizes that keep units awake."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bpsheet.errors import InputError
from bpsheet.exercise.secret import Choices
from bpsheet.functions import LOSSES
from bpsheet.template import Computation, Data, Network, Template

LARGEST_WEIGHT = 1.5
LARGEST_INPUT = 1.9
LARGEST_VARIABLE = 3.0
SIZE_OF_SUM = 3.0
"""How large a unit's pre-activation may be expected to become."""

ROOM = 1.6
"""How many more sizes than numbers there must be, so that draws differ."""

HIDING = (0.5, 1.0, 2.0)
"""Sizes at which mistakes hide: 1 − 0.5 is 0.5, 1² is 1, and 2² is 2·2."""


@dataclass(frozen=True)
class Decimals:
    """Decimals to draw from.

    Attributes:
        sizes: in units of the last digit; none is 0.
        unit: how many of them are 1.
        negative: whether they may have a sign.
    """

    sizes: tuple[int, ...]
    unit: int
    negative: bool

    def drawn(self, choices: Choices, count: int) -> tuple[float, ...]:
        """Return so many decimals of pairwise different sizes."""
        left = list(self.sizes)
        signs = (1, -1) if self.negative else (1,)
        return tuple(
            choices.of(signs) * left.pop(choices.of(range(len(left)))) / self.unit
            for _ in range(count)
        )


@dataclass(frozen=True)
class Ranges:
    """What a worked example's numbers are drawn from; ``None`` for those that stay as they are.

    Attributes:
        template: the worked example.
        parameters: weights, then biases; of a computation, its trained variables.
        inputs: of a single sample.
        targets: of a single sample.
        rates: the learning rates, one of which is drawn.
    """

    template: Template
    parameters: Decimals
    inputs: Decimals | None
    targets: Decimals | None
    rates: tuple[float, ...]

    def drawn(self, choices: Choices) -> Template:
        """Return the worked example with numbers that were drawn, fit or not."""
        template = self.template
        weights, biases = template.parameters.weights, template.parameters.biases
        numbers = self.parameters.drawn(choices, len(weights) + len(biases))
        parameters = replace(
            template.parameters,
            weights=numbers[: len(weights)],
            biases=numbers[len(weights) :],
            drawn="",
        )
        rate = choices.of(self.rates)
        training = replace(template.training, learning_rates=(rate,))
        data = self._data(choices)
        return replace(template, parameters=parameters, training=training, data=data)

    def _data(self, choices: Choices) -> Data:
        data = self.template.data
        if self.template.several:
            order = choices.order(range(self.template.samples))
            inputs, targets = (
                tuple(rows[sample] for sample in order) for rows in (data.inputs, data.targets)
            )
            return replace(data, inputs=inputs, targets=targets)
        (inputs,), (targets,) = data.inputs, data.targets
        if self.inputs:
            inputs = self.inputs.drawn(choices, len(inputs))
        if self.targets:
            targets = self.targets.drawn(choices, len(targets))
        return replace(data, inputs=(inputs,), targets=(targets,))


def ranges_of(template: Template) -> Ranges:
    """Return what the numbers of a worked example are drawn from.

    Weights and biases are drawn always, inputs and targets of a single sample where its loss takes
    any targets. Of several samples only the order is drawn.

    Raises:
        InputError: there are more parameters than decimals of different sizes.
    """
    # With a rate of 1 nobody sees whether it was squared, divided by or left out.
    rates = tuple(rate for rate in template.training.learning_rates if rate != 1)
    rates = rates or template.training.learning_rates
    match template.model:
        case Computation(_, inputs, _):
            numbers = _decimals(template, LARGEST_VARIABLE, len(template.names.parameters))
            given = _decimals(template, LARGEST_VARIABLE, len(inputs)) if inputs else None
            return Ranges(template, numbers, given, None, rates)
        case Network() as network:
            parameters = len(template.names.parameters)
            weights = _decimals(template, _largest_weight(template), parameters)
            if template.several:
                return Ranges(template, weights, None, None, rates)
            negative = any(number < 0 for number in template.data.inputs[0])
            inputs_ = _decimals(template, LARGEST_INPUT, network.layers[0], negative=negative)
            return Ranges(template, weights, inputs_, _targets(template), rates)


def _targets(template: Template) -> Decimals | None:
    network = template.network
    if LOSSES[template.training.loss].targets != "any numbers":
        return None
    last = network.activations[-1]
    largest = 0.9 if last in ("sigmoid", "tanh", "softmax") else LARGEST_INPUT
    negative = last in ("tanh", "linear")
    return _decimals(template, largest, network.layers[-1], negative=negative)


def _largest_weight(template: Template) -> float:
    """Return the size up to which weights do not drive units into saturation."""
    widest = max(before for before, _ in pairwise(template.network.layers))
    if template.several:
        largest = max(abs(number) for row in template.data.inputs for number in row)
    else:
        largest = LARGEST_INPUT
    return min(LARGEST_WEIGHT, SIZE_OF_SUM / math.sqrt(widest) / max(largest, 1.0) * 1.3)


def _decimals(template: Template, largest: float, count: int, *, negative: bool = True) -> Decimals:
    """Return decimals up to a size, with as few digits as so many different ones need."""
    for unit in (10, 100, 1000):
        hiding = {round(number * unit) for number in HIDING}
        sizes = [n for n in range(unit // 10, round(largest * unit) + 1) if n not in hiding]
        if len(sizes) >= ROOM * count:
            return Decimals(tuple(sizes), unit, negative)
    raise InputError(
        f"{template.name} has {count} numbers to draw, more than there are short decimals of "
        "different sizes; choose a smaller network"
    )


def described(names: Sequence[str]) -> str:
    """Return names for a message, the first few."""
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
