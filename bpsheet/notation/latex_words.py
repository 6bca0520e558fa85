r"""Prose as LaTeX: what LaTeX reads as a command is escaped, other signs become mathematics.

>>> latex_words("50 % of a_o1, half of η is ½·η")
'50 \\% of a\\_o1, half of $\\eta$ is $\\frac{1}{2}$$\\cdot$$\\eta$'
"""

from __future__ import annotations

import re
import unicodedata

from bpsheet.notation.latex_names import GREEK

_COMMANDS = {letter: rf"\{letter}" for letter in "&%#_${}"}
_COMMANDS |= {"^": r"\^{}", "~": r"\~{}", "\\": r"$\backslash$", "…": r"\ldots{}", "’": "'"}
_SIGNS = {"−": "-", "·": r"\cdot", "∂": r"\partial", "→": r"\to", "√": r"\surd", "×": r"\times"}
_SIGNS |= {"≤": r"\le", "≥": r"\ge", "≠": r"\ne", "<": "<", ">": ">", "|": "|"}
_SIGNS |= {letter: rf"\{name}" for letter, name in GREEK.items()}
_ACCENTS = {"\u0302": r"\^", "\u0303": r"\~", "\u0304": r"\="}


def latex_words(words: str) -> str:
    """Return a line of prose as LaTeX."""
    composed = unicodedata.normalize("NFC", words)
    return re.sub(".[\u0302\u0303\u0304]?", lambda found: _letter(found[0]), composed)


def _letter(letter: str) -> str:
    if letter in _SIGNS:
        return f"${_SIGNS[letter]}$"
    base, accent = tuple(unicodedata.normalize("NFD", f"{letter} "))[:2]
    if accent in _ACCENTS:
        return f"{_ACCENTS[accent]}{{{base}}}"
    kind, *codes = unicodedata.decomposition(letter).split() or [""]
    plain = "".join(chr(int(code, 16)) for code in codes).replace("−", "-")
    match kind:
        case "<super>":
            return f"$^{{{plain}}}$"
        case "<sub>":
            return f"$_{{{plain}}}$"
        case "<fraction>":
            above, _, below = plain.partition("\u2044")
            return rf"$\frac{{{above}}}{{{below}}}$"
    return _COMMANDS.get(letter, letter)
