r"""Expressions as LaTeX.

>>> from bpsheet.expression import HALF, Name
>>> latex(HALF * (Name("t1") - Name("a_o1")) ** 2)
'\\frac{1}{2} \\, (t_{1} - a_{o_{1}})^{2}'
"""

from __future__ import annotations

import re
from fractions import Fraction

from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.functions import ACTIVATIONS, LOSSES, definition_of
from bpsheet.notation.printer import ATOM, Printer

# A fraction needs brackets nowhere but under an exponent.
_BINDING = {"+": 1, "-": 1, "negative": 1, "*": 2, "/": 3, "^": 3}
_SPELLING = {"+": " + ", "-": " - ", "*": r" \, "}
_BEFORE_NUMBER = r" \cdot "  # 2 ½ would be two and a half
_GREEK = {"η": r"\eta", "δ": r"\delta", "σ": r"\sigma", "ε": r"\varepsilon"}
_UNIT = re.compile(r"([a-zA-Z]+)([0-9]+)(?:_([0-9]+))?")


def latex(value: Expression) -> str:
    """Return `value` as LaTeX for math mode.

    Raises:
        ValueError: `value` has a part that has no place in LaTeX, such as a cell.
    """
    return _LatexPrinter().write(value)


def latex_name(name: str) -> str:
    r"""Return a quantity's name as LaTeX.

    >>> latex_name("∂E/∂w5"), latex_name("δ_h1_2"), latex_name("E_total")
    ('\\frac{\\partial E}{\\partial w_{5}}', '\\delta_{h_{1,2}}', 'E_{\\text{total}}')
    """
    if name.endswith("⁺"):
        return rf"{latex_name(name[:-1])}^{{+}}"
    if name.startswith("mean "):
        return rf"\overline{{{latex_name(name.removeprefix('mean '))}}}"
    if name.startswith("∂"):
        above, below = name.replace("∂", "").split("/")
        return rf"\frac{{\partial {latex_name(above)}}}{{\partial {latex_name(below)}}}"
    unit = _UNIT.fullmatch(name)
    if unit:
        return f"{unit[1]}_{{{','.join(part for part in unit.groups()[1:] if part)}}}"
    stem, _, rest = name.partition("_")
    stem = _GREEK.get(stem, stem)
    if not rest:
        return stem
    index = latex_name(rest) if _UNIT.fullmatch(rest) else rf"\text{{{rest}}}"
    return f"{stem}_{{{index}}}"


class _LatexPrinter(Printer):
    def spell(self, value: Expression) -> tuple[str, int]:
        match value:
            case Name(name):
                return latex_name(name), ATOM
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
        if function in LOSSES:
            definition = definition_of(function, arguments)
            assert definition is not None
            return self.spell(definition)
        if function in ACTIVATIONS:
            symbol = ACTIVATIONS[function].latex
            if not symbol:
                return self.spell(arguments[0])
        else:
            symbol = rf"\operatorname{{{function.lower()}}}"
        return f"{symbol}({', '.join(self.write(argument) for argument in arguments)})", ATOM


def _number(value: int | float | Fraction) -> tuple[str, int]:
    if value < 0:
        return f"-{_number(-value)[0]}", _BINDING["negative"]
    if isinstance(value, Fraction):
        return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", _BINDING["/"]
    digits, _, exponent = f"{value:.15g}".partition("e")
    if exponent:
        return rf"{digits} \cdot 10^{{{int(exponent)}}}", _BINDING["*"]
    return digits, ATOM
