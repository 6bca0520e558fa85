"""The tables of the Gates sheet: what is given, and every gate with its numbers on each wire."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, Text, call, compare, substitute, total
from bpsheet.functions import unguarded
from bpsheet.model.gates import Circuit, Gate, Input
from bpsheet.model.graph import Role
from bpsheet.notation.text import equation, text
from bpsheet.sheet.address import Range
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.gates.numbers import OnWires
from bpsheet.sheet.layout.gates.places import GatePlaces, Slot
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.wrapping import shortened
from bpsheet.sheet.workbook import Highlight, Style, Value

NEAR = 1e-9
AGREES, DIFFERS = "agrees", "does not agree"
STOPS = "stops here"
LONGEST_EQUATION, LONGEST_SLOPE = 24, 33

EQUATION = replace(style.CELL, horizontal="left", indent=1)
SYMBOL = replace(style.WORD_CELL, bold=True, size=12, color=style.HEADING)


class GateTables:
    """Writes both tables onto a canvas."""

    def __init__(
        self,
        canvas: Canvas,
        plan: Plan,
        circuit: Circuit,
        places: GatePlaces,
        formats: OnWires[str],
    ) -> None:
        self._canvas, self._plan, self._circuit = canvas, plan, circuit
        self._places, self._formats = places, formats
        self._values = {name: places.value(name) for name in circuit.uses}

    def write_given(self) -> None:
        """Write what the gates are fed with, and the gradient that arrives there."""
        loss = self._plan.names.error
        headings = {
            "given": "given",
            "number": "value",
            "gradient": f"∂{loss}/∂…",
            "in training": "training table",
            "agreement": "check",
            "fate": "what becomes of the gradient",
        }
        slots, first = self._places.given_slots, min(self._places.given.values())
        self._put(first - 2, slots["given"], "What is given", style.SECTION, across=1)
        for column, heading in headings.items():
            self._put(first - 1, slots[column], heading, style.HEADER)
        for name, row in self._places.given.items():
            self._given(name, row)
        verdicts = Range(first, slots["agreement"][0], row, slots["agreement"][0])
        wrong = compare(replace(verdicts.first, absolute=False), "=", Text(DIFFERS))
        self._canvas.highlights.append(Highlight(verdicts, wrong, color=style.FAULT, bold=True))

    def _given(self, name: str, row: int) -> None:
        plan, slots = self._plan, self._places.given_slots
        quantity, gradient = plan.example.graph[name], plan.names.gradient(name)
        self._put(row, slots["given"], name, style.name_style(quantity.role), quantity.meaning)
        number = style.value_style(quantity.role, self._formats.values[name])
        self._put(row, slots["number"], plan.shown(name), number)
        look = style.value_style(Role.GRADIENT, self._formats.gradients[name])
        self._put(row, slots["gradient"], self._arriving(name), look)
        trained = name in plan.example.template.trained
        if trained:
            known = plan.shown(gradient)
            self._put(row, slots["in training"], known, replace(look, fill=None))
            gap = call("ABS", self._places.gradient(name) - known)
            close = compare(gap, "<=", NEAR * call("MAX", 1, call("ABS", known)))
            verdict = call("IF", close, Text(AGREES), Text(DIFFERS))
            self._put(row, slots["agreement"], verdict, style.WORD_CELL)
        self._put(row, slots["fate"], self._fate(name, trained=trained), style.BESIDE)

    def _fate(self, name: str, *, trained: bool) -> str:
        if trained:
            return f"the update changes {name} against it"
        return f"a constant of the training: {STOPS}"

    def write_gates(self) -> None:
        """Write every gate: forward values from the top down, gradients from the bottom up."""
        loss = self._plan.names.error
        headings = {
            "gate": "gate",
            "equation": "what it computes",
            "value": "value",
            "gradient": f"∂{loss}/∂result",
            "input": "input",
            "number": "its value",
            "slope": "local derivative",
            "slope's number": "its value",
            "gradient back": f"∂{loss}/∂input",
            "fate": "where the gradient goes",
        }
        slots, first = self._places.gate_slots, min(self._places.wires.values())
        title = "The gates: read values from the top down, gradients from the bottom up"
        self._put(first - 2, slots["gate"], title, style.SECTION, across=1)
        for column, heading in headings.items():
            self._put(first - 1, slots[column], heading, style.HEADER)
        for gate in self._circuit.gates:
            self._gate(gate)
            for place, wire in enumerate(gate.inputs):
                self._wire(gate, place, wire)

    def _gate(self, gate: Gate) -> None:
        name, slots = gate.output, self._places.gate_slots
        row = self._places.wires[name, 0]
        self._put(row, slots["gate"], gate.symbol, SYMBOL)
        written = shortened(equation(name, unguarded(gate.value)), LONGEST_EQUATION)
        self._put(row, slots["equation"], written, EQUATION)
        look = style.value_style(role_of(self._plan, name), self._formats.values[name])
        value = substitute(self._plan.in_cells(gate.value), self._values)
        self._put(row, slots["value"], value, look)
        arriving = 1 if name == self._circuit.loss else self._arriving(name)
        gradient = style.value_style(Role.GRADIENT, self._formats.gradients[name])
        self._put(row, slots["gradient"], arriving, gradient)

    def _wire(self, gate: Gate, place: int, wire: Input) -> None:
        key, slots, plan = (gate.output, place), self._places.gate_slots, self._plan
        row = self._places.wires[key]
        if wire.name is None:
            self._put(row, slots["input"], text(wire.source), style.WORD_CELL)
            self._put(row, slots["number"], wire.source, style.CELL)
            self._put(row, slots["fate"], f"a number: {STOPS}", style.BESIDE)
            return
        role = role_of(plan, wire.name)
        self._put(row, slots["input"], wire.name, style.name_style(role))
        number = style.value_style(role, self._formats.values[wire.name])
        self._put(row, slots["number"], self._values[wire.name], number)
        slope = f"∂{gate.output}/∂{wire.name} = {text(unguarded(wire.slope))}"
        self._put(row, slots["slope"], shortened(slope, LONGEST_SLOPE), EQUATION)
        plain = replace(style.CELL, number_format=self._formats.slopes[key])
        self._put(row, slots["slope's number"], substitute(wire.slope, self._values), plain)
        back = self._places.gradient(gate.output) * self._places.slope(key)
        look = style.value_style(Role.GRADIENT, self._formats.backs[key])
        self._put(row, slots["gradient back"], back, look)
        self._put(row, slots["fate"], self._way(wire.name), style.BESIDE)

    def _way(self, name: str) -> str:
        uses = len(self._circuit.uses[name])
        if uses > 1:
            return f"to {name}: one of {uses} that add up there"
        if name in self._places.given and name not in self._plan.example.template.trained:
            return f"to {name}, a constant: {STOPS}"
        return f"to {name}"

    def _arriving(self, name: str) -> Expression:
        """Return the sum of what comes back to a name from all gates that use it."""
        uses = self._circuit.uses[name]
        return total([self._places.back((gate.output, place)) for gate, place in uses])

    def _put(
        self,
        row: int,
        slot: Slot,
        content: Value | Expression,
        look: Style,
        note: str | None = None,
        *,
        across: int | None = None,
    ) -> None:
        column, slot_width = slot
        self._canvas.put(row, column, content, look, note=note, across=across or slot_width)


def role_of(plan: Plan, name: str) -> Role:
    """Return the role of a name; results on the way are steps."""
    graph = plan.example.graph
    return graph[name].role if name in graph else Role.STEP
