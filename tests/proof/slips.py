"""Every graph that differs from a right one by one slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.expression import Call, Expression, Name, Operation, Operator, transform, walk
from bpsheet.model.graph import Graph, Quantity
from tests.proof.examples import altered


def slips(graph: Graph) -> Iterator[tuple[str, Graph]]:
    """Yield every graph that has one slip in one definition, and the name of what is defined."""
    known: list[Quantity] = []
    for quantity in graph:
        name, definition, following = quantity.name, quantity.definition, quantity.following
        if definition is not None:
            for wrong in _wrong(definition, graph, known):
                yield name, altered(graph, name, definition=wrong)
        if following is not None:
            for wrong in _wrong(following, graph, list(graph)):
                yield name, altered(graph, name, following=wrong)
        known.append(quantity)


def _wrong(value: Expression, graph: Graph, known: list[Quantity]) -> Iterator[Expression]:
    yield from _wrong_names(value, graph, known)
    match value:
        case Call("AVERAGE"):
            return
    yield -value
    yield from _wrong_operations(value)


def _wrong_names(value: Expression, graph: Graph, known: list[Quantity]) -> Iterator[Expression]:
    """Yield `value` with one name replaced by another of its role."""
    for part in walk(value):
        if isinstance(part, Name) and part.name in graph:
            for other in known:
                if other.role is graph[part.name].role and other.name != part.name:
                    yield _replaced(value, part, Name(other.name))


def _wrong_operations(value: Expression) -> Iterator[Expression]:
    """Yield `value` with the order of a difference, an operand or an operator wrong."""
    for part in walk(value):
        if isinstance(part, Operation):
            if part.operator == "-":
                yield _replaced(value, part, Operation("-", part.operands[::-1]))
            if part.operator in ("+", "*"):
                for place in range(len(part.operands)):
                    rest = part.operands[:place] + part.operands[place + 1 :]
                    yield _replaced(value, part, Operation(part.operator, rest))
                other: Operator = "*" if part.operator == "+" else "+"
                yield _replaced(value, part, Operation(other, part.operands))


def _replaced(value: Expression, old: Expression, new: Expression) -> Expression:
    return transform(value, lambda part: new if part is old else None)
