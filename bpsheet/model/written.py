"""SymPy values as written expressions, the way a careful hand writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import sympy

from bpsheet.expression import (
    ONE,
    Expression,
    Name,
    Number,
    Operator,
    call,
    compare,
    product,
    total,
)
from bpsheet.model.symbolic import (
    AbsoluteValue,
    ActivationFunction,
    Larger,
    LayerFunction,
    Smaller,
)

SMALL = 9
"""The largest divisor that joins a denominator, as in x/(2·y); others stay decimals: 0.05·x/y."""


def to_written(value: sympy.Expr) -> Expression:
    """Return a SymPy value as a careful hand writes it: ``a·(1 − a)``, ``(a − t)/a``, ``1/(2·√x)``.

    Terms with a plus come before terms with a minus, numbers before names, names before brackets.

    Raises:
        ValueError: `value` has a part that no written form is known for.
    """
    if value.is_Symbol:
        return Name(value.name)
    if value.is_Rational:
        return _written_number(value)
    if value.is_Add:
        return _written_sum(value)
    if value.is_Mul or value.is_Pow:
        return _written_product(value)
    if value.is_Relational:
        return compare(to_written(value.lhs), _COMPARISONS[value.rel_op], to_written(value.rhs))
    for kind, written in _FUNCTIONS.items():
        if isinstance(value, kind):
            return written(value)
    raise ValueError(f"no written form for {value!r}")


def _written_number(value: sympy.Rational) -> Number:
    return Number(int(value) if value.is_Integer else Fraction(int(value.p), int(value.q)))


def _written_sum(value: sympy.Add) -> Expression:
    scale, *others = {abs(term.as_coeff_Mul()[0]) for term in value.args}
    if scale != 1 and not others:
        return product([_written_number(scale), to_written(value / scale)])
    terms = sorted(value.args, key=_order_in_sums)
    added = [to_written(term) for term in terms if not term.could_extract_minus_sign()]
    taken = [to_written(-term) for term in terms if term.could_extract_minus_sign()]
    if not added:
        return -total(taken)
    written = total(added)
    for term in taken:
        written = written - term
    return written


def _written_product(value: sympy.Expr) -> Expression:
    coefficient, rest = value.as_coeff_Mul()
    if coefficient < 0:
        return -to_written(-value)
    factors = sorted(sympy.Mul.make_args(rest), key=_order_in_products)
    above = [factor for factor in factors if not _divides(factor)]
    below = [1 / factor for factor in factors if _divides(factor)]
    if not below:
        return product([_written_number(coefficient), *map(_written_power, above)])
    divisor = coefficient.q if coefficient.q <= SMALL else 1
    return _written_factors(coefficient * divisor, above) / _written_factors(
        sympy.Integer(divisor), below
    )


def _written_factors(coefficient: sympy.Rational, factors: Iterable[sympy.Expr]) -> Expression:
    return product([_written_number(coefficient), *map(_written_power, factors)])


def _divides(factor: sympy.Expr) -> bool:
    return bool(factor.is_Pow and factor.exp.is_Rational and factor.exp < 0)


def _written_power(factor: sympy.Expr) -> Expression:
    if not factor.is_Pow:
        return to_written(factor)
    base, exponent = to_written(factor.base), factor.exp
    return call("SQRT", base) if exponent == sympy.S.Half else base ** to_written(exponent)


def _written_choice(value: sympy.Piecewise) -> Expression:
    """Return a value by cases as nested IFs; the last case must be all the rest."""
    *cases, (written, rest) = ((to_written(branch), holds) for branch, holds in value.args)
    if rest != sympy.true:
        raise ValueError(f"no written form for {value!r}")
    for branch, holds in reversed(cases):
        written = call("IF", to_written(holds), branch, written)
    return written


def _called(function: str) -> Callable[[sympy.Function], Expression]:
    def written(value: sympy.Function) -> Expression:
        return call(function, *map(to_written, value.args))

    return written


def _chained(function: str) -> Callable[[sympy.Function], Expression]:
    """Return how MAX and MIN of any number of arguments are written, which SymPy has two by two."""

    def written(value: sympy.Function) -> Expression:
        first, second = value.args
        earlier = to_written(first)
        chain = earlier.children if first.func == value.func else (earlier,)
        return call(function, *chain, to_written(second))

    return written


_COMPARISONS: dict[str, Operator] = {
    "==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
}  # fmt: skip
_FUNCTIONS: dict[type[sympy.Expr], Callable[[sympy.Expr], Expression]] = {
    ActivationFunction: lambda value: _called(value.row.name)(value),
    LayerFunction: lambda value: _called(value.row.name)(value),
    AbsoluteValue: _called("ABS"),
    Smaller: _chained("MIN"),
    Larger: _chained("MAX"),
    sympy.Piecewise: _written_choice,
    sympy.exp: _called("EXP"),
    sympy.log: _called("LN"),
    sympy.sign: _called("SIGN"),
    sympy.tanh: _called("TANH"),
    type(sympy.E): lambda value: call("EXP", ONE),
}


def _order_in_sums(value: sympy.Expr) -> tuple[int, str]:
    rank = 0 if value.is_Number else 2 if value.is_Symbol else 1
    return rank, str(value)


def _order_in_products(value: sympy.Expr) -> tuple[int, str]:
    """Return the place of a factor: numbers, names, functions, brackets, and conditions last."""
    base = value.base if value.is_Pow else value
    kinds = (sympy.Number, sympy.Symbol, sympy.Function, sympy.Add)
    conditional = isinstance(base, sympy.Piecewise)
    rank = next((place for place, kind in enumerate(kinds) if isinstance(base, kind)), len(kinds))
    return (len(kinds) if conditional else rank), str(base)
