from __future__ import annotations

import sys
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from bpsheet.catalogue import load_template
from bpsheet.engine import train
from bpsheet.errors import InputError
from bpsheet.expression import Name, call
from bpsheet.model.graph import Graph, Scope
from bpsheet.model.training import training_graph
from bpsheet.template import Data, Parameters, Template
from bpsheet.verbs.derive import derive
from tests.engine.examples import (
    FIVE_SAMPLES,
    LINEAR_CHAIN,
    MAZUR,
    OPTIMIZERS,
    SINGLE_WEIGHT,
    computation,
    random_template,
    with_training,
)
from tests.examples import CLASSIC, templates

CIRCUIT = computation(
    ("p", Name("w") * Name("x")),
    ("q", call("EXP", Name("p"))),
    ("L", Name("q") ** 2 - Name("p")),
    inputs={"x": (0.1, 0.2)},
    variables={"w": 0.3},
    batch="all",
    optimizer="momentum",
)


@given(templates())
def test_every_quantity_has_a_column(template: Template) -> None:
    trace, names = train(template), template.names
    quantities = [*names.inputs, *names.targets, *names.parameters, *names.errors, names.total]
    quantities += map(names.gradient, names.parameters)
    for layer in names.layers:
        quantities += layer.pre_activations + layer.activations + layer.error_signals
    shape = (len(template.training.learning_rates), len(trace.step))
    assert {trace.column(name).shape for name in {*quantities, names.cost}} == {shape}
    with pytest.raises(KeyError):
        trace.column(names.learning_rate)


def column_names(graph: Graph) -> list[str]:
    return [quantity.name for quantity in graph if quantity.scope is not Scope.GIVEN]


@pytest.mark.parametrize(
    "template",
    [
        CLASSIC,
        replace(CLASSIC, gradients="staged"),
        FIVE_SAMPLES,
        with_training(MAZUR, optimizer="adam"),
        with_training(FIVE_SAMPLES, batch=2, optimizer="adamax"),
        with_training(LINEAR_CHAIN, update="sequential"),
        replace(random_template(1, ("tanh", "relu", "sigmoid")), gradients="staged"),
        CIRCUIT,
        replace(CIRCUIT, gradients="staged"),
    ],
    ids=[
        *("classic", "staged", "samples", "fixed biases", "mini-batch", "sequential", "deep"),
        *("computation", "staged computation"),
    ],
)
def test_columns_stand_in_the_order_of_the_training_table(template: Template) -> None:
    fixed = set(template.names.parameters) - set(template.trained)
    names = [name for name in train(template).names_of_columns if name not in fixed]
    assert names == column_names(training_graph(template, derive(template)))


def test_what_has_a_value_per_update_or_epoch_is_repeated_in_its_rows() -> None:
    trace = train(with_training(FIVE_SAMPLES, batch=2, optimizer="adam", epochs=2))
    assert trace.column("t")[0].tolist() == [1, 1, 2, 2, 3, 4, 4, 5, 5, 6]
    assert (trace.column("C")[:, :5] == trace.cost[:, :1]).all()
    assert (trace.column("C")[:, 5:] == trace.cost[:, 1:]).all()


@pytest.mark.parametrize("batch", [1, 2, "all"])
def test_the_cost_is_the_mean_over_the_rows_of_an_epoch(batch: Any) -> None:
    trace = train(with_training(FIVE_SAMPLES, batch=batch))
    assert trace.cost.shape == (2, 3)
    for epoch in range(3):
        rows = trace.total[:, trace.epoch == epoch]
        assert trace.cost[:, epoch] == pytest.approx(rows.mean(axis=1), rel=1e-15)


class TestDivergence:
    def test_a_diverging_rate_leaves_the_others_alone(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            trace = train(SINGLE_WEIGHT)
        # E = 50·w² with w = (−99)ⁿ exceeds the largest float at n = 77.
        assert trace.diverged_at == (None, 77)
        assert not np.isfinite(trace.total[1, 77:]).any()
        alone = train(SINGLE_WEIGHT, [0.005])
        assert (trace.total[0] == alone.total[0]).all()
        assert (trace.column("w1")[0] == 0.5 ** np.arange(200)).all()

    @pytest.mark.parametrize("optimizer", OPTIMIZERS)
    def test_under_any_optimizer_nothing_is_said_and_nothing_is_disturbed(
        self, optimizer: str
    ) -> None:
        wild = with_training(SINGLE_WEIGHT, learning_rates=(0.005, 1e200), optimizer=optimizer)
        trace = train(wild)
        alone = train(wild, [0.005])
        assert trace.diverged_at[0] is None
        assert trace.diverged_at[1] is not None
        assert (trace.total[0] == alone.total[0]).all()

    def test_a_gradient_that_overflows_before_its_loss_counts(self) -> None:
        steep = replace(
            SINGLE_WEIGHT,
            data=Data(inputs=((1e200,),), targets=((0.0,),)),
            parameters=Parameters(weights=(1e-50,)),
        )
        trace = train(steep, [0.1])
        assert np.isfinite(trace.total[0, 0])
        assert trace.diverged_at == (0,)

    def test_a_state_that_overflows_counts_from_the_first_row_of_its_batch(self) -> None:
        # The second update's gradient, 1e160, is a number; its square is none.
        data = Data(inputs=((0.0,),) * 2 + ((1e80,),) * 2, targets=((0.0,),) * 4)
        template = replace(SINGLE_WEIGHT, data=data)
        trace = train(with_training(template, optimizer="adagrad", batch=2, epochs=1), [0.1])
        assert np.isfinite(trace.gradients).all()
        assert np.isfinite(trace.final).all()
        assert trace.diverged_at == (2,)

    def test_a_cost_that_overflows_counts_though_no_loss_does(self) -> None:
        data = Data(inputs=((1.0,),) * 3, targets=((0.0,),) * 3)
        far = replace(SINGLE_WEIGHT, data=data, parameters=Parameters(weights=(1.2e154,)))
        trace = train(with_training(far, batch="all", epochs=1), [0.1])
        assert np.isfinite(trace.total).all()
        assert trace.diverged_at == (0,)

    def test_a_saturated_sigmoid_stays_silent_and_finite(self) -> None:
        far_out = replace(CLASSIC, data=Data(inputs=((-1e5, -1e5),), targets=((0.01, 0.99),)))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            trace = train(far_out)
        assert trace.diverged_at == (None,) * 6
        assert (trace.column("a_h1") == 0).all()


class TestGoal:
    def test_the_first_step_that_is_good_enough(self) -> None:
        trace = train(CLASSIC)
        step = trace.steps_to_goal[-1]
        assert trace.steps_to_goal[:-1] == (None,) * 5
        assert step is not None
        assert trace.total[-1, step] <= 0.01 < trace.total[-1, step - 1]
        assert train(with_training(CLASSIC, goal=None)).steps_to_goal == (None,) * 6

    def test_of_several_samples_it_is_the_start_of_an_epoch(self) -> None:
        costs = train(FIVE_SAMPLES).cost
        assert costs[1, 0] > costs[1, 1] > costs[1, 2]
        goal = float(costs[1, 1])
        assert train(with_training(FIVE_SAMPLES, goal=goal)).steps_to_goal[1] == 5


def test_rates_replace_those_of_the_template() -> None:
    trace = train(CLASSIC, [2.0, 0.1])
    assert trace.rates.tolist() == [2.0, 0.1]
    assert (trace.total == train(CLASSIC).total[[5, 0]]).all()


@pytest.mark.parametrize("name", ["classic", "line", "xor-tanh", "gates", "optimizer-adam"])
def test_a_trace_as_a_data_frame_holds_every_column(name: str) -> None:
    trace = train(load_template(name))
    frame = trace.to_pandas()
    rows = len(trace.step)
    assert len(frame) == rows * len(trace.rates)
    for number in range(len(trace.rates)):
        part = frame[number * rows : (number + 1) * rows]
        assert (part[trace.names.learning_rate] == trace.rates[number]).all()
        assert part["step"].tolist() == trace.step.tolist()
        for column in trace.names_of_columns:
            np.testing.assert_array_equal(part[column], trace.column(column)[number])
    assert trace.to_pandas(1).equals(frame[rows : 2 * rows].reset_index(drop=True))


def test_without_pandas_a_data_frame_is_refused_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match="pandas is not installed; pip install pandas"):
        train(load_template("classic")).to_pandas()
