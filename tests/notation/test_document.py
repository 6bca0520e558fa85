from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpsheet.model.training import training_graph
from bpsheet.notation.document import MOST_PATHS, WRITERS, document
from bpsheet.template import Gradients, Network, Template
from bpsheet.verbs.derive import derive
from tests.examples import CLASSIC, templates
from tests.varied import VARIED

GOLDEN = Path(__file__).with_name("golden")


def written(template: Template, parameters: tuple[str, ...] = (), form: str = "text") -> str:
    derivation = derive(template)
    graph = training_graph(template, derivation)
    chosen = parameters or derivation.parameters
    return document(template.title, derivation, graph, chosen, form)


@pytest.mark.parametrize(
    ("form", "file"),
    [
        ("text", "classic.txt"),
        ("markdown", "classic.md"),
        ("latex", "classic.tex"),
        ("html", "classic.html"),
    ],
)
def test_the_classic_derivation_of_w5_and_w1(form: str, file: str) -> None:
    assert written(CLASSIC, ("w5", "w1"), form) == (GOLDEN / file).read_text(encoding="utf-8")


def test_factors_stand_in_columns() -> None:
    lines = written(CLASSIC, ("w5",)).splitlines()
    start = lines.index("  path: E_total → E1 → a_o1 → o1 → w5")
    assert lines[start + 1 : start + 3] == [
        "    ∂E_total/∂E1 = 1                                  "
        "  sum rule: only the term with E1 depends on it; a name by itself has the slope 1",
        "    ∂E1/∂a_o1    = 2·½·(t1 − a_o1)·(−1) = a_o1 − t1   "
        "  power rule: 2·½ = 1, and the −1 comes from the −a_o1 in t1 − a_o1",
    ]


def test_all_parameters_are_derived_in_their_order() -> None:
    headings = [line for line in written(CLASSIC).splitlines() if re.fullmatch(r"∂E/∂\w+", line)]
    assert headings == [f"∂E/∂w{number}" for number in range(1, 9)]


def test_the_staged_form_defines_its_error_signals_first() -> None:
    network = replace(CLASSIC.network, biases="shared")
    staged = written(replace(CLASSIC, model=network, gradients="staged"), ("w1", "b1"))
    assert staged.count("Error signals δ = ∂E_total/∂(pre-activation), with (a_o1 − t1)") == 1
    for line in (
        "  δ_o1 = (a_o1 − t1)·a_o1·(1 − a_o1)",
        "  δ_h1 = (δ_o1·w5 + δ_o2·w7)·a_h1·(1 − a_h1)",
        "  ∂E/∂w1 = δ_h1·i1",
        "  ∂E/∂b1 = δ_h1 + δ_h2",
        "  b1⁺ = b1 − η·∂E/∂b1",
    ):
        assert line in staged.splitlines()
    assert "Error signals" not in written(CLASSIC)


@pytest.mark.parametrize(
    ("kind", "parameters", "expected"),
    [
        (
            "softmax",
            ("w⁽²⁾₁₁",),
            """
  softmax(x) = e^x/Σ e^x
The shortcut at the outputs
  ∂E/∂z⁽²⁾₁ = a⁽²⁾₁ − y₁
  because y₁ + y₂ + y₃ = 1
  path 2: E → E₂ → a⁽²⁾₂ → z⁽²⁾₁ → w⁽²⁾₁₁
  ∂E/∂w⁽²⁾₁₁ = (a⁽²⁾₁ − y₁)·a⁽¹⁾₁
  w⁽²⁾₁₁⁺ = w⁽²⁾₁₁ − η·∂E/∂w⁽²⁾₁₁
""",
        ),
        (
            "binary cross-entropy",
            ("w5",),
            """
  C = mean(E_total)
  ∂E_total/∂net_o1 = (out_o1 − target_o1)/(out_o1·(1 − out_o1))·out_o1·(1 − out_o1)
  ∂E_total/∂net_o1 = out_o1 − target_o1
What an update remembers
  β1: how much of the mean gradient is kept
  v_b2⁻: v_b2 before this update, 0 before the first; so with every ⁻
  ∂E_total/∂w5 = (out_o1 − target_o1)·out_h1
  mean ∂E_total/∂w5 = mean(∂E_total/∂w5)
  m_w5 = β1·m_w5⁻ + (1 − β1)·mean ∂E_total/∂w5
  t = t⁻ + 1
  v_w5 = β2·v_w5⁻ + (1 − β2)·(mean ∂E_total/∂w5)²
  w5⁺ = w5 − η·m̂_w5/(√v̂_w5 + ε₀)
""",
        ),
        (
            "deep",
            ("W⁽¹⁾₁₁",),
            """
Error signals δ = ∂E/∂(pre-activation), with (y₁ − d₁)
  δ⁽⁴⁾₁ = (y₁ − d₁)·y₁·(1 − y₁)
  ∂E/∂W⁽¹⁾₁₁ = δ⁽²⁾₁·x₁
  v_W⁽¹⁾₁₁ = μ·v_W⁽¹⁾₁₁⁻ + mean ∂E/∂W⁽¹⁾₁₁
  W⁽¹⁾₁₁⁺ = W⁽¹⁾₁₁ − α·v_W⁽¹⁾₁₁
""",
        ),
        (
            "sequential",
            ("w1",),
            """
  not the gradient: ∂E_total/∂w1 with later weights that are already updated
  w1⁺ = w1 − η·sequential ∂E_total/∂w1
""",
        ),
        (
            "gates",
            (),
            """
  ŷ = w·x
  loss = s²
  path: loss → s → ŷ → w
  ∂loss/∂w = 2·s·x
  w⁺ = w − η·∂loss/∂w
""",
        ),
    ],
)
def test_each_kind_of_example_says_what_it_does_in_order(
    kind: str, parameters: tuple[str, ...], expected: str
) -> None:
    lines = iter(written(VARIED[kind], parameters).splitlines())
    for wanted in expected.strip("\n").splitlines():
        assert any(line == wanted for line in lines), wanted


def test_without_an_optimizer_of_its_own_nothing_is_remembered() -> None:
    assert "remembers" not in written(CLASSIC)
    assert "shortcut" not in written(CLASSIC)


def test_the_steps_of_a_computation_may_have_derivatives_of_their_own() -> None:
    staged = written(replace(VARIED["gates"], gradients="staged"))
    assert "How loss changes with each step, from the last step back" in staged.splitlines()
    assert "  ∂loss/∂ŷ = ∂loss/∂s" in staged.splitlines()
    assert "  ∂loss/∂w = ∂loss/∂ŷ·x" in staged.splitlines()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex to compile with")
@pytest.mark.parametrize("kind", VARIED)
def test_tex_compiles_the_document(kind: str, tmp_path: Path) -> None:
    (tmp_path / "document.tex").write_text(written(VARIED[kind], form="latex"), encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "document.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert run.returncode == 0, run.stdout[-1000:]


@pytest.mark.parametrize("form", WRITERS)
def test_of_many_paths_the_first_are_shown(form: str) -> None:
    network = Network((1, 3, 3, 1), ("sigmoid",) * 3)
    found = written(replace(CLASSIC, model=network), ("w1",), form)
    assert len(re.findall(r"(?i)path \d", found)) == 3
    wider = replace(network, layers=(1, 1, 3, 3))
    found = written(replace(CLASSIC, model=wider), ("w1",), form)
    assert len(re.findall(r"(?i)path \d", found)) == MOST_PATHS
    assert found.count("further paths of the same kind") == 1


def balanced(written: str) -> bool:
    depths = {"{": 0, "(": 0, "[": 0}
    for letter in re.sub(r"\\[{}]", "", written):
        if letter in depths:
            depths[letter] += 1
        elif letter in "})]":
            depths["{(["["})]".index(letter)]] -= 1
        if min(depths.values()) < 0:
            return False
    return not any(depths.values())


@settings(max_examples=15)
@given(templates(), st.sampled_from(["expanded", "staged"]), st.sampled_from(list(WRITERS)))
def test_every_bracket_is_closed(template: Template, gradients: Gradients, form: str) -> None:
    found = written(replace(template, gradients=gradients), ("w1",), form)
    opens_cases = "<mo>{</mo>"  # as in print, the brace before a list of cases has no partner
    lines = found.splitlines() if form != "html" else [found.replace(opens_cases, "")]
    for line in lines:
        assert balanced(line), line


@settings(max_examples=15)
@given(templates(), st.sampled_from(["expanded", "staged"]))
def test_latex_has_no_letter_that_plain_latex_lacks(
    template: Template, gradients: Gradients
) -> None:
    found = written(replace(template, gradients=gradients), form="latex")
    assert found.isascii(), sorted(set(re.findall(r"[^\x00-\x7f]", found)))
    assert found.count(r"\begin{") == found.count(r"\end{")
    outside = re.sub(r"\\\[.*?\\\]|\$.*?\$", "", found)
    prose = re.sub(r"\\begin\{align\*\}.*?\\end\{align\*\}", "", outside, flags=re.DOTALL)
    assert not re.search(r"(?<!\\)[_^&#%]", prose)


def test_what_latex_reads_as_a_command_is_escaped() -> None:
    title = r"50 % of A_1 & {B} #2 \ x^2 ~ $"
    found = written(replace(CLASSIC, title=title), ("w5",), "latex")
    assert (
        r"\section*{50 \% of A\_1 \& \{B\} \#2 $\backslash$ x\^{}2 \~{} \$}" in found.splitlines()
    )
