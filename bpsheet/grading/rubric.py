"""The rubric: what answers are worth, and how near a typed number must come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Literal

from bpsheet.grading.teacher_files import teacher_file
from bpsheet.sections import Key, section, table_of
from bpsheet.template_checks import (
    Entry,
    Reader,
    not_negative,
    number,
    positive_number,
    share,
    shown,
)

Digits = Literal["relative", "decimals", "significant"]

SLIPS = "slips"
GROUPS = ("forward", "gradients", "updates", SLIPS)
"""What points are given for; the last one is for finding slips."""

MOST_DIGITS = 15
ROUNDING = 1e-12
"""The share of a number by which its last binary digits may be off."""

DEFAULT_RUBRIC = """\
points = 100                      # for the whole exercise
follow_through = 1.0              # the credit for what is right from one's own earlier numbers
typed = 0.5                       # the credit for a right number typed in place of a formula
tolerance = {relative = 0.005}    # of typed numbers; or {decimals = 4}, or {significant = 3}

[groups]                          # the share of each group; left out, all quantities count alike
# forward = 1
# gradients = 2
# updates = 1

[quantities]                      # the share of a quantity in its group; 1 where not named
# "∂E/∂w5" = 2
"""
"""The rubric that holds where a teacher writes none."""


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
        >>> Tolerance("significant", 3).allowed(123.4)
        0.5
        """
        if self.kind == "relative":
            return self.value * abs(right)
        first = Decimal(right).adjusted() + 1 if self.kind == "significant" and right else 0
        return float(Decimal(5).scaleb(first - int(self.value) - 1))

    def accepts(self, found: float, right: float) -> bool:
        """Return whether a number is near enough; one that lies just between two digits is.

        >>> Tolerance("decimals", 2).accepts(0.13, 0.125)
        True
        """
        distance = abs(found - right)
        return isfinite(distance) and distance <= self.allowed(right) + ROUNDING * abs(right)


@dataclass(frozen=True)
class Rubric:
    """What answers are worth.

    Attributes:
        points: for the whole exercise.
        groups: the share of each group (``forward``, ``gradients``, ``updates``, ``slips``), in any
            unit; groups that an exercise does not ask for do not count, nor do those not named.
            Empty: every quantity counts the same.
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


def read_rubric(path: Path) -> Rubric:
    """Read a rubric from a TOML file; what it leaves out is as in `DEFAULT_RUBRIC`.

    Raises:
        InputError: one line that names file, line, key and remedy.
    """
    values = _RUBRIC(teacher_file(path))
    return Rubric(**values)


def credit(entry: Entry) -> float:
    """Read a credit from 0 to 1."""
    result = number(entry)
    if not 0 <= result <= 1:
        raise entry.error(f"{shown(entry.value)} is out of range; use 0 to 1, as 0.5")
    return result


def _digits(least: int) -> Reader:
    def read(entry: Entry) -> int:
        value = entry.value
        if type(value) is not int or not least <= value <= MOST_DIGITS:
            span = f"{least} to {MOST_DIGITS} digits"
            raise entry.error(f"expected {span}, not {shown(value)}; write one such as 4")
        return value

    return read


def _tolerance(entry: Entry) -> Tolerance:
    values = section(
        {"relative": Key(share), "decimals": Key(_digits(0)), "significant": Key(_digits(1))}
    )(entry)
    if len(values) != 1:
        raise entry.error("needs one of relative, decimals, significant; write {relative = 0.01}")
    ((kind, value),) = values.items()
    return Tolerance(kind, value)


def _groups(entry: Entry) -> dict[str, float]:
    shares: dict[str, float] = section({name: Key(not_negative) for name in GROUPS})(entry)
    return shares


_RUBRIC = section(
    {
        "points": Key(positive_number),
        "groups": Key(_groups),
        "quantities": Key(table_of(not_negative, '"∂E/∂w5" = 2')),
        "follow_through": Key(credit),
        "typed": Key(credit),
        "tolerance": Key(_tolerance),
    }
)
