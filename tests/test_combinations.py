"""Every activation with every loss and every optimizer: proved, or refused with a reason."""

from __future__ import annotations

import re

import pytest

from bpsheet import engine
from bpsheet.errors import InputError
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.proof import prove
from bpsheet.template import Template
from bpsheet.template_reader import parse_template
from tests.proof.examples import graph_of

WRITTEN = """
title = "Three samples"
[network]
layers = [2, 2, 2]
activation = ["{hidden}", "{output}"]
biases = true
[data]
inputs = [[0.6, -0.4], [-0.3, 0.8], [0.9, 0.2]]
targets = [[0.2, 0.8], [0.7, 0.3], [1, 0]]
[parameters]
weights = [0.4, -0.7, 0.25, 0.9, -0.3, 0.55, -0.15, 0.8]
biases = [0.1, -0.2, 0.3, 0.05]
[training]
loss = "{loss}"
optimizer = "{optimizer}"
learning_rates = [0.05, 0.2]
epochs = 3
batch = 2
"""
MADE_FOR = {"binary-cross-entropy": "sigmoid", "cross-entropy": "softmax"}
"""The only activation of the outputs that a loss goes with."""

PAIRS = [
    (output, loss)
    for output in ACTIVATIONS
    for loss in LOSSES
    if MADE_FOR.get(loss, output) == output
]
REFUSED = [
    (output, loss) for output in ACTIVATIONS for loss in LOSSES if (output, loss) not in PAIRS
]

each_optimizer = pytest.mark.parametrize("optimizer", DEFAULTS)


def read(output: str, loss: str, optimizer: str, hidden: str = "tanh") -> Template:
    text = WRITTEN.format(hidden=hidden, output=output, loss=loss, optimizer=optimizer)
    return parse_template(text, "combination", "combination.toml")


def assert_proved(template: Template) -> None:
    proof = prove(graph_of(template), engine.train(template))
    parameters, rates, rows = 12, 2, 3
    assert proof.differences == parameters * rates * rows


@each_optimizer
@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_what_goes_together_is_proved(output: str, loss: str, optimizer: str) -> None:
    assert_proved(read(output, loss, optimizer))


@each_optimizer
@pytest.mark.parametrize(("output", "loss"), REFUSED)
def test_a_loss_of_other_outputs_is_refused(output: str, loss: str, optimizer: str) -> None:
    reason = rf"{loss} takes logarithms of outputs .*{MADE_FOR[loss]}.*; .+"
    assert_refused(rf"combination\.toml:14: training\.loss: {reason}", output, loss, optimizer)


def assert_refused(line: str, *names: str) -> None:
    """Check that a template is refused with `line`, a pattern, and no further line."""
    with pytest.raises(InputError) as refusal:
        read(*names)
    assert re.fullmatch(line, str(refusal.value)), refusal.value


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("hidden", [name for name in ACTIVATIONS if name != "softmax"])
def test_hidden_units_go_with_every_loss(hidden: str, loss: str) -> None:
    assert_proved(read(MADE_FOR.get(loss, "linear"), loss, "sgd", hidden))


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_softmax_hidden_units_are_refused(output: str, loss: str) -> None:
    reason = r"softmax turns the outputs into shares; .+"
    line = rf"combination\.toml:5: network\.activation: entry 1: {reason}"
    assert_refused(line, output, loss, "sgd", "softmax")


def test_there_are_14_pairs_and_10_refusals() -> None:
    assert (len(PAIRS), len(REFUSED)) == (14, 10)
