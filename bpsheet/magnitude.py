"""How large the numbers are that an expression is computed from, and so how rounding shifts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, reduce
from typing import Any

import numpy as np

from bpsheet.evaluate import choose, evaluate
from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.functions import definition_of

Numbers = Mapping[str, Any]

_SLOPES: dict[str, Callable[[Any], Any]] = {
    "EXP": np.exp,
    "LN": lambda number: np.divide(1.0, number),
    "TANH": lambda number: 1.0 - np.tanh(number) ** 2,
    "SQRT": lambda number: np.divide(0.5, np.sqrt(number)),
}
"""How a function enlarges an error of its argument."""


def magnitude(value: Expression, values: Numbers, sizes: Numbers | None = None) -> Any:
    """Return the size of the numbers that `value` is computed from; it is never below the value.

    Where everything that enters is off by a share ε of its size, `value` is off by a small multiple
    of ε times its own size. Sums and differences add sizes, so that a rounding error in a
    difference that nearly vanishes is measured against what was subtracted, not against the tiny
    rest; a function enlarges the size of its argument by its slope (running error analysis: N. J.
    Higham, Accuracy and Stability of Numerical Algorithms, 3.3).

    Arguments:
        value: an expression without cells or text.
        values: a number (or an array of any shape) per name.
        sizes: how large the numbers were that each value was computed from; left out, every value
            is taken as exact but for its last digit.

    >>> float(magnitude(Name("a") - Name("b"), {"a": 3.0, "b": 2.75}))
    5.75
    """
    with np.errstate(all="ignore"):
        return _size(value, values, sizes)


def _size(value: Expression, values: Numbers, sizes: Numbers | None) -> Any:
    size = partial(_size, values=values, sizes=sizes)
    match value:
        case Name(name) if sizes is not None:
            return sizes[name]
        case Operation("+" | "-" | "negative", operands):
            return reduce(np.add, map(size, operands))
        case Operation("*", operands):
            return reduce(np.multiply, map(size, operands))
        case Operation("/", (above, below)):
            divisor = np.abs(evaluate(below, values))
            return size(above) / divisor * _share(size(below), divisor)
        case Operation("^", (base, Number(int(exponent)))) if exponent >= 0:
            return size(base) ** exponent
        case Operation("^", (base, exponent)):
            number, raised = np.abs(evaluate(base, values)), np.abs(evaluate(exponent, values))
            by_base = _share(size(base), number) ** np.maximum(1.0, raised)
            by_exponent = np.abs(np.log(number)) * _inexact(exponent, size)
            return np.abs(evaluate(value, values)) * by_base * np.maximum(1.0, by_exponent)
        case Call("IF", (condition, first, second)):
            holds = evaluate(condition, values)
            return choose(holds, partial(size, first), partial(size, second))
        case Call("MAX" | "MIN", arguments):
            return reduce(np.maximum, map(size, arguments))
        case Call("ABS", (argument,)):
            return size(argument)
        case Call(function, (argument,)) if function in _SLOPES:
            number, moved = evaluate(argument, values), size(argument)
            moved = np.where(moved == 0, 0.0, np.abs(_SLOPES[function](number)) * moved)
            return np.maximum(np.abs(evaluate(value, values)), moved)
        case Call(function, arguments):
            definition = definition_of(function, arguments)
            if definition is not None:
                return size(definition)
    return np.abs(evaluate(value, values))


def _share(part: Any, whole: Any) -> Any:
    """Return `part` / `whole`, 1 where both are 0."""
    return np.where(part == whole, 1.0, np.divide(part, whole))


def _inexact(exponent: Expression, size: Callable[[Expression], Any]) -> Any:
    """Return the size of an exponent, 0 for a whole number."""
    return 0.0 if isinstance(exponent, Number) and exponent.value % 1 == 0 else size(exponent)
