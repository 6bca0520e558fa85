"""Expressions as JavaScript.

>>> from bpsheet.expression import HALF, Name
>>> javascript(HALF * (Name("t1") - Name("a_o1")) ** 2, {"t1": "v[0]", "a_o1": "v[1]"}.__getitem__)
'0.5 * (v[0] - v[1]) ** 2'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.functions import definition_of
from bpsheet.notation.printer import ATOM, Printer, decimal

_BINDING = {
    "IF": 0, "=": 1, "<>": 1, "<": 2, "<=": 2, ">": 2, ">=": 2, "+": 3, "-": 3, "*": 4, "/": 4,
    "negative": 5, "^": 6,
}  # fmt: skip
_SPELLING = {"=": "===", "<>": "!==", "^": "**"}
_FUNCTIONS = {
    "EXP": "Math.exp", "LN": "Math.log", "TANH": "Math.tanh", "SQRT": "Math.sqrt",
    "ABS": "Math.abs", "SIGN": "Math.sign", "MAX": "Math.max", "MIN": "Math.min",
}  # fmt: skip


def javascript(value: Expression, place: Callable[[str], str]) -> str:
    """Return `value` as a JavaScript expression.

    Arguments:
        value: an expression without cells or text; activations and losses are written out.
        place: what to write for a name, such as ``v[3]``.

    Raises:
        ValueError: `value` has a part that JavaScript has no words for.
    """
    return _JavascriptPrinter(place).write(value)


@dataclass(frozen=True)
class _JavascriptPrinter(Printer):
    place: Callable[[str], str]

    def spell(self, value: Expression) -> tuple[str, int]:
        match value:
            case Name(name):
                return self.place(name), ATOM
            case Number(number):
                return _number(number)
            case Operation("negative", (operand,)):
                return "-" + self.write(operand, _BINDING["^"] + 1), _BINDING["negative"]
            case Operation("^", (base, exponent)):
                # JavaScript refuses -a ** 2, and takes a ** b ** c from the right.
                parts = (self.write(part, ATOM) for part in (base, exponent))
                return " ** ".join(parts), _BINDING["^"]
            case Operation(operator, (first, *others)) if operator in _BINDING:
                binding = _BINDING[operator]
                written = [self.write(first, binding)]
                written += (self.write(operand, binding + 1) for operand in others)
                return f" {_SPELLING.get(operator, operator)} ".join(written), binding
            case Call("IF", (condition, chosen, otherwise)):
                parts = (self.write(part, 1) for part in (condition, chosen, otherwise))
                return "{} ? {} : {}".format(*parts), _BINDING["IF"]
            case Call(function, arguments):
                definition = definition_of(function, arguments)
                if definition is not None:
                    return self.spell(definition)
                if function in _FUNCTIONS:
                    inside = ", ".join(map(self.write, arguments))
                    return f"{_FUNCTIONS[function]}({inside})", ATOM
        raise ValueError(f"no JavaScript for {value!r}")


def _number(value: int | float | Fraction) -> tuple[str, int]:
    if value < 0:
        return f"-{_number(-value)[0]}", _BINDING["negative"]
    if isinstance(value, Fraction):
        exact = decimal(value)
        if exact is None:
            return f"{value.numerator} / {value.denominator}", _BINDING["/"]
        value = exact
    return (repr(int(value)) if value == int(value) and value < 1e15 else repr(float(value))), ATOM
