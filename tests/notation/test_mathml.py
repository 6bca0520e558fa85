from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import get_args
from xml.etree import ElementTree

import pytest

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.expression import HALF, Expression, Name, Number, Text, call, compare
from bpsheet.model.training import training_graph
from bpsheet.names import previous_name
from bpsheet.notation.latex import latex
from bpsheet.notation.mathml import mathml
from bpsheet.notation.mathml_names import mathml_name
from bpsheet.notations import Notation
from bpsheet.verbs.derive import derive

A, B, C = Name("a"), Name("b"), Name("c")

NAMES = {
    "w5": "<msub><mi>w</mi><mn>5</mn></msub>",
    "x": "<mi>x</mi>",
    "E_total": "<msub><mi>E</mi><mtext>total</mtext></msub>",
    "a_h1": "<msub><mi>a</mi><msub><mi>h</mi><mn>1</mn></msub></msub>",
    "h1_2": "<msub><mi>h</mi><mrow><mn>1</mn><mo>,</mo><mn>2</mn></mrow></msub>",
    "W⁽¹⁾₁₂": (
        "<msubsup><mi>W</mi><mn>12</mn><mrow><mo>(</mo><mn>1</mn><mo>)</mo></mrow></msubsup>"
    ),
    "b⁽²⁾": "<msup><mi>b</mi><mrow><mo>(</mo><mn>2</mn><mo>)</mo></mrow></msup>",
    "ŷ": '<mover accent="true"><mi>y</mi><mo>^</mo></mover>',
    "∂E/∂w5": (
        "<mfrac><mrow><mo>∂</mo><mi>E</mi></mrow>"
        "<mrow><mo>∂</mo><msub><mi>w</mi><mn>5</mn></msub></mrow></mfrac>"
    ),
    "w⁺": "<msup><mi>w</mi><mo>+</mo></msup>",
    "v⁻": "<msup><mi>v</mi><mo>−</mo></msup>",
    "mean w": '<mover accent="true"><mi>w</mi><mo>¯</mo></mover>',
    "sequential w": "<msub><mi>w</mi><mtext>sequential</mtext></msub>",
}

WORDS: dict[str, tuple[Expression, str]] = {
    "a difference of a sum": (A - (B + C), "a−(b+c)"),
    "a product of sums": ((A + B) * C, "(a+b)·c"),
    "a power of a sum": ((A - B) ** 2, "(a−b)2"),
    "a negative factor": (A * -B, "a·(−b)"),
    "half": (HALF * A, "12·a"),
    "a third": (Number(Fraction(2, 7)), "27"),
    "a decimal": (Number(0.25), "0.25"),
    "a small number": (Number(1e-12), "1·10−12"),
    "an exponential": (call("EXP", -A), "e−a"),
    "a root": (call("SQRT", A), "a"),
    "a size": (call("ABS", A), "|a|"),
    "an activation": (call("relu", A), "ReLU(a)"),
    "a mean": (call("AVERAGE", A), "mean(a)"),
    "a choice": (call("IF", compare(A, ">", 0), A, 0), "{aif a>00otherwise"),
}


def words(element: str) -> str:
    found = "".join(ElementTree.fromstring(element).itertext())
    return found.replace("\u2061", "")  # the sign of a function's application is not seen


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    assert mathml_name(name) == NAMES[name]


@pytest.mark.parametrize("case", WORDS)
def test_expressions(case: str) -> None:
    value, expected = WORDS[case]
    assert words(mathml(value)) == expected


def test_tall_brackets_grow_and_others_do_not() -> None:
    assert "<mo>(</mo>" in mathml((A / B + C) * A)
    assert '<mo stretchy="false">(</mo>' in mathml((A + B) * C)


def test_names_may_be_written_otherwise() -> None:
    assert mathml(A * B, lambda name: f'<mi q="{name}"/>') == (
        '<mrow><mi q="a"/><mo>·</mo><mi q="b"/></mrow>'
    )


def test_what_is_special_in_html_is_escaped() -> None:
    assert mathml_name("a<b&c") == "<mtext>a&lt;b&amp;c</mtext>"
    assert ElementTree.fromstring(mathml(compare(A, "<", B))).tag == "mrow"


def test_the_words_of_a_cell_have_no_place_in_mathml() -> None:
    with pytest.raises(ValueError, match="no MathML"):
        mathml(A + Text("words"))


@pytest.mark.parametrize("notation", get_args(Notation))
@pytest.mark.parametrize("name", BUNDLED)
def test_every_equation_of_every_worked_example_is_well_formed(
    name: str, notation: Notation
) -> None:
    template = load_template(name)
    if template.layered:
        network = replace(template.network, notation=notation)
        template = replace(template, model=network, renamed={})
    graph = training_graph(template, derive(template))
    for quantity in graph:
        assert ElementTree.fromstring(mathml_name(quantity.name)).tag
        assert ElementTree.fromstring(mathml_name(previous_name(quantity.name))).tag
        for value in (quantity.definition, quantity.following):
            if value is not None:
                assert words(mathml(value)).count("(") == latex(value).count("(")
