"""The gates of a circuit as boxes to be placed, and what is written on them."""

from __future__ import annotations

from bpsheet.layered import Box
from bpsheet.model.gates import Circuit, Gate
from bpsheet.notation.text import text


def circuit_boxes(circuit: Circuit) -> dict[str, Box]:
    """Return the boxes of all that is given and of all gates, each after those it uses."""
    boxes = {name: Box(above=1, below=1) for name in circuit.given}
    return boxes | {gate.output: _box(gate) for gate in circuit.gates}


def named_inputs(gate: Gate) -> list[int]:
    """Return the places of a gate's inputs that come from somewhere; numbers have no line."""
    return [place for place, wire in enumerate(gate.inputs) if wire.name is not None]


def gate_label(gate: Gate) -> str:
    """Return what a gate does, and the number it does it with: ``×``, ``½×``, ``+1``."""
    numbers = [text(wire.source) if wire.name is None else "" for wire in gate.inputs]
    return gate.symbol.join(numbers) if len(numbers) == 2 else gate.symbol


def _box(gate: Gate) -> Box:
    """Return a gate's box: one line comes in beside the name, several around the symbol."""
    sources = tuple(wire.name for wire in gate.inputs if wire.name is not None)
    count = len(sources)
    if count < 2:
        return Box(sources, (0,) * count, 1, 1)
    above = (count + 1) // 2
    entries = tuple(number - above + (number >= above) for number in range(count))
    return Box(sources, entries, above, count - above)
