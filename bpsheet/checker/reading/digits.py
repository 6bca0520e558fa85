"""How exactly a number is stored: its digits behind the point and its significant digits."""

from __future__ import annotations

MOST_DIGITS = 400
"""More than any number in double precision has behind the point and not all zero."""

MOST_TYPED = 15
"""The significant digits that a double keeps of whatever was typed."""


def digits_of(text: str) -> tuple[int, int]:
    """Return the digits behind the point and the significant digits of a number as stored.

    All digits of a whole number count as significant. Programs write sixteen or seventeen digits
    to keep every bit of a double; what a person typed shows in the first fifteen.

    >>> digits_of("0.05"), digits_of("-12.50"), digits_of("1500"), digits_of("2.837E-2")
    ((2, 1), (2, 4), (0, 4), (5, 4))
    >>> digits_of("0.63651899999999995"), digits_of("0.3333333333333333")
    ((6, 6), (15, 15))
    """
    if len(text) > MOST_TYPED:
        text = f"{float(text):.{MOST_TYPED}g}"
    mantissa, exponent = _split(text) if "E" in text or "e" in text else (text, 0)
    point = mantissa.find(".")
    decimals = 0 if point < 0 else len(mantissa) - point - 1
    digits = mantissa.lstrip("-+0.")
    return (
        min(max(0, decimals - exponent), MOST_DIGITS),
        max(1, len(digits) - ("." in digits)),
    )


def _split(text: str) -> tuple[str, int]:
    mantissa, _, exponent = text.upper().partition("E")
    return mantissa, int(exponent)
