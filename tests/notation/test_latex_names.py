from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from bpsheet.expression import Name, Number
from bpsheet.hyperparameters import SETTINGS
from bpsheet.names import network_names, previous_name, state_name
from bpsheet.notation.latex import latex
from bpsheet.notation.latex_names import latex_name
from bpsheet.notation.text import text
from bpsheet.notations import Notation
from tests.test_names import everything

OF_AUTHORS = ("x", "x1", "w_0", "dist", "dist2", "y_hat", "learning_rate", "ŷ", "x̄", "θ_1", "Δw")
OF_AUTHORS += (
    "größe",
    "x1y2",
    "x_1_2",
    "Σ",
    "α₁",
    "s₁₂",
    "W⁽¹⁾",
    *"αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ",
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C", "C"),
        ("w5", "w_{5}"),
        ("w12", "w_{12}"),
        ("h1", "h_{1}"),
        ("h1_2", "h_{1,2}"),
        ("a_h1", "a_{h_{1}}"),
        ("a_h1_2", "a_{h_{1,2}}"),
        ("E_total", r"E_{\text{total}}"),
        ("net_o1", r"\text{net}_{o_{1}}"),
        ("target_o1", r"\text{target}_{o_{1}}"),
        ("W⁽¹⁾₁₂", "W^{(1)}_{12}"),
        ("W⁽¹⁾₁₁,₂", "W^{(1)}_{11,2}"),
        ("b⁽²⁾", "b^{(2)}"),
        ("net⁽²⁾₁", r"\text{net}^{(2)}_{1}"),
        ("δ⁽²⁾₁", r"\delta^{(2)}_{1}"),
        ("x₁", "x_{1}"),
        ("δ_o1", r"\delta_{o_{1}}"),
        ("η", r"\eta"),
        ("β1", r"\beta_{1}"),
        ("ε₀", r"\varepsilon_{0}"),
        ("Δw", r"{\Delta w}"),
        ("ŷ", r"\hat{y}"),
        ("m̂_w1", r"\hat{m}_{w_{1}}"),
        ("v̂_W⁽¹⁾₁₁", r"\hat{v}_{W^{(1)}_{11}}"),
        ("m_w", "m_{w}"),
        ("G_w_0", "G_{w_{0}}"),
        ("dist", r"\text{dist}"),
        ("dist1", r"\text{dist}_{1}"),
        ("w_0", "w_{0}"),
        ("w5⁺", "w_{5}^{+}"),
        ("W⁽¹⁾₁₁⁺", "{W^{(1)}_{11}}^{+}"),
        ("m_w1⁻", "m_{w_{1}}^{-}"),
        ("∂E/∂w5", r"\frac{\partial E}{\partial w_{5}}"),
        ("∂E_total/∂E1", r"\frac{\partial E_{\text{total}}}{\partial E_{1}}"),
        ("∂a_h1_2/∂h1_2", r"\frac{\partial a_{h_{1,2}}}{\partial h_{1,2}}"),
        ("mean ∂E/∂b1", r"\overline{\frac{\partial E}{\partial b_{1}}}"),
        (
            "sequential ∂E/∂w1",
            r"\left.\frac{\partial E}{\partial w_{1}}\right|_{\text{sequential}}",
        ),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert latex_name(name) == expected


@pytest.mark.parametrize("name", ["∂E/∂w5", "mean ∂E/∂w5", "a⁽¹⁾₂", "m_w1⁻"])
def test_a_name_that_reads_like_a_power_or_a_quotient_stands_in_brackets_under_one(
    name: str,
) -> None:
    squared = Name(name) ** Number(2)
    assert latex(squared) == f"({latex_name(name)})^{{2}}"
    assert text(squared) == f"({name})²"


def names_of_every_notation() -> list[str]:
    names = [*OF_AUTHORS, *(setting.symbol for setting in SETTINGS.values())]
    for notation in get_args(Notation):
        for biases, layers in (("per unit", (2, 12, 2)), ("shared", (1, 2, 2, 1))):
            names += everything(network_names(layers, biases, notation))  # type: ignore[arg-type]
    names += [previous_name(state_name("m̂", parameter)) for parameter in ("w1", "W⁽¹⁾₁₁", "b⁽²⁾")]
    return list(dict.fromkeys(names))


def test_no_letter_is_left_that_plain_latex_lacks() -> None:
    for name in names_of_every_notation():
        if name != "größe":
            assert latex_name(name).isascii(), name


def test_no_two_names_look_alike() -> None:
    names = everything(network_names((2, 12, 2), "per unit", "indexed"))
    assert len(set(map(latex_name, names))) == len(names)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex to compile with")
def test_tex_compiles_every_name(tmp_path: Path) -> None:
    lines = [
        rf"${latex_name(name)}$, ${latex(Name(name) ** 2)}$" for name in names_of_every_notation()
    ]
    document = [
        r"\documentclass{article}",
        r"\usepackage[utf8]{inputenc}",
        r"\usepackage{amsmath}",
        r"\begin{document}",
        "\n\n".join(lines),
        r"\end{document}",
    ]
    (tmp_path / "names.tex").write_text("\n".join(document), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "names.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:]
