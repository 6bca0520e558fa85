"""How far a mistake moves an answer, computed by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bpsheet.catalogue import load_template
from bpsheet.exercises.asked import asked_in
from bpsheet.exercises.exercise import graph_of
from bpsheet.exercises.numbers.mistakes import LEAST_SHARE, mistakes_of
from bpsheet.exercises.numbers.trial import Trial
from bpsheet.template import Template


def with_numbers(template: Template, w: float, x: float, y: float, rate: float) -> Template:
    """Return the worked example ŷ = w·x, s = ŷ − y, E = s² with other numbers."""
    return replace(
        template,
        parameters=replace(template.parameters, weights=(w,)),
        data=replace(template.data, inputs=((x, y),)),
        training=replace(template.training, learning_rates=(rate,)),
    )


def share_of(words: str, quantity: str, **numbers: float) -> float:
    """Return how far a mistake moves a quantity of the worked example with two steps."""
    template = load_template("gates")
    trial = Trial(template, asked_in(template, "all", 1), 1)
    (mistake,) = (
        one
        for one in mistakes_of(trial.graph, [quantity], [numbers["rate"]])
        if one.slip.words == words
    )
    runs = trial.runs([with_numbers(template, **numbers)])
    return float(trial.shares([mistake], runs)[0, 0])


@pytest.mark.parametrize(
    ("quantity", "words", "share"),
    [
        # ŷ = 0.6, s = −0.2, E = 0.04; ∂E/∂w = 2·s·x = −0.8; w⁺ = 0.3 + 0.1·0.8.
        ("s", "computes ŷ + y where ŷ − y belongs", 1.6 / 0.2),
        ("s", "computes ŷ where ŷ − y belongs", 0.8 / 0.2),
        # Of a parameter, the share is of its way, 0.08, not of its size.
        ("w", "is never updated: it stays as it is", 1.0),
        ("w", "uses twice the learning rate η", 1.0),
        ("w", "uses 0.2 as its learning rate where η belongs", 1.0),
    ],
)
def test_a_share_is_of_the_right_answer(quantity, words, share):
    found = share_of(words, quantity, w=0.3, x=2.0, y=0.8, rate=0.1)
    assert found == pytest.approx(share)


def test_the_learning_rate_written_as_a_number_is_no_mistake():
    words = "uses 0.2 as its learning rate where η belongs"
    assert math.isnan(share_of(words, "w", w=0.3, x=2.0, y=0.8, rate=0.2))


def test_a_mistake_without_a_number_shows():
    template = load_template("bce")
    trial = Trial(template, ("E1",), 1)
    mistakes = list(mistakes_of(trial.graph, ("E1",), [0.05]))
    shares = trial.shares(mistakes, trial.runs([template]))
    assert not np.isnan(shares).any()


def test_likely_mistakes_of_this_row_are_known():
    graph = graph_of(load_template("classic"))
    known = list(mistakes_of(graph, ["h1", "E1", "∂E/∂w1", "w1"], [0.5]))
    assert {one.quantity for one in known} == {"h1", "E1", "∂E/∂w1", "w1"}
    assert {one.slip.effort for one in known} == {1}
    assert not [one for one in known if "row" in one.slip.words]
    assert [one.rate for one in known if not math.isnan(one.rate)] == [0.5]


def test_a_share_of_exactly_one_percent_shows():
    """As decimals, 1.01 is a little less than 1 % more than 1."""
    assert 0.0099 < LEAST_SHARE < 1.01 - 1
