"""Numbers that were typed as text, in the spellings of different countries."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?", re.ASCII)
_GROUPED = re.compile(
    r"(?P<whole>[+-]?\d{1,3}(?P<mark>[.,' \u00a0\u202f])\d{3}((?P=mark)\d{3})*)"
    r"((?!(?P=mark))[.,](?P<decimals>\d+))?",
    re.ASCII,
)


def number_in(text: str) -> float | None:
    """Return the number that a text is; ``None`` where it is none or could be two.

    A comma is a decimal comma. ``1,234`` could be a thousand as well, but numbers of a worksheet
    hardly ever are; a point and a comma together tell.

    >>> number_in("0,5933"), number_in(" −1.5e-3 "), number_in("1.234,567"), number_in("about 2")
    (0.5933, -0.0015, 1234.567, None)
    """
    written = text.strip().replace("−", "-").replace("×10^", "e").replace("E", "e")
    if written.endswith("%"):
        share = number_in(written[:-1])
        return None if share is None else share / 100
    if _PLAIN.fullmatch(written.replace(",", ".")):
        return float(written.replace(",", "."))
    grouped = _GROUPED.fullmatch(written)
    if grouped is None:
        return None
    whole = grouped["whole"].replace(grouped["mark"], "")
    return float(f"{whole}.{grouped['decimals'] or 0}")
