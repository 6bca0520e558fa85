"""Where statements stand, and how their words go on from cell to cell and from line to line."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bpsheet.checker.statements.finding import statements_in
from tests.checker.statements.statement_books import words_book

JOINED = [
    ({"A1": "h1 = w1*i1"}, ["A1: h1 = w1*i1"]),
    ({"C14": "h1 =", "D14": "w1*i1 + w2*i2", "C15": "h2 =", "D15": "w3"},
     ["C14:D14: h1 = w1*i1 + w2*i2", "C15:D15: h2 = w3"]),
    ({"A1": "h1", "B1": " = w1*i1"}, ["A1:B1: h1 = w1*i1"]),
    ({"A1": "∂E_1/∂a_h1 = (∂E1/∂o1) * ∂o1/∂a_h1 = ", "E1": "x * w5"},
     ["A1:E1: ∂E_1/∂a_h1 = (∂E1/∂o1) * ∂o1/∂a_h1 = x * w5"]),
    ({"A1": "E_total = E1 +", "B1": "E2"}, ["A1:B1: E_total = E1 + E2"]),
    ({"A1": "∂E/∂w5 = ∂E1/∂w5", "A2": " = a*b"}, ["A1:A2: ∂E/∂w5 = ∂E1/∂w5 = a*b"]),
    ({"A1": "a = b; c = d\ne = f"}, ["A1: a = b", "A1: c = d", "A1: e = f"]),
    ({"A1": "a\n = b\n = c\n\nd = e"}, ["A1: a = b = c", "A1: d = e"]),
    ({"A1": "a ← b", "A2": "a := b", "A3": "a == b"}, ["A1: a = b", "A2: a = b", "A3: a = b"]),
]  # fmt: skip

NOT_JOINED: list[Mapping[str, str | float]] = [
    {"A1": "η =", "B1": 0.5, "A2": "w5"},
    {"A1": "h1 =", "E1": "w1"},
    {"A1": "E_total =", "A2": "E1"},
    {"A1": "h1 =", "B1": "h2 = w3*i1"},
    {"A1": "h1 = w1*i1", "B1": "+ w2*i2"},
    {"A1": "h1 = w1*i1", "A2": "- w2*i2"},
    {"A1": "h1 = w1*i1", "A2": ")*w2"},
    {"A1": "- h1 = w1*i1\n- h2 = w3*i1"},
    {"A1": "= w1*i1"},
    {"A1": "h1", "B1": "w1*i1"},
]


@pytest.mark.parametrize(("cells", "found"), JOINED)
def test_statements_are_found_whole(cells: Mapping[str, str], found: list[str]) -> None:
    statements = statements_in(words_book({"S": cells}))
    assert [f"{one.place} {' = '.join(one.sides)}" for one in statements] == [
        f"S!{place.replace(': ', ' ', 1)}" for place in found
    ]


@pytest.mark.parametrize("cells", NOT_JOINED)
def test_words_that_may_go_on_otherwise_are_passed_over(cells: Mapping[str, str | float]) -> None:
    assert list(statements_in(words_book({"S": cells}))) == []
