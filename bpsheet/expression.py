"""Expressions as a reader writes them: the order and the operations are kept.

SymPy sorts what it is given (``w1*i1`` becomes ``i1*w1``, ``a - b`` becomes ``a + (-1)*b``), so a
worked example holds its definitions in this form. Every spelling (text, LaTeX, a cell's formula),
every evaluation and the SymPy value are readings of it.

>>> w, x, y = Name("w"), Name("x"), Name("y")
>>> (w * x - y) ** 2
Operation('^', (Operation('-', (Operation('*', (Name('w'), Name('x'))), Name('y'))), Number(2)))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Operator = Literal["+", "-", "*", "/", "^", "negative", "&", "=", "<>", "<", "<=", ">", ">="]


class Expression:
    """Base of all written expressions; Python's operators build larger ones."""

    __slots__ = ()

    def __add__(self, other: Expression | float) -> Expression:
        return _chain("+", self, expression(other))

    def __radd__(self, other: float) -> Expression:
        return _chain("+", expression(other), self)

    def __sub__(self, other: Expression | float) -> Expression:
        return Operation("-", (self, expression(other)))

    def __rsub__(self, other: float) -> Expression:
        return Operation("-", (expression(other), self))

    def __mul__(self, other: Expression | float) -> Expression:
        return _chain("*", self, expression(other))

    def __rmul__(self, other: float) -> Expression:
        return _chain("*", expression(other), self)

    def __truediv__(self, other: Expression | float) -> Expression:
        return Operation("/", (self, expression(other)))

    def __rtruediv__(self, other: float) -> Expression:
        return Operation("/", (expression(other), self))

    def __pow__(self, exponent: Expression | float) -> Expression:
        return Operation("^", (self, expression(exponent)))

    def __neg__(self) -> Expression:
        return Operation("negative", (self,))

    @property
    def children(self) -> tuple[Expression, ...]:
        """The expressions directly inside this one, in written order."""
        return ()


@dataclass(frozen=True, slots=True)
class Number(Expression):
    """A constant; a ``Fraction`` is shown as one (½) and computed as its quotient."""

    value: int | float | Fraction

    def __repr__(self) -> str:
        return f"Number({self.value!r})"


@dataclass(frozen=True, slots=True)
class Text(Expression):
    """Words inside a cell formula; they have no place in the mathematics."""

    value: str


@dataclass(frozen=True, slots=True)
class Name(Expression):
    """A named quantity of the worked example."""

    name: str

    def __repr__(self) -> str:
        return f"Name({self.name!r})"


@dataclass(frozen=True, slots=True)
class Operation(Expression):
    """An operator with its operands; + and * take any number of them, the others two or one."""

    operator: Operator
    operands: tuple[Expression, ...]

    def __repr__(self) -> str:
        return f"Operation({self.operator!r}, {self.operands!r})"

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.operands


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function of its arguments: an activation (``sigmoid``) or a cell function (``MAX``)."""

    function: str
    arguments: tuple[Expression, ...]

    def __repr__(self) -> str:
        return f"Call({self.function!r}, {self.arguments!r})"

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.arguments


HALF = Number(Fraction(1, 2))
ONE = Number(1)
ZERO = Number(0)


def expression(value: Expression | float | Fraction) -> Expression:
    """Return `value` as an expression: numbers become ``Number``."""
    return value if isinstance(value, Expression) else Number(value)


def call(function: str, *arguments: Expression | float) -> Call:
    """Return `function` applied to `arguments`."""
    return Call(function, tuple(expression(argument) for argument in arguments))


def compare(left: Expression, operator: Operator, right: Expression | float) -> Operation:
    """Return the comparison `left` `operator` `right`, a truth value in a cell."""
    return Operation(operator, (left, expression(right)))


def join(*parts: Expression | str) -> Expression:
    """Return the cell text made of `parts`, joined by ``&``."""
    return Operation("&", tuple(Text(part) if isinstance(part, str) else part for part in parts))


def total(terms: list[Expression]) -> Expression:
    """Return the sum of `terms` in their order; 0 if there are none."""
    if not terms:
        return ZERO
    return terms[0] if len(terms) == 1 else Operation("+", tuple(terms))


def product(factors: list[Expression]) -> Expression:
    """Return the product of `factors` in their order: factors 1 are dropped, products flattened."""
    flat = [inner for factor in factors for inner in factors_of(factor) if inner != ONE]
    if not flat:
        return ONE
    return flat[0] if len(flat) == 1 else Operation("*", tuple(flat))


def factors_of(value: Expression) -> tuple[Expression, ...]:
    """Return the factors of a product, or the expression alone."""
    is_product = isinstance(value, Operation) and value.operator == "*"
    return value.children if is_product else (value,)


def walk(value: Expression) -> Iterator[Expression]:
    """Yield `value` and every expression inside it, outermost first, in written order."""
    pending = [value]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(current.children))


def names_in(value: Expression) -> tuple[str, ...]:
    """Return the names that `value` mentions, each once, in the order of first mention."""
    return tuple(dict.fromkeys(part.name for part in walk(value) if isinstance(part, Name)))


def transform(value: Expression, change: Callable[[Expression], Expression | None]) -> Expression:
    """Return `value` with every part for which `change` answers replaced by the answer.

    Arguments:
        value: the expression.
        change: called on each part, outermost first; ``None`` keeps the part and looks inside it.
    """
    changed = change(value)
    if changed is not None:
        return changed
    if isinstance(value, Operation):
        return Operation(value.operator, tuple(transform(part, change) for part in value.operands))
    if isinstance(value, Call):
        return Call(value.function, tuple(transform(part, change) for part in value.arguments))
    return value


def substitute(value: Expression, replacements: Mapping[str, Expression]) -> Expression:
    """Return `value` with the names in `replacements` replaced; other names stay."""
    return transform(
        value, lambda part: replacements.get(part.name) if isinstance(part, Name) else None
    )


def _chain(operator: Literal["+", "*"], left: Expression, right: Expression) -> Operation:
    """Return `left` `operator` `right`, continuing a chain of the same operator on the left."""
    if isinstance(left, Operation) and left.operator == operator:
        return Operation(operator, (*left.operands, right))
    return Operation(operator, (left, right))
