"""Names of quantities as MathML.

>>> mathml_name("a_h1")
'<msub><mi>a</mi><msub><mi>h</mi><mn>1</mn></msub></msub>'
"""

from __future__ import annotations

import unicodedata
from html import escape

from bpsheet.notation.latex_names import GREEK, NAME_PARTS, PLAIN_NUMBERS, SIGNS

_ACCENTS = {"\u0302": "^", "\u0303": "~", "\u0304": "¯"}


def mathml_name(name: str) -> str:
    """Return a quantity's name as one MathML element.

    >>> mathml_name("w5")
    '<msub><mi>w</mi><mn>5</mn></msub>'
    """
    kind, _, of = name.partition(" ")
    if of:
        return _of_kind(kind, of)
    if name.startswith("∂"):
        above, below = (
            f"<mo>∂</mo>{mathml_name(part)}" for part in name.replace("∂", "").split("/")
        )
        return f"<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>"
    if name[-1] in SIGNS:
        return f"<msup>{mathml_name(name[:-1])}<mo>{SIGNS[name[-1]].replace('-', '−')}</mo></msup>"
    return _indexed(name)


def _of_kind(kind: str, of: str) -> str:
    if kind == "mean":
        return f'<mover accent="true">{mathml_name(of)}<mo>¯</mo></mover>'
    return f"<msub>{mathml_name(of)}<mtext>{escape(kind)}</mtext></msub>"


def _indexed(name: str) -> str:
    """Return letters with their layer and their indices, as many as there are."""
    parts = NAME_PARTS.fullmatch(name)
    if not parts or not parts["letters"]:
        return _letters(name)
    base = _letters(parts["letters"])
    low = parts["low"].translate(PLAIN_NUMBERS)
    indices = [*map(_number, filter(None, (parts["digits"], low))), *_rest(parts["rest"] or "")]
    index = "<mo>,</mo>".join(indices)
    index = f"<mrow>{index}</mrow>" if len(indices) > 1 else index
    if not parts["layer"]:
        return f"<msub>{base}{index}</msub>" if index else base
    layer = f"<mrow><mo>(</mo>{_number(parts['layer'].translate(PLAIN_NUMBERS))}<mo>)</mo></mrow>"
    return f"<msubsup>{base}{index}{layer}</msubsup>" if index else f"<msup>{base}{layer}</msup>"


def _rest(rest: str) -> list[str]:
    """Return what stands after the underscore: numbers, or the name of another quantity."""
    if rest.replace("_", "").isdecimal():
        return [_number(part) for part in rest.split("_")]
    return [mathml_name(rest)] if rest else []


def _number(digits: str) -> str:
    return f"<mn>{escape(digits)}</mn>"


def _letters(letters: str) -> str:
    """Return a letter as a variable, accents included, and a word as upright text."""
    base, *accents = tuple(unicodedata.normalize("NFD", letters))
    if not accents:
        return f"<mi>{escape(base)}</mi>"
    if len(accents) == 1 and accents[0] in _ACCENTS:
        return f'<mover accent="true">{_letters(base)}<mo>{_ACCENTS[accents[0]]}</mo></mover>'
    if any(letter in GREEK for letter in letters):
        return f"<mrow>{''.join(map(_letters, letters))}</mrow>"
    return f"<mtext>{escape(letters)}</mtext>"
