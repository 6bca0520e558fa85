from __future__ import annotations

import pytest

from bpsheet.notation.latex_words import latex_words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("plain words", "plain words"),
        ("50 % of A_1 & {B} #2", r"50 \% of A\_1 \& \{B\} \#2"),
        ("x^2 ~ $", r"x\^{}2 \~{} \$"),
        ("a \\ b", r"a $\backslash$ b"),
        ("½·η", r"$\frac{1}{2}$$\cdot$$\eta$"),
        ("h⁽¹⁾₂", "h$^{(}$$^{1}$$^{)}$$_{2}$"),
        ("v⁻ → v⁺", r"v$^{-}$ $\to$ v$^{+}$"),
        ("ŷ and m̂", r"\^{y} and \^{m}"),
        ("größer", "größer"),
        ("…", r"\ldots{}"),
        ("x > 0", "x $>$ 0"),
    ],
)
def test_prose_in_latex(words: str, expected: str) -> None:
    assert latex_words(words) == expected
