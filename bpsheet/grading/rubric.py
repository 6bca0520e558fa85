"""The rubric as a value: what answers are worth, and how near a typed number must come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor, log10
from typing import Literal

Digits = Literal["relative", "decimals", "significant"]


@dataclass(frozen=True)
class Tolerance:
    """How near a typed number must come to the right one.

    Attributes:
        kind: a share of the right number, decimals, or significant digits.
        value: the share, such as 0.005, or how many digits must be right: half a unit in the last
            of them is allowed.
    """

    kind: Digits = "relative"
    value: float = 0.005

    def allowed(self, right: float) -> float:
        """Return how far a number may be from the right one.

        >>> Tolerance("decimals", 4).allowed(0.25), Tolerance("relative", 0.01).allowed(-2.0)
        (5e-05, 0.02)
        """
        match self.kind:
            case "relative":
                return self.value * abs(right)
            case "decimals":
                return 0.5 * 10.0**-self.value
            case "significant":
                leading = floor(log10(abs(right))) + 1 if right else 0
                return 0.5 * 10.0 ** (leading - self.value)


@dataclass(frozen=True)
class Rubric:
    """What answers are worth.

    Attributes:
        points: for the whole exercise.
        groups: the share of each group (``forward``, ``gradients``, ``updates``, ``slips``), in any
            unit; groups that an exercise does not ask for do not count. Empty: every quantity
            counts the same.
        quantities: the share of single quantities within their group (1 where not named).
        follow_through: the credit, from 0 to 1, for what is right from the student's own earlier
            numbers.
        typed: the credit for a right number that was typed where a formula was asked for.
        tolerance: for typed numbers.
    """

    points: float = 100.0
    groups: Mapping[str, float] = field(default_factory=dict)
    quantities: Mapping[str, float] = field(default_factory=dict)
    follow_through: float = 1.0
    typed: float = 0.5
    tolerance: Tolerance = Tolerance()
