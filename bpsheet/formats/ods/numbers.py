"""Number formats: from Excel's notation to an OpenDocument style and to the text a cell shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bpsheet.formats.ods.xml import element

_GENERAL = ("General", "@")
_NOTATION = re.compile(
    r"0(?:\.(?P<always>0*)(?P<optional>#*))?(?:E\+(?P<exponent>0+))?(?P<percent>%)?"
)


@dataclass(frozen=True)
class NumberFormat:
    """A number format.

    Attributes:
        decimals: the digits after the decimal point, and how many of them are always shown.
        exponent: the least number of digits of the power of ten; 0 for no power.
        percent: whether hundredths are shown.
        general: whether there is no format, but only the digits that the number needs.
    """

    decimals: int = 0
    least_decimals: int = 0
    exponent: int = 0
    percent: bool = False
    general: bool = False

    @property
    def value_type(self) -> str:
        """What an OpenDocument file calls a number so formatted."""
        return "percentage" if self.percent else "float"

    @property
    def pattern(self) -> str | None:
        """The ``%`` format that does the same, if there is one."""
        if self.general:
            return "%.10G"
        if self.percent or self.decimals != self.least_decimals or self.exponent not in (0, 2):
            return None
        return f"%.{self.decimals}{'E' if self.exponent else 'f'}"

    def text(self, value: float) -> str:
        """Return `value` as a cell shows it."""
        if self.pattern is not None:
            return self.pattern % value
        if self.percent:
            value *= 100
        digits = f"{value:.{self.decimals}{'E' if self.exponent else 'f'}}"
        mantissa, _, power = digits.partition("E")
        for _ in range(self.decimals - self.least_decimals):
            mantissa = mantissa.removesuffix("0")
        mantissa = mantissa.removesuffix(".")
        if power:
            return f"{mantissa}E{power[0]}{power[1:].lstrip('0').zfill(self.exponent)}"
        return mantissa + "%" * self.percent


@cache
def number_format(notation: str) -> NumberFormat:
    """Return what is meant by a number format in Excel's notation.

    >>> number_format("0.0%").text(0.125)
    '12.5%'
    >>> number_format("0.0##E+0").text(0.00123)
    '1.23E-3'
    """
    if notation in _GENERAL:
        return NumberFormat(general=True)
    parts = _NOTATION.fullmatch(notation)
    if parts is None:
        raise ValueError(f"no OpenDocument spelling for the number format {notation!r}")
    always, optional, exponent = (
        len(parts[name] or "") for name in ("always", "optional", "exponent")
    )
    return NumberFormat(always + optional, always, exponent, bool(parts["percent"]))


def number_style(notation: str, name: str) -> str:
    """Return the style called `name` that formats numbers so; General has one too."""
    if notation == "@":
        return element("number:text-style", {"style:name": name}, "<number:text-content/>")
    number = number_format(notation)
    digits: dict[str, object] = {"number:min-integer-digits": 1}
    if not number.general:
        digits["number:decimal-places"] = number.decimals
        digits["number:min-decimal-places"] = number.least_decimals
    kind = "number:number"
    if number.exponent:
        kind = "number:scientific-number"
        digits["number:min-exponent-digits"] = number.exponent
        digits["number:forced-exponent-sign"] = True
    written = element(kind, digits)
    if number.percent:
        sign = element("number:text", None, "%")
        return element("number:percentage-style", {"style:name": name}, written, sign)
    return element("number:number-style", {"style:name": name}, written)
