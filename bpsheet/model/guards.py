"""How activations are computed where EXP would overflow, which it does above 709.78."""

from __future__ import annotations

from bpsheet.expression import Call, Expression, call, transform

GUARD = 700


def guarded(value: Expression) -> Expression:
    """Return an expression whose activations overflow nowhere, as cells need it.

    A sigmoid takes no pre-activation below −700 for what it is, which changes no number by more
    than 1e-300; of a softmax see `scaled`.

    >>> from bpsheet.expression import Name
    >>> guarded(call("sigmoid", Name("h1")))
    Call('sigmoid', (Call('MAX', (Number(-700), Name('h1'))),))
    """
    return scaled(transform(value, _guarded))


def _guarded(part: Expression) -> Expression | None:
    match part:
        case Call("sigmoid", (argument,)):
            return call("sigmoid", call("MAX", -GUARD, transform(argument, _guarded)))
    return None


def scaled(value: Expression) -> Expression:
    """Return an expression whose softmax divides all its powers by the largest of them.

    NumPy needs no more than this: its EXP overflows to infinity, and 1/∞ is 0.
    """
    return transform(value, _scaled)


def _scaled(part: Expression) -> Expression | None:
    match part:
        case Call("softmax", units):
            largest = call("MAX", *units[1:])
            return call("softmax", *(unit - largest for unit in units))
    return None
