from __future__ import annotations

import re

import numpy as np
import pytest

import bpsheet
from bpsheet.checker.slips import explain, slips_of
from tests.checker.slips.hand_written import SLIPS
from tests.checker.slips.numbers import graph_of, numbers_of, right_expression

CLASSIC = bpsheet.load_template("classic")
GRAPH = graph_of(CLASSIC)
NUMBERS = numbers_of(GRAPH, CLASSIC)
FUNCTIONS = {name: getattr(np, name) for name in ("abs", "exp", "log", "sqrt", "tanh")}


def by_hand(name: str) -> str:
    """Return a name as the formulas written by hand spell it."""
    for spelled, plain in (("∂E/∂w", "g"), ("η", "eta"), ("⁻", "_before"), ("⁺", "_after")):
        name = name.replace(spelled, plain)
    return name


@pytest.mark.parametrize(("name", "formula", "kind", "words"), SLIPS)
def test_a_slip_written_by_hand_is_named_first(
    name: str, formula: str, kind: str, words: str
) -> None:
    quantity = GRAPH[re.sub(r"^g(\d)$", r"∂E/∂w\1", name)]
    right = right_expression(quantity)
    assert right is not None
    plain = {by_hand(each): numbers for each, numbers in NUMBERS.items()}
    found = eval(formula, plain | FUNCTIONS)
    first, *_ = explain(slips_of(quantity, right, GRAPH), NUMBERS, found, 1e-12 * np.abs(found))
    assert (first.kind, first.words) == (kind, words)


def test_every_kind_of_slip_is_written_by_hand() -> None:
    assert {kind for _, _, kind, _ in SLIPS} == {
        *("swapped-operand", "missing-part", "extra-part", "wrong-sign", "wrong-power"),
        *("wrong-constant", "wrong-stage", "wrong-row", "updated-parameter", "wrong-function"),
        *("transposed-weights", "wrong-rate", "misplaced-bracket"),
    }
