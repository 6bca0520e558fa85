"""A slip: a small edit of a right expression, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from bpsheet.expression import Expression
from bpsheet.names import previous_name

earlier = previous_name
"""The name of a quantity in the row before."""


def later(name: str) -> str:
    """Return the name of a quantity in the row after.

    >>> later("w5")
    'w5⁺'
    """
    return f"{name}⁺"


@dataclass(frozen=True)
class Slip:
    """One wrong expression that a small edit makes of a right one.

    Attributes:
        kind: the name of its rule, such as ``swapped-operand``.
        words: what is done wrong, to follow the name of the quantity: ``uses i1 where t1 belongs``.
        expression: what is computed, over the names of the row, of the row before (`earlier`) and
            of the row after (`later`).
        effort: how far it is from the right expression; of two that fit, the smaller is likelier.
    """

    kind: str
    words: str
    expression: Expression
    effort: int = 1
