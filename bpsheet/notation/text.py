"""Expressions as Unicode text, the way a careful hand writes them.

>>> from bpsheet.expression import HALF, Name
>>> text(HALF * (Name("t1") - Name("a_o1")) ** 2)
'½·(t1 − a_o1)²'
"""

from __future__ import annotations

from fractions import Fraction

from bpsheet.expression import Call, Expression, Name, Number, Operation, names_in, substitute
from bpsheet.functions import ACTIVATIONS
from bpsheet.notation.printer import ATOM, FRACTIONS, Printer, binding_of, decimal, shown

_BINDING = {
    "IF": 0, "=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "+": 2, "-": 2, "negative": 2,
    "*": 3, "/": 3, "^": 4,
}  # fmt: skip
_SPELLING = {
    "=": " = ", "<>": " ≠ ", "<": " < ", "<=": " ≤ ", ">": " > ", ">=": " ≥ ", "+": " + ",
    "-": " − ", "*": "·", "/": "/",
}  # fmt: skip
_PREFIXES = {"EXP": "e^", "SQRT": "√"}
_WORDS = {"AVERAGE": "mean"}
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = "\ue000"


def text(value: Expression) -> str:
    """Return `value` as text.

    Raises:
        ValueError: `value` has a part that has no place in text, such as a cell.
    """
    return _TextPrinter().write(value)


def equation(name: str, value: Expression) -> str:
    """Return the line ``name = value``.

    >>> equation("h1", Name("w1") * Name("i1"))
    'h1 = w1·i1'
    """
    return f"{name} = {text(value)}"


def pieces(value: Expression) -> list[str]:
    """Return `value` as text cut at its names: what stands before, a name, what follows, …

    >>> pieces(Name("w1") * Name("i1") + Name("b1"))
    ['', 'w1', '·', 'i1', ' + ', 'b1', '']
    """
    marked = {name: Name(f"{_MARK}{name}{_MARK}") for name in names_in(value)}
    return text(substitute(value, marked)).split(_MARK)


class _TextPrinter(Printer):
    def spell(self, value: Expression) -> tuple[str, int]:
        match shown(value):
            case Name(name):
                return name, binding_of(name)
            case Number(number):
                return _number(number)
            case Operation("negative", (operand,)):
                return "−" + self.write(operand, _BINDING["*"]), _BINDING["negative"]
            case Operation("^", (base, exponent)):
                return self._power(base, exponent), _BINDING["^"]
            case Operation(operator, operands) if operator in _SPELLING:
                return self._chain(operator, operands), _BINDING[operator]
            case Call(function, arguments):
                return self._call(function, arguments)
        raise ValueError(f"no text for {value!r}")

    def _power(self, base: Expression, exponent: Expression) -> str:
        written = self.write(base, ATOM)
        if isinstance(exponent, Number) and isinstance(exponent.value, int):
            return written + str(exponent.value).translate(_SUPERSCRIPTS)
        return f"{written}^{self.write(exponent, ATOM)}"

    def _chain(self, operator: str, operands: tuple[Expression, ...]) -> str:
        binding = _BINDING[operator]
        first, *others = operands
        written = [self.write(first, binding)]
        written += [self.write(operand, binding + 1) for operand in others]
        return _SPELLING[operator].join(written)

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> tuple[str, int]:
        inside = [self.write(argument) for argument in arguments]
        match function:
            case "ABS":
                return f"|{inside[0]}|", ATOM
            case "EXP" | "SQRT":
                return _PREFIXES[function] + self.write(arguments[0], ATOM), _BINDING["^"]
            case "SUM":
                return f"Σ {self.write(arguments[0], _BINDING['^'])}", _BINDING["^"]
            case "IF":
                chosen, otherwise = (self.write(part, _BINDING["="]) for part in arguments[1:])
                return f"{chosen} if {inside[0]} else {otherwise}", _BINDING["IF"]
        symbol = ACTIVATIONS[function].symbol if function in ACTIVATIONS else _WORDS.get(function)
        return f"{symbol or function.lower()}({', '.join(inside)})", ATOM


def _number(value: int | float | Fraction) -> tuple[str, int]:
    if value < 0:
        return f"−{_number(-value)[0]}", _BINDING["negative"]
    if isinstance(value, Fraction):
        if value in FRACTIONS:
            return FRACTIONS[value], _BINDING["^"]
        written = decimal(value)
        return (str(value), _BINDING["/"]) if written is None else _number(written)
    digits, _, exponent = f"{value:.15g}".partition("e")
    if not exponent:
        return digits, ATOM
    power = f"10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    return (power, _BINDING["^"]) if digits == "1" else (f"{digits}·{power}", _BINDING["*"])
