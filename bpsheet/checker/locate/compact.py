"""Labels brought to one plain form, so that spellings that look alike are the same text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 60
"""The letters of a text beyond which it is no label."""

_GLYPHS = str.maketrans(
    {
        "ꝺ": "∂",
        "ð": "∂",
        "ɳ": "η",
        "ƞ": "η",
        "ŋ": "η",
        "ή": "η",
        "ς": "σ",
        "Δ": " change ",
        "∆": " change ",
        "∇": " grad ",
        "∑": " sum ",
        "Σ": " sum ",
        "′": "'",
        "’": "'",
        "´": "'",
        "÷": "/",
        "∕": "/",
        "⁄": "/",
        "×": "*",
        "·": "*",
        "−": "-",
        "–": "-",
        "＝": "=",
    }
)

_WRITTEN_OUT = (
    (r"\\?\bd?frac\b", " "),
    (r"\\?\bpartial\b", "∂"),
    (r"\\", " "),
    (r"\u0177|\by[ _]hat\b", " yhat "),
    (r"\u0302", "hat"),
    (r"delta", "δ"),
    (r"sigmoid|sigma", "σ"),
    (r"\bη\b", "eta"),
    (r"\bα\b", "alpha"),
    (r"\bθ|\btheta", "w"),
)


def compact(text: str) -> str:
    """Return a label without blanks and marks, in small letters.

    A number that follows another stays apart from it by a low line.

    >>> compact("𝜕E_Total / 𝜕w₅ "), compact("out_{h1}"), compact("z⁽¹⁾₁"), compact("L.R.")
    ('∂etotal/∂w5', 'outh1', 'z1_1', 'lr')
    """
    plain = unicodedata.normalize("NFKC", text.translate(_GLYPHS)).translate(_GLYPHS).casefold()
    for pattern, replacement in _WRITTEN_OUT:
        plain = re.sub(pattern, replacement, plain)
    plain = re.sub(r"[^\w∂+'/*-]+|_+", " ", plain).strip()
    plain = re.sub(r"(?<=\d)[ -]+(?=\d)", "_", plain)
    return re.sub(r"[ -]+", "", plain)


def forms(text: str) -> Iterator[str]:
    """Yield the compact forms of a label, likeliest first.

    What stands behind an equals sign or inside brackets may be an explanation, and so may what
    stands before the brackets.

    >>> list(forms("Learning rate (η) = 0.5"))
    ['learningrateeta', 'learningrate', 'eta']
    """
    if len(text) > LONGEST:
        return
    left = re.split(r"[=:＝]", text, maxsplit=1)[0]
    yield compact(left)
    outside, inside = re.sub(r"\([^()]*\)", " ", left), re.findall(r"\(([^()]*)\)", left)
    if inside and sum(map(str.isalpha, outside)) > 1:
        yield compact(outside)
        yield from map(compact, inside)
