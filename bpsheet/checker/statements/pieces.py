"""The words of a statement cut into numbers, names and signs, many glyphs for one made the same."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from bpsheet.tokens import ExpressionError, Token, number_of

LONGEST = 1_000
"""The most characters that are read as one expression."""

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−–—‐‑﹣－", "-"),
        **dict.fromkeys("·⋅×∙•∗", "*"),
        **dict.fromkeys("÷∕", "/"),
        **dict.fromkeys("[{", "("),
        **dict.fromkeys("]}", ")"),
        **dict.fromkeys("𝜕𝝏𝟃𝛛ð", "∂"),
        **dict.fromkeys("ꝺ", "δ"),
        **dict.fromkeys("’′", "'"),
    }
)
_RAISED = "⁰¹²³⁴-⁹¼½¾⅐-⅞"
_PIECES = re.compile(
    rf"""(?P<space>\s+)
    |(?P<letter_zero>0\d(?![\d.]))
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![\w])
    |(?P<coefficient>[0-9]+)(?=[^\W\d_])
    |(?P<fraction>[¼½¾⅓⅔⅕-⅞])
    |(?P<superscript>⁻?[⁰¹²³⁴-⁹]+)
    |(?P<partial>∂|δ)
    |(?P<sign>\*\*|[-+*/^()])
    |(?P<name>(?!\d)(?:(?![{_RAISED}δ])[\w\u0300-\u036f])+(?:⁽[⁰¹²³⁴-⁹]+⁾[₀-₉]+)?[⁺']?)""",
    re.VERBOSE,
)


class UnreadableError(ValueError):
    """Words that are no expression over known names."""


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text`, the last of kind ``end``.

    Raises:
        UnreadableError: `text` is too long or has a character that expressions do not have.
    """
    if len(text) > LONGEST:
        raise UnreadableError("too long")
    plain, place, found = unicodedata.normalize("NFC", text).translate(_SIGNS), 0, []
    while place < len(plain):
        match = _PIECES.match(plain, place)
        if match is None or match.lastgroup is None:
            raise UnreadableError(plain[place])
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, match[0], place + 1))
        place = match.end()
    return [*found, Token("end", "", len(text) + 1)]


def number(token: Token) -> int | Fraction:
    """Return the exact value of a number.

    Raises:
        UnreadableError: a cell could not hold it.
    """
    kind = "number" if token.kind == "coefficient" else token.kind
    try:
        return number_of(token._replace(kind=kind))
    except (ExpressionError, ValueError, OverflowError) as error:
        raise UnreadableError(token.text) from error
