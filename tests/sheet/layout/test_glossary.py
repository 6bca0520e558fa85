from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.sheet.layout.book import workbook_of
from bpsheet.sheet.layout.glossary import GLOSSARY
from bpsheet.sheet.layout.glossary.facts import facts_of, places_of
from bpsheet.sheet.layout.glossary.names import (
    TORCH_ACTIVATIONS,
    TORCH_LOSSES,
    TORCH_OPTIMIZERS,
)
from bpsheet.sheet.layout.glossary.words import WORDS
from bpsheet.sheet.workbook import Sheet
from bpsheet.template import Samples, Template
from bpsheet.verbs.build import worked_example
from tests.varied import VARIED


def sheet_of(template: Template) -> Sheet:
    example = worked_example(replace(template, views=("glossary",)))
    return workbook_of(example).sheet(GLOSSARY)


@cache
def lines(kind: str) -> dict[str, list[str]]:
    """Return what stands in each line, by its first cell."""
    sheet = sheet_of(VARIED[kind])
    columns = range(max(column for _, column in sheet.cells) + 1)
    found: dict[str, list[str]] = {}
    for row in sorted({row for row, _ in sheet.cells}):
        values = [str(value) for column in columns if (value := sheet.value(row, column))]
        found.setdefault(values[0], values[1:])
    return found


@pytest.mark.parametrize("kind", VARIED)
def test_no_place_is_left_empty_and_no_word_stands_twice(kind: str) -> None:
    facts, places = facts_of(VARIED[kind]), places_of(VARIED[kind])
    shown = [row for row in WORDS if not row.needs or row.needs in facts]
    written = [row.word.format_map(places) for row in shown]
    assert len(set(written)) == len(written)
    for row in shown:
        used = set(re.findall(r"{(\w+)}", row.word + row.meaning + row.care))
        assert used <= places.keys(), row
        assert all(places[place] for place in used), row
    for values in lines(kind).values():
        assert not any("{" in value for value in values)


def test_every_fact_that_a_word_needs_holds_for_some_example() -> None:
    validated = replace(
        VARIED["a line"],
        data=replace(VARIED["a line"].data, validation=Samples(((1.5,),), ((0.7,),))),
    )
    drawn = VARIED["gates"]
    drawn = replace(drawn, parameters=replace(drawn.parameters, drawn="uniform, seed 1"))
    examples = [*VARIED.values(), validated, drawn]
    known = frozenset().union(*map(facts_of, examples))
    assert {row.needs for row in WORDS} - {""} <= known


@pytest.mark.parametrize(
    ("kind", "word", "part"),
    [
        ("half squared error", "gradient, as a number", "∂E/∂w5: by how much E_total changes"),
        (
            "half squared error",
            "gradient, as a vector over the parameters (∇)",
            "∇E = (∂E/∂w1, ∂E/∂w2, …, ∂E/∂w8)",
        ),
        ("a line", "gradient, as a vector over the parameters (∇)", "∇E = (∂E/∂w1, ∂E/∂b1)"),
        ("gates", "gradient, as a number", "∂loss/∂w: by how much loss changes per unit of w"),
        ("half squared error", "gradient descent", "w5⁺ = w5 − η·∂E/∂w5"),
        (
            "half squared error",
            "error signal δ",
            "δ_o1 = ∂E_total/∂o1, with the sign of (a_o1 − t1)",
        ),
        ("softmax", "error signal δ", "δ⁽²⁾₁ = ∂E/∂z⁽²⁾₁, with the sign of (a⁽²⁾₁ − y₁)"),
        ("half squared error", "local derivative", "∂a_o1/∂o1"),
        ("gates", "local derivative", "∂loss/∂s"),
        ("half squared error", "epoch", "With one sample every step is an epoch"),
        ("softmax", "step, iteration", "the passes for one sample and an update"),
        ("deep", "step, iteration", "an update follows after each batch"),
        ("softmax", "stochastic gradient descent (SGD)", "fixed order"),
        ("a line", "stochastic gradient descent (SGD)", "each update sees all of them"),
        ("binary cross-entropy", "optimizer", "Here it is Adam"),
    ],
)
def test_a_word_is_explained_for_the_example(kind: str, word: str, part: str) -> None:
    assert part in " ".join(lines(kind)[word])


@pytest.mark.parametrize(
    ("kind", "absent"),
    [
        ("half squared error", {"bias", "optimizer", "batch, mini-batch", "cross entropy"}),
        ("gates", {"error", "net input, pre-activation, z", "error signal δ", "bias"}),
        ("softmax", {"half squared error", "binary cross entropy", "batch, mini-batch"}),
        ("binary cross-entropy", {"gradient descent", "softmax", "cross entropy"}),
    ],
)
def test_words_that_do_not_apply_are_left_out(kind: str, absent: set[str]) -> None:
    assert not absent & lines(kind).keys()


@pytest.mark.parametrize("kind", VARIED)
def test_loose_statements_are_set_right(kind: str) -> None:
    found = lines(kind)
    assert "Not a sum of differences" in found["mean squared error (MSE)"][1]
    assert "Not the plain difference" in found["loss"][1]
    assert "changes no weight" in found["backward pass, back propagation"][1]


def test_the_same_in_every_notation() -> None:
    found = lines("deep")
    assert found["what"] == [
        "this workbook",
        "hand-built",
        "Mazur",
        "indexed (Udacity)",
        "z and a (Nielsen, Ng)",
        "PyTorch",
    ]
    assert found["a gradient"][:5] == [
        "∂E/∂W⁽³⁾₂₂",
        "∂E/∂w16",
        "∂E_total/∂w16",
        "∂E/∂W⁽³⁾₂₂",
        "∂E/∂w⁽³⁾₂₂",
    ]
    assert found["the net input of a hidden unit"][:5] == [
        "net⁽²⁾₁",
        "h1_1",
        "net_h1_1",
        "net⁽²⁾₁",
        "z⁽¹⁾₁",
    ]
    assert "a bias" in found
    assert "a bias" not in lines("half squared error")
    assert "what" in lines("gates")
    assert "an input" not in lines("gates")


def test_all_activations_losses_and_optimizers_have_a_word_in_pytorch() -> None:
    assert TORCH_ACTIVATIONS.keys() == ACTIVATIONS.keys()
    assert TORCH_LOSSES.keys() == LOSSES.keys()
    assert TORCH_OPTIMIZERS.keys() == DEFAULTS.keys()
    assert lines("deep")["the optimizer momentum"] == ["torch.optim.SGD with momentum"]
