"""Which activations, losses, optimizers and rules go together."""

from __future__ import annotations

import pytest

from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS, SETTINGS
from tests.templates import SMALL, SQUARE, parse, refusal, replaced

# Worked out by hand: a loss with logarithms needs outputs that its gradient was simplified for.
NEEDED = {"binary-cross-entropy": "sigmoid", "cross-entropy": "softmax"}


def with_activation(activation: object, training: str = "") -> str:
    return replaced("[data]", f"activation = {activation!r}\n[data]") + training


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_pair_of_activation_and_loss_is_built_or_refused(activation: str, loss: str) -> None:
    text = with_activation(["tanh", activation], f"loss = '{loss}'")
    needed = NEEDED.get(loss, activation)
    if activation == needed:
        assert parse(text).training.loss == loss
        return
    expected = (
        f"example.toml:11: training.loss: {loss} takes logarithms of outputs that {needed} gives; "
        f"make {needed} the last activation, or change the loss"
    )
    assert refusal(text) == expected


@pytest.mark.parametrize("hidden", [name for name in ACTIVATIONS if name != "softmax"])
def test_every_other_activation_may_be_hidden(hidden: str) -> None:
    assert parse(with_activation([hidden, "linear"])).network.activations == (hidden, "linear")


@pytest.mark.parametrize(
    ("activation", "place"), [("softmax", ""), (["softmax", "softmax"], "entry 1: ")]
)
def test_softmax_is_for_the_outputs(activation: object, place: str) -> None:
    assert refusal(with_activation(activation)) == (
        f"example.toml:4: network.activation: {place}softmax turns the outputs into shares; "
        "use another one in the layers before"
    )


@pytest.mark.parametrize("text", [SMALL, SQUARE], ids=["network", "expression"])
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("optimizer", DEFAULTS)
def test_settings_belong_to_optimizers(optimizer: str, setting: str, text: str) -> None:
    lines = f"optimizer = '{optimizer}'\n{setting} = 0.25"
    if setting in DEFAULTS[optimizer]:
        training = parse(text + lines).training
        assert training.settings == {setting: 0.25}
        assert training.hyperparameters == {**DEFAULTS[optimizer], setting: 0.25}
        return
    message = refusal(text + lines)
    line = text.count("\n") + 2
    assert message.startswith(f"example.toml:{line}: training.{setting}: {optimizer} has no such")
    owners = message.split("choose from ")[1].split(", ")
    assert owners == [name for name, has in DEFAULTS.items() if setting in has]


@pytest.mark.parametrize(
    ("optimizer", "setting", "value"),
    [("momentum", "momentum", 0.0), ("adagrad", "epsilon", 0.0), ("adam", "beta2", 0.9999)],
)
def test_settings_at_the_ends_of_their_ranges(optimizer: str, setting: str, value: float) -> None:
    training = parse(f"{SMALL}optimizer = '{optimizer}'\n{setting} = {value}").training
    assert training.settings == {setting: value}


SEQUENTIAL = [
    ("optimizer = 'momentum'", "the sequential rule is one of plain gradient descent; use optimi"),
    ("batch = 2", 'the sequential rule is one of plain gradient descent; use optimizer = "sgd"'),
    ("batch = 'all'", 'the sequential rule is one of plain gradient descent; use optimizer = "sg'),
]


@pytest.mark.parametrize(("line", "expected"), SEQUENTIAL)
def test_the_sequential_rule_is_one_of_plain_gradient_descent(line: str, expected: str) -> None:
    message = refusal(f"{SMALL}update = 'sequential'\n{line}")
    assert message.startswith(f"example.toml:10: training.update: {expected}")


def test_the_sequential_rule_needs_two_layers() -> None:
    assert parse(f"{SMALL}update = 'sequential'").training.update == "sequential"
    one = replaced("[2, 1, 2]", "[2, 2]") + "update = 'sequential'"
    message = refusal(one)
    assert message.startswith("example.toml:10: training.update: there is one layer only, which")
    assert parse(one.replace("sequential", "simultaneous")).training.update == "simultaneous"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("loss = 'mean-squared-error'", "loss: the loss is that of [expression]; remove this key"),
        ("update = 'simultaneous'", "update: an expression has no layers to update one after the"),
    ],
)
def test_an_expression_has_no_settings_of_layers(line: str, expected: str) -> None:
    assert refusal(SQUARE + line).startswith(f"example.toml:8: training.{expected}")
