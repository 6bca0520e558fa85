"""Reads canonical formulas: a bounded grammar of our own, so that nothing is ever executed.

A minus in front binds tighter than a power, and powers bind from left to right, as in Excel::

    operation = signed { operator signed }, tightest first: ^, * /, + -, &, = <> < <= > >=
    signed    = { "-" | "+" } atom { "%" }
    atom      = number | text | reference | function "(" arguments ")" | "(" operation ")"
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, cast

from bpsheet.checker.book import Formula
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas.evaluation import FUNCTIONS
from bpsheet.expression import Call, Expression, Number, Operation, Operator, Text

MOST_BRACKETS = 64
"""How many brackets and functions may stand inside each other; Excel allows as many."""

DEEPEST = 100
"""How many operators and functions may apply to each other; a run of + or of * is one."""

LONGEST = 65_536
"""The characters of a canonical formula: distances make the 8,192 that Excel allows longer."""

_AXIS = r"(?:\[-?\d{1,8}\]|\d{1,8})"
_AXES = rf"R{_AXIS}C{_AXIS}"
_TOKENS = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*+")
    |(?P<reference>(?:'(?:[^']|'')++'!)?{_AXES}(?::{_AXES})?)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d][\w.]*)
    |(?P<sign><=|>=|<>|[-+*/^&=<>(),%])
    |(?P<error>\#[A-Z/0]+[!?]?)""",
    re.VERBOSE,
)
_CORNER = re.compile(r"R(\[)?(-?\d+)\]?C(\[)?(-?\d+)\]?")
_BINDING: Mapping[str, int] = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), 1),
    **{"&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5},
}
"""How tightly the operators between two operands bind."""
_SPELLINGS = {"POW": "POWER", "AVG": "AVERAGE"}
"""What other programs call a function."""
_UNREAD: Mapping[str, str] = {
    ":": "a reference to whole rows, columns or several sheets",
    "[": "a reference into another workbook or a named table",
    "{": "an array of constants",
    **dict.fromkeys("!'", "a name that belongs to a sheet"),
}
"""What begins with a sign that is not read."""


class UnreadableError(ValueError):
    """A formula that bpsheet does not compute with; the text says what of it."""


class _Token(NamedTuple):
    kind: str
    text: str


@lru_cache(maxsize=4096)
def read_formula(text: str) -> Formula:
    """Return what a canonical formula means.

    What it does not compute with is said in the formula's ``unread``, never guessed.

    >>> read_formula("R[0]C[-1]*2").expression
    Operation('*', (CellAt(row=0, column=-1, row_fixed=False, column_fixed=False, sheet=None), \
Number(2)))
    >>> read_formula("WEBSERVICE(R0C0)").unread
    'the function WEBSERVICE'
    """
    try:
        written = _Reader(_tokens(text)).whole()
        _refuse_depth(written)
        return Formula(text, written)
    except UnreadableError as error:
        return Formula(text, None, str(error))


def _tokens(text: str) -> list[_Token]:
    if len(text) > LONGEST:
        raise UnreadableError(f"more than {LONGEST:,} characters")
    found, place = [], 0
    while place < len(text):
        match = _TOKENS.match(text, place)
        if match is None or match.lastgroup is None:
            raise UnreadableError(_UNREAD.get(text[place], f"the sign {text[place]!a}"))
        found.append(_Token(match.lastgroup, match[0]))
        place = match.end()
    return [*found, _Token("end", "")]


def _refuse_depth(written: Expression) -> None:
    """Raise if parts lie so deep inside each other that following them needs too much memory."""
    level, depth = [written], 0
    while level := [child for part in level for child in part.children]:
        depth += 1
        if depth > DEEPEST:
            raise UnreadableError(f"more than {DEEPEST} operations one inside the other")


class _Reader:
    """Reads tokens from left to right, one method per rule of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._level = 0

    def whole(self) -> Expression:
        """Return the expression that all tokens together write."""
        written = self._operation()
        if self._next.kind != "end":
            raise UnreadableError(f"{self._next.text} in this place")
        return written

    def _operation(self, loosest: int = 1) -> Expression:
        """Return operands and the operators between them that bind no looser than `loosest`."""
        written = self._signed()
        while self._next.kind == "sign" and _BINDING.get(self._next.text, 0) >= loosest:
            sign = self._next.text
            operands = [written]
            while self._next.text == sign and (sign in ("+", "*") or len(operands) == 1):
                self._advance()
                operands.append(self._operation(_BINDING[sign] + 1))
            written = Operation(cast(Operator, sign), tuple(operands))
        return written

    def _signed(self) -> Expression:
        minuses = 0
        while self._next.text in ("-", "+") and self._next.kind == "sign":
            minuses += self._advance().text == "-"
        written = self._atom()
        while self._next.text == "%" and self._next.kind == "sign":
            self._advance()
            written = Operation("/", (written, Number(100)))
        for _ in range(minuses):
            written = -written
        return written

    def _atom(self) -> Expression:
        token = self._advance()
        match token.kind:
            case "number":
                return _number(token.text)
            case "text":
                return Text(token.text[1:-1].replace('""', '"'))
            case "reference":
                return _reference(token.text)
            case "word":
                return self._word(token.text)
            case "end":
                raise UnreadableError("its end is missing")
        if token.text != "(":
            raise UnreadableError(f"{token.text} in this place")
        written = self._bracketed()
        if len(written) != 1:
            raise UnreadableError("brackets that do not hold one value")
        return written[0]

    def _word(self, word: str) -> Expression:
        if self._next.text != "(":
            if word in ("TRUE", "FALSE"):
                return Call(word, ())
            raise UnreadableError(f"the name {word}")
        self._advance()
        function = _SPELLINGS.get(word, word)
        if function not in FUNCTIONS:
            raise UnreadableError(f"the function {word}")
        arguments = self._bracketed()
        least, most = FUNCTIONS[function].arguments
        if not least <= len(arguments) <= most:
            raise UnreadableError(f"{word} of {len(arguments)} arguments")
        return Call(function, tuple(arguments))

    def _bracketed(self) -> list[Expression]:
        """Return what stands in brackets, of which the left one is read."""
        self._level += 1
        if self._level > MOST_BRACKETS:
            raise UnreadableError(f"more than {MOST_BRACKETS} brackets inside each other")
        written: list[Expression] = []
        if self._next.text != ")":
            written.append(self._operation())
            while self._next.text == ",":
                self._advance()
                written.append(self._operation())
        if self._advance().text != ")":
            raise UnreadableError("a bracket that is not closed")
        self._level -= 1
        return written

    @property
    def _next(self) -> _Token:
        return self._tokens[self._place]

    def _advance(self) -> _Token:
        token = self._next
        self._place += token.kind != "end"
        return token


def _number(text: str) -> Number:
    value = float(text)
    if math.isinf(value):
        raise UnreadableError(f"the number {text}")
    return Number(int(text)) if text.isdecimal() and value < 2**53 else Number(value)


def _reference(text: str) -> CellAt | Area:
    sheet, mark, corners = text.rpartition("!")
    name = sheet[1:-1].replace("''", "'") if mark else None
    if name is not None and "[" in name:
        raise UnreadableError(_UNREAD["["])
    if name is not None and ":" in name:
        raise UnreadableError("cells of several sheets")
    first, _, last = corners.partition(":")
    if last:
        return Area(_corner(first, name), _corner(last, name))
    return _corner(first, name)


def _corner(text: str, sheet: str | None) -> CellAt:
    match = _CORNER.fullmatch(text)
    assert match is not None
    row_moves, row, column_moves, column = match.groups()
    return CellAt(int(row), int(column), row_moves is None, column_moves is None, sheet)
