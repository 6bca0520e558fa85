"""The picture of a computational graph's gates: which cells hold what, and which lines join them.

A gate is a box of three rows or more. On its left stands what it does, and where each line comes in
the gradient that it sends back there; on its right its forward value, its name and its gradient.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bpsheet.gate_boxes import circuit_boxes, named_inputs
from bpsheet.layered import Layered, Stop, layered
from bpsheet.model.gates import Circuit, Gate
from bpsheet.sheet.layout.gates.places import Wire
from bpsheet.sheet.workbook import Line, Point

MARGIN, EDGE, LEFT, RIGHT, JOIN = 14, 12, 64, 64, 48
COLUMNS = 3
"""The columns of a layer: left and right half of its boxes, and room for lines behind them."""

Place = tuple[int, int]
"""A row and a column."""


@dataclass(frozen=True)
class GateDrawing:
    """Where everything stands.

    Attributes:
        columns: the least width of each column, in pixels; the first is a margin.
        names: per name its own cell; its forward value stands above it, its gradient below.
        symbols: per gate the cell that says what it does.
        backs: per input that has a name, the cell of the gradient that goes back there.
        lines: from each name to the inputs that take it.
        bottom: the last row.
    """

    columns: tuple[int, ...]
    names: Mapping[str, Place]
    symbols: Mapping[str, Place]
    backs: Mapping[Wire, Place]
    lines: tuple[Line, ...]
    bottom: int


def gate_drawing(circuit: Circuit, top: int) -> GateDrawing:
    """Return the picture of a circuit whose first row is `top`."""
    boxes = circuit_boxes(circuit)
    placed = layered(boxes)
    names = {
        name: (top + placed.row[name, layer], 2 + COLUMNS * layer)
        for name, layer in placed.layer.items()
    }
    layers = 1 + max(placed.layer.values())
    return GateDrawing(
        columns=(MARGIN, EDGE, RIGHT, JOIN, *(LEFT, RIGHT, JOIN) * (layers - 1)),
        names=names,
        symbols={g.output: _left_of(names[g.output], _symbol_row(g)) for g in circuit.gates},
        backs={
            (gate.output, place): _left_of(names[gate.output], entry)
            for gate in circuit.gates
            for place, entry in zip(named_inputs(gate), boxes[gate.output].entries, strict=True)
        },
        lines=tuple(_lines(placed, top)),
        bottom=max(row + boxes[name].below for name, (row, _) in names.items()),
    )


def _symbol_row(gate: Gate) -> int:
    return -1 if len(named_inputs(gate)) == 1 else 0


def _left_of(name: Place, down: int) -> Place:
    return name[0] + down, name[1] - 1


def _lines(placed: Layered, top: int) -> Iterator[Line]:
    """Yield the lines: into the next layer, and along the rows where they pass a layer."""

    def before(stop: Stop, entry: int) -> Point:
        return Point(top + placed.row[stop] + entry, 1 + COLUMNS * stop[1], 0.0)

    def behind(stop: Stop) -> Point:
        return Point(top + placed.row[stop], 2 + COLUMNS * stop[1], 1.0)

    for start, end, entry in placed.joins:
        yield Line(behind(start), before(end, entry))
        if start[0] == end[0]:
            yield Line(before(end, entry), behind(end))
