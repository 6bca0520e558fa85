"""What all spellings share: brackets where an operator binds less tightly than its surroundings."""

from __future__ import annotations

from abc import ABC, abstractmethod

from bpsheet.expression import Expression

ATOM = 9
"""How tightly a name, a number or a call binds: tighter than every operator."""


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
