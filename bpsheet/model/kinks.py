"""Where a function has a kink: there a central difference says nothing of the slope."""

from __future__ import annotations

from bpsheet.expression import Call, Expression, walk
from bpsheet.functions import ACTIVATIONS
from bpsheet.model.graph import Graph, Scope


def kinks(graph: Graph) -> list[Expression]:
    """Return what must not be 0 for the forward pass of `graph` to have a slope everywhere.

    >>> from bpsheet.expression import Name, call
    >>> distance_from_kink(call("relu", Name("h1")))
    Name('h1')
    """
    return [
        distance
        for quantity in graph
        if quantity.definition is not None and quantity.scope is Scope.ROW
        for part in walk(quantity.definition)
        if (distance := distance_from_kink(part)) is not None
    ]


def distance_from_kink(part: Expression) -> Expression | None:
    """Return what is 0 where a function has its kink; ``None`` for smooth functions."""
    match part:
        case Call(function, (argument,)) if function in ACTIVATIONS and ACTIVATIONS[function].kink:
            return argument
        case Call("ABS", (argument,)):
            return argument
        case Call("MAX" | "MIN", (left, right)):
            return left - right
    return None
