"""The whole proof agrees where formulas and engine do, whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from bpsheet import engine
from bpsheet.errors import ProofError
from bpsheet.proof import DIGITS, Proof, prove
from bpsheet.proof.comparison import TOLERANCE
from bpsheet.template import Data, Gradients, Network, Template
from bpsheet.trace import Array
from tests.examples import CLASSIC, every_kind
from tests.proof.examples import (
    LINE,
    SHORT,
    SHORT_TRACE,
    SIGMOIDS,
    graph_of,
    one_sample,
    proved,
)


def test_the_whole_trace_of_the_classic_example() -> None:
    proof = proved(CLASSIC, rows=100)
    rates, rows = 6, 100
    forward, gradients, updates = 11, 8, 8
    assert proof.definitions == forward + gradients + updates
    assert proof.values == proof.definitions * rates * rows
    assert proof.residual < 1e-15
    assert proof.differences == gradients * rates * rows
    assert proof.difference_residual < 1e-10
    assert proof.precise_values == (forward + gradients) * rates * rows
    assert proof.precise_residual < 1e-15


@pytest.mark.parametrize("gradients", ["expanded", "staged"])
def test_a_few_rows_are_enough_for_a_build(gradients: Gradients) -> None:
    proof = proved(replace(SHORT, gradients=gradients), rows=2)
    signals = 4 if gradients == "staged" else 0
    assert proof.definitions == 27 + signals
    assert proof.differences == 8 * 2 * 2
    assert proof.precise_values == (19 + signals) * 2 * 2


def test_samples_for_validation_count_among_the_values() -> None:
    looked_at = replace(SHORT, data=replace(SHORT.data, validation=SHORT.data))
    without, with_cost = proved(SHORT), proved(looked_at)
    rates, epochs = 2, 6
    forward, cost = 11 * rates * epochs, rates * epochs
    assert with_cost.values == without.values + forward + cost
    assert with_cost.definitions == without.definitions + 1


@settings(max_examples=40)
@given(every_kind())
def test_worked_examples_of_every_kind_are_proved_in_every_row(template: Template) -> None:
    for gradients in ("expanded", "staged"):
        proof = proved(replace(template, gradients=gradients), rows=100)
        assert proof.residual <= TOLERANCE
        assert proof.precise_residual <= TOLERANCE


def test_the_proof_is_told_in_two_lines() -> None:
    proof = Proof(27, 18900, 2.8e-16, 168, 3.5e-12, 399, 1.5e-16)
    assert str(proof) == (
        "27 formulas = engine on 18,900 numbers (largest relative residual 2.8e-16)\n"
        "168 gradients = central differences (within 3.5e-12);"
        f" 399 numbers = {DIGITS}-digit arithmetic (1.5e-16)"
    )


SIGMOID = Network((1, 1), ("sigmoid",))
SOFTMAX = Network((1, 2), ("softmax",))
EXTREME = {
    "inputs of 100": one_sample(SIGMOIDS, (100.0, 40.0), (0.01, 0.01, -0.01, 0.02, 0.5, 0.3)),
    "inputs of 100,000": one_sample(SIGMOIDS, (1e5, 40.0), (1e-5, 0.01, -1e-5, 0.02, 0.5, 0.3)),
    "weights of 1,000": one_sample(SIGMOIDS, (1.0, 0.4), (0.1, 0.01, 0.3, 0.02, 1e3, -999.0)),
    "all zero": one_sample(SIGMOIDS, (0.0, 0.0), (0.0,) * 6),
    "tiny inputs": one_sample(SIGMOIDS, (1e-300, 1e-310), (0.1,) * 6),
    "pre-activations that cancel": one_sample(
        SIGMOIDS, (0.6, 0.2), (0.1, -0.3, 0.1, -0.3, 0.5, 0.3)
    ),
    "huge terms that cancel": one_sample(
        Network((2, 1), ("tanh",)), (0.3, 0.7), (700_000.1, -300_000.0)
    ),
    "terms that cancel but whose product overflows": one_sample(
        Network((3, 1, 1), ("linear", "linear")), (1.0, 1.0, 0.0), (1e200, -1e200, 0.5, 1e200)
    ),
    "enormous rates": one_sample(SIGMOIDS, (0.5, 1.0), (0.1,) * 6, (1e300, 1e308)),
    "a rate that diverges": one_sample(LINE, (10.0,), (1.0,), (0.01, 1.0), epochs=300),
    "a loss beyond all numbers": one_sample(LINE, (1e200,), (1.0,), (1.0,)),
    "EXP overflows in a sigmoid": one_sample(SIGMOID, (1.0,), (-800.0,)),
    "EXP overflows in a softmax": one_sample(SOFTMAX, (1.0,), (800.0, 0.0)),
    **{
        f"{loss} of a sure output at {weight}": one_sample(
            network, (1.0,), (weight, 0.0)[: network.layers[-1]], targets=targets, loss=loss
        )
        for loss, network, targets in (
            ("binary-cross-entropy", SIGMOID, (0.0,)),
            ("binary-cross-entropy", SIGMOID, (0.5,)),
            ("cross-entropy", SOFTMAX, (0.0, 1.0)),
            ("cross-entropy", SOFTMAX, (0.5, 0.5)),
        )
        for weight in (15.0, 25.0, 36.0, 50.0, 800.0)
    },
}


@pytest.mark.parametrize("template", EXTREME.values(), ids=EXTREME)
def test_extreme_numbers_are_no_disagreement(template: Template) -> None:
    assert proved(template).residual <= TOLERANCE


def test_what_comes_after_divergence_is_left_out() -> None:
    template = one_sample(LINE, (10.0,), (1.0,), (0.001, 0.05), epochs=300)
    trace = engine.train(template)
    diverged = trace.diverged_at[1]
    assert diverged is not None
    proof = prove(graph_of(template), trace, rows=300)
    assert proof.values == proof.definitions * (300 + diverged)
    tame = trace.total <= 1000 * trace.total[:, :1]
    assert tame[0].all()
    assert 2 < tame[1].sum() < diverged
    assert proof.differences == tame.sum()


def test_the_rows_before_a_divergence_in_the_first_epoch_count() -> None:
    samples = tuple((10.0 + number,) for number in range(60))
    template = replace(
        one_sample(LINE, (10.0,), (1.0,), (1e4,), epochs=1), data=Data(samples, ((0.5,),) * 60)
    )
    trace = engine.train(template)
    assert trace.diverged_at == (0,)  # for the cost of the epoch
    proof = prove(graph_of(template), trace)
    assert 20 * proof.definitions < proof.values < 60 * proof.definitions


def off(values: Array, place: int) -> Array:
    changed = values.copy()
    changed.flat[place] *= 1 + 1e-9
    return changed


@pytest.mark.parametrize(
    "field", ["parameters", "gradients", "errors", "total", "final", "targets"]
)
@pytest.mark.parametrize("place", [0, 1, -1])
def test_every_number_of_the_trace_is_checked(field: str, place: int) -> None:
    change: dict[str, Any] = {field: off(getattr(SHORT_TRACE, field), place)}
    wrong = replace(SHORT_TRACE, **change)
    with pytest.raises(ProofError):
        prove(graph_of(SHORT), wrong)


@pytest.mark.parametrize("field", ["pre_activations", "activations", "error_signals"])
@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("place", [0, 1, -1])
def test_every_number_of_the_layers_is_checked(layer: int, field: str, place: int) -> None:
    layers = list(SHORT_TRACE.layers)
    layers[layer] = replace(layers[layer], **{field: off(getattr(layers[layer], field), place)})
    graph = graph_of(replace(SHORT, gradients="staged"))
    with pytest.raises(ProofError):
        prove(graph, replace(SHORT_TRACE, layers=tuple(layers)))


def test_an_engine_that_saw_other_inputs_is_found() -> None:
    other = replace(SHORT, data=replace(SHORT.data, inputs=((0.05, 0.1 + 1e-9),)))
    with pytest.raises(ProofError, match=r"^h1: formula and engine differ"):
        prove(graph_of(SHORT), replace(engine.train(other), template=SHORT))
