"""Right, wrong and unclear statements, as people have written them, and what is said of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.diagnostics import Severity
from bpsheet.checker.located import FoundColumn, Table
from bpsheet.checker.statements import judge_statements
from tests.checker.statements.statement_books import (
    example,
    note_on,
    notes_on,
    words_book,
)

RIGHT = [
    "h1 = w1*i1 + w2*i2",
    "h1 = w1 i1 + w2 i2",
    "H2 = W3·i1 + W4·i2",
    "net_h1 = w1*i1 + w2*i2",
    "out_h1 = 1/(1 + e^-net_h1)",
    "a_h1 = σ(h1) = 1/(1+exp(-h1))",
    "a_h2 = sigma(h2) = 1/(1 + e^{-h2})",
    "1. h2 = w3*i1 + w4*i2",
    "• h2 = w3*i1 + w4*i2",
    "ðE1/ða_o1 = ð(1/2*(t1-a_o1)^2)/ða_o1 = -1(t1-a_o1)",
    "∂E1/∂a_o1 = 1/2*2(t1-a_o1)*-1 = a_o1 - t1",
    "a_01 = σ(01)",
    "a_o2 = sigmoid(w7*a_h1 + w8*a_h2)",
    "E1 = ½*(t1-a_o1)²",
    "E2 = 1/2 (t2 – a_o2)^2",
    "E_Total = E1 + E2",
    "E_T = E1 + E2",
    "∂E_t/∂W7 == (a_o2 - t2)*(a_o2)*(1-a_o2)*(a_h1)",
    "∂E1/∂a_01 = ∂(1/2 * (t1-a_o1) ^ 2)/∂(a_o1) = (t1 – a_o1) (-1) = (a_o1 – t1)",
    "∂a_o1/∂o1 = ∂σ(o1)/∂o1 = σ(o1)(1 − σ(o1)) = a_o1(1 − a_o1)",
    "∂E_total/∂W5 = ∂(E1+E2)/∂W5 = ∂E1/∂W5 = (∂E1/∂a_o1)*(∂a_o1/∂o1)*(∂o1/∂W5)",
    "∂E_total/∂w5 = (a_o1 – t1) * (a_01 * (1- a_o1) * a_h1",
    "∂E_t/∂W1 = (∂E_t/∂_ah1)*(∂a_h1/∂_h1)*(∂_h1/w1)",
    "∂E/∂w1 = [(a_o1-t1)*a_o1*(1-a_o1)*w5 + (a_o2-t2)*a_o2*(1-a_o2)*w7] * a_h1*(1-a_h1)*i1",
    "E∂w5 = (a_o1-t1)*a_o1*(1-a_o1)*a_h1",
    "dE/dw5 = (a_o1-t1)*a_o1*(1-a_o1)*a_h1",
    "δE_tot/δw5 = (a_o1-t1)*a_o1*(1-a_o1)*a_h1",
    "𝜕E/𝜕w5 = δ_o1·a_h1",
    "δ_o1 = (a_o1 − t1)·a_o1·(1 − a_o1)",
    "δ_o1 = (t1 − a_o1)·a_o1·(1 − a_o1)",
    "δ_h1 = (δ_o1·w5 + δ_o2·w7)·a_h1·(1 − a_h1)",
    "∂o1/∂w5 = 1 * a_h1 * w5^(1-1) + 0 + 0 = a_h1",
    "∂E1/∂a_o1 = 2 * 1/2 * (t1 - a_o1)^(2-1) * -1 + 0",
    "∂E_total/∂a_h1 = ∂E1/∂a_h1 + ∂E2/∂a_h1",
    "w5⁺ = w5 − η·∂E/∂w5",
    "w5 = w5 - η*E∂w5",
    "w5_new = w5 - lr*(a_o1-t1)*a_o1*(1-a_o1)*a_h1",
    "w5 := w5 + η·(t1−a_o1)·a_o1·(1−a_o1)·a_h1",
    "w5⁺ = w5 + η·δ_o1·a_h1",
    "Forward pass: h1 = w1*i1 + w2*i2",
    "Forward pass\nh1 = w1*i1 +\nw2*i2",
]

WRONG = [
    ("h1 = w1*i1 + w3*i2", "in h1 = w1*i1 + w3*i2, w3 stands where w2 belongs"),
    ("E1 = 1/2*(t2-a_o2)^2", "E1 is written, but what follows equals E2"),
    ("E1 = (t1-a_o1)^2", "E1 does not equal (t1-a_o1)^2"),
    ("E1 = ½*(t1-a_o1)", "E1 does not equal ½*(t1-a_o1)"),
    ("a_h1 = σ(h2)", "a_h1 is written, but what follows equals a_h2"),
    ("a_h1 = 1/(1+exp(h1))", "a_h1 does not equal 1/(1+exp(h1))"),
    (
        "∂E_total/∂W6 = (a_o2 – t2) * (a_02 * (1- a_o2) * a_h2",
        "∂E_total/∂W6 is written, but what follows equals ∂E_total/∂w8",
    ),
    (
        "∂E/∂w5 = (a_o1 − t1)·a_o1·(1 − a_o1)·h1",
        "in ∂E/∂w5 = (a_o1 − t1)·a_o1·(1 − a_o1)·h1, h1 stands where a_h1 belongs",
    ),
    (
        "∂E/∂w5 = (a_o1 − t1)·a_o1·(1 − t1)·a_h1",
        "in ∂E/∂w5 = (a_o1 − t1)·a_o1·(1 − t1)·a_h1, t1 stands where a_o1 belongs",
    ),
    (
        "∂E/∂w5 = (t1 − a_o1)·a_o1·(1 − a_o1)·a_h1",
        "∂E/∂w5 does not equal (t1 − a_o1)·a_o1·(1 − a_o1)·a_h1",
    ),
    (
        "∂E_total/∂w3 = ∂(E1+E2)/∂w4 = ∂E1/∂w4 + ∂E2/∂w4",
        "∂E_total/∂w3 stands where ∂E_total/∂w4 belongs",
    ),
    (
        "∂a_o1/∂o_1 = ∂(sigmoid(a_01))/∂o_1 = a_o1 *(1 - a_o1)",
        "in ∂a_o1/∂o_1 = ∂(sigmoid(a_01))/∂o_1, a_o1 stands where o1 belongs",
    ),
    (
        "∂E_t/∂W1 = (∂E_t/∂a_o1)*(∂a_o1/∂_o1)*(∂_o1/∂a_h1)*(∂a_h1/∂_h1)*(∂_h1/w1)",
        "∂E_t/∂W1 is written, but what follows equals ∂E1/∂w1",
    ),
    (
        "∂E1/∂a_h1 = ∂E1/∂a_o1 * ∂a_o1/∂o1 * ∂o1/∂a_o1",
        "in ∂E1/∂a_h1 = ∂E1/∂a_o1 * ∂a_o1/∂o1 * ∂o1/∂a_o1, "
        "∂o1/∂a_o1 stands where ∂o1/∂a_h1 belongs",
    ),
    (
        "∂E1/∂a_h1 = ∂E1/∂a_o1 * ∂a_o1/∂ao1 * ∂o1/∂a_h1",
        "in ∂E1/∂a_h1 = ∂E1/∂a_o1 * ∂a_o1/∂ao1 * ∂o1/∂a_h1, "
        "∂a_o1/∂a_o1 stands where ∂a_o1/∂o1 belongs",
    ),
    ("δ_o1 = (a_o1 − t1)", "δ_o1 does not equal (a_o1 − t1)"),
    ("w5⁺ = w5 + η·∂E/∂w5", "w5⁺ does not equal w5 + η·∂E/∂w5"),
    (
        "w5 = w5 − η·∂E/∂w6",
        "in w5 = w5 − η·∂E/∂w6, ∂E_total/∂w6 stands where ∂E_total/∂w5 belongs",
    ),
]

SILENT = [
    "w1 = 0.15",
    "η = 0.5",
    "t1 = i1",
    "a_o1 = t1",
    "E1 = E2 = 0",
    "∂E/∂w1 = ∂E/∂w2 = 0",
    "h1 = 0.15*0.05 + 0.2*0.1 = 0.0275",
    "h1 = w1*0.05 + w2*0.1",
    "E_total = 0.298",
    "E = ½(t1 − a_o1)²",
    "E1 = 1/2 Σ (t1 − a_o1)²",
    "E1 = ½ (t1 − a_o1)2",
    "out = 1/(1+e-net)",
    "w5(1) = w5(0) − η·∂E/∂w5(0)",
    "h1 = w1⁺*i1 + w2*i2",
    "when t1 = a_o2 = a_o1",
    "if w5 = w6, h1 = h2*w1",
    "h1 > w1*i1 = w2",
    "h1 ≈ w1*i1 = w2*i2",
    "h1 = w1*i1 + ",
    "h1 = max(0, i1)",
    "h1 = h2*w1 (a comment)",
    "a_h1' = h1*(1-h1)",
    "= w1*i1 + w3*i2",
    "h1 =",
    "===",
    "Learning rate = w5*w6",
    "x1 = w1*i1",
    "dw5 = w6*i1",
    "h1 = w1*i1\n+ w2*i2",
    "h1 = w1*i1 + w2*i2\n(w3*i1)",
    "h1 = w1*i1 + w2*i2\na_h1",
]


@pytest.mark.parametrize("words", RIGHT)
def test_a_right_statement_is_let_pass(words: str) -> None:
    assert note_on(words) == ""


@pytest.mark.parametrize("words", RIGHT)
def test_a_right_statement_is_read_and_not_passed_over(words: str) -> None:
    """With one term more it is wrong."""
    assert note_on(f"{words.rstrip()} + i1*t2") != ""


@pytest.mark.parametrize(("words", "message"), WRONG)
def test_a_wrong_statement_is_named(words: str, message: str) -> None:
    assert note_on(words) == message


@pytest.mark.parametrize("words", SILENT)
def test_what_is_not_clear_or_not_general_is_passed_over(words: str) -> None:
    assert note_on(words) == ""


def test_a_note_says_where_and_what_should_stand_there() -> None:
    (note,) = notes_on({"J14": "∂E_total/∂W6 = ", "K14": "(a_o2 – t2) * (a_02 * (1- a_o2) * a_h2"})
    assert (note.code, note.severity) == ("BP601", Severity.NOTE)
    assert [str(place) for place in note.places] == ["Sheet1!J14:K14"]
    assert note.quantity == "∂E/∂w6"
    assert note.evidence is not None
    assert (note.evidence.found, note.evidence.expected) == ("∂E_total/∂W6", "∂E_total/∂w8")


def test_another_way_to_mend_a_statement_is_told() -> None:
    (note,) = notes_on({"A1": "∂E/∂w5 = (a_o1 − t1)·a_o1·(1 − a_o1)·a_h2"})
    assert note.message == "∂E/∂w5 is written, but what follows equals ∂E_total/∂w6"
    assert note.details == ("for ∂E/∂w5 it needs a_h1 in place of a_h2",)


def test_the_same_words_on_several_sheets_are_one_note() -> None:
    template, graph = example()
    cells = {"A1": "h1 = w1*i1 + w3*i2"}
    book = words_book({"LR=0.5": cells, "LR=1": cells})
    (note,) = judge_statements(book, graph, template.names, ())
    assert [str(place) for place in note.places] == ["LR=0.5!A1", "LR=1!A1"]


def test_a_text_box_is_read_line_by_line() -> None:
    template, graph = example()
    words = (
        "∂E_total/∂w5 \n  = ∂(E1+E2)/∂w5  \n  = (a_o1-t1) * (a_o1 * (1-a_o1)) * (a_h1)\n\n"
        "E1 = 1/2*(t1-a_o1)^2\nE1 = 1/2*(t2-a_o2)^2\n"
    )
    book = words_book({"Sheet1": {}}, words)
    (note,) = judge_statements(book, graph, template.names, ())
    assert note.message == "E1 is written, but what follows equals E2"


def test_a_sheet_about_another_network_is_passed_over() -> None:
    """There w2 leads from i1 to h2, and w3 from i2 to h1."""
    other = ["h1 = w1*i1 + w3*i2", "h2 = w2*i1 + w4*i2", "o1 = w5*a_h1 + w7*a_h2"]
    cells = {f"A{row}": words for row, words in enumerate([*other, "E_total = E1 + E2"], start=1)}
    assert notes_on(cells) == []


def test_numbers_of_the_example_in_a_formula_are_no_mistake() -> None:
    """With the inputs 1 and 0 of this table h1 = w1·1 + w2·0."""
    template, graph = example()
    inputs = words_book({"Sheet1": {"A1": "i1", "B1": "i2", "A2": 1.0, "B2": 0.0}}).sheets[0]
    columns = {"i1": FoundColumn("i1", 0, "i1"), "i2": FoundColumn("i2", 1, "i2")}
    table = Table(inputs, across=False, header=0, rows=np.array([1]), columns=columns)
    book = words_book({"Notes": {"A1": "h1 = w1*1 + w2*0"}})
    assert len(judge_statements(book, graph, template.names, ())) == 1
    assert judge_statements(book, graph, template.names, [table]) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("mazur", "net_h1 = w1*i1 + w2*i2 + b1*1"),
        ("mazur", "∂E_total/∂out_o1 = -(target_o1 - out_o1)"),
        ("udacity", "W⁽²⁾₁₁⁺ = W⁽²⁾₁₁ − α·∂E/∂W⁽²⁾₁₁"),
        ("xor-tanh", "∂a_h1/∂h1 = 1 − a_h1²"),
        ("xor-tanh", "a_h1 = σ(h1)"),
        ("softmax", "∂E_total/∂o1 = a_o1 − t1"),
        ("line", "ŷ = w·x + b"),
        ("line", "y\u0302 = w x + b"),
    ],
)
def test_other_examples_are_read_in_their_names(template: str, words: str) -> None:
    assert note_on(words, template) == ""


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("mazur", "net_h1 = w1*i1 + w2*i2"),
        ("mazur", "∂E_total/∂out_o1 = (target_o1 - out_o1)"),
        ("udacity", "W⁽²⁾₁₁⁺ = W⁽²⁾₁₁ + α·∂E/∂W⁽²⁾₁₁"),
        ("xor-tanh", "∂a_h1/∂h1 = a_h1·(1 − a_h1)"),
        ("softmax", "∂E_total/∂o1 = t1 − a_o1"),
    ],
)
def test_other_examples_are_judged_in_their_names(template: str, words: str) -> None:
    assert note_on(words, template) != ""


PIECES = ["∂", "δ", "E1", "E", "a_o1", "w5", "o1", "=", "/", "(", ")", "-", "+", "*", "^", "²"]
PIECES += ["1", "0", "½", " ", "e^", "exp(", "σ(", "ln", "sqrt(", "01", "d", "[", "\n", "η", "w5⁺"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_words_are_too_strange(words: str) -> None:
    note_on(words)
    note_on(f"E1 = {words}")


@given(st.text(max_size=60))
def test_no_text_is_too_strange(words: str) -> None:
    note_on(f"E1 = {words}")


@pytest.mark.parametrize("words", ["h1 = " + "(" * 900, "h1 = " + "-" * 900, "h1 = " + "σ(" * 400])
def test_deep_and_long_words_are_passed_over(words: str) -> None:
    assert note_on(words) == ""
