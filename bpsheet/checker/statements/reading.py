"""A forgiving reader of the mathematics that people type into cells and text boxes.

It reads what `bpsheet.parser` reads, and besides: derivatives (``∂E1/∂a_o1``), products without a
sign, brackets of any kind, left open or not, and names in any spelling. What it cannot read for
certain it does not read at all.
"""

from __future__ import annotations

from collections.abc import Callable

from bpsheet.checker.statements.pieces import UnreadableError, number, tokens
from bpsheet.checker.statements.spellings import Spellings
from bpsheet.expression import Call, Expression, Name, Number, Operation, Operator
from bpsheet.tokens import Token, TokenReader

DEEPEST = 40
"""The most brackets and signs that may stand inside each other."""

DERIVATIVE = "derivative"
"""The function whose call is the derivative of an expression by a name."""

SIGNAL = "error signal"
"""The function whose call with a pre-activation is its error signal, of either sign."""

_FUNCTIONS = {
    "σ": "sigmoid",
    "sigma": "sigmoid",
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
_FACTORS = ("name", "partial", "fraction", "letter_zero")
"""What begins a factor of a product without a sign, besides a bracket."""


def read_expression(text: str, spellings: Spellings) -> Expression:
    """Return the expression that `text` writes, its names spelled as in the worked example.

    A derivative is ``Call(DERIVATIVE, (of, by))`` with a ``Name`` for `by`, and an error signal
    ``Call(SIGNAL, (unit,))`` with the name of a pre-activation.

    Raises:
        UnreadableError: it writes none, or has a name that is not known.
    """
    return _Reader(tokens(text), spellings).whole()


class _Reader(TokenReader):
    """Reads tokens from left to right, one method per rule of the grammar."""

    def __init__(self, tokens: list[Token], spellings: Spellings) -> None:
        super().__init__(tokens)
        self._spellings = spellings

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
                written = _joined("*", written, self._beside(written))
            else:
                return written

    def _beside(self, left: Expression) -> Expression:
        """Return the factor that stands without a sign beside `left`; w5(1) is no product."""
        right = self._power()
        is_number = isinstance(right, Number) or right == -Number(1)
        if is_number and isinstance(_last_factor(left), Name | Call):
            raise UnreadableError("an index")
        return right

    def _begins_factor(self) -> bool:
        return self._next.text == "(" or self._next.kind in _FACTORS

    def _factor(self) -> Expression:
        return -self._inside(self._factor) if self._take("-") else self._power()

    def _power(self) -> Expression:
        base = self._atom()
        if self._next.kind == "superscript":
            base = base ** Number(number(self._advance()))
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
                return Number(number(token))
            case "partial":
                return self._derivative(token)
            case "name" if _plain(token.text) in _FUNCTIONS and self._next.text == "(":
                return Call(self._function(_plain(token.text)), (self._atom(),))
            case "name" if token.text == "e" and self._next.text == "^":
                self._advance()
                return Call("EXP", (self._inside(self._exponent),))
            case "name" | "letter_zero":
                return self._named(token.text)
        if token.text != "(":
            raise UnreadableError(token.text)
        return self._bracketed()

    def _function(self, word: str) -> str:
        """Return the function that `word` calls; σ may stand for any activation."""
        if word in ("σ", "sigma") and not self._spellings.sigma_is_sigmoid:
            raise UnreadableError("some activation")
        return _FUNCTIONS[word]

    def _bracketed(self) -> Expression:
        """Return what stands in a bracket; one left open ends where the statement ends."""
        written = self._inside(self._sum)
        if not self._take(")") and self._next.kind != "end":
            raise UnreadableError(self._next.text)
        return written

    def _named(self, word: str) -> Expression:
        loss = self._spellings.differentiated(word)
        if self._next.kind == "partial" and loss == self._spellings.names.total:
            self._advance()
            return _derivative(Name(loss), self._by())
        quantity = self._spellings.quantity(word)
        return Name(quantity) if quantity else self._derivative_in_letters(word)

    def _derivative(self, partial: Token) -> Expression:
        """Return ∂…/∂… or the error signal δ…, of which the first sign is read."""
        if partial.text == "δ" and (signal := self._signal()) is not None:
            return signal
        of = self._differentiated()
        if not self._take("/"):
            raise UnreadableError("no derivative")
        if self._next.kind == "partial":
            self._advance()
        elif partial.text == "δ":
            raise UnreadableError("neither a derivative nor an error signal")
        return _derivative(of, self._by())

    def _differentiated(self) -> Expression:
        """Return what a derivative is of: E is the total loss here."""
        quantity = self._spellings.differentiated(self._next.text)
        if quantity is None or self._tokens[self._place + 1].text != "/":
            return self._inside(self._atom)
        self._advance()
        return Name(quantity)

    def _signal(self) -> Expression | None:
        unit = self._spellings.unit_of_signal(self._next.text)
        if unit is None or self._tokens[self._place + 1].text == "/":
            return None
        self._advance()
        return Call(SIGNAL, (Name(unit),))

    def _derivative_in_letters(self, word: str) -> Expression:
        """Return dE/dw5, of which dE is read."""
        of = self._spellings.differentiated(word[1:]) if word[:1] == "d" else None
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


def _derivative(of: Expression, by: Expression) -> Expression:
    return Call(DERIVATIVE, (of, by))


def _plain(function: str) -> str:
    """Return what a function is called in small letters; a large Σ is a sum and no σ."""
    return function.lower() if function.isascii() else function


def _last_factor(product: Expression) -> Expression:
    is_product = isinstance(product, Operation) and product.operator == "*"
    return product.children[-1] if is_product else product


def _joined(sign: Operator, left: Expression, right: Expression) -> Expression:
    runs_on = sign in "+*" and isinstance(left, Operation) and left.operator == sign
    return Operation(sign, (*left.children, right) if runs_on else (left, right))
