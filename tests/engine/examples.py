"""Worked examples for the engine, and how to change one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from bpsheet.expression import Expression
from bpsheet.template import Computation, Data, Network, Parameters, Template, Training
from bpsheet.trace import Array
from tests.examples import CLASSIC


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


def computation(
    *steps: tuple[str, Expression],
    inputs: dict[str, tuple[float, ...]] | None = None,
    variables: dict[str, float],
    **training: Any,
) -> Template:
    """Return a worked example without layers.

    Arguments:
        steps: names and definitions; the last is the loss.
        inputs: per variable that stays, its value in every sample.
        variables: per trained variable, where it starts.
        training: all but the defaults: one step at a rate of 0.1.
    """
    given = inputs or {}
    samples = tuple(zip(*given.values(), strict=True)) if given else ((),)
    return Template(
        name="computation",
        title="A computation without layers",
        model=Computation(steps, tuple(given), tuple(variables)),
        data=Data(inputs=samples, targets=()),
        parameters=Parameters(weights=tuple(variables.values())),
        training=Training(**({"learning_rates": (0.1,), "epochs": 1} | training)),
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

OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamax")


def random_template(
    seed: int,
    activations: tuple[str, ...] = ("tanh", "sigmoid"),
    loss: str = "half-squared-error",
    **training: Any,
) -> Template:
    """Return a random network with biases and three outputs, and five random samples for it.

    Targets add up to 1 in every sample, as cross-entropy wants them.
    """
    random = np.random.default_rng(seed)
    layers = (2, *random.integers(2, 5, len(activations) - 1).tolist(), 3)
    weights = sum(int(a * b) for a, b in pairwise(layers))
    inputs, targets = random.uniform(-1, 1, (5, 2)), random.dirichlet((1, 1, 1), 5)
    return Template(
        name="random",
        title="A random network",
        model=Network(layers=layers, activations=activations, biases="per unit"),
        data=Data(*(tuple(map(tuple, rows.tolist())) for rows in (inputs, targets))),
        parameters=Parameters(
            weights=tuple(random.uniform(-1, 1, weights).tolist()),
            biases=tuple(random.uniform(-1, 1, sum(layers[1:])).tolist()),
        ),
        training=Training(
            **({"learning_rates": (0.05, 0.3), "epochs": 4, "loss": loss} | training)
        ),
    )
