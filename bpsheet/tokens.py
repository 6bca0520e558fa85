"""An expression's text cut into numbers, names and signs."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

LONGEST = 2_000
"""The most characters an expression may have."""

_RAISED = "⁰¹²³⁴-⁹¼½¾⅐-⅞"
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<fraction>[¼½¾⅓⅔⅕-⅞])
    |(?P<superscript>⁻?[⁰¹²³⁴-⁹]+)
    |(?P<sign>\*\*|[-−–+*·⋅×/÷^(),])
    |(?P<name>(?![\d_₀-₉])(?:(?![{_RAISED}])[\w\u0300-\u036f])+)""",
    re.VERBOSE,
)


class ExpressionError(ValueError):
    """An expression that cannot be read: what is wrong, where, and how to mend it.

    Arguments:
        message: one line for the person who wrote the expression.
        column: the place in the text, counted from 1.
    """

    def __init__(self, message: str, column: int) -> None:
        self.message, self.column = message, column
        super().__init__(f"column {column}: {message}")


class Token(NamedTuple):
    """A piece of an expression: what kind it is (a group of the pattern, or ``end``) and where."""

    kind: str
    text: str
    column: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text`, the last of kind ``end``.

    Raises:
        ExpressionError: `text` is too long or has a character that expressions do not have.
    """
    if len(text) > LONGEST:
        message = f"an expression has at most {LONGEST} characters; split it into steps"
        raise ExpressionError(message, LONGEST + 1)
    found, place = [], 0
    while place < len(text):
        match = _TOKENS.match(text, place)
        if match is None:
            raise ExpressionError(_unreadable(text[place]), place + 1)
        if match.lastgroup and match.lastgroup != "space":
            found.append(Token(match.lastgroup, match[0], place + 1))
        place = match.end()
    return [*found, Token("end", "", len(text) + 1)]


def _unreadable(character: str) -> str:
    if character in "=<>":
        return f"{character} has no place here; write only what stands right of the equals sign"
    if character in "[]{}":
        return f"write round brackets ( ) in place of {character}"
    return f"{character!a} has no place in an expression; remove it"


def number_of(token: Token) -> int | Fraction:
    """Return the exact value of a number, a fraction such as ½, or a superscript.

    Raises:
        ExpressionError: a cell could not hold the number.
    """
    plain = unicodedata.normalize("NFKC", token.text)
    if token.kind == "fraction":
        return Fraction(plain.replace("\N{FRACTION SLASH}", "/"))
    digits = plain.replace("\N{MINUS SIGN}", "-")
    is_zero = not re.search("[1-9]", re.split("[eE]", digits)[0])
    if abs(float(digits)) in (0.0, float("inf")) and not is_zero:
        message = "a number lies between 5e-324 and 1.7e308; this one cannot be computed with"
        raise ExpressionError(message, token.column)
    value = Fraction(0 if is_zero else digits)
    return int(value) if value.denominator == 1 else value


class TokenReader:
    """Goes through tokens from left to right; a grammar adds a method per rule.

    Arguments:
        tokens: the last is of kind ``end``.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._level = 0

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
