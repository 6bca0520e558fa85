"""What all spellings share: brackets where an operator binds less tightly than its surroundings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from bpsheet.expression import Call, Expression
from bpsheet.functions import ACTIVATIONS, LOSSES, definition_of, unguarded

ATOM = 9
"""How tightly a name, a number or a call binds: tighter than every operator."""


FRACTIONS = {Fraction(1, 2): "½", Fraction(1, 3): "⅓", Fraction(1, 4): "¼", Fraction(3, 4): "¾"}
"""The numbers that are shown as fractions although some have a short decimal."""

_SUPERSCRIPTED = ATOM - 1


def binding_of(name: str) -> int:
    """Return how tightly a name binds: ∂E/∂w5 and a⁽¹⁾₂ need brackets under an exponent."""
    return _SUPERSCRIPTED if set(name) & set(" /⁽⁺⁻") else ATOM


def decimal(value: Fraction) -> float | None:
    """Return the double whose digits say exactly `value`; ``None`` where no digits do.

    >>> decimal(Fraction(1, 100)), decimal(Fraction(2, 7))
    (0.01, None)
    """
    try:
        nearest = float(value)
    except OverflowError:
        return None
    return nearest if Fraction(repr(nearest)) == value else None


def shown(value: Expression) -> Expression:
    """Return what a reader is shown of `value`, whose operands are left as they are.

    A loss is written out, without its guards against ln 0; an activation that looks at its whole
    layer shows its own pre-activation alone; a linear one is not seen.
    """
    match value:
        case Call(loss, arguments) if loss in LOSSES:
            definition = definition_of(loss, arguments)
            assert definition is not None
            return unguarded(definition)
        case Call(activation, (own, *_)) if activation in ACTIVATIONS:
            return Call(activation, (own,)) if ACTIVATIONS[activation].symbol else shown(own)
    return value


class Printer(ABC):
    """Writes expressions in one spelling."""

    def write(self, value: Expression, minimum: int = 0) -> str:
        """Return `value`, in brackets if it binds less tightly than `minimum`."""
        text, binding = self.spell(value)
        return self.bracketed(text) if binding < minimum else text

    def bracketed(self, text: str) -> str:
        """Return `text` in brackets."""
        return f"({text})"

    @abstractmethod
    def spell(self, value: Expression) -> tuple[str, int]:
        """Return the spelling of `value` and how tightly its outermost operator binds.

        Raises:
            ValueError: `value` has a part that this spelling has no words for.
        """
