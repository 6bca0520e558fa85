"""Random expressions that tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import cycle

from hypothesis import strategies as st

from bpsheet.expression import (
    Call,
    Expression,
    Name,
    Number,
    Operation,
    Operator,
    call,
    compare,
    names_in,
    substitute,
)
from bpsheet.functions import ACTIVATIONS, LOSSES

NAMES = ("a", "b", "c")
OPERATORS: tuple[Operator, ...] = ("+", "-", "*", "/", "^", "negative")
FUNCTIONS = ("EXP", "LN", "TANH", "SQRT", "ABS", "MAX", "MIN")
"""Functions that a small change of their arguments changes little."""
COMPARISONS: tuple[Operator, ...] = ("<", "<=", ">", ">=")
STEPS = ("SIGN", "IF")
"""Functions that jump."""

_numbers = st.one_of(
    st.integers(0, 9),
    st.integers(1, 999).map(lambda thousandths: thousandths / 1000),
    st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4), Fraction(22, 7)]),
)


OUTPUTS = 3


def used(function: str, first: Expression, second: Expression) -> Call:
    """Return an activation of `first`, or a loss of the target `first` and the output `second`.

    Where the whole layer counts it has two units; where the number of outputs counts, it is 3.
    """
    if function in ACTIVATIONS:
        layer = [first, second] if ACTIVATIONS[function].cross is not None else []
        return call(function, first, *layer)
    averaged = [OUTPUTS] if "n" in names_in(LOSSES[function].definition) else []
    return call(function, first, second, *averaged)


def expressions(
    operators: tuple[Operator, ...] = OPERATORS, functions: tuple[str, ...] = ()
) -> st.SearchStrategy[Expression]:
    """Draw an expression over a, b and c; exponents are 1, 2 or 3."""
    leaves = st.sampled_from(NAMES).map(Name) | _numbers.map(Number)
    return st.recursive(
        leaves,
        lambda parts: st.one_of(_larger(parts, operators), *_calls(parts, functions)),
        max_leaves=12,
    )


def _calls(
    parts: st.SearchStrategy[Expression], functions: tuple[str, ...]
) -> Iterator[st.SearchStrategy[Expression]]:
    for function in functions:
        if function == "IF":
            conditions = st.builds(compare, parts, st.sampled_from(COMPARISONS), parts)
            yield st.builds(partial(call, "IF"), conditions, parts, parts)
        elif function in ("MAX", "MIN"):
            yield st.builds(partial(call, function), parts, parts)
        else:
            yield st.builds(partial(call, function), parts)


def _larger(
    parts: st.SearchStrategy[Expression], operators: tuple[Operator, ...]
) -> st.SearchStrategy[Expression]:
    operands: dict[Operator, st.SearchStrategy[tuple[Expression, ...]]] = {
        "+": st.lists(parts, min_size=2, max_size=3).map(tuple),
        "*": st.lists(parts, min_size=2, max_size=3).map(tuple),
        "-": st.tuples(parts, parts),
        "/": st.tuples(parts, parts),
        "^": st.tuples(parts, st.integers(1, 3).map(Number)),
        "negative": st.tuples(parts),
    }
    return st.one_of(*(operands[operator].map(_operation(operator)) for operator in operators))


def _operation(operator: Operator) -> Callable[[tuple[Expression, ...]], Expression]:
    return lambda operands: Operation(operator, operands)


def _calm(parts: st.SearchStrategy[Expression]) -> Iterator[st.SearchStrategy[Expression]]:
    pairs, above_zero = st.tuples(parts, parts), parts.map(lambda part: part**2 + 1)
    yield from (pairs.map(_operation(operator)) for operator in ("+", "-", "*"))
    yield st.tuples(parts, above_zero).map(_operation("/"))
    yield parts.map(lambda part: -part)
    yield parts.map(lambda part: part**2)
    yield parts.map(lambda part: call("tanh", part) ** 3)
    yield parts.map(lambda part: call("EXP", call("tanh", part)))
    yield parts.map(lambda part: Number(2) ** call("tanh", part))
    yield from (above_zero.map(partial(call, function)) for function in ("LN", "SQRT"))
    yield from (parts.map(partial(call, function)) for function in ("tanh", "sigmoid", "relu"))
    yield parts.map(partial(call, "ABS"))
    yield from (st.builds(partial(call, function), parts, parts) for function in ("MAX", "MIN"))


_PLACES = tuple(f"place {number}" for number in range(12))
_CALM = st.recursive(  # made once, since that takes longer than drawing from it
    st.sampled_from(_PLACES).map(Name) | st.sampled_from((2, 0.5)).map(Number),
    lambda parts: st.one_of(*_calm(parts)),
    max_leaves=5,
)


def calm_expressions(names: tuple[str, ...]) -> st.SearchStrategy[Expression]:
    """Draw an expression over `names` that has a value whatever they are.

    All that a person may write in an expression occurs, kinks included.
    """
    named = dict(zip(_PLACES, map(Name, cycle(names)), strict=False))
    return _CALM.map(lambda value: substitute(value, named))


_PYTHON = {"LN": "log"}


def in_python(value: Expression) -> str:
    """Return the spelling of an expression in Python, every operation in brackets."""
    match value:
        case Name(name):
            return name
        case Number(number):
            return f"({number})"
        case Operation("negative", (operand,)):
            return f"(-{in_python(operand)})"
        case Operation(operator, operands):
            sign = "**" if operator == "^" else operator
            return f"({sign.join(map(in_python, operands))})"
        case Call(function, arguments):
            called = _PYTHON.get(function, function.lower())
            return f"{called}({', '.join(map(in_python, arguments))})"
    raise ValueError(f"no Python for {value!r}")
