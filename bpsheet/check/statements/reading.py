"""A forgiving reader of the mathematics that people type into cells and text boxes.

It reads what `bpsheet.parser` reads, and besides: derivatives (``∂E1/∂a_o1``), products without a
sign, brackets of any kind, left open or not, and names in any spelling. What it cannot read for
certain it does not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from bpsheet.check.statements.spellings import Spellings
from bpsheet.expression import Call, Expression, Name, Number, Operation, Operator
from bpsheet.tokens import ExpressionError, number_of
from bpsheet.tokens import Token as PlainToken

LONGEST = 1_000
"""The most characters that are read as one expression."""

DEEPEST = 40
"""The most brackets and signs that may stand inside each other."""

DERIVATIVE = "derivative"
"""The function whose call is the derivative of an expression by a name."""

SIGNAL_SIGN = Name("sign of δ")
"""1 where an error signal δ is ∂E/∂h, and −1 where it is the negative of it."""

_FUNCTIONS = {
    "σ": "sigmoid",
    "sigmoid": "sigmoid",
    "sig": "sigmoid",
    "logistic": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "exp": "EXP",
    "ln": "LN",
    "sqrt": "SQRT",
}
_SUMS: dict[str, Operator] = {"+": "+", "-": "-"}
_PRODUCTS: dict[str, Operator] = {"*": "*", "/": "/"}
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−–—‐‑﹣－", "-"),
        **dict.fromkeys("·⋅×∙•∗", "*"),
        **dict.fromkeys("÷∕", "/"),
        **dict.fromkeys("[{", "("),
        **dict.fromkeys("]}", ")"),
        **dict.fromkeys("𝜕𝝏𝟃𝛛", "∂"),
        **dict.fromkeys("ꝺ", "δ"),
        **dict.fromkeys("’′", "'"),
    }
)
_RAISED = "⁰¹²³⁴-⁹¼½¾⅐-⅞"
_PIECES = rf"""(?P<space>\s+)
    |(?P<letter_zero>0\d(?![\d.]))
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![\w])
    |(?P<coefficient>[0-9]+)(?=[^\W\d_])
    |(?P<fraction>[¼½¾⅓⅔⅕-⅞])
    |(?P<superscript>⁻?[⁰¹²³⁴-⁹]+)
    |(?P<partial>∂|δ)
    |(?P<sign>\*\*|[-+*/^()])
    |(?P<name>(?!\d)(?:(?![{_RAISED}δ])\w)+[⁺']?)"""


class Token(NamedTuple):
    """A piece of a statement: what kind it is and its text."""

    kind: str
    text: str


class UnreadableError(ValueError):
    """Words that are no expression over known names."""


def read_expression(text: str, spellings: Spellings) -> Expression:
    """Return the expression that `text` writes, its names spelled as in the worked example.

    A derivative is ``Call(DERIVATIVE, (of, by))``, with a ``Name`` for `by`.

    Raises:
        UnreadableError: it writes none, or has a name that is not known.
    """
    return _Reader(_tokens(text, spellings), spellings).whole()


def _tokens(text: str, spellings: Spellings) -> list[Token]:
    if len(text) > LONGEST:
        raise UnreadableError("too long")
    plain, place, found = text.translate(_SIGNS), 0, []
    known = "|".join(map(re.escape, spellings.irregular))
    pieces = re.compile(rf"(?P<known>{known})|{_PIECES}" if known else _PIECES, re.VERBOSE)
    while place < len(plain):
        match = pieces.match(plain, place)
        if match is None or match.lastgroup is None:
            raise UnreadableError(plain[place])
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, match[0]))
        place = match.end()
    return [*found, Token("end", "")]


class _Reader:
    """Reads tokens from left to right, one method per rule of the grammar."""

    def __init__(self, tokens: list[Token], spellings: Spellings) -> None:
        self._tokens = tokens
        self._spellings = spellings
        self._place = 0
        self._level = 0

    def whole(self) -> Expression:
        """Return the expression that all tokens together write."""
        written = self._sum()
        if self._next.kind != "end":
            raise UnreadableError(self._next.text)
        return written

    def _sum(self) -> Expression:
        written = self._product()
        while self._next.text in _SUMS:
            sign = _SUMS[self._advance().text]
            written = _joined(sign, written, self._product())
        return written

    def _product(self) -> Expression:
        if self._take("-"):
            return -self._inside(self._product)
        self._take("+")
        written = self._power()
        while True:
            if self._next.text in _PRODUCTS:
                written = _joined(_PRODUCTS[self._advance().text], written, self._factor())
            elif self._begins_factor():
                written = _joined("*", written, self._power())
            else:
                return written

    def _begins_factor(self) -> bool:
        return self._next.text == "(" or self._next.kind in (
            "name",
            "known",
            "partial",
            "fraction",
            "letter_zero",
        )

    def _factor(self) -> Expression:
        return -self._inside(self._factor) if self._take("-") else self._power()

    def _power(self) -> Expression:
        base = self._atom()
        if self._next.kind == "superscript":
            base = base ** Number(_number(self._advance()))
        elif self._take("^", "**"):
            base = base ** self._inside(self._exponent)
        if self._next.kind == "superscript" or self._next.text in ("^", "**"):
            raise UnreadableError("a power of a power")
        return base

    def _exponent(self) -> Expression:
        return -self._atom() if self._take("-") else self._atom()

    def _atom(self) -> Expression:
        token = self._advance()
        match token.kind:
            case "number" | "fraction" | "coefficient":
                return Number(_number(token))
            case "partial":
                return self._derivative(token)
            case "name" if token.text.casefold() in _FUNCTIONS and self._next.text == "(":
                return Call(_FUNCTIONS[token.text.casefold()], (self._atom(),))
            case "name" if token.text == "e" and self._next.text == "^":
                self._advance()
                return Call("EXP", (self._inside(self._exponent),))
            case "name" | "known" | "letter_zero":
                return self._named(token.text)
        if token.text != "(":
            raise UnreadableError(token.text)
        return self._bracketed()

    def _bracketed(self) -> Expression:
        """Return what stands in a bracket; one left open ends where the statement ends."""
        written = self._inside(self._sum)
        if not self._take(")") and self._next.kind != "end":
            raise UnreadableError(self._next.text)
        return written

    def _named(self, word: str) -> Expression:
        quantity = self._spellings.quantity(word)
        if quantity is None:
            return self._derivative_in_letters(word)
        names = self._spellings.names
        if quantity in (names.total, names.error) and self._next.kind == "partial":
            self._advance()
            return _derivative(Name(quantity), self._by())
        return Name(quantity)

    def _derivative(self, partial: Token) -> Expression:
        """Return ∂…/∂… or the error signal δ…, of which the first sign is read."""
        if partial.text == "δ" and (signal := self._signal()) is not None:
            return signal
        of = self._inside(self._atom)
        if not self._take("/"):
            raise UnreadableError("no derivative")
        if self._next.kind == "partial":
            self._advance()
        elif partial.text == "δ":
            raise UnreadableError("neither a derivative nor an error signal")
        return _derivative(of, self._by())

    def _signal(self) -> Expression | None:
        unit = self._spellings.unit_of_signal(self._next.text)
        if unit is None or self._tokens[self._place + 1].text == "/":
            return None
        self._advance()
        total = Name(self._spellings.names.total)
        return Operation("*", (SIGNAL_SIGN, _derivative(total, Name(unit))))

    def _derivative_in_letters(self, word: str) -> Expression:
        """Return dE/dw5, of which dE is read."""
        of = self._spellings.quantity(word[1:]) if word[:1] == "d" else None
        if of is None or not self._take("/"):
            raise UnreadableError(word)
        below = self._advance().text
        by = self._spellings.quantity(below[1:]) if below[:1] == "d" else None
        if by is None:
            raise UnreadableError(below)
        return _derivative(Name(of), Name(by))

    def _by(self) -> Expression:
        by = self._inside(self._atom)
        if isinstance(by, Name) and by.name in self._spellings.graph:
            return by
        raise UnreadableError("a derivative by something without a name")

    def _inside(self, rule: Callable[[], Expression]) -> Expression:
        """Return what `rule` reads one level further in."""
        self._level += 1
        if self._level > DEEPEST:
            raise UnreadableError("too deep")
        written = rule()
        self._level -= 1
        return written

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _advance(self) -> Token:
        token = self._next
        self._place += token.kind != "end"
        return token

    def _take(self, *signs: str) -> bool:
        """Return whether the next token is one of `signs`, and step over it if so."""
        taken = self._next.text in signs
        self._place += taken
        return taken


def _derivative(of: Expression, by: Expression) -> Expression:
    return Call(DERIVATIVE, (of, by))


def _joined(sign: Operator, left: Expression, right: Expression) -> Expression:
    runs_on = sign in "+*" and isinstance(left, Operation) and left.operator == sign
    return Operation(sign, (*left.children, right) if runs_on else (left, right))


def _number(token: Token) -> int | Fraction:
    kind = "number" if token.kind == "coefficient" else token.kind
    try:
        return number_of(PlainToken(kind, token.text, 1))
    except (ExpressionError, ValueError, OverflowError) as error:
        raise UnreadableError(token.text) from error
