"""Written expressions as SymPy values, and back.

SymPy differentiates the plain sigmoid to exp(−h)/(1 + exp(−h))². The functions here know their
derivative in terms of their own output instead, which is what a worked example writes: a·(1 − a).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar

import sympy
from sympy.core.function import ArgumentIndexError

from bpsheet.expression import Call, Expression, Name, Number, Operation, product, total
from bpsheet.functions import ACTIVATIONS, LOSSES, Activation, Loss, definition_of


class ActivationFunction(sympy.Function):  # type: ignore[misc]  # SymPy has no types
    """An activation as a SymPy function of the pre-activation."""

    nargs = 1
    row: ClassVar[Activation]

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative in terms of this function's own value."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return to_sympy(self.row.derivative, {"a": self, "x": self.args[0]})


class LossFunction(sympy.Function):  # type: ignore[misc]
    """The error of one output as a SymPy function of its target and the output."""

    nargs = 2
    row: ClassVar[Loss]

    def fdiff(self, argindex: int = 2) -> sympy.Expr:
        """Return the derivative with respect to the output; a target is never differentiated."""
        if argindex != 2:
            raise ArgumentIndexError(self, argindex)
        target, output = self.args
        return to_sympy(self.row.derivative, {"t": target, "a": output})


@cache
def symbolic_function(name: str) -> type[sympy.Function]:
    """Return the SymPy function of the activation or loss called `name`.

    Raises:
        KeyError: there is none of that name.
    """
    if name in ACTIVATIONS:
        return type(name, (ActivationFunction,), {"row": ACTIVATIONS[name]})
    return type(name, (LossFunction,), {"row": LOSSES[name]})


def plain(value: sympy.Expr) -> sympy.Expr:
    """Return `value` with every activation and loss replaced by its definition."""
    functions = (ActivationFunction, LossFunction)
    return value.replace(
        lambda part: isinstance(part, functions),
        lambda part: to_sympy(definition_of_function(part), dict(_places(part))),
    )


def definition_of_function(value: sympy.Function) -> Expression:
    """Return the definition of an activation or a loss over the places 0, 1 … of its arguments."""
    places = tuple(Name(name) for name, _ in _places(value))
    definition = definition_of(type(value).__name__, places)
    assert definition is not None
    return definition


def _places(value: sympy.Function) -> list[tuple[str, sympy.Expr]]:
    return [(str(place), argument) for place, argument in enumerate(value.args)]


def to_sympy(value: Expression, values: Mapping[str, sympy.Expr] | None = None) -> sympy.Expr:
    """Return the SymPy value of a written expression.

    Arguments:
        value: the expression.
        values: what stands for a name; other names become symbols.

    Raises:
        ValueError: `value` has a part that SymPy has no counterpart for.
    """
    match value:
        case Name(name):
            return values[name] if values and name in values else sympy.Symbol(name)
        case Number(number):
            return _sympy_number(number)
        case Operation(operator, operands) if operator in _OPERATIONS:
            return _OPERATIONS[operator](*(to_sympy(operand, values) for operand in operands))
        case Call(function, arguments):
            inside = [to_sympy(argument, values) for argument in arguments]
            if function in _FUNCTIONS:
                return _FUNCTIONS[function](*inside)
            if function in ACTIVATIONS or function in LOSSES:
                return symbolic_function(function)(*inside)
    raise ValueError(f"no SymPy value for {value!r}")


_OPERATIONS: dict[str, Any] = {
    "+": sympy.Add,
    "*": sympy.Mul,
    "-": lambda left, right: left - right,
    "/": lambda left, right: left / right,
    "^": lambda base, exponent: base**exponent,
    "negative": lambda operand: -operand,
}
_FUNCTIONS: dict[str, Any] = {
    "EXP": sympy.exp,
    "LN": sympy.log,
    "TANH": sympy.tanh,
    "SQRT": sympy.sqrt,
    "ABS": sympy.Abs,
}


def _sympy_number(value: int | float | Fraction) -> sympy.Expr:
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return sympy.sympify(value)


def to_written(value: sympy.Expr) -> Expression:
    """Return a SymPy polynomial as a careful hand writes it: ``a − t``, ``a·(1 − a)``, ``1 − a²``.

    Terms with a plus come before terms with a minus, numbers before names, names before brackets.

    Raises:
        ValueError: `value` is not made of symbols, numbers, sums, products and powers.
    """
    if value.is_Symbol:
        return Name(value.name)
    if value.is_Rational:
        return Number(int(value) if value.is_Integer else Fraction(int(value.p), int(value.q)))
    if value.is_Add:
        return _written_sum(value)
    if value.is_Mul:
        return _written_product(value)
    if value.is_Pow:
        return to_written(value.base) ** to_written(value.exp)
    raise ValueError(f"no written form for {value!r}")


def _written_sum(value: sympy.Add) -> Expression:
    terms = sorted(value.args, key=_human_order)
    added = [to_written(term) for term in terms if not term.could_extract_minus_sign()]
    taken = [to_written(-term) for term in terms if term.could_extract_minus_sign()]
    if not added:
        return -total(taken)
    written = total(added)
    for term in taken:
        written = written - term
    return written


def _written_product(value: sympy.Mul) -> Expression:
    coefficient, rest = value.as_coeff_Mul()
    if coefficient == -1:
        return -to_written(rest)
    return product([to_written(factor) for factor in sorted(value.args, key=_human_order)])


def _human_order(value: sympy.Expr) -> tuple[int, str]:
    rank = 0 if value.is_Number else 1 if value.is_Symbol or value.is_Pow else 2
    return rank, str(value)
