"""Which rows count, and what makes numbers unfit whatever mistakes they show."""

from dataclasses import replace

import pytest

from bpsheet.catalogue import load_template
from bpsheet.exercises.asked import asked_in
from bpsheet.exercises.numbers.trial import Trial
from bpsheet.template import Template


def trial_of(name: str, part: str, rows: int) -> Trial:
    template = load_template(name)
    return Trial(template, asked_in(template, part, rows), rows)


@pytest.mark.parametrize(
    ("name", "rows", "quantity", "counts"),
    [
        ("classic", 1, "h1", (0,)),
        ("classic", 1, "w1", (1,)),
        ("classic", 50, "h1", (0, 1, 2)),
        ("classic", 50, "w1", (1, 2, 3)),
        ("xor", 4, "C", (3,)),
        # Ten samples, then the row of their update, then the row with the new parameters.
        ("line", 11, "∂E/∂w", (0, 1, 2)),
        ("line", 11, "mean ∂E/∂w", (10,)),
        ("line", 11, "w", (11,)),
    ],
)
def test_the_first_rows_count(name, rows, quantity, counts):
    assert trial_of(name, "all", rows).rows[quantity] == counts


def classic(weights: tuple[float, ...], inputs: tuple[float, float] = (0.3, 0.8)) -> Template:
    template = load_template("classic")
    return replace(
        template,
        parameters=replace(template.parameters, weights=weights),
        data=replace(template.data, inputs=(inputs,)),
    )


FIT = (0.6, -0.3, 0.4, 0.9, -0.8, 1.1, 0.7, -1.2)


@pytest.mark.parametrize(
    ("template", "failed"),
    [
        (classic(FIT), False),
        (classic((14, *FIT[1:])), True),  # h1 is above 4
        (classic((0.6, -0.3, 0.4, 0.9, 0.001, 1.1, 0.7, -1.2), (0.001, 0.8)), True),
    ],
)
def test_saturated_units_and_tiny_gradients_are_unfit(template, failed):
    trial = trial_of("classic", "gradients", 1)
    assert bool(trial.failures(trial.runs([template]))[0]) is failed


def test_each_failure_is_named():
    trial = trial_of("classic", "all", 1)
    runs = trial.runs([classic((14, *FIT[1:]))])
    assert "a_h1 is saturated" in [words for words, fails in trial.criteria(runs) if fails[0]]


@pytest.mark.parametrize(("bias", "failed"), [(5.0, False), (-50.0, True)])
def test_a_relu_passes_something_on(bias, failed):
    template = load_template("softmax")
    biases = (bias, *template.parameters.biases[1:])
    changed = replace(template, parameters=replace(template.parameters, biases=biases))
    trial = trial_of("softmax", "forward", 1)
    criteria = dict(trial.criteria(trial.runs([changed])))
    assert bool(criteria["ReLU passes nothing on of h1"][0]) is failed
