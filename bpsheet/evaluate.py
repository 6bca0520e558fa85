"""Written expressions as numbers: in NumPy arrays, in high precision, and as a measure of size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import mpmath
import numpy as np

from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.functions import definition_of

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "^": lambda base, exponent: base**exponent,
}


@dataclass(frozen=True)
class Arithmetic:
    """A kind of number: how constants become one, and its functions.

    Numbers must support Python's operators.
    """

    constant: Callable[[int | float | Fraction], Any]
    functions: Mapping[str, Callable[..., Any]]


ARRAYS = Arithmetic(
    constant=float,
    functions={"EXP": np.exp, "LN": np.log, "TANH": np.tanh, "SQRT": np.sqrt, "ABS": np.abs},
)


def _precise_constant(value: int | float | Fraction) -> Any:
    exact = Fraction(value)
    return mpmath.mpf(exact.numerator) / exact.denominator


PRECISE = Arithmetic(
    constant=_precise_constant,
    functions={
        "EXP": mpmath.exp,
        "LN": mpmath.log,
        "TANH": mpmath.tanh,
        "SQRT": mpmath.sqrt,
        "ABS": abs,
    },
)
"""Multiple precision; the number of digits is mpmath's (``with mpmath.workdps(40): …``)."""


def evaluate(value: Expression, values: Mapping[str, Any], arithmetic: Arithmetic = ARRAYS) -> Any:
    """Return the number that `value` has where its names have `values`.

    Arguments:
        value: an expression without cells or text.
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
        case Operation(operator, operands) if operator in _OPERATORS:
            parts = (evaluate(operand, values, arithmetic) for operand in operands)
            return reduce(_OPERATORS[operator], parts)
        case Call(function, arguments):
            definition = definition_of(function, arguments)
            if definition is not None:
                return evaluate(definition, values, arithmetic)
            parts = (evaluate(argument, values, arithmetic) for argument in arguments)
            return arithmetic.functions[function](*parts)
    raise ValueError(f"no number for {value!r}")


def magnitude(value: Expression, values: Mapping[str, Any]) -> Any:
    """Return the size of the numbers that `value` is computed from.

    Sums and differences add the sizes of their parts, so that a rounding error in a difference
    that nearly vanishes is measured against what was subtracted, not against the tiny rest
    (running error analysis: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 3.3).
    """
    match value:
        case Operation("+" | "-" | "negative", operands):
            return reduce(np.add, (magnitude(operand, values) for operand in operands))
        case Operation("*", operands):
            return reduce(np.multiply, (magnitude(operand, values) for operand in operands))
        case Operation("^", (base, Number(exponent))):
            return magnitude(base, values) ** exponent
        case Call(function, arguments):
            definition = definition_of(function, arguments)
            if definition is not None:
                return magnitude(definition, values)
    return np.abs(evaluate(value, values))
