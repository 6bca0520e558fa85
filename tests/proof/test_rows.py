from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bpsheet import engine
from bpsheet.model.graph import FORWARD
from bpsheet.proof.rows import finite_rows, numbers_of_row, sizes_of_row
from bpsheet.template import Network
from tests.proof.examples import SHORT, SHORT_TRACE, graph_of, one_sample

DIVERGING = one_sample(Network((1, 1), ("linear",)), (10.0,), (1.0,), (0.001, 1.0), epochs=100)


def test_rows_are_finite_up_to_the_first_that_is_not() -> None:
    trace = engine.train(DIVERGING)
    first = trace.diverged_at[1]
    assert first is not None
    finite = finite_rows(graph_of(DIVERGING), trace)
    assert finite.shape == (2, 100)
    assert finite[0].all()
    assert finite[1].tolist() == [True] * first + [False] * (100 - first)


def test_any_number_of_the_row_counts_and_none_after_it() -> None:
    gradients = SHORT_TRACE.gradients.copy()
    gradients[1, 2, 3] = np.nan
    finite = finite_rows(graph_of(SHORT), replace(SHORT_TRACE, gradients=gradients))
    assert finite.sum(axis=1).tolist() == [6, 2]


def test_a_row_holds_what_is_given_and_what_the_engine_computed() -> None:
    numbers = numbers_of_row(graph_of(SHORT), SHORT_TRACE, 1, 5)
    assert numbers["η"] == 2.0
    assert (numbers["i2"], numbers["t2"]) == (0.10, 0.99)
    assert numbers["w5"] == SHORT_TRACE.parameters[1, 5, 4]
    assert numbers["E_total"] == SHORT_TRACE.total[1, 5]
    assert numbers["∂E/∂w8"] == SHORT_TRACE.gradients[1, 5, 7]


@pytest.mark.parametrize("weight", [-800.0, 800.0])
def test_sizes_are_finite_where_exp_overflows(weight: float) -> None:
    for network in (Network((1, 1), ("sigmoid",)), Network((1, 2), ("softmax",))):
        template = one_sample(network, (1.0,), (weight, 0.5)[: network.layers[1]])
        graph, trace = graph_of(template), engine.train(template)
        numbers = numbers_of_row(graph, trace, 0, 0)
        with np.errstate(all="ignore"):
            sizes = sizes_of_row(graph.of_role(*FORWARD), numbers)
        for unit in template.names.layers[0].activations:
            assert numbers[unit] <= sizes[unit] < 1e7


def test_sizes_add_up_along_the_row() -> None:
    """A small rest of large terms is as inexact as the terms, and so is what follows from it."""
    template = one_sample(Network((2, 1), ("linear",)), (1.0, 1.0), (1e6, 0.5 - 1e6))
    graph, trace = graph_of(template), engine.train(template)
    numbers = numbers_of_row(graph, trace, 0, 0)
    sizes = sizes_of_row([q for q in graph if q.definition is not None], numbers)
    assert numbers["o1"] == 0.5
    assert sizes["o1"] == sizes["a_o1"] == 2e6 - 0.5
    assert sizes["∂E/∂w1"] >= 2e6
