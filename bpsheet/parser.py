"""Reads an expression that a person typed; the text never reaches Python's or SymPy's evaluation.

The grammar, loosest first. A minus in front takes in the product behind it and binds looser than a
power, as on paper: ``-a^2`` is −(a²). A power of a power needs brackets, for ``a^b^c`` means one
thing in one spreadsheet and another in the next::

    sum     = term { ("+" | "-") term }
    term    = "-" term | product
    product = power { ("*" | "/") factor }
    factor  = "-" factor | power
    power   = atom [ "^" ["-"] atom | superscript ]
    atom    = number | name | function "(" sum { "," sum } ")" | "(" sum ")"

>>> from bpsheet.notation.text import text
>>> text(parse("(w*x - y)**2"))
'(w·x − y)²'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from bpsheet.expression import Call, Expression, Name, Number, Operation, Operator
from bpsheet.tokens import ExpressionError, Token, TokenReader, number_of, tokens

__all__ = ["DEEPEST", "FUNCTIONS", "ExpressionError", "parse", "parse_name"]

DEEPEST = 50
"""The most operations, functions and brackets that may stand inside each other."""

FUNCTIONS = {
    "sigmoid": "sigmoid",
    "σ": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "ReLU": "relu",
    "exp": "EXP",
    "ln": "LN",
    "sqrt": "SQRT",
    "abs": "ABS",
    "max": "MAX",
    "min": "MIN",
}
"""What an expression calls a function, and what the function's ``Call`` says."""

_OF_SEVERAL = ("MAX", "MIN")
_SUMS: dict[str, Operator] = {"+": "+", "-": "-", "−": "-", "–": "-"}
_PRODUCTS: dict[str, Operator] = {"*": "*", "·": "*", "⋅": "*", "×": "*", "/": "/", "÷": "/"}
_MINUS = ("-", "−", "–")
_POWER = ("^", "**")


def parse(text: str) -> Expression:
    """Return the expression that `text` writes, in its order and with its operations.

    Arguments:
        text: numbers, names, ``+ - * / ^`` (also ``**``, ``·``, ``×``, ``−``, ``²``), round
            brackets and `FUNCTIONS`. A decimal number becomes an exact fraction.

    Raises:
        ExpressionError: `text` writes none, or one that is too long or too deep.

    >>> parse("w*x + 0.5")
    Operation('+', (Operation('*', (Name('w'), Name('x'))), Number(Fraction(1, 2))))
    """
    return _Reader(tokens(text)).whole()


def parse_name(text: str) -> str:
    """Return the name that `text` is, in the spelling that expressions have.

    A letter with a hat is one name however it was typed.

    Raises:
        ExpressionError: `text` is not a single name, or is the name of a function.

    >>> parse_name("y\\u0302")
    'ŷ'
    """
    written = parse(text)
    if isinstance(written, Name):
        return written.name
    raise ExpressionError("a name has letters, digits and _ only, and begins with a letter", 1)


class _Reader(TokenReader):
    """Reads tokens from left to right, one method per rule of the grammar."""

    def whole(self) -> Expression:
        """Return the expression that all tokens together write."""
        if self._next.kind == "end":
            raise ExpressionError("there is nothing to read; write an expression", 1)
        written = self._sum()
        if self._next.kind != "end":
            raise self._misplaced()
        if _depth(written) > DEEPEST:
            raise _too_deep(1)
        return written

    def _sum(self) -> Expression:
        return self._chain(self._term(), self._term, _SUMS)

    def _term(self) -> Expression:
        return -self._inside(self._term) if self._take(*_MINUS) else self._product()

    def _product(self) -> Expression:
        return self._chain(self._power(), self._factor, _PRODUCTS)

    def _factor(self) -> Expression:
        return -self._inside(self._factor) if self._take(*_MINUS) else self._power()

    def _chain(
        self, first: Expression, other: Callable[[], Expression], signs: dict[str, Operator]
    ) -> Expression:
        """Return operands joined from left to right; runs of + and of * stay together."""
        written, joined = first, None
        while self._next.text in signs:
            sign = signs[self._advance().text]
            run = written.children if sign == joined and sign in "+*" else (written,)
            written, joined = Operation(sign, (*run, other())), sign
        return written

    def _power(self) -> Expression:
        base = self._atom()
        if self._next.kind == "superscript":
            base = base ** Number(number_of(self._advance()))
        elif self._take(*_POWER):
            base = base ** (-self._atom() if self._take(*_MINUS) else self._atom())
        if self._next.kind == "superscript" or self._next.text in _POWER:
            message = "a power of a power needs brackets: (a^b)^c or a^(b^c)"
            raise ExpressionError(message, self._next.column)
        return base

    def _atom(self) -> Expression:
        token = self._advance()
        match token.kind:
            case "number" | "fraction":
                return Number(number_of(token))
            case "name" if self._next.text == "(" or token.text in FUNCTIONS:
                return self._call(token)
            case "name":
                return Name(unicodedata.normalize("NFC", token.text))
        if token.text != "(":
            raise _no_operand(token)
        (written,) = self._bracketed(token)
        return written

    def _call(self, function: Token) -> Expression:
        if function.text not in FUNCTIONS:
            raise ExpressionError(_no_function(function.text), function.column)
        if self._next.text != "(":
            message = f"{function.text} is a function; write brackets behind it"
            raise ExpressionError(message, function.column)
        called = FUNCTIONS[function.text]
        arguments = self._bracketed(self._advance(), several=called in _OF_SEVERAL)
        return Call(called, tuple(arguments))

    def _bracketed(self, bracket: Token, *, several: bool = False) -> list[Expression]:
        """Return what stands in brackets, of which the left one is read."""
        written = [self._inside(self._sum)]
        while several and self._take(","):
            written.append(self._inside(self._sum))
        if several and len(written) == 1:
            raise ExpressionError(
                "max and min need two values or more, as in max(0, x)", bracket.column
            )
        if self._next.kind == "end":
            raise ExpressionError(
                "this bracket is not closed; write ) where it ends", bracket.column
            )
        if not self._take(")"):
            raise self._misplaced()
        return written

    def _inside(self, rule: Callable[[], Expression]) -> Expression:
        """Return what `rule` reads one level further in."""
        self._level += 1
        if self._level > DEEPEST:
            raise _too_deep(self._next.column)
        written = rule()
        self._level -= 1
        return written

    def _misplaced(self) -> ExpressionError:
        token = self._next
        if token.text == ")":
            return ExpressionError("no bracket is open here; remove this )", token.column)
        if token.text == ",":
            message = "a comma parts the values of max and min only; write 0.5 with a point"
            return ExpressionError(message, token.column)
        message = f"write an operator, such as *, before {token.text}"
        return ExpressionError(message, token.column)


def _no_operand(token: Token) -> ExpressionError:
    found = f"not {token.text}" if token.text else "but the expression ends"
    message = f"a number, a name or a bracket should stand here, {found}"
    return ExpressionError(message, token.column)


def _no_function(name: str) -> str:
    if name == "log":
        return "write ln for the natural logarithm: log has base 10 in spreadsheets"
    known = ", ".join(FUNCTIONS)
    return f"{name} is not a function ({known}); for a product write {name}*("


def _too_deep(column: int) -> ExpressionError:
    message = f"more than {DEEPEST} operations stand inside each other; name a part as its own step"
    return ExpressionError(message, column)


def _depth(value: Expression) -> int:
    deepest, pending = 0, [(value, 1)]
    while pending:
        part, depth = pending.pop()
        deepest = max(deepest, depth)
        pending += [(child, depth + 1) for child in part.children]
    return deepest
