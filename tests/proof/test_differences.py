"""Where formulas and engine share a mistake, the central differences still find it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bpsheet import engine
from bpsheet.errors import ProofError
from bpsheet.expression import Name
from bpsheet.proof import prove
from bpsheet.proof.comparison import Comparison
from bpsheet.proof.differences import FEW_PARAMETERS, compare_differences
from bpsheet.template import Network, Parameters, Template
from bpsheet.trace import Trace
from tests.examples import CLASSIC
from tests.proof.examples import LINE, SHORT, SHORT_TRACE, altered, graph_of, one_sample


def differences(template: Template, trace: Trace) -> list[Comparison]:
    """Return what is compared at the first row of the first rate."""
    return list(compare_differences(graph_of(template), trace, [(0, 0)]))


def test_gradients_are_held_against_the_loss_itself() -> None:
    graph, trace = graph_of(SHORT), SHORT_TRACE
    doubled = replace(trace, gradients=2 * trace.gradients)
    for name in trace.names.parameters:
        gradient = trace.names.gradient(name)
        right = graph[gradient].definition
        assert right is not None
        graph = altered(graph, gradient, definition=2 * right)
        halved = Name(name) - Name("η") * (Name(gradient) / 2)
        graph = altered(graph, name, following=halved)
    with pytest.raises(ProofError, match=r"central differences at step 0 of rate 0\.1"):
        prove(graph, doubled)


ONE_WEIGHT = {
    activation: one_sample(Network((1, 1), (activation,)), (1.0,), (0.8,))
    for activation in ("sigmoid", "tanh", "linear", "relu", "leaky-relu")
}
PAIRS = {
    **ONE_WEIGHT,
    "softmax": one_sample(Network((1, 3), ("softmax",)), (1.0,), (0.8, 0.1, -0.4)),
    "cross-entropy": one_sample(
        Network((1, 3), ("softmax",)),
        (1.0,),
        (0.8, 0.1, -0.4),
        targets=(0.2, 0.3, 0.5),
        loss="cross-entropy",
    ),
    "binary cross-entropy": one_sample(
        Network((1, 1), ("sigmoid",)), (1.0,), (0.8,), loss="binary-cross-entropy"
    ),
    "mean squared error": one_sample(
        Network((1, 2), ("tanh",)), (1.0,), (0.8, 0.1), loss="mean-squared-error"
    ),
}


@pytest.mark.parametrize("template", PAIRS.values(), ids=PAIRS)
def test_a_gradient_that_is_a_little_wrong_is_found(template: Template) -> None:
    trace = engine.train(template)
    (right,) = differences(template, trace)
    assert right.values == len(template.names.parameters)
    assert right.residual < 1e-9
    with pytest.raises(ProofError):
        differences(template, replace(trace, gradients=trace.gradients * (1 + 1e-4)))


@pytest.mark.parametrize("activation", ["relu", "leaky-relu"])
def test_on_a_kink_there_is_no_slope(activation: str) -> None:
    template = one_sample(Network((1, 1), (activation,)), (1.0,), (0.0,))
    assert not differences(template, engine.train(template))


@pytest.mark.parametrize(("weight", "compared"), [(-36.0, 0), (-30.0, 1), (36.0, 1)])
def test_where_a_logarithm_is_guarded_the_loss_is_flat(weight: float, compared: int) -> None:
    template = one_sample(
        Network((1, 1), ("sigmoid",)),
        (1.0,),
        (weight,),
        targets=(1.0,),
        loss="binary-cross-entropy",
    )
    assert len(differences(template, engine.train(template))) == compared


def test_inputs_in_the_thousands_need_a_smaller_step() -> None:
    template = one_sample(Network((1, 1), ("sigmoid",)), (5000.0,), (0.0001,))
    (comparison,) = differences(template, engine.train(template))
    assert comparison.residual <= 1e-7


def test_of_many_parameters_a_few_are_compared() -> None:
    network = Network((20, 6), ("sigmoid",), "per unit", train_biases=False)
    template = replace(
        one_sample(network, (0.1,) * 20, (0.05,) * 120),
        parameters=Parameters((0.05,) * 120, (0.0,) * 6),
    )
    (comparison,) = differences(template, engine.train(template))
    assert FEW_PARAMETERS / 2 < comparison.values <= FEW_PARAMETERS


def test_each_row_is_compared_with_its_own_sample() -> None:
    data = replace(
        CLASSIC.data, inputs=((0.05, 0.1), (0.9, -0.4)), targets=((0.01, 0.99), (0.7, 0.2))
    )
    template = replace(CLASSIC, data=data, training=replace(CLASSIC.training, batch=2, epochs=2))
    graph, trace = graph_of(template), engine.train(template)
    rows = [(0, row) for row in range(4)]
    assert len(list(compare_differences(graph, trace, rows))) == 4
    with pytest.raises(ProofError):
        list(compare_differences(graph, replace(trace, sample=trace.sample[::-1]), rows))


def test_a_line_has_the_slope_of_its_loss() -> None:
    template = one_sample(LINE, (3.0,), (0.5,))
    assert engine.train(template).gradients[0, 0, 0] == (1.5 - 0.5) * 3
    assert differences(template, engine.train(template))
