"""What an update makes of gradients, and what it leaves behind."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from bpsheet import engine
from bpsheet.engine import train
from bpsheet.expression import HALF, Name
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.template import Data, Template
from bpsheet.trace import Trace
from tests.engine.examples import (
    FIVE_SAMPLES,
    LINEAR_CHAIN,
    MAZUR,
    computation,
    random_template,
    with_network,
    with_training,
)
from tests.examples import templates

W = Name("w")
GRADIENTS = (4.0, -2.0, 0.5)


def by_hand(optimizer: str, rate: float, setting: dict[str, float]) -> list[dict[str, float]]:
    """Return w and all states after each of `GRADIENTS`, in scalars, as PyTorch documents them."""
    now = dict.fromkeys("wmvuG", 0.0)
    lines = []
    for t, g in enumerate(GRADIENTS, start=1):
        match optimizer:
            case "sgd":
                now["w"] -= rate * g
            case "momentum" | "nesterov":
                now["v"] = setting["momentum"] * now["v"] + g
                ahead = g + setting["momentum"] * now["v"]
                now["w"] -= rate * (now["v"] if optimizer == "momentum" else ahead)
            case "adagrad":
                now["G"] += g * g
                now["w"] -= rate * g / (sqrt(now["G"]) + setting["epsilon"])
            case "rmsprop":
                now["v"] = setting["rho"] * now["v"] + (1 - setting["rho"]) * g * g
                now["w"] -= rate * g / (sqrt(now["v"]) + setting["epsilon"])
            case "adam":
                now["m"] = setting["beta1"] * now["m"] + (1 - setting["beta1"]) * g
                now["v"] = setting["beta2"] * now["v"] + (1 - setting["beta2"]) * g * g
                now["m̂"] = now["m"] / (1 - setting["beta1"] ** t)
                now["v̂"] = now["v"] / (1 - setting["beta2"] ** t)
                now["w"] -= rate * now["m̂"] / (sqrt(now["v̂"]) + setting["epsilon"])
            case "adamax":
                now["m"] = setting["beta1"] * now["m"] + (1 - setting["beta1"]) * g
                now["u"] = max(setting["beta2"] * now["u"], abs(g) + setting["epsilon"])
                now["w"] -= rate / (1 - setting["beta1"] ** t) * now["m"] / now["u"]
        lines.append(dict(now))
    return lines


STATES = {
    "sgd": [],
    "momentum": ["v_w"],
    "nesterov": ["v_w"],
    "adagrad": ["G_w"],
    "rmsprop": ["v_w"],
    "adam": ["t", "m_w", "v_w", "m̂_w", "v̂_w"],
    "adamax": ["t", "m_w", "u_w"],
}


@pytest.mark.parametrize(
    "chosen", [{}, {"momentum": 0.5, "rho": 0.8, "beta1": 0.6, "epsilon": 0.1}]
)
@pytest.mark.parametrize("optimizer", STATES)
def test_optimizers_follow_their_formulas(optimizer: str, chosen: dict[str, float]) -> None:
    settings = {name: chosen[name] for name in DEFAULTS[optimizer] if name in chosen}
    template = computation(
        ("L", Name("x") * W),
        inputs={"x": GRADIENTS},
        variables={"w": 0.0},
        optimizer=optimizer,
        settings=settings,
        learning_rates=(0.1, 0.7),
    )
    trace = train(template)
    assert trace.gradients[..., 0].tolist() == [list(GRADIENTS)] * 2
    assert list(trace.by_update) == STATES[optimizer]
    for number, rate in enumerate(trace.rates.tolist()):
        lines = by_hand(optimizer, rate, template.training.hyperparameters)
        after = [*trace.column("w")[number, 1:], trace.final[number, 0]]
        assert after == pytest.approx([line["w"] for line in lines], rel=1e-14)
        for name in STATES[optimizer]:
            symbol = name.removesuffix("_w")
            expected = [1, 2, 3] if name == "t" else [line[symbol] for line in lines]
            assert trace.by_update[name][number] == pytest.approx(expected, rel=1e-14)


def test_every_optimizer_is_tested() -> None:
    assert engine.OPTIMIZERS.keys() == STATES.keys() == DEFAULTS.keys()


def half_square(start: float, **training: Any) -> Trace:
    """Train w on w²/2, whose gradient is w itself, as the examples of libraries do."""
    return train(computation(("L", HALF * W**2), variables={"w": start}, **training))


def test_gradient_descent_on_a_parabola_shrinks_by_a_factor() -> None:
    trace = half_square(3.0, learning_rates=(0.1, 1.5), epochs=20)
    for factor, values in zip((0.9, -0.5), trace.column("w"), strict=True):
        assert values == pytest.approx(3.0 * factor ** np.arange(20), rel=1e-13)


@pytest.mark.parametrize("optimizer", ["adam", "adamax", "adagrad"])
def test_the_first_step_of_a_normalized_gradient_is_the_rate(optimizer: str) -> None:
    for start in (10.0, -0.003):
        trace = half_square(start, optimizer=optimizer, settings={"epsilon": 0.0})
        assert trace.final[0, 0] == pytest.approx(start - 0.1 * np.sign(start))


@given(templates())
def test_an_update_follows_the_mean_gradient_of_its_rows(template: Template) -> None:
    template = with_training(template, optimizer="sgd", settings={}, update="simultaneous")
    trace = train(template)
    trained = [name in template.trained for name in trace.names.parameters]
    steps = trace.rates[:, np.newaxis] * trained
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


@pytest.mark.parametrize("batch", [2, 3, "all"])
@pytest.mark.parametrize("optimizer", STATES)
def test_mean_gradients_and_states_have_a_value_per_update(optimizer: str, batch: Any) -> None:
    trace = train(with_training(FIVE_SAMPLES, batch=batch, optimizer=optimizer))
    updates = int(trace.update[-1]) + 1
    assert {values.shape for values in trace.by_update.values()} == {(2, updates)}
    for name in trace.names.weights:
        gradient = trace.names.gradient(name)
        means = [
            trace.column(gradient)[:, trace.update == update].mean(axis=1)
            for update in range(updates)
        ]
        mean = trace.column(f"mean {gradient}")
        assert mean == pytest.approx(np.array(means).T[:, trace.update], rel=1e-12)
    if optimizer == "momentum":
        kept, velocity = np.array(0.0), trace.by_update["v_w3"]
        for update, mean in enumerate(trace.by_update["mean ∂E/∂w3"].T):
            kept = 0.9 * kept + mean
            assert velocity[:, update] == pytest.approx(kept, rel=1e-12)


def test_samples_one_by_one_have_no_mean_gradients() -> None:
    assert not train(FIVE_SAMPLES).by_update
    assert list(train(with_training(FIVE_SAMPLES, optimizer="momentum")).by_update) == [
        f"v_w{number}" for number in range(1, 10)
    ]


@pytest.mark.parametrize("optimizer", STATES)
def test_fixed_biases_keep_their_value_and_are_not_remembered(optimizer: str) -> None:
    template = with_training(MAZUR, optimizer=optimizer, epochs=5)
    data = Data(MAZUR.data.inputs * 2, MAZUR.data.targets * 2)
    trace = train(replace(with_training(template, batch="all"), data=data))
    assert (trace.column("b1") == 0.35).all()
    assert (trace.final[:, 8:] == [0.35, 0.60]).all()
    assert (trace.column("w1")[:, -1] != 0.15).all()
    assert not [name for name in trace.by_update if "b1" in name or "b2" in name]


class TestSequentialUpdate:
    def test_mazurs_numbers_after_one_step_are_those_of_the_sequential_rule(self) -> None:
        # Printed 0.291027924 after one step; right is 0.291027774. Source: Mazur 2015.
        wrong, right = (
            train(with_training(MAZUR, update=update, epochs=2), [0.5]).total[0, 1]
            for update in ("sequential", "simultaneous")
        )
        assert wrong == pytest.approx(0.291027924, abs=5e-10)
        assert right == pytest.approx(0.291027774, abs=5e-10)

    def test_it_converges_to_mazurs_printed_outputs(self) -> None:
        trace = train(with_training(MAZUR, update="sequential", epochs=10_001), [0.5])
        assert trace.column("a_o1")[0, -1] == pytest.approx(0.015912196, abs=5e-10)
        assert trace.column("a_o2")[0, -1] == pytest.approx(0.984065734, abs=5e-10)

    def test_gradients_stay_true_and_those_followed_stand_beside_them(self) -> None:
        layers = ("tanh", "sigmoid", "softmax")
        template = random_template(7, layers, "cross-entropy", update="sequential")
        trace = train(template)
        for row in range(len(trace.step)):
            frozen = replace(template.data, inputs=(template.data.inputs[trace.sample[row]],))
            alone = replace(frozen, targets=(template.data.targets[trace.sample[row]],))
            weights = len(template.names.weights)
            for rate in range(len(trace.rates)):
                at = trace.parameters[rate, row].tolist()
                start = replace(
                    template.parameters, weights=tuple(at[:weights]), biases=tuple(at[weights:])
                )
                true = train(replace(template, data=alone, parameters=start)).gradients[0, 0]
                assert trace.gradients[rate, row] == pytest.approx(true, rel=1e-14)

    def test_each_layer_goes_back_through_the_weights_after_the_update(self) -> None:
        template = with_training(LINEAR_CHAIN, update="sequential", epochs=1)
        trace = train(template)
        now = {name: trace.column(name)[0, 0] for name in trace.names_of_columns}
        after = {name: trace.column(name)[0, 1] for name in trace.names.parameters}
        δ_o1 = now["a_o1"] - now["t1"]
        δ_h2 = [δ_o1 * after[name] for name in ("w7", "w8")]
        δ_h1 = [
            δ_h2[0] * after["w3"] + δ_h2[1] * after["w5"],
            δ_h2[0] * after["w4"] + δ_h2[1] * after["w6"],
        ]
        expected = {"w1": δ_h1[0] * 0.5, "w2": δ_h1[1] * 0.5, "b1": δ_h1[0], "b2": δ_h1[1]}
        expected |= {"w3": δ_h2[0] * now["a_h1_1"], "w6": δ_h2[1] * now["a_h1_2"], "b4": δ_h2[1]}
        for name, gradient in expected.items():
            assert now[f"sequential ∂E/∂{name}"] == pytest.approx(gradient, rel=1e-12)
            assert after[name] == pytest.approx(now[name] - 0.1 * gradient, rel=1e-12)
        last = {"w7", "w8", "b5"}
        assert {
            name.removeprefix("sequential ∂E/∂") for name in trace.by_row
        } == after.keys() - last

    def test_a_single_layer_knows_no_difference(self) -> None:
        single = random_template(8, ("sigmoid",))
        sequential = train(with_training(single, update="sequential"))
        assert not sequential.by_row
        assert (sequential.final == train(single).final).all()

    def test_fixed_biases_have_no_sequential_gradient(self) -> None:
        trace = train(with_training(MAZUR, update="sequential"))
        assert list(trace.by_row) == [f"sequential ∂E/∂w{number}" for number in range(1, 5)]
        trained = train(with_training(with_network(MAZUR, train_biases=True), update="sequential"))
        assert list(trained.by_row)[-1] == "sequential ∂E/∂b1"
