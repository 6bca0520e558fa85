"""The statements in public hand-built workbooks, each looked at by eye."""

from __future__ import annotations

import pytest

from bpsheet.checker.reading import read_book
from bpsheet.checker.statements import judge_statements
from tests.checker.statements.statement_books import example
from tests.shared import shared

FOUND = {
    "VishakBharadwaj94__Deep_Learning_in_Excel__backprop.xlsx": [
        "Sheet1!M9: in ∂a_o1/∂o_1 = ∂(sigmoid(a_01))/∂o_1, a_o1 stands where o1 belongs",
        "Sheet1!M26: in ∂E_t/∂_ah2 = ∂(E1+E2)/∂a_h1, a_h1 stands where a_h2 belongs",
        "Sheet1!M28: ∂E_t/∂W1 is written, but what follows equals ∂E1/∂w1",
    ],
    "garima-mahato__END2__END2_S2_Backpropagation.xlsx": [
        "LR=0.5!AB2: ∂E_total/∂w3 stands where ∂E_total/∂w4 belongs",
        "LR=0.5!AG3: ∂E2/∂w1 is written, but what follows equals ∂E2/∂w4",
        "LR=0.5!W19: ∂E2/∂w1 is written, but what follows equals ∂E2/∂w3",
    ],
    "kotalaraghava__END-2.0__BackPropagation.ods": [
        "Sheet1!J14:K14: ∂E_total/∂W6 is written, but what follows equals ∂E_total/∂w8",
        "Sheet1!J17:N17: in ∂E_1/∂a_h1 = (∂E1/∂a_o1) * ∂a_o1/∂ao1 * ∂o1/∂a_h1, "
        "∂a_o1/∂a_o1 stands where ∂a_o1/∂o1 belongs",
        "Sheet1!Q17:U17: in ∂E_1/∂a_h2 = (∂E1/∂a_o1) * ∂a_o1/∂ao1 * ∂o1/∂a_h2, "
        "∂a_o1/∂a_o1 stands where ∂a_o1/∂o1 belongs",
    ],
    "pankaj90382__END-1.0__NN_Design.xlsx": [],
    "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx": [
        "Sheet1!O2: E1 is written, but what follows equals E2",
        "Sheet1!O13: in ∂E1/∂a_h1 = ∂E1/∂a_o1 * ∂a_o1/∂o1 * ∂o1/∂a_o1, "
        "∂o1/∂a_o1 stands where ∂o1/∂a_h1 belongs",
    ],
}


@pytest.mark.parametrize("file", FOUND)
def test_exactly_the_wrong_statements_are_named(file: str) -> None:
    template, graph = example()
    book = read_book(shared("workbooks", file))
    notes = judge_statements(book, graph, template.names, ())
    assert [f"{note.places[0]}: {note.message}" for note in notes] == FOUND[file]
