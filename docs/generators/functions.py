"""The functions, losses and optimizers: the rows of the program's tables as equations."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.functions import ACTIVATIONS, LOSSES, Activation, Loss
from bpsheet.hyperparameters import DEFAULTS, SETTINGS
from bpsheet.model.optimizers import OPTIMIZERS, Optimizer
from bpsheet.notation.text import equation, text
from docs.generators.markdown import page, table

INTRODUCTION = """\
The definitions and slopes that formulas, derivations and pages are made of.
[Templates](../templates.md) says how to choose among them, and what goes together."""

ACTIVATION_WORDS = """\
x is the pre-activation of a unit and a its output; Σ is over the x of the whole layer, and b is
the output of another unit of it."""

LOSS_WORDS = """\
The error of one output, in its target t and its value a; n is the number of outputs. The total
loss is their sum. Inside a logarithm, what is below 1e-15 counts as 1e-15; the derivative is that
of the loss without this guard."""

OPTIMIZER_WORDS = """\
The parameter is w, its gradient g (with several samples an update, their mean), the learning rate
η, and t the number of the update, from 1. A value with ⁻ is that of the update before, 0 at
first. The formulas and defaults are those of PyTorch 2."""


def functions_page() -> str:
    """Return the page of all functions."""
    return page(
        "Functions, losses, optimizers",
        INTRODUCTION,
        "## Activations",
        ACTIVATION_WORDS,
        table(["activation", "a =", "slope ∂a/∂x", "why"], map(_activation, ACTIVATIONS.values())),
        "## Losses",
        LOSS_WORDS,
        table(["loss", "error", "slope by a", "outputs", "targets"], map(_loss, LOSSES.values())),
        "## Optimizers",
        OPTIMIZER_WORDS,
        table(
            ["optimizer", "what is remembered", "update", "settings"],
            (_optimizer(name, row) for name, row in OPTIMIZERS.items()),
        ),
        "## Settings of optimizers",
        table(
            ["setting", "symbol", "meaning", "range"],
            (
                [
                    *(f"`{row.name}`", row.symbol, row.meaning),
                    "from 0 to less than 1" if row.below_one else "0 or above",
                ]
                for row in SETTINGS.values()
            ),
        ),
    )


def _activation(row: Activation) -> list[str]:
    slope = text(row.derivative)
    if row.cross is not None:
        slope += f"; by the x of another unit {text(row.cross)}"
    return [f"`{row.name}`", text(row.definition), slope, row.why]


def _loss(row: Loss) -> list[str]:
    derivative = text(row.derivative)
    if row.shortcut:
        derivative += f"; with {row.shortcut} outputs, by the pre-activation a − t"
    outputs = ", ".join(f"`{name}`" for name in row.outputs) or "any"
    return [f"`{row.name}`", text(row.definition), derivative, outputs, row.targets]


def _optimizer(name: str, row: Optimizer) -> list[str]:
    settings = ", ".join(f"`{key} = {value}`" for key, value in DEFAULTS[name].items())
    remembered = "; ".join(_states(row))
    return [f"`{name}`", remembered, equation("w⁺", row.following), settings]


def _states(row: Optimizer) -> Iterator[str]:
    for symbol, value in row.states.items():
        yield equation(symbol, value)
