from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import bpsheet
from bpsheet.checker.slip import Slip, earlier, later
from bpsheet.checker.slips import explain, slips_of
from bpsheet.checker.slips.evaluation import Evaluation
from bpsheet.evaluate import evaluate
from bpsheet.expression import names_in
from bpsheet.model.graph import Graph, Quantity
from bpsheet.template import Data, Network, Parameters, Template
from tests.checker.slips.numbers import graph_of, numbers_of, right_expression
from tests.examples import CLASSIC
from tests.proof.slips import _wrong

TEMPLATES = {template.name: template for template in bpsheet.templates()}
VARIED = (
    *("classic", "mazur-sequential", "xor-tanh", "bce", "softmax", "micrograd"),
    *("cs231n-sigmoid", "optimizer-nesterov", "optimizer-rmsprop", "optimizer-adam"),
)


def all_slips(graph: Graph) -> list[tuple[Quantity, list[Slip]]]:
    pairs = [(quantity, right_expression(quantity)) for quantity in graph]
    return [(q, list(slips_of(q, right, graph))) for q, right in pairs if right is not None]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_slips_are_in_order_and_mention_only_what_there_is(template: Template) -> None:
    graph = graph_of(template)
    known = {spell(q.name) for q in graph for spell in (str, earlier, later)}
    for quantity, slips in all_slips(graph):
        assert slips, quantity.name
        assert [slip.effort for slip in slips] == sorted(slip.effort for slip in slips)
        for slip in slips:
            assert set(names_in(slip.expression)) <= known
            assert slip.words[0].islower()
            assert not set("{}") & set(slip.words)


@pytest.mark.parametrize("name", ["classic", "softmax", "deep", "optimizer-adamax"])
def test_no_two_slips_mean_the_same(name: str) -> None:
    graph, random = graph_of(TEMPLATES[name]), np.random.default_rng(5)
    points = {
        spell(q.name): random.uniform(-3, 3, 40) for q in graph for spell in (str, earlier, later)
    }
    for quantity, slips in all_slips(graph):
        right = right_expression(quantity)
        assert right is not None
        with np.errstate(all="ignore"):
            evaluation = Evaluation(points)
            seen = {
                np.broadcast_to(np.round(evaluation.of(value), 12) + 0.0, 40).tobytes()
                for value in (right, *(slip.expression for slip in slips))
            }
        assert len(seen) == len(slips) + 1, quantity.name


@pytest.mark.parametrize("name", VARIED)
def test_slips_of_another_hand_are_explained(name: str) -> None:
    """Every edit that the proof's own list of slips makes is among those tried here."""
    template = TEMPLATES[name]
    graph = graph_of(template)
    numbers = numbers_of(graph, template)
    unexplained, tried = [], 0
    for quantity, slips in all_slips(graph):
        right = right_expression(quantity)
        assert right is not None
        place = list(graph).index(quantity) if quantity.following is None else None
        for wrong in _wrong(right, graph, list(graph)[:place]):
            if set(names_in(wrong)) <= set(numbers) and "AVERAGE" not in repr(wrong):
                with np.errstate(all="ignore"):
                    found, meant = evaluate(wrong, numbers), evaluate(right, numbers)
                    differs = np.nanmax(np.abs(found - meant), initial=0) > 1e-9
                found = np.broadcast_to(found, len(numbers[quantity.name]))
                if differs:
                    tried += 1
                    if not explain(slips, numbers, found, 1e-11 * np.abs(found)):
                        unexplained.append((quantity.name, wrong))
    assert tried > 20
    assert len(unexplained) <= 0.01 * tried, unexplained


def test_the_slips_of_a_large_network_are_bounded() -> None:
    layers, random = (400, 12, 10), np.random.default_rng(2)
    weights = random.normal(size=400 * 12 + 12 * 10)
    large = replace(
        CLASSIC,
        model=Network(layers=layers, activations=("sigmoid", "sigmoid")),
        data=Data(inputs=(tuple(random.random(400)),), targets=(tuple(random.random(10)),)),
        parameters=Parameters(weights=tuple(weights)),
    )
    graph = graph_of(large)
    for name in ("h1", "a_h1", "E1", "E_total", "∂E/∂w1", "w1"):
        right = right_expression(graph[name])
        assert right is not None
        assert 100 <= len(list(slips_of(graph[name], right, graph))) <= 1000
