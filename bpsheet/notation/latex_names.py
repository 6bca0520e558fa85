r"""Names of quantities as LaTeX.

>>> latex_name("a_h1"), latex_name("W⁽¹⁾₁₂"), latex_name("m̂_w1")
('a_{h_{1}}', 'W^{(1)}_{12}', '\\hat{m}_{w_{1}}')
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {"\u0302": r"\hat", "\u0303": r"\tilde", "\u0304": r"\bar"}
_GREEK_NAMES = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau"
    " upsilon varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
GREEK = dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", _GREEK_NAMES.split(), strict=True))
_KINDS = {"mean": r"\overline{%s}", "sequential": r"\left.%s\right|_{\text{sequential}}"}
SIGNS = {"⁺": "+", "⁻": "-"}
PLAIN_NUMBERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
NAME_PARTS = re.compile(
    r"(?P<letters>[^\d⁽₀-₉_]*)(?P<digits>\d*)(?:⁽(?P<layer>[^⁾]*)⁾)?(?P<low>[₀-₉,]*)(?:_(?P<rest>.+))?"
)


def latex_name(name: str) -> str:
    r"""Return a quantity's name as LaTeX for math mode.

    >>> latex_name("∂E/∂w5"), latex_name("δ_h1_2"), latex_name("E_total")
    ('\\frac{\\partial E}{\\partial w_{5}}', '\\delta_{h_{1,2}}', 'E_{\\text{total}}')
    """
    kind, _, of = name.partition(" ")
    if of:
        return _KINDS[kind] % latex_name(of)
    if name.startswith("∂"):
        above, below = name.replace("∂", "").split("/")
        return rf"\frac{{\partial {latex_name(above)}}}{{\partial {latex_name(below)}}}"
    if name[-1] in SIGNS:
        return f"{_without_superscript(latex_name(name[:-1]))}^{{{SIGNS[name[-1]]}}}"
    return _indexed(name)


def _without_superscript(written: str) -> str:
    """Return a name so that a superscript can follow."""
    return f"{{{written}}}" if "^" in written else written


def _indexed(name: str) -> str:
    """Return letters with their superscript and their indices, as many as there are."""
    parts = NAME_PARTS.fullmatch(name)
    if not parts or not parts["letters"]:
        return _letters(name)
    written = _letters(parts["letters"])
    if parts["layer"]:
        written += f"^{{({parts['layer'].translate(PLAIN_NUMBERS)})}}"
    indices = [parts["digits"], parts["low"].translate(PLAIN_NUMBERS), _index(parts["rest"] or "")]
    index = ",".join(filter(None, indices))
    return f"{written}_{{{index}}}" if index else written


def _index(rest: str) -> str:
    """Return what stands after the underscore: numbers, or the name of another quantity."""
    if rest.replace("_", "").isdecimal():
        return rest.replace("_", ",")
    return rest and latex_name(rest)


def _letters(letters: str) -> str:
    """Return a letter as a variable, Greek and accents included, and a word as upright text."""
    base, *accents = tuple(unicodedata.normalize("NFD", letters))
    if not accents:
        return rf"\{GREEK[base]}" if base in GREEK else base
    if len(accents) == 1 and accents[0] in _ACCENTS:
        return f"{_ACCENTS[accents[0]]}{{{_letters(base)}}}"
    if any(letter in GREEK for letter in letters):
        return f"{{{' '.join(map(_letters, letters))}}}"
    word = letters.replace("_", r"\_")
    return rf"\text{{{word}}}"
