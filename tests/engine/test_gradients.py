"""Every activation with every loss it may have: gradients against plain code and differences."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet import engine, functions
from bpsheet.engine import loss_at, train
from bpsheet.template import Data, Network, Parameters, Template
from bpsheet.trace import Array
from tests.engine import plain
from tests.engine.examples import (
    FIVE_SAMPLES,
    LINEAR_CHAIN,
    MAZUR,
    random_template,
    with_network,
    with_training,
)
from tests.examples import CLASSIC, templates

SQUARED = ("half-squared-error", "mean-squared-error")
PAIRS = (
    *product(engine.ACTIVATIONS, SQUARED),
    ("sigmoid", "binary-cross-entropy"),
    ("softmax", "cross-entropy"),
)
HIDDEN = tuple(name for name in engine.ACTIVATIONS if name != "softmax")


def one_unit(activation: str, weight: float, target: float, loss: str) -> Template:
    """Return a unit with the input 1, so that its pre-activation is its weight."""
    return replace(
        CLASSIC,
        model=Network(layers=(1, 1), activations=(activation,)),
        data=Data(inputs=((1.0,),), targets=((target,),)),
        parameters=Parameters(weights=(weight,)),
        training=replace(CLASSIC.training, loss=loss),
    )


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_losses_and_gradients_equal_plain_code(hidden: str, output: str, loss: str) -> None:
    template = random_template(1, (hidden, output), loss, epochs=2)
    trace = train(template)
    for rate, row in np.ndindex(trace.total.shape):
        parameters, sample = trace.parameters[rate, row].tolist(), int(trace.sample[row])
        expected = plain.loss_of(template, parameters, sample)
        assert trace.total[rate, row] == pytest.approx(expected, rel=1e-12)
        slopes = plain.slopes_of(template, parameters, sample)
        assert trace.gradients[rate, row] == pytest.approx(slopes, rel=1e-7, abs=1e-10)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_the_loss_at_any_parameters_is_that_of_plain_code(output: str, loss: str) -> None:
    template = random_template(2, ("tanh", "relu", output), loss)
    parameters = np.random.default_rng(3).uniform(-1, 1, (2, 4, len(template.names.parameters)))
    for sample in range(5):
        found = loss_at(template, parameters, sample)
        assert found.shape == (2, 4)
        for place in np.ndindex(2, 4):
            expected = plain.loss_of(template, parameters[place].tolist(), sample)
            assert found[place] == pytest.approx(expected, rel=1e-12)


def central_differences(template: Template, parameters: Array, sample: int) -> Array:
    """Return ∂E_total/∂parameter as the loss alone tells it, (…, parameters)."""
    nudges = 1e-5 * np.eye(parameters.shape[-1])
    at = parameters[..., np.newaxis, :]
    return (loss_at(template, at + nudges, sample) - loss_at(template, at - nudges, sample)) / 2e-5


@given(st.one_of(templates(), st.sampled_from([LINEAR_CHAIN, FIVE_SAMPLES, MAZUR])))
def test_gradients_equal_central_differences(template: Template) -> None:
    trace = train(template)
    for sample in range(template.samples):
        rows = trace.sample == sample
        parameters = trace.parameters[:, rows]
        assert loss_at(template, parameters, sample) == pytest.approx(trace.total[:, rows])
        expected = central_differences(template, parameters, sample)
        assert trace.gradients[:, rows] == pytest.approx(expected, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(
    ("activation", "weight", "slope"),
    [
        ("relu", 0.0, 0.0),
        ("relu", 1e-300, 1.0),
        ("relu", -1.0, 0.0),
        ("leaky-relu", 0.0, 0.01),
        ("leaky-relu", 1e-300, 1.0),
        ("leaky-relu", -1.0, 0.01),
    ],
)
def test_at_a_kink_the_slope_is_the_one_from_the_left(
    activation: str, weight: float, slope: float
) -> None:
    trace = train(one_unit(activation, weight, -3.0, "half-squared-error"), [0.1])
    output = slope * weight
    assert trace.column("a_o1")[0, 0] == output
    assert trace.gradients[0, 0, 0] == pytest.approx((output + 3) * slope)


def test_softmax_outputs_are_shares_however_large_the_pre_activations() -> None:
    template = random_template(4, ("softmax",), "cross-entropy", epochs=1)
    huge = replace(template, parameters=Parameters(tuple(1e4 * n for n in range(6)), (0.0,) * 3))
    outputs = train(huge).layers[-1].activations
    assert np.isfinite(outputs).all()
    assert outputs.sum(axis=-1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("weight", "target", "error", "gradient"),
    [
        (800.0, 0.0, -np.log(1e-15), 1.0),
        (-800.0, 1.0, -np.log(1e-15), -1.0),
        (800.0, 1.0, 0.0, 0.0),
    ],
)
def test_the_logarithm_of_a_saturated_output_is_guarded(
    weight: float, target: float, error: float, gradient: float
) -> None:
    trace = train(one_unit("sigmoid", weight, target, "binary-cross-entropy"), [0.1])
    assert trace.total[0, 0] == pytest.approx(error)
    assert trace.gradients[0, 0, 0] == gradient


@pytest.mark.parametrize(
    ("output", "loss"), [("sigmoid", "binary-cross-entropy"), ("softmax", "cross-entropy")]
)
def test_losses_made_for_an_activation_have_the_error_signal_a_minus_t(
    output: str, loss: str
) -> None:
    trace = train(random_template(5, ("tanh", output), loss))
    for number in (1, 2, 3):
        difference = trace.column(f"a_o{number}") - trace.column(f"t{number}")
        assert (trace.column(f"δ_o{number}") == difference).all()


def test_halving_the_mean_of_the_squares_is_half_the_sum_over_two_outputs() -> None:
    half, mean = (train(with_training(CLASSIC, loss=loss, epochs=1)) for loss in SQUARED)
    assert (half.total == mean.total).all()
    three = [
        train(random_template(6, ("sigmoid",), loss, epochs=1, batch="all")) for loss in SQUARED
    ]
    assert three[0].gradients == pytest.approx(1.5 * three[1].gradients)


def test_a_bias_has_a_gradient_even_where_it_is_fixed() -> None:
    fixed, trained = (train(with_network(MAZUR, train_biases=yes), [0.5]) for yes in (False, True))
    assert (fixed.gradients[:, 0] == trained.gradients[:, 0]).all()


def test_engine_and_formulas_know_the_same_functions() -> None:
    assert engine.ACTIVATIONS.keys() == functions.ACTIVATIONS.keys()
    assert engine.LOSSES.keys() == functions.LOSSES.keys()


def test_a_loss_that_overflows_is_infinite_and_silent() -> None:
    assert loss_at(LINEAR_CHAIN, np.full(13, 1e200), 0) == np.inf
