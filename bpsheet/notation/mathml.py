"""Expressions as MathML, the way browsers show mathematics.

The subset is MathML Core, which all browsers have.

>>> from bpsheet.expression import Name
>>> mathml(Name("w1") * Name("i1"))
'<mrow><msub><mi>w</mi><mn>1</mn></msub><mo>·</mo><msub><mi>i</mi><mn>1</mn></msub></mrow>'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from bpsheet.expression import Call, Expression, Name, Number, Operation
from bpsheet.functions import ACTIVATIONS
from bpsheet.notation.mathml_names import mathml_name
from bpsheet.notation.printer import ATOM, FRACTIONS, Printer, binding_of, decimal, shown

# A fraction needs brackets nowhere but under an exponent.
_BINDING = {
    "=": 0, "<>": 0, "<": 0, "<=": 0, ">": 0, ">=": 0, "+": 1, "-": 1, "negative": 1, "*": 2,
    "/": 3, "^": 3,
}  # fmt: skip
_SPELLING = {
    "=": "=", "<>": "≠", "<": "&lt;", "<=": "≤", ">": "&gt;", ">=": "≥", "+": "+", "-": "−",
    "*": "·",
}  # fmt: skip
_WORDS = {"AVERAGE": "mean"}
_TALL = ("<mfrac", "<mtable", "<msup>", "<msqrt")
"""What brackets grow around; around all else, grown ones would only stand apart."""


def mathml(value: Expression, named: Callable[[str], str] = mathml_name) -> str:
    """Return `value` as one MathML element, without the ``<math>`` around it.

    Arguments:
        value: the expression.
        named: writes a name as one element.

    Raises:
        ValueError: `value` has a part that has no place in MathML, such as a cell.
    """
    return _MathmlPrinter(named).write(value)


def _row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def _sign(sign: str) -> str:
    return f"<mo>{sign}</mo>"


@dataclass(frozen=True)
class _MathmlPrinter(Printer):
    named: Callable[[str], str]

    def bracketed(self, text: str) -> str:
        stretch = "" if any(tag in text for tag in _TALL) else ' stretchy="false"'
        return _row(f"<mo{stretch}>(</mo>", text, f"<mo{stretch}>)</mo>")

    def spell(self, value: Expression) -> tuple[str, int]:
        match shown(value):
            case Name(name):
                return self.named(name), binding_of(name)
            case Number(number):
                return _number(number)
            case Operation("negative", (operand,)):
                written = self.write(operand, _BINDING["*"])
                return _row('<mo form="prefix">−</mo>', written), _BINDING["negative"]
            case Operation("/", (above, below)):
                return f"<mfrac>{self.write(above)}{self.write(below)}</mfrac>", _BINDING["/"]
            case Operation("^", (base, exponent)):
                written = f"{self.write(base, ATOM)}{self.write(exponent)}"
                return f"<msup>{written}</msup>", _BINDING["^"]
            case Operation(operator, operands) if operator in _SPELLING:
                return self._chain(operator, operands), _BINDING[operator]
            case Call(function, arguments):
                return self._call(function, arguments)
        raise ValueError(f"no MathML for {value!r}")

    def _chain(self, operator: str, operands: tuple[Expression, ...]) -> str:
        binding = _BINDING[operator]
        first, *others = operands
        written = [self.write(first, binding)]
        for operand in others:
            written += [_sign(_SPELLING[operator]), self.write(operand, binding + 1)]
        return _row(*written)

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> tuple[str, int]:
        inside = [self.write(argument) for argument in arguments]
        match function:
            case "ABS":
                return _row(_sign("|"), inside[0], _sign("|")), ATOM
            case "EXP":
                return f"<msup><mi>e</mi>{inside[0]}</msup>", _BINDING["^"]
            case "SQRT":
                return f"<msqrt>{inside[0]}</msqrt>", ATOM
            case "SUM":
                return _row(_sign("∑"), self.write(arguments[0], _BINDING["^"])), _BINDING["^"]
            case "IF":
                return _cases(*inside), _BINDING["^"]
        symbol = ACTIVATIONS[function].symbol if function in ACTIVATIONS else _WORDS.get(function)
        name = f"<mi>{escape(symbol or function.lower())}</mi>"
        arguments_row = _sign(",").join(inside)
        return _row(name, '<mo rspace="0">&#x2061;</mo>', self.bracketed(arguments_row)), ATOM


def _cases(condition: str, chosen: str, otherwise: str) -> str:
    rows = ((chosen, f"<mtext>if </mtext>{condition}"), (otherwise, "<mtext>otherwise</mtext>"))
    table = "".join(f"<mtr><mtd>{case}</mtd><mtd>{when}</mtd></mtr>" for case, when in rows)
    return _row(_sign("{"), f"<mtable>{table}</mtable>")


def _number(value: int | float | Fraction) -> tuple[str, int]:
    if value < 0:
        return _row('<mo form="prefix">−</mo>', _number(-value)[0]), _BINDING["negative"]
    if isinstance(value, Fraction) and (value in FRACTIONS or decimal(value) is None):
        numbers = f"<mn>{value.numerator}</mn><mn>{value.denominator}</mn>"
        return f"<mfrac>{numbers}</mfrac>", _BINDING["/"]
    digits, _, exponent = f"{float(value):.15g}".partition("e")
    if exponent:
        power = f"<mn>{int(exponent)}</mn>".replace("-", "−")
        return _row(f"<mn>{digits}</mn><mo>·</mo><msup><mn>10</mn>{power}</msup>"), _BINDING["*"]
    return f"<mn>{digits}</mn>", ATOM
