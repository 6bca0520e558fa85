"""Number formats: from Excel's notation to an OpenDocument style and to the text a cell shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bpsheet.formats.ods.xml import element

_DECIMAL = re.compile(r"0(?:\.(?P<decimals>0+))?(?P<exponent>E\+00)?(?P<percent>%)?")


@dataclass(frozen=True)
class NumberFormat:
    """A number format.

    Attributes:
        shown: the ``%`` format that turns a number into the text a cell shows.
        scale: what the number is multiplied with first, 100 for percentages.
        value_type: what an OpenDocument file calls a number so formatted.
    """

    shown: str
    scale: int = 1
    value_type: str = "float"

    def text(self, value: float) -> str:
        """Return `value` as a cell shows it."""
        return self.shown % (value * self.scale)


@cache
def number_format(notation: str) -> NumberFormat:
    """Return what is meant by a number format in Excel's notation.

    >>> number_format("0.0%").text(0.125)
    '12.5%'
    >>> number_format("0.0E+00").text(0.00123)
    '1.2E-03'
    """
    if notation in ("General", "@"):
        return NumberFormat("%.10G")
    decimals, exponent, percent = _parts(notation)
    shown = f"%.{decimals}{'E' if exponent else 'f'}"
    return NumberFormat(f"{shown}%%", 100, "percentage") if percent else NumberFormat(shown)


def number_style(notation: str, name: str) -> str:
    """Return the style called `name` that formats numbers so; General has one too."""
    if notation == "@":
        return element("number:text-style", {"style:name": name}, "<number:text-content/>")
    if notation == "General":
        plain = element("number:number", {"number:min-integer-digits": 1})
        return element("number:number-style", {"style:name": name}, plain)
    decimals, exponent, percent = _parts(notation)
    digits = {
        "number:decimal-places": decimals,
        "number:min-decimal-places": decimals,
        "number:min-integer-digits": 1,
    }
    if exponent:
        power = {"number:min-exponent-digits": 2, "number:forced-exponent-sign": True}
        written = element("number:scientific-number", {**digits, **power})
    else:
        written = element("number:number", digits)
    if percent:
        sign = element("number:text", None, "%")
        return element("number:percentage-style", {"style:name": name}, written, sign)
    return element("number:number-style", {"style:name": name}, written)


def _parts(notation: str) -> tuple[int, bool, bool]:
    """Return the number of decimals, whether there is an exponent, whether it is a percentage."""
    match = _DECIMAL.fullmatch(notation)
    if match is None:
        raise ValueError(f"no OpenDocument spelling for the number format {notation!r}")
    return len(match["decimals"] or ""), bool(match["exponent"]), bool(match["percent"])
