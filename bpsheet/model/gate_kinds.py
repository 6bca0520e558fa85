"""The kinds of gates of a computational graph: what each computes, and its local derivatives.

A row per kind; the tests prove each derivative by central differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bpsheet.expression import (
    ONE,
    ZERO,
    Expression,
    Name,
    Number,
    Operation,
    Operator,
    call,
    compare,
    product,
    substitute,
)
from bpsheet.functions import ACTIVATIONS, LEAST

U, V, S = (Name(name) for name in "uvs")
MINUS_ONE = Number(-1)
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Kind:
    """A kind of gate.

    Attributes:
        symbol: what it does, as a drawing shows it.
        value: over its inputs u and v.
        slopes: the derivative by each input, over the inputs and the output s.
    """

    symbol: str
    value: Expression
    slopes: tuple[Expression, ...]


def _one_where(left: Expression, sign: Operator, right: Expression) -> Expression:
    """Return 1 where a comparison holds, else 0; where inputs tie, the first one passes."""
    return call("IF", compare(left, sign, right), ONE, ZERO)


KINDS = {
    "=": Kind("=", U, (ONE,)),
    "+": Kind("+", U + V, (ONE, ONE)),
    "-": Kind("−", U - V, (ONE, MINUS_ONE)),
    "*": Kind("×", U * V, (V, U)),
    "/": Kind("÷", U / V, (ONE / V, -(U / V**2))),
    "^": Kind("^", U**V, (V * U ** (V - 1), call("LN", U) * S)),
    "negative": Kind("×(−1)", -U, (MINUS_ONE,)),
    "EXP": Kind("exp", call("EXP", U), (S,)),
    "LN": Kind("ln", call("LN", U), (ONE / U,)),
    "guarded LN": Kind("ln", call("LN", call("MAX", U, LEAST)), (ONE / call("MAX", U, LEAST),)),
    "SQRT": Kind("√", call("SQRT", U), (ONE / (2 * S),)),
    "ABS": Kind("|·|", call("ABS", U), (call("SIGN", U),)),
    "MAX": Kind("max", call("MAX", U, V), (_one_where(U, ">=", V), _one_where(V, ">", U))),
    "MIN": Kind("min", call("MIN", U, V), (_one_where(U, "<=", V), _one_where(V, "<", U))),
    "TANH": Kind("tanh", call("TANH", U), (ONE - S**2,)),
} | {
    row.name: Kind(
        row.symbol or "=", call(row.name, U), (substitute(row.derivative, {"a": S, "x": U}),)
    )
    for row in ACTIVATIONS.values()
    if row.cross is None
}
"""What an expression calls an operation, and its gate."""


def power_of(exponent: Expression) -> Kind:
    """Return the gate that raises its input to a constant power.

    >>> power_of(Number(2))
    Kind(symbol='²', value=Operation('^', (Name('u'), Number(2))), \
slopes=(Operation('*', (Number(2), Name('u'))),))
    """
    match exponent:
        case Operation("negative", (Number() as size,)):
            exponent = Number(-size.value)
    return Kind(_power_symbol(exponent), U**exponent, (_power_rule(exponent),))


def _power_symbol(exponent: Expression) -> str:
    if isinstance(exponent, Number) and isinstance(exponent.value, int):
        return str(exponent.value).translate(_SUPERSCRIPTS)
    return "^"


def _power_rule(exponent: Expression) -> Expression:
    if not isinstance(exponent, Number):
        return exponent * U ** (exponent - 1)
    size = exponent.value
    if size == 0:
        return ZERO
    less: int | float | Fraction = size - 1
    rest = ONE if less == 0 else U if less == 1 else U ** Number(less)
    slope = product([Number(size if size > 0 else -size), rest])
    return slope if size > 0 else -slope
