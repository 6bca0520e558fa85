"""How activations are computed where EXP would overflow, which it does above 709.78."""

from __future__ import annotations

from bpsheet.expression import Call, Expression, call, transform

GUARD = 700


def guarded(value: Expression) -> Expression:
    """Return an expression whose activations overflow nowhere.

    A sigmoid takes no pre-activation below −700 for what it is, which changes no number by more
    than 1e-300; the powers of a softmax are all taken times the same, such that the largest is 1.

    >>> from bpsheet.expression import Name
    >>> guarded(call("sigmoid", Name("h1")))
    Call('sigmoid', (Call('MAX', (Number(-700), Name('h1'))),))
    """
    return transform(value, _guarded)


def _guarded(part: Expression) -> Expression | None:
    match part:
        case Call("sigmoid", (argument,)):
            return call("sigmoid", call("MAX", -GUARD, guarded(argument)))
        case Call("softmax", units):
            largest = call("MAX", *units[1:])
            return call("softmax", *(unit - largest for unit in units))
    return None
