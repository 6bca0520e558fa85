from __future__ import annotations

import warnings
from dataclasses import replace
from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bpsheet import engine, functions
from bpsheet.engine import loss_at, train
from bpsheet.template import Data, Network, Parameters, Template, Training
from bpsheet.trace import Array
from tests.examples import CLASSIC, templates
from tests.shared import shared


def with_training(template: Template, **changes: Any) -> Template:
    return replace(template, training=replace(template.training, **changes))


def with_network(template: Template, **changes: Any) -> Template:
    return replace(template, model=replace(template.network, **changes))


def with_parameters(template: Template, values: Array) -> Template:
    weights = len(template.parameters.weights)
    return replace(
        template,
        parameters=Parameters(tuple(values[:weights].tolist()), tuple(values[weights:].tolist())),
    )


# Mazur, "A Step by Step Backpropagation Example" (2015): biases shared per layer, never updated.
MAZUR = replace(
    with_network(CLASSIC, biases="shared", train_biases=False),
    parameters=replace(CLASSIC.parameters, biases=(0.35, 0.60)),
)

FIVE_SAMPLES = replace(
    CLASSIC,
    model=replace(CLASSIC.network, layers=(2, 3, 1), activations=("tanh", "sigmoid")),
    data=Data(
        inputs=((0.0, 0.1), (0.5, -1.0), (1.0, 0.3), (-0.7, 0.2), (0.9, 0.9)),
        targets=((0.1,), (0.9,), (0.4,), (0.6,), (0.2,)),
    ),
    parameters=Parameters(weights=(0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, -0.8, 0.9)),
    training=Training(learning_rates=(0.3, 2.0), epochs=3),
)

LINEAR_CHAIN = replace(
    CLASSIC,
    model=Network(layers=(1, 2, 2, 1), activations=("linear",) * 3, biases="per unit"),
    data=Data(inputs=((0.5,), (-1.0,)), targets=((1.0,), (0.3,))),
    parameters=Parameters(
        weights=(0.5, -0.4, 0.3, 0.2, -0.1, 0.6, 0.7, 0.8), biases=(0.1, 0.2, 0.3, -0.4, 0.5)
    ),
    training=Training(learning_rates=(0.1,), epochs=2),
)

SINGLE_WEIGHT = replace(
    CLASSIC,
    model=Network(layers=(1, 1), activations=("linear",)),
    data=Data(inputs=((10.0,),), targets=((0.0,),)),
    parameters=Parameters(weights=(1.0,)),
    training=Training(learning_rates=(0.005, 1.0), epochs=200),
)


def straight_line(rate: float, steps: int) -> list[dict[str, float]]:
    """Return the rows of the classic network, written out by hand."""
    i1, i2, t1, t2 = CLASSIC.data.inputs[0] + CLASSIC.data.targets[0]
    w = dict(zip(CLASSIC.names.weights, CLASSIC.parameters.weights, strict=True))
    rows = []
    for _ in range(steps):
        h1, h2 = w["w1"] * i1 + w["w2"] * i2, w["w3"] * i1 + w["w4"] * i2
        a_h1, a_h2 = 1 / (1 + exp(-h1)), 1 / (1 + exp(-h2))
        o1, o2 = w["w5"] * a_h1 + w["w6"] * a_h2, w["w7"] * a_h1 + w["w8"] * a_h2
        a_o1, a_o2 = 1 / (1 + exp(-o1)), 1 / (1 + exp(-o2))
        e1, e2 = (t1 - a_o1) ** 2 / 2, (t2 - a_o2) ** 2 / 2
        δ_o1, δ_o2 = (a_o1 - t1) * a_o1 * (1 - a_o1), (a_o2 - t2) * a_o2 * (1 - a_o2)
        δ_h1 = (δ_o1 * w["w5"] + δ_o2 * w["w7"]) * a_h1 * (1 - a_h1)
        δ_h2 = (δ_o1 * w["w6"] + δ_o2 * w["w8"]) * a_h2 * (1 - a_h2)
        inner = {"w1": δ_h1 * i1, "w2": δ_h1 * i2, "w3": δ_h2 * i1, "w4": δ_h2 * i2}
        outer = {"w5": δ_o1 * a_h1, "w6": δ_o1 * a_h2, "w7": δ_o2 * a_h1, "w8": δ_o2 * a_h2}
        gradients = inner | outer
        rows.append(
            w
            | {"i1": i1, "i2": i2, "t1": t1, "t2": t2, "E1": e1, "E2": e2, "E_total": e1 + e2}
            | {"h1": h1, "h2": h2, "o1": o1, "o2": o2}
            | {"a_h1": a_h1, "a_h2": a_h2, "a_o1": a_o1, "a_o2": a_o2}
            | {"δ_h1": δ_h1, "δ_h2": δ_h2, "δ_o1": δ_o1, "δ_o2": δ_o2}
            | {CLASSIC.names.gradient(name): gradient for name, gradient in gradients.items()}
        )
        w = {name: w[name] - rate * gradients[name] for name in w}
    return rows


def central_differences(template: Template, parameters: Array, sample: int) -> Array:
    """Return ∂E_total/∂parameter as the loss alone tells it, (…, parameters)."""
    nudges = 1e-5 * np.eye(parameters.shape[-1])
    at = parameters[..., np.newaxis, :]
    return (loss_at(template, at + nudges, sample) - loss_at(template, at - nudges, sample)) / 2e-5


@pytest.mark.parametrize("rate", CLASSIC.training.learning_rates)
def test_classic_equals_straight_line_code(rate: float) -> None:
    trace = train(CLASSIC)
    position = CLASSIC.training.learning_rates.index(rate)
    rows = straight_line(rate, CLASSIC.training.epochs)
    for name in rows[0]:
        expected = [row[name] for row in rows]
        assert trace.column(name)[position] == pytest.approx(expected, rel=1e-12, abs=1e-15), name


# What the hand-built worksheet prints in its first row (the values it has right).
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("h1", 0.0275),
        ("a_h1", 0.5068745668),
        ("h2", 0.0425),
        ("a_h2", 0.510623401),
        ("o1", 0.4325303572),
        ("a_o1", 0.6064777322),
        ("o2", 0.5342801539),
        ("a_o2", 0.6304808355),
        ("E1", 0.1778928425),
        ("E2", 0.06462701484),
        ("E_total", 0.2425198573),
        ("∂E/∂w1", 0.0001882556669),
        ("∂E/∂w2", 0.0003765113339),
        ("∂E/∂w7", -0.04245525009),
    ],
)
def test_first_row_of_the_hand_built_sheet(name: str, printed: float) -> None:
    assert train(CLASSIC).column(name)[:, 0] == pytest.approx([printed] * 6, rel=3e-10)


# Printed by Mazur for a learning rate of 0.5, to nine decimals; row 1 stands after the update.
@pytest.mark.parametrize(
    ("name", "row", "printed"),
    [
        ("h1", 0, 0.3775),
        ("a_h1", 0, 0.593269992),
        ("a_h2", 0, 0.596884378),
        ("o1", 0, 1.105905967),
        ("a_o1", 0, 0.75136507),
        ("a_o2", 0, 0.772928465),
        ("E1", 0, 0.274811083),
        ("E2", 0, 0.023560026),
        ("E_total", 0, 0.298371109),
        ("δ_o1", 0, 0.138498562),
        ("∂E/∂w5", 0, 0.082167041),
        ("∂E/∂w1", 0, 0.000438568),
        ("w1", 1, 0.149780716),
        ("w2", 1, 0.19956143),
        ("w3", 1, 0.24975114),
        ("w4", 1, 0.29950229),
        ("w5", 1, 0.35891648),
        ("w6", 1, 0.408666186),
        ("w7", 1, 0.511301270),
        ("w8", 1, 0.561370121),
        ("b1", 1, 0.35),
        ("b2", 1, 0.60),
    ],
)
def test_mazur(name: str, row: int, printed: float) -> None:
    assert train(MAZUR, [0.5]).column(name)[0, row] == pytest.approx(printed, abs=5.1e-9)


def test_hand_built_table_at_rate_one_and_a_half() -> None:
    path = shared("workbooks", "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx")
    table = load_workbook(path, data_only=True)["Sheet1"]["A33:AF133"]
    headers, *rows = [[cell.value for cell in row] for row in table]
    names = [h.strip().replace("E_Total", "E_total").replace("∂E_total", "∂E") for h in headers]
    values = dict(zip(names, np.array(rows, float).T, strict=True))
    trace = train(CLASSIC, [1.5])
    assert values.pop("Epoch") == pytest.approx(trace.step + 1)
    assert len(values) == 31
    for name, expected in values.items():
        assert trace.column(name)[0] == pytest.approx(expected, rel=1e-12, abs=1e-15), name


@given(st.one_of(templates(), st.sampled_from([LINEAR_CHAIN, FIVE_SAMPLES, MAZUR])))
def test_gradients_equal_central_differences(template: Template) -> None:
    trace = train(template)
    for sample in range(len(template.data.inputs)):
        rows = trace.sample == sample
        parameters = trace.parameters[:, rows]
        assert loss_at(template, parameters, sample) == pytest.approx(trace.total[:, rows])
        expected = central_differences(template, parameters, sample)
        assert trace.gradients[:, rows] == pytest.approx(expected, rel=1e-6, abs=1e-8)


@given(templates())
def test_an_update_follows_the_mean_gradient_of_its_rows(template: Template) -> None:
    trace = train(template)
    trained = np.array([name.startswith("w") for name in trace.names.parameters])
    steps = trace.rates[:, np.newaxis] * (trained | template.network.train_biases)
    initial = template.parameters.weights + template.parameters.biases
    current = np.tile(initial, (len(trace.rates), 1))
    for update in range(trace.update[-1] + 1):
        rows = trace.update == update
        assert (trace.parameters[:, rows] == current[:, np.newaxis]).all()
        current = current - steps * trace.gradients[:, rows].mean(axis=1)
        followers = trace.parameters[:, trace.update == update + 1]
        after = followers[:, 0] if followers.size else trace.final
        assert after == pytest.approx(current, rel=1e-12, abs=1e-15)
        current = after


def test_a_batch_averages_what_its_samples_give_alone() -> None:
    trace = train(with_training(FIVE_SAMPLES, batch="all"), [0.3])
    alone = [
        train(replace(FIVE_SAMPLES, data=Data((inputs,), (targets,))), [0.3]).gradients[0, 0]
        for inputs, targets in zip(FIVE_SAMPLES.data.inputs, FIVE_SAMPLES.data.targets, strict=True)
    ]
    assert trace.gradients[0, :5] == pytest.approx(np.array(alone))
    expected = np.array(FIVE_SAMPLES.parameters.weights) - 0.3 * np.mean(alone, axis=0)
    assert trace.parameters[0, 5] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("batch", "update"),
    [
        (1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]),
        (2, [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 6, 6, 7, 7, 8]),
        (5, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]),
        ("all", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]),
    ],
)
def test_rows_say_where_they_belong(batch: Any, update: list[int]) -> None:
    trace = train(with_training(FIVE_SAMPLES, batch=batch))
    assert trace.step.tolist() == list(range(15))
    assert trace.epoch.tolist() == [0] * 5 + [1] * 5 + [2] * 5
    assert trace.sample.tolist() == [0, 1, 2, 3, 4] * 3
    assert trace.update.tolist() == update
    assert trace.column("t1")[1].tolist() == [0.1, 0.9, 0.4, 0.6, 0.2] * 3
    assert trace.column("i2")[0].tolist() == [0.1, -1.0, 0.3, 0.2, 0.9] * 3


@given(templates())
def test_every_quantity_has_a_column(template: Template) -> None:
    trace, names = train(template), template.names
    quantities = [*names.inputs, *names.targets, *names.parameters, *names.errors, names.total]
    quantities += map(names.gradient, names.parameters)
    for layer in names.layers:
        quantities += layer.pre_activations + layer.activations + layer.error_signals
    shape = (len(template.training.learning_rates), len(trace.step))
    assert {trace.column(name).shape for name in quantities} == {shape}
    with pytest.raises(KeyError):
        trace.column("C")


def test_layer_arrays_hold_what_the_columns_show() -> None:
    trace = train(LINEAR_CHAIN)
    middle = trace.layers[1]
    assert middle.weights.shape == middle.weight_gradients.shape == (1, 4, 2, 2)
    assert (middle.weights[..., 1, 0] == trace.column("w5")).all()
    assert (middle.weight_gradients[..., 1, 0] == trace.column("∂E/∂w5")).all()
    assert (middle.biases[..., 1] == trace.column("b4")).all()
    assert (middle.bias_gradients[..., 1] == trace.column("∂E/∂b4")).all()
    assert (middle.sources[..., 1] == trace.column("a_h1_2")).all()


def test_a_shared_bias_gathers_the_error_signals_of_its_layer() -> None:
    trace = train(with_network(MAZUR, train_biases=True), [0.5])
    for bias, units in (("b1", ("h1", "h2")), ("b2", ("o1", "o2"))):
        signals = sum(trace.column(f"δ_{unit}") for unit in units)
        assert trace.column(trace.names.gradient(bias)) == pytest.approx(signals, rel=1e-12)
        assert np.ptp(trace.column(bias)) > 0


def test_fixed_biases_keep_their_value_and_still_have_gradients() -> None:
    trace = train(MAZUR)
    assert (trace.column("b1") == 0.35).all()
    assert (trace.final[:, 8:] == [0.35, 0.60]).all()
    assert (trace.column("∂E/∂b1")[:, 0] != 0).all()


def test_a_diverging_rate_leaves_the_others_alone() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trace = train(SINGLE_WEIGHT)
    # E = 50·w² with w = (−99)ⁿ exceeds the largest float at n = 77.
    assert trace.diverged_at == (None, 77)
    assert not np.isfinite(trace.total[1, 77:]).any()
    alone = train(SINGLE_WEIGHT, [0.005])
    assert (trace.total[0] == alone.total[0]).all()
    assert (trace.column("w1")[0] == 0.5 ** np.arange(200)).all()


def test_a_gradient_that_overflows_before_its_loss_counts_as_diverged() -> None:
    steep = replace(
        SINGLE_WEIGHT,
        data=Data(inputs=((1e200,),), targets=((0.0,),)),
        parameters=Parameters(weights=(1e-50,)),
    )
    trace = train(steep, [0.1])
    assert np.isfinite(trace.total[0, 0])
    assert trace.diverged_at == (0,)


def test_a_saturated_sigmoid_stays_silent_and_finite() -> None:
    far_out = replace(CLASSIC, data=Data(inputs=((-1e5, -1e5),), targets=((0.01, 0.99),)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trace = train(far_out)
    assert trace.diverged_at == (None,) * 6
    assert (trace.column("a_h1") == 0).all()


@pytest.mark.parametrize("batch", [1, 2, "all"])
def test_cost_is_taken_at_the_first_parameters_of_an_epoch(batch: Any) -> None:
    trace = train(with_training(FIVE_SAMPLES, batch=batch))
    assert trace.cost.shape == (2, 3)
    for rate, costs in enumerate(trace.cost):
        for epoch, cost in enumerate(costs):
            frozen = with_parameters(FIVE_SAMPLES, trace.parameters[rate, 5 * epoch])
            totals = train(with_training(frozen, batch="all")).total[0, :5]
            assert cost == pytest.approx(totals.mean(), rel=1e-12)


def test_steps_to_goal() -> None:
    trace = train(CLASSIC)
    step = trace.steps_to_goal[-1]
    assert trace.steps_to_goal[:-1] == (None,) * 5
    assert step is not None
    assert trace.total[-1, step] <= 0.01 < trace.total[-1, step - 1]
    assert train(with_training(CLASSIC, goal=None)).steps_to_goal == (None,) * 6


def test_steps_to_goal_of_several_samples_is_the_start_of_an_epoch() -> None:
    costs = train(FIVE_SAMPLES).cost
    assert costs[1, 0] > costs[1, 1] > costs[1, 2]
    goal = float(costs[1, 1])
    assert train(with_training(FIVE_SAMPLES, goal=goal)).steps_to_goal[1] == 5


def test_rates_replace_those_of_the_template() -> None:
    trace = train(CLASSIC, [2.0, 0.1])
    assert trace.rates.tolist() == [2.0, 0.1]
    assert (trace.total == train(CLASSIC).total[[5, 0]]).all()


def test_engine_and_formulas_know_the_same_functions() -> None:
    assert engine.ACTIVATIONS.keys() == functions.ACTIVATIONS.keys()
    assert engine.LOSSES.keys() == functions.LOSSES.keys()
