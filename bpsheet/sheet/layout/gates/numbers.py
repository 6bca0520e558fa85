"""The numbers that run through gates, forward and back, to show all of them with fitting digits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from bpsheet.evaluate import evaluate
from bpsheet.expression import names_in
from bpsheet.model.gates import Circuit
from bpsheet.sheet.layout.gates.places import Wire
from bpsheet.sheet.layout.number_formats import GENERAL, number_format
from bpsheet.sheet.layout.plan import Plan

MOST_ROWS = 100
"""How many rows of the training table are looked at."""

Number = TypeVar("Number")


@dataclass(frozen=True)
class OnWires(Generic[Number]):
    """Something for every number that runs through a circuit: the number itself, or its format.

    Attributes:
        values: per name, of its forward value.
        gradients: per name, of the derivative of the loss by it.
        slopes: per input of a gate, of the local derivative by it.
        backs: per input of a gate, of the gradient that goes back there.
    """

    values: Mapping[str, Number]
    gradients: Mapping[str, Number]
    slopes: Mapping[Wire, Number]
    backs: Mapping[Wire, Number]


def gate_numbers(circuit: Circuit, given: Mapping[str, Any]) -> OnWires[Any]:
    """Return the numbers of all gates for numbers, or arrays of them, that are given by name."""
    values = dict(given)
    for gate in circuit.gates:
        values[gate.output] = evaluate(gate.value, values)
    slopes = {
        (gate.output, place): evaluate(wire.slope, values)
        for gate in circuit.gates
        for place, wire in enumerate(gate.inputs)
    }
    gradients: dict[str, Any] = {}
    backs: dict[Wire, Any] = {}

    def returned(name: str) -> Any:
        return sum(backs[user.output, place] for user, place in circuit.uses[name])

    for gate in reversed(circuit.gates):
        gradients[gate.output] = returned(gate.output) + (gate.output == circuit.loss)
        for place in range(len(gate.inputs)):
            backs[gate.output, place] = gradients[gate.output] * slopes[gate.output, place]
    gradients |= {name: returned(name) for name in circuit.given}
    return OnWires(values, gradients, slopes, backs)


def gate_formats(circuit: Circuit, plan: Plan) -> OnWires[str]:
    """Return the number formats of all numbers of a circuit, over the whole training."""
    trace = plan.example.trace
    given = {name: trace.column(name) for name in circuit.given}
    with np.errstate(all="ignore"):
        numbers = gate_numbers(circuit, {name: _some(column) for name, column in given.items()})
    graph = plan.example.graph
    gradients = {name: plan.names.gradient(name) for name in circuit.given}
    return OnWires(
        _formats(numbers.values) | {n: plan.format_of(n) for n in numbers.values if n in graph},
        _formats(numbers.gradients)
        | {name: plan.format_of(of) for name, of in gradients.items() if of in graph},
        _formats(numbers.slopes) | _plain_slopes(circuit),
        _formats(numbers.backs),
    )


def _plain_slopes(circuit: Circuit) -> dict[Wire, str]:
    """Return the format of the local derivatives that are a number: as it is."""
    return {
        (gate.output, place): GENERAL
        for gate in circuit.gates
        for place, wire in enumerate(gate.inputs)
        if not names_in(wire.slope)
    }


def _some(column: Any) -> Any:
    return column[:, :: -(-column.shape[1] // MOST_ROWS)]


def _formats(numbers: Mapping[Any, Any]) -> dict[Any, str]:
    return {key: number_format(np.atleast_1d(value)) for key, value in numbers.items()}
