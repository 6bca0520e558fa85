"""How large the numbers are that an expression is computed from, and so how rounding shifts it.

Running error analysis: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 3.3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from bpsheet.evaluate import ARRAYS, Arithmetic, evaluate
from bpsheet.expression import Expression, names_in


@dataclass(frozen=True, eq=False)
class Measured:
    """A number, or an array, beside the size of the numbers that it is computed from.

    Where everything that enters is off by a share ε of its size, the number is off by a small
    multiple of ε times its own size. Sums and differences add sizes, so that an error in a
    difference that nearly vanishes is measured against what was subtracted, not against the tiny
    rest; a function f enlarges the size of its argument by its slope. The size is never below the
    number.
    """

    number: Any
    size: Any

    def __add__(self, other: Measured) -> Measured:
        return Measured(self.number + other.number, self.size + other.size)

    def __sub__(self, other: Measured) -> Measured:
        return Measured(self.number - other.number, self.size + other.size)

    def __mul__(self, other: Measured) -> Measured:
        return Measured(self.number * other.number, self.size * other.size)

    def __truediv__(self, other: Measured) -> Measured:
        below = np.abs(other.number)
        enlarged = self.size / below * _share(other.size, below)
        return Measured(np.divide(self.number, other.number), enlarged)

    def __neg__(self) -> Measured:
        return Measured(-self.number, self.size)

    def __pow__(self, exponent: int | Measured) -> Measured:
        if not isinstance(exponent, Measured):
            if exponent >= 0:
                return Measured(self.number**exponent, self.size**exponent)
            exponent = Measured(float(exponent), 0.0)
        power, base = np.float_power(self.number, exponent.number), np.abs(self.number)
        by_base = _share(self.size, base) ** np.maximum(1.0, np.abs(exponent.number))
        by_exponent = np.maximum(1.0, np.abs(np.log(base)) * exponent.size)
        return Measured(power, np.abs(power) * by_base * by_exponent)


def measured(
    value: Expression, values: Mapping[str, Any], sizes: Mapping[str, Any] | None = None
) -> Measured:
    """Return the number that `value` has where its names have `values`, and its size.

    Arguments:
        value: an expression without cells or text.
        values: a number (or an array of any shape) per name.
        sizes: how large the numbers were that each value was computed from; left out, the values
            are taken as exact but for their last digit.

    Raises:
        KeyError: a name or a function has no value.
    """
    known = {
        name: Measured(values[name], np.abs(values[name]) if sizes is None else sizes[name])
        for name in names_in(value)
    }
    with np.errstate(all="ignore"):
        found: Measured = evaluate(value, known, _MEASURED)
    return found


def magnitude(
    value: Expression, values: Mapping[str, Any], sizes: Mapping[str, Any] | None = None
) -> Any:
    """Return the size of the numbers that `value` is computed from; see `measured`.

    >>> from bpsheet.expression import Name
    >>> float(magnitude(Name("a") - Name("b"), {"a": 3.0, "b": 2.75}))
    5.75
    """
    return measured(value, values, sizes).size


def _constant(value: float | Fraction) -> Measured:
    return Measured(float(value), abs(float(value)))


def _share(part: Any, whole: Any) -> Any:
    """Return `part` / `whole`, 1 where both are 0."""
    return np.where(part == whole, 1.0, np.divide(part, whole))


def _steepened(function: str, slope: Callable[[Any, Any], Any]) -> Callable[[Measured], Measured]:
    """Return a function of measured numbers; `slope` is its slope at a number with a value."""

    def applied(argument: Measured) -> Measured:
        value = ARRAYS.functions[function](argument.number)
        moved = np.where(argument.size == 0, 0.0, slope(argument.number, value) * argument.size)
        return Measured(value, np.maximum(np.abs(value), np.abs(moved)))

    return applied


def _largest(function: str) -> Callable[..., Measured]:
    """Return MAX or MIN of measured numbers; an error in it is one of its arguments'."""

    def applied(*arguments: Measured) -> Measured:
        number = ARRAYS.functions[function](*(argument.number for argument in arguments))
        return Measured(number, reduce(np.maximum, (argument.size for argument in arguments)))

    return applied


def _chosen(holds: Any, first: Measured, second: Measured) -> Measured:
    number = np.where(holds, first.number, second.number)
    return Measured(number, np.where(holds, first.size, second.size))


_MEASURED = Arithmetic(
    constant=_constant,
    functions={
        "EXP": _steepened("EXP", lambda number, value: value),
        "LN": _steepened("LN", lambda number, value: np.divide(1.0, number)),
        "TANH": _steepened("TANH", lambda number, value: 1.0 - value**2),
        "SQRT": _steepened("SQRT", lambda number, value: 0.5 / value),
        "ABS": lambda number: Measured(np.abs(number.number), number.size),
        "SIGN": lambda number: Measured(np.sign(number.number), np.abs(np.sign(number.number))),
        "MAX": _largest("MAX"),
        "MIN": _largest("MIN"),
    },
    choose=_chosen,
    compared=lambda number: number.number,
)
