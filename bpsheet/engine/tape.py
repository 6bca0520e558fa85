"""Computations without layers: their steps as a tape of operations, played forward and backward.

Reverse mode as in every autograd library, with local derivatives written here and nowhere else.
Conventions where a function has no derivative: that of ABS at 0 is 0, as is relu's; leaky-relu's
is the one from the left, 0.01; at a tie, MAX and MIN pass the whole gradient to the first of their
arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce

import numpy as np

from bpsheet.engine.descent import Numbers
from bpsheet.engine.functions import ACTIVATIONS, HALF, ONE, ZERO, Activation
from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.template import Computation, Template
from bpsheet.trace import Array, Integers

Slope = Callable[..., Array]


class Gate:
    """An operation.

    Arguments:
        forward: its result, of the operands.
        slopes: its local derivative by each operand, of the result and all operands.
    """

    def __init__(self, forward: Callable[..., Array], *slopes: Slope) -> None:
        self.forward, self.slopes = forward, slopes


def _gate_of(function: Activation) -> Gate:
    return Gate(function.forward, lambda result, _: function.backward(ONE, result))


def _power_slope(result: Array, base: Array, exponent: Array) -> Array:
    return np.where(exponent == ZERO, ZERO, exponent * base ** (exponent - ONE))


CHAINS = {
    "+": Gate(np.add, lambda r, a, b: ONE, lambda r, a, b: ONE),
    "*": Gate(np.multiply, lambda r, a, b: b, lambda r, a, b: a),
    "MAX": Gate(np.maximum, lambda r, a, b: a >= b, lambda r, a, b: a < b),
    "MIN": Gate(np.minimum, lambda r, a, b: a <= b, lambda r, a, b: a > b),
}
"""Gates of two operands; a longer list of operands is worked through from the left."""

GATES = {
    "-": Gate(np.subtract, lambda r, a, b: ONE, lambda r, a, b: -ONE),
    "/": Gate(np.divide, lambda r, a, b: ONE / b, lambda r, a, b: -r / b),
    "^": Gate(np.power, _power_slope, lambda r, a, b: r * np.log(a)),
    "negative": Gate(np.negative, lambda r, a: -ONE),
    "EXP": Gate(np.exp, lambda r, a: r),
    "LN": Gate(np.log, lambda r, a: ONE / a),
    "SQRT": Gate(np.sqrt, lambda r, a: HALF / r),
    "ABS": Gate(np.abs, lambda r, a: np.sign(a)),
    "TANH": _gate_of(ACTIVATIONS["tanh"]),
    **{name: _gate_of(row) for name, row in ACTIVATIONS.items() if name != "softmax"},
}


@dataclass(frozen=True)
class Line:
    """A line of a tape: a gate and the places of its operands among all values so far."""

    gate: Gate
    operands: tuple[int, ...]


class Tape:
    """A computation as a list of gates; values stand in the order inputs, variables, lines.

    Arguments:
        computation: its steps.

    Attributes:
        places: where the value of every name stands.
    """

    def __init__(self, computation: Computation) -> None:
        given = (*computation.inputs, *computation.variables)
        self.places = {name: place for place, name in enumerate(given)}
        self._given = len(given)
        self._lines: list[Line] = []
        self._constants: set[int] = set()
        for name, definition in computation.steps:
            place = self._record(definition)
            if isinstance(definition, Name | Number):  # a step has a derivative of its own
                place = self._add(GATES["linear"], place)
            self.places[name] = place
        self._loss = self.places[computation.steps[-1][0]]

    def _record(self, value: Expression) -> int:
        """Add the lines that compute `value` and return where it stands."""
        match value:
            case Number(number):
                constant = np.array(float(number))
                place = self._add(Gate(lambda: constant))
                self._constants.add(place)
                return place
            case Name(name):
                return self.places[name]
            case Operation(gate, parts) | Call(gate, parts):
                operands = [self._record(part) for part in parts]
                if gate in CHAINS:
                    return reduce(partial(self._add, CHAINS[gate]), operands)
                return self._add(GATES[gate], *operands)
        raise TypeError(f"{value} is no part of a computation")

    def _add(self, gate: Gate, *operands: int) -> int:
        self._lines.append(Line(gate, operands))
        return self._given + len(self._lines) - 1

    def forward(self, given: Iterable[Array]) -> list[Array]:
        """Return all values, of those of the inputs and the variables."""
        values = list(given)
        for line in self._lines:
            values.append(line.gate.forward(*(values[place] for place in line.operands)))
        return values

    def backward(self, values: Sequence[Array]) -> dict[int, Array]:
        """Return the loss's derivative by every value but constants that leads to it, by place."""
        slopes = {self._loss: np.ones_like(values[self._loss])}
        for place in reversed(range(self._given, self._loss + 1)):
            line = self._lines[place - self._given]
            operands = [values[operand] for operand in line.operands]
            for operand, slope in zip(line.operands, line.gate.slopes, strict=True):
                if place in slopes and operand not in self._constants:
                    passed = slopes[place] * slope(values[place], *operands)
                    slopes[operand] = slopes.get(operand, ZERO) + passed
        return slopes


def forward(
    template: Template, parameters: Array, inputs: Array, targets: Array
) -> dict[str, Array]:
    """Return the steps of a computation by name, (…).

    Arguments:
        template: the worked example; only its computation is used.
        parameters: the trained variables, (…, variables).
        inputs: the variables that stay as they are, (…, inputs).
        targets: none, (…, 0).
    """
    tape = Tape(_computation(template))
    values = tape.forward((*np.moveaxis(inputs, -1, 0), *np.moveaxis(parameters, -1, 0)))
    shape = np.broadcast_shapes(inputs.shape[:-1], parameters.shape[:-1])
    return {
        name: np.broadcast_to(values[tape.places[name]], shape) for name in template.names.steps
    }


def _computation(template: Template) -> Computation:
    assert isinstance(template.model, Computation)
    return template.model


class TapeRun:
    """The rows of a computation's training run in the making; see `Run`.

    Arguments:
        template: the worked example.
        rates: the learning rates, (rates,).
        sample: the sample of every row, (rows,).
        parameters: the trained variables, (rows + 1, rates, variables).
    """

    def __init__(
        self, template: Template, rates: Array, sample: Integers, parameters: Array
    ) -> None:
        self.parameters = parameters
        self.gradients = self.followed = np.empty_like(parameters[:-1])
        self._names = template.names
        self._tape = Tape(_computation(template))
        self._inputs = np.array(template.data.inputs, float)[sample, np.newaxis]
        self._steps = np.empty((*self.gradients.shape[:-1], len(self._names.steps)))
        self._slopes = np.empty_like(self._steps)

    def fill(self, rows: int | slice) -> None:
        """Compute rows whose parameters are known, the forward and the backward pass."""
        inputs = np.moveaxis(self._inputs[rows], -1, 0)
        variables = np.moveaxis(self.parameters[rows], -1, 0)
        values = self._tape.forward((*inputs, *variables))
        slopes = self._tape.backward(values)
        places = self._tape.places
        for position, name in enumerate(self._names.steps):
            self._steps[rows, ..., position] = values[places[name]]
            self._slopes[rows, ..., position] = slopes.get(places[name], ZERO)
        for position, name in enumerate(self._names.variables):
            self.gradients[rows, ..., position] = slopes.get(places[name], ZERO)

    def numbers(self) -> Numbers:
        """Return what all rows hold."""
        names = self._names
        steps, slopes = self._steps.swapaxes(0, 1), self._slopes.swapaxes(0, 1)
        return Numbers(
            total=steps[..., -1],
            errors=np.empty((*steps.shape[:-1], 0)),
            by_row={
                found: values[..., position]
                for position, name in enumerate(names.steps[:-1])
                for found, values in ((name, steps), (names.derivative(name), slopes))
            },
        )
