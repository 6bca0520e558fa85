"""Random expressions that tests share."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import strategies as st

from bpsheet.expression import Expression, Name, Number, Operation, Operator

NAMES = ("a", "b", "c")
OPERATORS: tuple[Operator, ...] = ("+", "-", "*", "/", "^", "negative")

_numbers = st.one_of(
    st.integers(0, 9),
    st.integers(1, 999).map(lambda thousandths: thousandths / 1000),
    st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4), Fraction(22, 7)]),
)


def expressions(operators: tuple[Operator, ...] = OPERATORS) -> st.SearchStrategy[Expression]:
    """Draw an expression over a, b and c; exponents are 1, 2 or 3."""
    leaves = st.sampled_from(NAMES).map(Name) | _numbers.map(Number)
    return st.recursive(leaves, lambda parts: _larger(parts, operators), max_leaves=12)


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
