"""Labels as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.locate import read_label

SPELLINGS = {
    "i1": "i1 | I1 | x1 | X1 | i_1 | input1 | Input 1 | x₁ | in1 | x",
    "t1": "t1 | T1 | target1 | Target 1 | target_o1 | d1 | desired1 | expected 1 | t_o1 | y1 | Y",
    "w5": "w5 | W5 | w_5 | w₅ | 𝑤5 | weight5 | Weight 5 | wt5 | $w_5$ | w5 = | w5 old | w5(t)",
    "w5⁺": "w5⁺ | w5+ | w5' | new w5 | w5 new | updated w5 | New weight w5 | w5(t+1) | next w5",
    "b1": "b1 | B1 | bias1 | Bias 1 | bias | b",
    "h1": "h1 | net_h | H1 | h_1 | net_h1 | neth1 | net h1 | in_h1 | z_h1 | sum h1 | h1 (net) "
    "| h1_in | z1 | hidden1 | h1 = w1*i1 + w2*i2",
    "a_h1": "a_h1 | out_h1 | act_h1 | aH1 | a_H1 | ah1 | σ(h1) | σh1 | sigmoid(h1) | out h1 "
    "| h1 (out) | h1 out | a(h1) | out_{h1} | a1 | activation h1 | output h1",
    "o1": "o1 | O1 | net_o1 | neto1 | z_o1 | net o1",
    "a_o1": "a_o1 | out_o | a_O1 | out_o1 | a_01 | σ(o1) | outo1 | out1 | output1 | Output 1 | ŷ "
    "| y_pred | ŷ1 | predicted",
    "E1": "E1 | e1 | E_1 | Error1 | Error 1 | err1 | E_o1 | loss1 | E1 = ½*(t1 - a_o1)²",
    "E_total": "E_total | E_tot | Etotal | E_T | E Total | E_Total | Et | Total error | total loss "
    "| E1+E2 | Loss | Error | error total | E | cost | Total Error (E) | e_total",
    "C": "C | mean loss | average error",
    "∂E/∂w1": "∂E/∂w1 | E∂w1 | dE/dw1 | Edw1 | ∂ET/∂w1 | δE_tot/δw1 | dw1 | 𝜕E/𝜕w1 "
    "| 𝝏E_total/𝝏w1 | 𝟃E/𝟃w1 | ꝺE/ꝺw1 | ∂E_total/∂w1 | ∂E_total/∂w1  | dE_dw1 | ∂w1 | ∂E / ∂w₁ "
    "| grad w1 | gradient w1 | w1 grad | E∂W1 | ∂E_t/∂W1 | dE_total/dw1 | dLoss/dw1 | dL/dw1 | ∇w1 "
    "| \\frac{\\partial{E}}{\\partial{w_1}}",
    "∂E/∂b2": "∂E/∂b2 | db2 | dE/db2 | E∂b2",
    "Δw5": "Δw5 | delta w5 | ∆w5",
    "δ_o1": "δ_o1 | δo1 | delta_o1 | delta o1 | ∂E/∂o1 | ∂E_total/∂net_o1 | error signal o1",
    "δ_h2": "δ_h2 | delta_h2 | ∂E/∂h2 | error_h2 | err h2",
    "∂E_total/∂a_h1": "∂E_total/∂a_h1 | ∂E/∂a_h1 | dE/da_h1 | dE/dout_h1",
    "mean ∂E/∂w5": "mean ∂E/∂w5 | avg dw5 | average dE/dw5 | Mean E∂w5",
    "sequential ∂E/∂w1": "sequential ∂E/∂w1",
    "m_w5": "m_w5 | m w5",
    "v_w5": "v_w5 | velocity w5",
    "η": "η | ɳ | ƞ | n | eta | lr | LR | L.R | alpha | α | Learning rate | Learning_rate "
    "| learning rate (η) | n =  | η = | ɳ  | Learning Rate: | LR = 0.5 | step size | rate",
    "step": "step | Step | Iteration | iter | S.No | Sl No | Itr # | No.",
    "epoch": "epoch | Epoch | Epochs",
    "sample": "sample | Sample | pattern",
    "update": "update",
    "h1_2": "h1_2 | net_h1_2 | z⁽¹⁾₂ | h1,2 | h_1_2",
    "a_h2_1": "a_h2_1 | out_h2_1 | a⁽²⁾₁",
    "δ_h2_3": "δ_h2_3 | delta_h2_3",
    "∂E/∂w16": "∂E/∂w16 | dw16",
}
"""By the quantity that is meant, spellings of it between bars."""


@pytest.mark.parametrize(
    ("meant", "label"),
    [(meant, label) for meant, line in SPELLINGS.items() for label in line.split(" | ")],
)
def test_a_label_is_read_as_what_its_author_means(meant: str, label: str) -> None:
    assert read_label(label)[0] == meant


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "Targets", "Inputs", "weights", "Backward Propagation", "initial values"),
        *("Neural Network Design (BackProp)", "Loss at the end", "when learning rate is 0.1"),
        *("w1*i1 + w2*i2", "(t1 - a_o1)", "0.5", "asd 23", "yours", "verdict", "hidden layer"),
    ],
)
def test_other_words_are_no_labels(words: str) -> None:
    assert read_label(words) == ()


def test_a_label_with_two_meanings_says_both() -> None:
    assert read_label("h1") == ("h1", "a_h1")
    assert read_label("cost") == ("E_total", "C")
    assert read_label("Δw5") == ("Δw5", "∂E/∂w5")


@given(st.text(max_size=80))
def test_any_text_is_read_or_is_none(text: str) -> None:
    assert all(read_label(text))
