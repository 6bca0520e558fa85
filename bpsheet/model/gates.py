"""The computational graph behind a forward pass, down to its gates: one operation each.

A chain of additions or multiplications becomes gates with two inputs, from left to right, as
courses draw them. An activation stays one gate; a loss is taken apart into its operations.

Source of the picture: the notes of Stanford's course CS231n on backpropagation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import count

from bpsheet.expression import Call, Expression, Name, Operation, names_in, substitute
from bpsheet.functions import ACTIVATIONS, LEAST, LOSSES, over_outputs
from bpsheet.model.gate_kinds import KINDS, Kind, power_of
from bpsheet.model.graph import FORWARD, Graph, Scope


@dataclass(frozen=True)
class Input:
    """One input of a gate.

    Attributes:
        source: the name of a quantity or of another gate's output; or a constant, without names.
        slope: the gate's local derivative by it, over the names of its inputs and its output
            (softmax: of the outputs of its whole layer).
    """

    source: Expression
    slope: Expression

    @property
    def name(self) -> str | None:
        """The name it comes from; ``None`` for a constant."""
        return self.source.name if isinstance(self.source, Name) else None


@dataclass(frozen=True)
class Gate:
    """One operation.

    Attributes:
        symbol: what it does, such as ``×``, ``²`` or ``σ``.
        output: the name of its result: a quantity's, or one made up for a result on the way.
        value: what it computes, over the names of its inputs.
        inputs: in the order of the operation.
    """

    symbol: str
    output: str
    value: Expression
    inputs: tuple[Input, ...]


@dataclass(frozen=True)
class Circuit:
    """The gates of a forward pass, each after those whose results it uses.

    Attributes:
        given: the names that no gate computes: inputs, targets and parameters that are used.
        gates: in the order in which they can be computed.
        loss: the name whose derivatives flow back.
    """

    given: tuple[str, ...]
    gates: tuple[Gate, ...]
    loss: str

    @cached_property
    def uses(self) -> dict[str, tuple[tuple[Gate, int], ...]]:
        """Per name the gates that use it, each with the place of the input among the gate's.

        What comes back over all of them adds up; a gate that uses a name twice stands twice.
        """
        uses: dict[str, list[tuple[Gate, int]]] = {
            name: [] for name in (*self.given, *(gate.output for gate in self.gates))
        }
        for gate in self.gates:
            for place, wire in enumerate(gate.inputs):
                if wire.name is not None:
                    uses[wire.name].append((gate, place))
        return {name: tuple(users) for name, users in uses.items()}


def circuit_of(graph: Graph) -> Circuit:
    """Return the gates of a graph's forward pass as its definitions are written.

    Results on the way get the names g1, g2 … as far as no quantity has them.

    Raises:
        ValueError: a definition has a function that no gate is known for.
    """
    builder = _Builder(graph)
    forward = [quantity for quantity in graph.of_role(*FORWARD) if quantity.scope is Scope.ROW]
    for quantity in forward:
        assert quantity.definition is not None
        builder.add(quantity.definition, quantity.name)
    computed = {gate.output for gate in builder.gates}
    used = {wire.name for gate in builder.gates for wire in gate.inputs}
    given = tuple(q.name for q in graph if q.name in used and q.name not in computed)
    return Circuit(given, tuple(builder.gates), graph.loss.name)


class _Builder:
    """Takes definitions apart, innermost operations first.

    Attributes:
        gates: those found so far.
    """

    def __init__(self, graph: Graph) -> None:
        self.gates: list[Gate] = []
        self._graph = graph
        self._free_names = (name for n in count(1) if (name := f"g{n}") not in graph)

    def add(self, value: Expression, output: str | None = None) -> Name:
        """Add the gates of a definition and return the name of the last one's output."""
        match value:
            case _ if _is_wire(value):
                return self._gate(KINDS["="], (value,), output)
            case Operation("+" | "*" as kind, operands) | Call("MAX" | "MIN" as kind, operands):
                return self._chain(KINDS[kind], operands, output)
            case Operation("^", (base, exponent)) if not names_in(exponent):
                return self._gate(power_of(exponent), (base,), output)
            case Call("LN", (Call("MAX", (argument, guard)),)) if guard == LEAST:
                return self._gate(KINDS["guarded LN"], (argument,), output)
            case Call("softmax", (own, *layer)):
                return self._softmax(value, own, layer, output)
            case Call(function, arguments) if function in LOSSES:
                return self.add(over_outputs(LOSSES[function].definition, *arguments), output)
            case Operation(kind, operands) | Call(kind, operands) if kind in KINDS:
                return self._gate(KINDS[kind], operands, output)
        raise ValueError(f"no gate is known for {value!r}")

    def _gate(self, kind: Kind, operands: tuple[Expression, ...], output: str | None) -> Name:
        sources = [operand if _is_wire(operand) else self.add(operand) for operand in operands]
        result = Name(output or next(self._free_names))
        places = dict(zip("uv", sources, strict=False)) | {"s": result}
        slopes = (substitute(slope, places) for slope in kind.slopes)
        value, inputs = substitute(kind.value, places), tuple(map(Input, sources, slopes))
        self.gates.append(Gate(kind.symbol, result.name, value, inputs))
        return result

    def _chain(self, kind: Kind, operands: tuple[Expression, ...], output: str | None) -> Name:
        """Add gates with two inputs each: ((a + b) + c) + d."""
        left, *others, last = operands
        for operand in others:
            left = self._gate(kind, (left, operand), None)
        return self._gate(kind, (left, last), output)

    def _softmax(
        self, value: Call, own: Expression, layer: list[Expression], output: str | None
    ) -> Name:
        """Add the gate of a softmax unit; its slopes mention the outputs of its whole layer."""
        row, result = ACTIVATIONS[value.function], Name(output or next(self._free_names))
        assert row.cross is not None
        inputs = []
        for unit in layer:
            assert isinstance(unit, Name)
            slope = row.derivative if unit == own else row.cross
            other = Name(self._graph.output_of(unit.name))
            inputs.append(Input(unit, substitute(slope, {"a": result, "b": other})))
        self.gates.append(Gate(row.symbol, result.name, value, tuple(inputs)))
        return result


def _is_wire(value: Expression) -> bool:
    return isinstance(value, Name) or not names_in(value)
