"""Number formats: from Excel's notation to an OpenDocument style and to the text a cell shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
        bracketed: whether negative numbers stand in brackets, as in a product.
    """

    decimals: int = 0
    least_decimals: int = 0
    exponent: int = 0
    percent: bool = False
    general: bool = False
    bracketed: bool = False

    @property
    def value_type(self) -> str:
        """What an OpenDocument file calls a number so formatted."""
        return "percentage" if self.percent else "float"

    @property
    def pattern(self) -> str | None:
        """The ``%`` format that does the same, if there is one."""
        if self.bracketed:
            return None
        if self.general:
            return "%.10G"
        if self.percent or self.decimals != self.least_decimals or self.exponent not in (0, 2):
            return None
        return f"%.{self.decimals}{'E' if self.exponent else 'f'}"

    def text(self, value: float) -> str:
        """Return `value` as a cell shows it."""
        if self.bracketed:
            shown = replace(self, bracketed=False).text(value)
            return f"({shown})" if value < 0 else shown
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
    positive, _, negative = notation.partition(";")
    if negative:
        if negative != f"(-{positive})":
            raise ValueError(f"no OpenDocument spelling for the number format {notation!r}")
        return replace(number_format(positive), bracketed=True)
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
    positive, _, negative = notation.partition(";")
    if negative:
        return _bracketed_style(positive, name)
    number = number_format(notation)
    if number.percent:
        sign = element("number:text", None, "%")
        return element("number:percentage-style", {"style:name": name}, _digits(number), sign)
    return element("number:number-style", {"style:name": name}, _digits(number))


def _digits(number: NumberFormat) -> str:
    """Return the part of a style that says how digits are shown."""
    attributes: dict[str, object] = {"number:min-integer-digits": 1}
    if not number.general:
        attributes["number:decimal-places"] = number.decimals
        attributes["number:min-decimal-places"] = number.least_decimals
    if not number.exponent:
        return element("number:number", attributes)
    attributes["number:min-exponent-digits"] = number.exponent
    attributes["number:forced-exponent-sign"] = True
    return element("number:scientific-number", attributes)


def _bracketed_style(notation: str, name: str) -> str:
    """Return the style that puts negative numbers in brackets, and the one it has for others."""
    digits, other = _digits(number_format(notation)), f"{name}P0"
    positive = element("number:number-style", {"style:name": other, "style:volatile": True}, digits)
    condition = {"style:condition": "value()>=0", "style:apply-style-name": other}
    negative = element(
        "number:number-style",
        {"style:name": name},
        element("number:text", None, "(-"),
        digits,
        element("number:text", None, ")"),
        element("style:map", condition),
    )
    return positive + negative
