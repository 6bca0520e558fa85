"""Written expressions as SymPy values.

SymPy differentiates the plain sigmoid to exp(−h)/(1 + exp(−h))². The functions here know their
derivative in terms of their own output instead, which is what a worked example writes: a·(1 − a).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache, reduce
from typing import Any, ClassVar

import sympy
from sympy.core.function import ArgumentIndexError

from bpsheet.expression import Call, Expression, Name, Number, Operation, names_in
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


class LayerFunction(sympy.Function):  # type: ignore[misc]
    """An activation that looks at its whole layer: of one pre-activation, then of all."""

    row: ClassVar[Activation]

    def _eval_derivative(self, symbol: sympy.Symbol) -> sympy.Expr:
        """Return the derivative in terms of this function's value and those of the other units."""
        own, *layer = self.args
        return sympy.Add(*(self._slope(own, unit) * unit.diff(symbol) for unit in layer))

    def _slope(self, own: sympy.Expr, unit: sympy.Expr) -> sympy.Expr:
        if unit == own:
            return to_sympy(self.row.derivative, {"a": self})
        assert self.row.cross is not None
        return to_sympy(self.row.cross, {"a": self, "b": self.func(unit, *self.args[1:])})


class LossFunction(sympy.Function):  # type: ignore[misc]
    """The error of one output as a SymPy function of its target, the output and their number."""

    row: ClassVar[Loss]

    def fdiff(self, argindex: int = 2) -> sympy.Expr:
        """Return the derivative with respect to the output; a target is never differentiated."""
        if argindex != 2:
            raise ArgumentIndexError(self, argindex)
        return to_sympy(self.row.derivative, dict(zip("tan", self.args, strict=False)))


class AbsoluteValue(sympy.Function):  # type: ignore[misc]
    """|x| of a real x; SymPy's own also takes complex ones, and its derivative shows it."""

    nargs = 1

    @classmethod
    def eval(cls, argument: sympy.Expr) -> sympy.Expr | None:
        """Return the value for a number."""
        return sympy.Abs(argument) if argument.is_number else None

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the sign of the argument, which is 0 at 0."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return sympy.sign(self.args[0])


class Larger(sympy.Function):  # type: ignore[misc]
    """The larger of two numbers; where they tie, its derivative is that of the first.

    SymPy's own Max forgets which is the first, and has no derivative where two always tie.
    """

    nargs = 2
    beats: ClassVar[type[sympy.Rel]] = sympy.Gt
    of_numbers: ClassVar[type[sympy.Expr]] = sympy.Max

    @classmethod
    def eval(cls, first: sympy.Expr, second: sympy.Expr) -> sympy.Expr | None:
        """Return the value for numbers."""
        return cls.of_numbers(first, second) if first.is_number and second.is_number else None

    def _eval_derivative(self, symbol: sympy.Symbol) -> sympy.Expr:
        first, second = self.args
        slopes = first.diff(symbol), second.diff(symbol)
        if slopes[0] == slopes[1]:
            return slopes[0]
        wins = self.beats(second, first, evaluate=False)
        if slopes[1] == 0:
            return _by_cases(slopes[0], wins.negated.reversed, slopes[1])
        return _by_cases(slopes[1], wins, slopes[0])


class Smaller(Larger):
    """The smaller of two numbers; where they tie, its derivative is that of the first."""

    beats = sympy.Lt
    of_numbers = sympy.Min


@cache
def symbolic_function(name: str) -> type[sympy.Function]:
    """Return the SymPy function of the activation or loss called `name`.

    Raises:
        KeyError: there is none of that name.
    """
    if name in LOSSES:
        loss = LOSSES[name]
        nargs = 3 if "n" in names_in(loss.definition) else 2
        return type(name, (LossFunction,), {"row": loss, "nargs": nargs})
    activation = ACTIVATIONS[name]
    kind = ActivationFunction if activation.cross is None else LayerFunction
    return type(name, (kind,), {"row": activation})


def plain(value: sympy.Expr) -> sympy.Expr:
    """Return `value` with every activation and loss replaced by its definition."""
    functions = (ActivationFunction, LayerFunction, LossFunction)
    return value.replace(
        lambda part: isinstance(part, functions),
        lambda part: to_sympy(definition_of_function(part), dict(_places(part))),
    )


def definition_of_function(value: sympy.Function) -> Expression:
    """Return the definition of an activation or a loss over the places 0, 1 … of its arguments."""
    places = tuple(
        Number(int(argument)) if argument.is_Integer else Name(name)
        for name, argument in _places(value)
    )
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
        case Call("IF", (condition, first, second)):
            holds, *branches = (to_sympy(part, values) for part in (condition, first, second))
            return _by_cases(branches[0], holds, branches[1])
        case Call(function, arguments):
            inside = [to_sympy(argument, values) for argument in arguments]
            if function in _FUNCTIONS:
                return _FUNCTIONS[function](*inside)
            if function in ACTIVATIONS or function in LOSSES:
                return symbolic_function(function)(*inside)
    raise ValueError(f"no SymPy value for {value!r}")


def _by_cases(value: sympy.Expr, condition: sympy.Rel, otherwise: sympy.Expr) -> sympy.Piecewise:
    """Return a value by cases; SymPy would solve the condition for one of its symbols."""
    return sympy.Piecewise((value, condition), (otherwise, True), evaluate=False)


_OPERATIONS: dict[str, Any] = {
    "+": sympy.Add,
    "*": sympy.Mul,
    "-": lambda left, right: left - right,
    "/": lambda left, right: left / right,
    "^": lambda base, exponent: base**exponent,
    "negative": lambda operand: -operand,
    "=": sympy.Eq,
    "<>": sympy.Ne,
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
}
_FUNCTIONS: dict[str, Any] = {
    "EXP": sympy.exp,
    "LN": sympy.log,
    "TANH": sympy.tanh,
    "SQRT": sympy.sqrt,
    "ABS": AbsoluteValue,
    "SIGN": sympy.sign,
    "MAX": lambda *numbers: reduce(Larger, numbers),
    "MIN": lambda *numbers: reduce(Smaller, numbers),
}


def _sympy_number(value: int | float | Fraction) -> sympy.Expr:
    """Return a constant exactly: a decimal as the fraction that its digits say."""
    exact = Fraction(str(value))
    return sympy.Rational(exact.numerator, exact.denominator)
