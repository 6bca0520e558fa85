"""Writes the picture of the gates: every cell of it shows a number of the tables below."""

from __future__ import annotations

from bpsheet.functions import unguarded
from bpsheet.gate_boxes import gate_label
from bpsheet.model.gates import Circuit
from bpsheet.model.graph import Role
from bpsheet.notation.text import equation
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.gates.drawing import GateDrawing
from bpsheet.sheet.layout.gates.numbers import OnWires
from bpsheet.sheet.layout.gates.places import GatePlaces
from bpsheet.sheet.layout.gates.table import SYMBOL, role_of
from bpsheet.sheet.layout.number_formats import width_of
from bpsheet.sheet.layout.plan import Plan

LETTER, SYMBOL_LETTER, AIR = 8, 10, 12


def picture_widths(circuit: Circuit, drawing: GateDrawing, formats: OnWires[str]) -> list[int]:
    """Return the widths of the picture's columns, in pixels, wide enough for what they show."""
    widths = list(drawing.columns)
    for name, (_, column) in drawing.names.items():
        shown = formats.values[name], formats.gradients[name]
        letters = LETTER * len(name) + AIR
        widths[column] = max(widths[column], letters, *map(width_of, shown))
    for wire, (_, column) in drawing.backs.items():
        widths[column] = max(widths[column], width_of(formats.backs[wire]))
    for gate in circuit.gates:
        _, column = drawing.symbols[gate.output]
        widths[column] = max(widths[column], SYMBOL_LETTER * len(gate_label(gate)) + AIR)
    return widths


def write_picture(
    canvas: Canvas,
    plan: Plan,
    circuit: Circuit,
    drawing: GateDrawing,
    places: GatePlaces,
    formats: OnWires[str],
) -> None:
    """Write the cells of the picture and its lines."""
    canvas.lines.extend(drawing.lines)
    for name, (row, column) in drawing.names.items():
        role = role_of(plan, name)
        value = style.value_style(role, formats.values[name])
        gradient = style.value_style(Role.GRADIENT, formats.gradients[name])
        canvas.put(row - 1, column, places.value(name), value)
        canvas.put(row, column, name, style.name_style(role))
        canvas.put(row + 1, column, places.gradient(name), gradient)
    for gate in circuit.gates:
        row, column = drawing.symbols[gate.output]
        note = equation(gate.output, unguarded(gate.value))
        canvas.put(row, column, gate_label(gate), SYMBOL, note=note)
    for wire, (row, column) in drawing.backs.items():
        look = style.value_style(Role.GRADIENT, formats.backs[wire])
        canvas.put(row, column, places.back(wire), look)
