"""Built workbooks and what their readers type into them, with what they must show then."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.names import network_names
from bpsheet.parser import parse
from bpsheet.template import (
    Computation,
    Data,
    Network,
    Parameters,
    Rows,
    Samples,
    Template,
    Training,
)
from tests.workbook.scenario import Scenario


def network(layers: tuple[int, ...], activations: tuple[str, ...], **other: Any) -> Template:
    """Return a template with small weights that are all different, and short training."""
    shape = Network(layers, activations, **other)
    names = network_names(shape.layers, shape.biases, shape.notation)
    numbers = itertools.cycle((0.4, -0.7, 0.25, 0.9, -0.3, 0.55, -0.15))
    weights, biases, inputs, targets = (
        tuple(itertools.islice(numbers, len(group)))
        for group in (names.weights, names.biases, names.inputs, names.targets)
    )
    return Template(
        name="network",
        title="A network",
        model=shape,
        data=Data((inputs,), (targets,)),
        parameters=Parameters(weights, biases),
        training=Training((0.5,), epochs=6, goal=0.05),
    )


def several(
    template: Template,
    samples: Sequence[tuple[tuple[float, ...], tuple[float, ...]]],
    training: Training,
    validated: int = 0,
) -> Template:
    """Return a template with several samples.

    Arguments:
        samples: inputs and targets of each.
        validated: how many of them, the last, are for validation.
    """
    learnt = len(samples) - validated
    validation = Samples(*_columns(samples[learnt:])) if validated else None
    data = Data(*_columns(samples[:learnt]), validation)
    return replace(template, data=data, training=training)


def _columns(samples: Sequence[tuple[tuple[float, ...], tuple[float, ...]]]) -> tuple[Rows, Rows]:
    return tuple(inputs for inputs, _ in samples), tuple(targets for _, targets in samples)


def computation(
    written: Mapping[str, str],
    fixed: Mapping[str, tuple[float, ...]],
    trained: Mapping[str, float],
    training: Training,
) -> Template:
    """Return a template without layers.

    Arguments:
        written: its steps in the spelling of Python.
        fixed: what stays as it is, a number per sample.
        trained: the initial values of what is trained.
    """
    steps = {name: parse(formula.replace("**", "^")) for name, formula in written.items()}
    inputs = tuple(zip(*fixed.values(), strict=True))
    return Template(
        name="computation",
        title="A computation",
        model=Computation(tuple(steps.items()), tuple(fixed), tuple(trained)),
        data=Data(inputs, ((),) * len(inputs)),
        parameters=Parameters(tuple(trained.values())),
        training=training,
        gradients="staged",
    )


CLASSIC = load_template("classic")
SHORT = replace(CLASSIC, training=replace(CLASSIC.training, learning_rates=(0.1, 2.0), epochs=12))

BUILT = (
    Scenario("classic", CLASSIC),
    Scenario(
        "no hidden layer, and a rate too large",
        replace(
            network((3, 2), ("linear",), biases="per unit"),
            training=Training((0.1, 9.0), epochs=6, goal=1e-6),
        ),
    ),
    Scenario(
        "shared biases, staged",
        replace(network((2, 3, 2), ("tanh", "sigmoid"), biases="shared"), gradients="staged"),
    ),
    Scenario(
        "fixed biases",
        network((1, 2, 1), ("sigmoid", "linear"), biases="per unit", train_biases=False),
    ),
    Scenario(
        "two hidden layers, staged",
        replace(network((2, 2, 2, 1), ("sigmoid", "tanh", "sigmoid")), gradients="staged"),
    ),
    Scenario(
        "two hidden layers",
        network((2, 2, 3, 2), ("tanh", "sigmoid", "tanh"), biases="shared", train_biases=False),
    ),
    Scenario(
        "one step, no goal",
        replace(
            network((2, 1, 2), ("sigmoid", "sigmoid"), biases="per unit"),
            training=Training((1.0,), epochs=1),
        ),
    ),
)

RUNAWAY = (
    Scenario(
        "a rate runs away",
        replace(
            network((2, 1), ("linear",), biases="per unit"),
            training=Training((0.02, 40.0, 0.05), epochs=120, goal=1e-6),
        ),
    ),
    Scenario(
        "a rate runs away through a hidden layer",
        replace(
            network((2, 2, 1), ("linear", "linear")),
            training=Training((9.0, 0.1), epochs=30, goal=1e-6),
        ),
    ),
    Scenario(
        "a rate runs away in batches, with validation",
        several(
            network((2, 2, 1), ("leaky-relu", "linear"), biases="per unit"),
            [
                ((1.0, 0.5), (0.3,)),
                ((2.0, -1.5), (0.8,)),
                ((0.5, 1.0), (-0.4,)),
                ((-1.0, 1.5), (0.1,)),
            ],
            Training(
                (0.01, 60.0),
                epochs=40,
                optimizer="momentum",
                settings={"momentum": 0.5},
                batch=2,
                goal=1e-6,
            ),
            validated=1,
        ),
    ),
)

OVERFLOW = Scenario(
    "a sigmoid's EXP would overflow",
    replace(
        network((2, 2, 1), ("sigmoid", "linear")),
        training=Training((0.01, 50.0, 0.02), epochs=10, goal=1e-6),
    ),
)
"""Its plain ``1/(1 + EXP(900))`` would be no number; IronCalc alone takes that for 0."""

TYPED = (
    Scenario("a learning rate", SHORT, {"1": 0.3, "step": 7}),
    Scenario(
        "a rate of one's own",
        SHORT,
        {"yours": 7.25, "rate η": 7.25, "step": 11, "goal": 0.2, "ε": 1e-4},
    ),
    Scenario(
        "inputs, targets and weights",
        SHORT,
        {"i1": 0.9, "i2": -0.4, "t1": 0.5, "t2": 0.2, "w1": -1.5, "w4": 0.75, "w8": -2.0}
        | {"rate η": 2.0, "step": 3},
    ),
    Scenario("saturated outputs", SHORT, {"w5": 60.0, "w6": 60.0, "w7": -60.0, "w8": -60.0}),
)

EXCLUSIVE_OR = [
    ((0.0, 0.0), (0.0,)),
    ((0.0, 1.0), (1.0,)),
    ((1.0, 0.0), (1.0,)),
    ((1.0, 1.0), (0.0,)),
]
LINE = [((number / 10,), (0.25 + 0.085 * number,)) for number in range(1, 7)]
CLASSES = [
    ((0.1, 0.9), (1.0, 0.0, 0.0)),
    ((0.8, 0.2), (0.0, 1.0, 0.0)),
    ((0.5, -0.4), (0.0, 0.0, 1.0)),
    ((-0.3, 0.7), (1.0, 0.0, 0.0)),
    ((0.6, 0.6), (0.0, 0.5, 0.5)),
    ((0.2, -0.8), (0.0, 0.0, 1.0)),
    ((-0.5, 0.1), (0.0, 1.0, 0.0)),
]
BENT = {"z": "w*x + b", "ŷ": "tanh(z)", "r": "ŷ - y", "E": "r**2/2 + 0.01*w**2"}

SEVERAL = (
    Scenario(
        "batches of two, Adam, softmax, validation",
        several(
            network((2, 3, 3), ("tanh", "softmax"), biases="per unit"),
            CLASSES,
            Training((0.05, 0.3), 4, "cross-entropy", "adam", batch=2, goal=0.9),
            validated=2,
        ),
        {"step": 13, "rate η": 0.3, "β1": 0.8, "i2 of sample 4": 0.35, "i1 of sample 7": 0.9}
        | {"w4": 0.1, "b2": 0.45, "goal": 1.2},
    ),
    Scenario(
        "one by one, momentum",
        several(
            network((2, 2, 1), ("sigmoid", "sigmoid"), biases="per unit"),
            EXCLUSIVE_OR,
            Training((0.5, 2.0), 5, optimizer="momentum"),
        ),
        {"step": 19, "rate η": 2.0, "μ": 0.5, "t1 of sample 2": 0.75, "1": 0.25},
    ),
    Scenario(
        "all at once, mean squared error, other names",
        replace(
            several(
                network((1, 1), ("linear",), biases="per unit", notation="indexed"),
                LINE,
                Training((0.1, 0.8), 12, "mean-squared-error", batch="all", goal=0.001),
            ),
            renamed={"x₁": "x", "d₁": "truth"},
        ),
        {"step": 33, "rate α": 0.65, "yours": 0.65, "x of sample 6": 0.9, "truth of sample 1": 0.5},
    ),
    Scenario(
        "ReLU, binary cross entropy, Adamax",
        replace(
            network((2, 2, 2), ("relu", "sigmoid"), biases="shared"),
            data=Data(((1.0, 0.2),), ((0.0, 1.0),)),
            training=Training((0.05, 0.2), 8, "binary-cross-entropy", "adamax"),
        ),
        {"step": 5, "β2": 0.9, "t1": 0.25, "w3": 0.3},
    ),
    Scenario(
        "sequential updates, deep",
        replace(
            network((2, 2, 2, 2), ("sigmoid", "tanh", "sigmoid"), biases="shared"),
            training=Training((0.05, 1.2), 8, update="sequential"),
            gradients="staged",
        ),
        {"step": 7, "rate η": 1.2, "w1": 0.6, "b3": -0.2},
    ),
    Scenario(
        "one sample, two for validation, AdaGrad, leaky ReLU, fixed biases",
        several(
            network(
                (2, 2, 1),
                ("leaky-relu", "linear"),
                biases="per unit",
                train_biases=False,
                notation="z-a",
            ),
            EXCLUSIVE_OR[1:],
            Training((0.1,), 6, optimizer="adagrad"),
            validated=2,
        ),
        {"step": 2, "ε₀": 1e-3},
    ),
    Scenario(
        "a computation, RMSProp, batches of two",
        computation(
            BENT,
            {"x": (0.5, -1.0, 2.0), "y": (0.3, -0.2, 0.9)},
            {"w": 0.4, "b": -0.1},
            Training((0.02, 0.00005), 5, optimizer="rmsprop", batch=2),
        ),
        {"step": 8, "ρ": 0.7, "x of sample 3": 1.5, "w": -0.3},
        written=BENT,
    ),
)
"""Several samples, other optimizers, losses, rules and names; typed into, too."""

SCENARIOS = (*BUILT, *RUNAWAY, *TYPED, *SEVERAL)
"""What every program calculates alike."""

TEMPLATES = tuple(Scenario(name, load_template(name)) for name in BUNDLED)
"""The bundled worked examples, with nothing typed into them."""
