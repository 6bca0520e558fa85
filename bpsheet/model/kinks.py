"""Where a forward pass has no slope, so that a central difference says nothing of the gradient."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.expression import ONE, ZERO, Call, Expression, Operation, call, compare, product, walk
from bpsheet.functions import ACTIVATIONS, LEAST, LOSSES, over_outputs
from bpsheet.model.graph import FORWARD, Graph


def kinks(graph: Graph) -> list[Expression]:
    """Return what must not be 0 for the forward pass of `graph` to have the slope of its gradient.

    >>> from bpsheet.expression import Name
    >>> distance_from_kink(call("relu", Name("h1")))
    Name('h1')
    """
    return [
        distance
        for quantity in graph.of_role(*FORWARD)
        if quantity.definition is not None
        for part in walk(quantity.definition)
        for distance in _distances(part)
    ]


def _distances(part: Expression) -> Iterator[Expression]:
    match part:
        case Call(loss, arguments) if loss in LOSSES:
            definition = over_outputs(LOSSES[loss].definition, *arguments)
            yield from filter(None, map(_distance_from_guard, walk(definition)))
        case _ if (distance := distance_from_kink(part)) is not None:
            yield distance


def distance_from_kink(part: Expression) -> Expression | None:
    """Return what is 0 where a function has its kink; ``None`` for smooth functions."""
    match part:
        case Call(function, (argument,)) if function in ACTIVATIONS and ACTIVATIONS[function].kink:
            return argument
        case Call("ABS", (argument,)):
            return argument
        case Call("MAX" | "MIN" as extreme, arguments):
            return product([_lead(extreme, arguments, n) for n in range(len(arguments) - 1)])
    return None


def _lead(extreme: str, arguments: tuple[Expression, ...], place: int) -> Expression:
    """Return how far an argument of MAX or MIN is ahead of all the others."""
    others = arguments[:place] + arguments[place + 1 :]
    return arguments[place] - (others[0] if len(others) == 1 else call(extreme, *others))


def _distance_from_guard(part: Expression) -> Expression | None:
    """Return what is 0 where a logarithm that counts is guarded against ln 0.

    There the loss is flat, but the gradient is that of the unguarded loss.
    """
    match part:
        case Operation("*", (factor, Call("LN", (Call("MAX", (argument, guard)),)))) if (
            guard == LEAST
        ):
            counts = call("IF", compare(factor, "=", ZERO), ONE, ZERO)
            return call("MAX", argument - LEAST, counts)
    return None
