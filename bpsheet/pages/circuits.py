"""The gates of a page: where each is drawn, and the JavaScript of what runs through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bpsheet.expression import Expression
from bpsheet.functions import unguarded
from bpsheet.gate_boxes import circuit_boxes, gate_label, named_inputs
from bpsheet.layered import Box, Layered, layered
from bpsheet.model.gates import Circuit, Gate
from bpsheet.notation.javascript import javascript
from bpsheet.notation.mathml import mathml
from bpsheet.notation.mathml_names import mathml_name

MOST_GATES = 80
"""A page draws no more gates; a larger picture would not be legible."""

Data = dict[str, Any]


def circuit_data(circuit: Circuit, places: Mapping[str, int]) -> Data:
    """Return the drawing of a circuit; program/example.js says what is in it.

    Arguments:
        circuit: its gates, in the order in which they can be computed.
        places: the place of every quantity in the page's list of numbers.
    """
    boxes = circuit_boxes(circuit)
    drawn = layered(boxes)
    numbers = {name: number for number, name in enumerate(boxes)}
    given = [_given(name) for name in circuit.given]
    gates = [_gate(gate, boxes[gate.output], numbers) for gate in circuit.gates]
    for box in (*given, *gates):
        name = box["name"]
        box["place"] = places.get(name)
        box["layer"] = drawn.layer[name]
        box["row"] = drawn.row[name, drawn.layer[name]]
    return {
        "boxes": [*given, *gates],
        "lines": list(_lines(drawn, numbers)),
        "rows": 1 + max(drawn.row[stop] + _reach(boxes, drawn, stop) for stop in drawn.row),
        "loss": numbers[circuit.loss],
    }


def circuit_arithmetic(circuit: Circuit | None, places: Mapping[str, int]) -> str:
    """Return a JavaScript module: per box, functions of its value and of its local derivatives.

    They take the list of numbers ``v`` of a row, and the list ``g`` of the numbers of the boxes.
    """
    if circuit is None:
        return "export const gates = [];\n"
    order = {name: number for number, name in enumerate(circuit_boxes(circuit))}

    def place(name: str) -> str:
        return f"v[{places[name]}]" if name in places else f"g[{order[name]}]"

    def function(value: Expression) -> str:
        return f"(v, g) => {javascript(value, place)}"

    lines = ["export const gates = ["]
    lines += [f"  {{ value: (v) => {place(name)}, slopes: [] }}," for name in circuit.given]
    for gate in circuit.gates:
        named = (gate.inputs[position] for position in named_inputs(gate))
        slopes = ", ".join(function(wire.slope) for wire in named)
        lines.append(f"  {{ value: {function(gate.value)}, slopes: [{slopes}] }},")
    return "\n".join([*lines, "];\n"])


def _given(name: str) -> Data:
    return {"name": name, "mathml": mathml_name(name), "symbol": "", "equation": "", "inputs": []}


def _gate(gate: Gate, box: Box, numbers: Mapping[str, int]) -> Data:
    named = (gate.inputs[position] for position in named_inputs(gate))
    return {
        "name": gate.output,
        "mathml": mathml_name(gate.output),
        "symbol": gate_label(gate),
        "equation": mathml(unguarded(gate.value)),
        "inputs": [
            {"from": numbers[source], "entry": entry, "slope": mathml(wire.slope)}
            for source, entry, wire in zip(box.sources, box.entries, named, strict=True)
        ],
    }


def _reach(boxes: Mapping[str, Box], drawn: Layered, stop: tuple[str, int]) -> int:
    return boxes[stop[0]].below if drawn.layer[stop[0]] == stop[1] else 0


def _lines(drawn: Layered, numbers: Mapping[str, int]) -> Iterator[Data]:
    """Yield every line: its box, and the layer and row where it starts and where it ends."""
    for join in drawn.joins:
        yield {
            "from": numbers[join.start[0]],
            "to": numbers[join.end[0]],
            "start": [join.start[1], drawn.row[join.start]],
            "end": [join.end[1], drawn.row[join.end] + join.entry],
        }
