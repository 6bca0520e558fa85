"""Parts of an expression by their place in it, so that one can be exchanged and the rest shared."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.expression import Call, Expression, Number, Operation
from bpsheet.functions import LEAST, unguarded
from bpsheet.notation.text import text

Place = tuple[int, ...]
"""Which child to take at each level, from the outermost inwards."""

LONGEST = 44
"""The letters of a piece of an expression that a sentence quotes in full."""


def places(value: Expression, place: Place = ()) -> Iterator[tuple[Place, Expression]]:
    """Yield every part that a slip of the pen can change, outermost first, with its place.

    A constant exponent belongs to its power, and a guard against ln 0 is no one's writing.
    """
    yield place, value
    for number, child in enumerate(value.children):
        if child != LEAST and not (_is_power(value) and isinstance(child, Number) and number):
            yield from places(child, (*place, number))


def _is_power(value: Expression) -> bool:
    return isinstance(value, Operation) and value.operator == "^"


def part_at(value: Expression, place: Place) -> Expression | None:
    """Return the part of `value` at `place`; ``None`` where it has none."""
    for number in place:
        if number >= len(value.children):
            return None
        value = value.children[number]
    return value


def with_children(value: Expression, children: tuple[Expression, ...]) -> Expression:
    """Return an operation or a call with other operands or arguments."""
    if isinstance(value, Operation):
        return Operation(value.operator, children)
    assert isinstance(value, Call)
    return Call(value.function, children)


def replaced(value: Expression, place: Place, new: Expression) -> Expression:
    """Return `value` with the part at `place` exchanged; all others are the same objects.

    >>> from bpsheet.expression import Name
    >>> replaced(Name("w1") * Name("i1"), (1,), Name("i2"))
    Operation('*', (Name('w1'), Name('i2')))
    """
    if not place:
        return new
    first, *rest = place
    children = value.children
    inside = replaced(children[first], tuple(rest), new)
    return with_children(value, (*children[:first], inside, *children[first + 1 :]))


def spoken(value: Expression) -> str:
    """Return a piece of an expression as a sentence quotes it: shortened where it is long.

    >>> from bpsheet.expression import Name, total
    >>> spoken(total([Name(f"w{number}") * Name(f"i{number}") for number in range(1, 30)]))
    'w1·i1 + …'
    """
    written = text(unguarded(value))
    if len(written) <= LONGEST or not isinstance(value, Operation) or len(value.operands) == 1:
        return written
    first, sign = value.operands[0], {"+": " + ", "-": " − ", "/": "/"}.get(value.operator, "·")
    inner = spoken(first)
    low = isinstance(first, Operation) and first.operator in "+-" and value.operator in "*/^"
    return f"({inner}){sign}…" if low else f"{inner}{sign}…"


def as_factor(value: Expression) -> str:
    """Return a piece as `spoken` does, sums and differences in brackets.

    >>> from bpsheet.expression import ONE, Name
    >>> as_factor(ONE - Name("a_o1"))
    '(1 − a_o1)'
    """
    low = isinstance(value, Operation) and value.operator in ("+", "-", "negative")
    return f"({spoken(value)})" if low else spoken(value)
