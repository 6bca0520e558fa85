"""The activations, the loss and the optimizer of a network, by its numbers."""

from __future__ import annotations

import numpy as np

from bpsheet.checker.book import Numbers
from bpsheet.checker.example.seen import NEAR, Seen, fits
from bpsheet.expression import Call, Expression, Name, Number, names_in
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.names import ExampleNames, sequential_name, state_name


def activation_of(seen: Seen, names: ExampleNames, place: int) -> str:
    """Return the activation that most of a layer's outputs have; sigmoid where none fits.

    Numbers that are all positive may be those of ReLU or have none: between inputs and outputs it
    is ReLU.
    """
    layer = names.layers[place]
    last = place == len(names.layers) - 1
    candidates = [name for name, row in ACTIVATIONS.items() if row.cross is None or last]
    units = list(zip(layer.pre_activations, layer.activations, strict=True))

    def share(activation: str) -> float:
        whole = tuple(map(Name, layer.pre_activations)) if ACTIVATIONS[activation].cross else ()
        return float(
            np.mean([fits(seen, Call(activation, (Name(h), *whole)), a) for h, a in units])
        )

    usual = "linear" if last else "relu"
    shares = {name: round(share(name), 2) for name in candidates}
    best = max(candidates, key=lambda name: (shares[name], name == "sigmoid", name == usual))
    return best if shares[best] else "sigmoid"


def loss_of(seen: Seen, names: ExampleNames, activation: str) -> str:
    """Return the loss that most of the errors have; half the squared error where none fits."""
    outputs = names.layers[-1].activations
    candidates = [
        name for name, row in LOSSES.items() if not row.outputs or activation in row.outputs
    ]

    def error(loss: str, target: str, output: str) -> Expression:
        averaged = [Number(len(outputs))] if "n" in names_in(LOSSES[loss].definition) else []
        return Call(loss, (Name(target), Name(output), *averaged))

    def share(loss: str) -> float:
        errors = [error(loss, t, a) for t, a in zip(names.targets, outputs, strict=True)]
        found = [fits(seen, value, name) for value, name in zip(errors, names.errors, strict=True)]
        whole = errors[0]
        for part in errors[1:]:
            whole = whole + part
        return max(float(np.mean(found)), fits(seen, whole, names.total))

    shares = {name: round(share(name), 2) for name in candidates}
    best = max(candidates, key=lambda name: (shares[name], name == "half-squared-error"))
    return best if shares[best] else _loss_of_signals(seen, names, candidates)


def _loss_of_signals(seen: Seen, names: ExampleNames, candidates: list[str]) -> str:
    """Return the loss by the first output's error signal: a − t alone is that of an entropy."""
    output, target = names.layers[-1].activations[0], names.targets[0]
    entropies = [name for name in candidates if LOSSES[name].outputs]
    shown = names.layers[-1].error_signals[0]
    signal = seen.column(shown) if shown in seen else _signal(seen, names)
    difference = seen.column(output) - seen.column(target)
    near = np.abs(signal - difference) <= NEAR * np.abs(difference)
    return entropies[0] if entropies and np.mean(near) > 0.5 else "half-squared-error"


def _signal(seen: Seen, names: ExampleNames) -> Numbers:
    """Return the first output's error signal from the gradient of its first weight."""
    sources = names.layers[-2].activations if len(names.layers) > 1 else names.inputs
    gradient = seen.column(names.gradient(names.layers[-1].weights[0][0]))
    return gradient / np.where(seen.column(sources[0]) == 0, np.nan, seen.column(sources[0]))


def optimizer_of(seen: Seen, names: ExampleNames) -> str:
    """Return the optimizer whose memory has columns of its own; plain descent without any."""
    parameter = names.weights[0]
    has = {symbol: state_name(symbol, parameter) in seen for symbol in ("v", "m", "u", "G")}
    if has["m"]:
        return "adamax" if has["u"] else "adam"
    if has["G"]:
        return "adagrad"
    if not has["v"]:
        return "sgd"
    velocity, gradient = (
        seen.column(state_name("v", parameter)),
        seen.column(names.gradient(parameter)),
    )
    return "momentum" if np.isclose(velocity[0], gradient[0], rtol=NEAR) else "rmsprop"


def is_sequential(seen: Seen, names: ExampleNames) -> bool:
    """Return whether a later layer's new weights make up an earlier one's gradients."""
    return any(sequential_name(names.gradient(weight)) in seen for weight in names.weights)
