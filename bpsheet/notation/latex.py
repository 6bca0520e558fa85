r"""Expressions as LaTeX.

>>> from bpsheet.expression import HALF, Name
>>> latex(HALF * (Name("t1") - Name("a_o1")) ** 2)
'\\frac{1}{2} \\, (t_{1} - a_{o_{1}})^{2}'
"""

from __future__ import annotations

from fractions import Fraction

from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.functions import ACTIVATIONS
from bpsheet.notation.latex_names import latex_name
from bpsheet.notation.printer import ATOM, FRACTIONS, Printer, binding_of, decimal, shown

# A fraction needs brackets nowhere but under an exponent.
_BINDING = {
    "=": 0, "<>": 0, "<": 0, "<=": 0, ">": 0, ">=": 0, "+": 1, "-": 1, "negative": 1, "*": 2,
    "/": 3, "^": 3,
}  # fmt: skip
_SPELLING = {
    "=": " = ", "<>": r" \neq ", "<": " < ", "<=": r" \leq ", ">": " > ", ">=": r" \geq ",
    "+": " + ", "-": " - ", "*": r" \, ",
}  # fmt: skip
_WORDS = {"AVERAGE": r"\operatorname{mean}", "LN": r"\ln", "MAX": r"\max", "MIN": r"\min"}
_CASES = r"\begin{cases} %s & \text{if } %s \\ %s & \text{otherwise} \end{cases}"
_BEFORE_NUMBER = r" \cdot "  # 2 ½ would be two and a half


def latex(value: Expression) -> str:
    """Return `value` as LaTeX for math mode.

    Raises:
        ValueError: `value` has a part that has no place in LaTeX, such as a cell.
    """
    return _LatexPrinter().write(value)


class _LatexPrinter(Printer):
    def spell(self, value: Expression) -> tuple[str, int]:
        match shown(value):
            case Name(name):
                return latex_name(name), binding_of(name)
            case Number(number):
                return _number(number)
            case Operation("negative", (operand,)):
                return "-" + self.write(operand, _BINDING["*"]), _BINDING["negative"]
            case Operation("/", (above, below)):
                return rf"\frac{{{self.write(above)}}}{{{self.write(below)}}}", _BINDING["/"]
            case Operation("^", (base, exponent)):
                return f"{self.write(base, ATOM)}^{{{self.write(exponent)}}}", _BINDING["^"]
            case Operation(operator, operands) if operator in _SPELLING:
                return self._chain(operator, operands), _BINDING[operator]
            case Call(function, arguments):
                return self._call(function, arguments)
        raise ValueError(f"no LaTeX for {value!r}")

    def _chain(self, operator: str, operands: tuple[Expression, ...]) -> str:
        binding = _BINDING[operator]
        first, *others = operands
        written = self.write(first, binding)
        for operand in others:
            is_factor = operator == "*" and isinstance(operand, Number)
            sign = _BEFORE_NUMBER if is_factor else _SPELLING[operator]
            written += sign + self.write(operand, binding + 1)
        return written

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> tuple[str, int]:
        inside = [self.write(argument) for argument in arguments]
        match function:
            case "ABS":
                return rf"\lvert {inside[0]} \rvert", ATOM
            case "EXP":
                return f"e^{{{inside[0]}}}", _BINDING["^"]
            case "SQRT":
                return rf"\sqrt{{{inside[0]}}}", ATOM
            case "SUM":
                return rf"\sum {self.write(arguments[0], _BINDING['^'])}", _BINDING["^"]
            case "IF":
                return _CASES % (inside[1], inside[0], inside[2]), _BINDING["^"]
        symbol = ACTIVATIONS[function].latex if function in ACTIVATIONS else _WORDS.get(function)
        symbol = symbol or rf"\operatorname{{{function.lower()}}}"
        return f"{symbol}({', '.join(inside)})", ATOM


def _number(value: int | float | Fraction) -> tuple[str, int]:
    if value < 0:
        return f"-{_number(-value)[0]}", _BINDING["negative"]
    if isinstance(value, Fraction) and (value in FRACTIONS or decimal(value) is None):
        return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", _BINDING["/"]
    digits, _, exponent = f"{float(value):.15g}".partition("e")
    if exponent:
        return rf"{digits} \cdot 10^{{{int(exponent)}}}", _BINDING["*"]
    return digits, ATOM
