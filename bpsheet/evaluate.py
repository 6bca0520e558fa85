"""Written expressions as numbers, in NumPy arrays or in high precision."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce
from typing import Any

import mpmath
import numpy as np

from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.functions import definition_of

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Arithmetic:
    """A kind of number: how constants become one, and its functions.

    Numbers must support Python's operators.

    Attributes:
        constant: makes a number of a constant.
        functions: the functions of numbers.
    """

    constant: Callable[[int | float | Fraction], Any]
    functions: Mapping[str, Callable[..., Any]]


ARRAYS = Arithmetic(
    constant=float,
    functions={
        "EXP": np.exp,
        "LN": np.log,
        "TANH": np.tanh,
        "SQRT": np.sqrt,
        "ABS": np.abs,
        "SIGN": np.sign,
        "MAX": lambda *numbers: reduce(np.maximum, numbers),
        "MIN": lambda *numbers: reduce(np.minimum, numbers),
    },
)


def _precise_constant(value: int | float | Fraction) -> Any:
    exact = Fraction(value)
    return mpmath.mpf(exact.numerator) / exact.denominator


def _real(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return `function` with no number, as in arrays, where its value is complex."""

    def real(number: Any) -> Any:
        value = function(number)
        return value if isinstance(value, mpmath.mpf) else mpmath.nan

    return real


PRECISE = Arithmetic(
    constant=_precise_constant,
    functions={
        "EXP": mpmath.exp,
        "LN": _real(mpmath.log),
        "TANH": mpmath.tanh,
        "SQRT": _real(mpmath.sqrt),
        "ABS": abs,
        "SIGN": mpmath.sign,
        "MAX": max,
        "MIN": min,
    },
)
"""Multiple precision; the number of digits is mpmath's (``with mpmath.workdps(40): …``)."""


def evaluate(value: Expression, values: Mapping[str, Any], arithmetic: Arithmetic = ARRAYS) -> Any:
    """Return the number that `value` has where its names have `values`.

    Arguments:
        value: an expression without cells or text; a comparison gives truth values.
        values: a number (or an array of any shape) per name.
        arithmetic: ``ARRAYS`` or ``PRECISE``.

    Raises:
        KeyError: a name or a function has no value.

    >>> evaluate(Name("w") * Name("x") - 2, {"w": 1.0, "x": np.array([1.0, 5.0])})
    array([-1.,  3.])
    """
    match value:
        case Name(name):
            return values[name]
        case Number(number):
            return arithmetic.constant(number)
        case Operation("negative", (operand,)):
            return -evaluate(operand, values, arithmetic)
        case Operation("^", (base, Number(exponent))):
            power = exponent if isinstance(exponent, int) else arithmetic.constant(exponent)
            return evaluate(base, values, arithmetic) ** power
        case Operation(sign, operands) if sign in _OPERATORS:
            parts = (evaluate(operand, values, arithmetic) for operand in operands)
            return reduce(_OPERATORS[sign], parts)
        case Operation(sign, operands) if sign in _COMPARISONS:
            sides = (evaluate(operand, values, arithmetic) for operand in operands)
            return _COMPARISONS[sign](*sides)
        case Call("IF", (condition, *branches)):
            holds = evaluate(condition, values, arithmetic)
            return choose(
                holds, *(partial(evaluate, part, values, arithmetic) for part in branches)
            )
        case Call(function, arguments):
            definition = definition_of(function, arguments)
            if definition is not None:
                return evaluate(definition, values, arithmetic)
            parts = (evaluate(argument, values, arithmetic) for argument in arguments)
            return arithmetic.functions[function](*parts)
    raise ValueError(f"no number for {value!r}")


def choose(holds: Any, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Return the first number where a condition holds, else the second.

    Arguments:
        holds: a truth value, or an array of them.
        first, second: compute the numbers; only the one that counts is computed for a single truth
            value, and what does not count in an array may fail.
    """
    if np.ndim(holds) == 0:
        return first() if holds else second()
    with np.errstate(all="ignore"):
        return np.where(holds, first(), second())
