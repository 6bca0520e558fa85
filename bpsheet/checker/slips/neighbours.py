"""Slips that put another quantity's whole formula, or its number, in the place of this one."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.checker.slips.change import Change
from bpsheet.checker.slips.functions import written_out, wrong_slope
from bpsheet.checker.slips.relations import Relations
from bpsheet.expression import Expression, Name, names_in, substitute
from bpsheet.model.graph import Role, Scope


def wrong_quantity(relations: Relations, breadth: int) -> Iterator[Change]:
    """Yield the formulas of the quantities of the same role, then plain copies of others."""
    quantity, graph = relations.quantity, relations.graph
    alike = [other.name for other in graph.of_role(quantity.role)]
    for name in relations.nearest(alike, quantity.name, breadth):
        other = graph[name]
        expression = other.following if quantity.scope is Scope.CARRIED else other.definition
        if expression is not None and not relations.circular & set(names_in(expression)):
            sentence = f"is computed as {other.name} is"
            yield Change("swapped-operand", sentence, written_out(expression), effort=2)
    for name in relations.nearest(relations.by_row, quantity.name, breadth):
        if graph[name].role is not quantity.role:
            yield Change("swapped-operand", f"is a copy of {name}", Name(name), effort=3)


def wrong_signals(value: Expression, relations: Relations) -> Iterator[Change]:
    """Yield `value` with an error signal taken without its unit's slope."""
    for name in names_in(value):
        if name in relations.graph and relations.role(name) is Role.ERROR_SIGNAL:
            definition = relations.graph[name].definition
            assert definition is not None
            for bare in _without_slope(definition, relations):
                new = substitute(value, {name: bare})
                yield Change("missing-part", f"uses {name} without its slope", new, effort=2)


def _without_slope(definition: Expression, relations: Relations) -> Iterator[Expression]:
    for change in wrong_slope(definition, relations):
        if change.kind == "missing-part":
            yield change.new
