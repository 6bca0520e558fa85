"""Where the tables of the Gates sheet stand: a line per given name, a line per input of a gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bpsheet.model.gates import Circuit
from bpsheet.sheet.address import Reference

Wire = tuple[str, int]
"""An input of a gate: the gate's output, and which of its inputs."""

GIVEN = {
    "given": 76,
    "number": 84,
    "gradient": 96,
    "in training": 100,
    "agreement": 96,
    "fate": 260,
}
"""The columns of the table of what is given, and their least widths in pixels."""
GATES = {
    "gate": 60,
    "equation": 150,
    "value": 84,
    "gradient": 96,
    "input": 76,
    "number": 84,
    "slope": 205,
    "slope's number": 84,
    "gradient back": 96,
    "fate": 200,
}
"""The columns of the table of gates, likewise."""

EXTRA_WIDTH, EXTRA_COLUMNS = 90, 24
"""Columns of this width follow those of the picture."""

Slot = tuple[int, int]
"""A column, and how many columns a cell spans that starts there."""


@dataclass(frozen=True)
class GatePlaces:
    """The places of both tables.

    Attributes:
        given: per given name, its row.
        wires: per input of a gate, its row; the gate's own cells stand in the row of its first.
        given_slots, gate_slots: by the names of their columns.
    """

    given: Mapping[str, int]
    wires: Mapping[Wire, int]
    given_slots: Mapping[str, Slot]
    gate_slots: Mapping[str, Slot]

    def value(self, name: str) -> Reference:
        """Return the cell with the forward value of a name."""
        return self._cell(name, "number", "value")

    def gradient(self, name: str) -> Reference:
        """Return the cell with the derivative of the loss by a name."""
        return self._cell(name, "gradient", "gradient")

    def slope(self, wire: Wire) -> Reference:
        """Return the cell with the local derivative by an input of a gate."""
        return Reference(self.wires[wire], self.gate_slots["slope's number"][0])

    def back(self, wire: Wire) -> Reference:
        """Return the cell with the gradient that a gate sends back to one of its inputs."""
        return Reference(self.wires[wire], self.gate_slots["gradient back"][0])

    def _cell(self, name: str, of_given: str, of_gate: str) -> Reference:
        if name in self.given:
            return Reference(self.given[name], self.given_slots[of_given][0])
        return Reference(self.wires[name, 0], self.gate_slots[of_gate][0])


def gate_places(circuit: Circuit, top: int, widths: Sequence[int]) -> GatePlaces:
    """Return the places of the tables below row `top`, over columns of these widths in pixels."""
    given = {name: row for row, name in enumerate(circuit.given, start=top + 2)}
    first_gate = top + len(given) + 5
    wires = [(gate.output, place) for gate in circuit.gates for place in range(len(gate.inputs))]
    return GatePlaces(
        given,
        {wire: row for row, wire in enumerate(wires, start=first_gate)},
        _slots(GIVEN, widths),
        _slots(GATES, widths),
    )


def _slots(wanted: Mapping[str, int], widths: Sequence[int]) -> dict[str, Slot]:
    """Join columns until each of those wanted is wide enough; the first column is a margin."""
    slots, column = {}, 1
    for name, width in wanted.items():
        remaining = (*widths[column:], *[EXTRA_WIDTH] * EXTRA_COLUMNS)
        across = next(n for n, sum_of in enumerate(accumulate(remaining), 1) if sum_of >= width)
        slots[name] = (column, across)
        column += across
    return slots
