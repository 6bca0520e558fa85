"""What numbers are drawn from: decimals with few digits, of sizes that keep units awake."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bpsheet.errors import InputError
from bpsheet.exercises.secret import Choices
from bpsheet.functions import LOSSES
from bpsheet.template import Computation, Parameters, Template

LARGEST_WEIGHT = 1.5
LARGEST_INPUT = 1.9
LARGEST_VARIABLE = 3.0
LARGEST_TARGET = 0.9
SIZE_OF_SUM = 4.0
"""How large a unit's pre-activation may be expected to become."""

ROOM = 1.6
"""How many more sizes than numbers there must be, so that draws differ."""

ORDERS = 8
"""How many other orders of samples are tried."""

FEWEST_DRAWS = 20_000
"""How many different draws there must be, so that students have numbers of their own."""

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
    negative: bool = True

    def drawn(self, choices: Choices, count: int) -> tuple[float, ...]:
        """Return so many decimals of pairwise different sizes."""
        left = list(self.sizes)
        return tuple(
            self._sign(choices) * left.pop(choices.of(range(len(left)))) / self.unit
            for _ in range(count)
        )

    def another(self, choices: Choices, numbers: Sequence[float]) -> float:
        """Return a decimal of another size than all these have."""
        taken = {round(abs(number) * self.unit) for number in numbers}
        left = [size for size in self.sizes if size not in taken]
        return self._sign(choices) * choices.of(left) / self.unit

    def _sign(self, choices: Choices) -> int:
        return choices.of((1, -1)) if self.negative else 1


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
    parameters: Decimals | None
    inputs: Decimals | None
    targets: Decimals | None
    rates: tuple[float, ...]

    def drawn(self, choices: Choices) -> Template:
        """Return the worked example with numbers that were drawn, fit or not."""
        rate = choices.of(self.rates)
        groups = [
            pool.drawn(choices, len(given)) if pool else given
            for pool, given in zip(self._pools, _numbers_of(self.template), strict=True)
        ]
        return self._with(groups, rate)

    def changed(self, template: Template, choices: Choices) -> Template:
        """Return numbers that were drawn with another one in place of one of them."""
        groups = list(_numbers_of(template))
        places = [
            (group, place)
            for group, pool in enumerate(self._pools)
            for place in range(len(groups[group]) if pool else 0)
        ]
        group, place = choices.of(places)
        numbers, pool = list(groups[group]), self._pools[group]
        assert pool is not None
        numbers[place] = pool.another(choices, numbers)
        groups[group] = tuple(numbers)
        return self._with(groups, template.training.learning_rates[0])

    @property
    def _pools(self) -> tuple[Decimals | None, ...]:
        return self.parameters, self.inputs, self.targets

    def _with(self, groups: Sequence[tuple[float, ...]], rate: float) -> Template:
        template, (parameters, inputs, targets) = self.template, groups
        weights = len(template.parameters.weights)
        given = Parameters(parameters[:weights], parameters[weights:])
        training = replace(template.training, learning_rates=(rate,))
        data = template.data
        if not template.several:
            data = replace(data, inputs=(inputs,), targets=(targets,))
        return replace(template, parameters=given, training=training, data=data)


def _numbers_of(template: Template) -> tuple[tuple[float, ...], ...]:
    """Return the parameters, and the inputs and targets of the first sample."""
    parameters = (*template.parameters.weights, *template.parameters.biases)
    return parameters, template.data.inputs[0], template.data.targets[0]


def orders_of(template: Template) -> Iterator[Template]:
    """Yield a worked example with its samples in other orders, its own first.

    Which mistakes show depends on the samples of the first rows: with the inputs (0, 0) hardly any.
    """
    yield template
    data, choices = template.data, Choices(b"orders")
    for _ in range(ORDERS if template.samples > 1 else 0):
        order = choices.order(range(template.samples))
        inputs, targets = (
            tuple(rows[sample] for sample in order) for rows in (data.inputs, data.targets)
        )
        yield replace(template, data=replace(data, inputs=inputs, targets=targets))


def ranges_of(template: Template) -> Ranges:
    """Return what the numbers of a worked example are drawn from.

    Weights, biases and the learning rate are drawn always, the inputs of a single sample, too, and
    its targets where the loss takes any. Several samples stay as they are.

    Raises:
        InputError: there are more parameters than decimals of different sizes.
    """
    # With a rate of 1 nobody sees whether it was squared, divided by or left out.
    rates = tuple(rate for rate in template.training.learning_rates if rate != 1)
    rates = rates or template.training.learning_rates
    return Ranges(template, *_pools_of(template), rates)


def _pools_of(template: Template) -> tuple[Decimals | None, Decimals | None, Decimals | None]:
    """Return what parameters, inputs and targets are drawn from."""
    parameters, inputs, targets = (len(numbers) for numbers in _numbers_of(template))
    targets *= _takes_any_targets(template)
    if template.several:
        inputs = targets = 0
    drawn = parameters + inputs + targets

    def pool(largest: float, count: int, *, negative: bool = True) -> Decimals | None:
        return _decimals(template, largest, count, drawn, negative=negative) if count else None

    if isinstance(template.model, Computation):
        return pool(LARGEST_VARIABLE, parameters), pool(LARGEST_VARIABLE, inputs), None
    last = template.model.activations[-1]
    bounded = last in ("sigmoid", "tanh", "softmax")
    return (
        pool(_largest_weight(template), parameters),
        pool(LARGEST_INPUT, inputs, negative=any(n < 0 for n in template.data.inputs[0])),
        pool(
            LARGEST_TARGET if bounded else LARGEST_INPUT,
            targets,
            negative=last in ("tanh", "linear"),
        ),
    )


def _takes_any_targets(template: Template) -> bool:
    return template.layered and LOSSES[template.training.loss].targets == "any numbers"


def _largest_weight(template: Template) -> float:
    """Return the size up to which weights hardly drive units into saturation."""
    widest = max(template.network.layers[:-1])
    inputs = [abs(number) for row in template.data.inputs for number in row]
    largest = max(*inputs, 1.0) if template.several else LARGEST_INPUT
    return min(LARGEST_WEIGHT, SIZE_OF_SUM / math.sqrt(widest) / largest)


def _decimals(
    template: Template, largest: float, count: int, drawn: int, *, negative: bool
) -> Decimals:
    """Return decimals up to a size, with as few digits as there must be.

    Arguments:
        template: for the message.
        largest: the size.
        count: how many different ones must be found among them.
        drawn: how many numbers of all sorts are drawn.
        negative: whether they may have a sign.
    """
    for unit in (10, 100, 1000):
        hiding = {round(number * unit) for number in HIDING}
        sizes = [n for n in range(unit // 10, round(largest * unit) + 1) if n not in hiding]
        if len(sizes) >= ROOM * count and (2 * len(sizes)) ** drawn >= FEWEST_DRAWS:
            return Decimals(tuple(sizes), unit, negative)
    raise InputError(
        f"{template.name} has {count} numbers to draw, more than there are short decimals of "
        f"different sizes up to {largest:.3g}; choose a smaller network"
    )
