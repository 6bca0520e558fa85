"""A layered network's forward pass as a graph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bpsheet.expression import Name, Number, call, names_in, total
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.names import ExampleNames, LayerNames
from bpsheet.template import Template


def forward_graph(template: Template) -> Graph:
    """Return the quantities of one row up to the loss, parameters standing still.

    The order is the hand-built sheet's: targets, inputs, then layer by layer its weights, its
    biases and each unit's pre-activation and activation, then the errors and the loss.
    """
    names = template.names
    return Graph(
        (
            Quantity(names.learning_rate, Role.HYPERPARAMETER, Scope.GIVEN, "learning rate"),
            *_given(names.targets, Role.TARGET, "target of output"),
            *_given(names.inputs, Role.INPUT, "input"),
            *_layers(names, template.network.activations),
            *_errors(names, template.training.loss),
        )
    )


def _given(names: tuple[str, ...], role: Role, meaning: str) -> Iterator[Quantity]:
    for number, name in enumerate(names, start=1):
        yield Quantity(name, role, Scope.SAMPLE, f"{meaning} {number}")


def _layers(names: ExampleNames, activations: tuple[str, ...]) -> Iterator[Quantity]:
    sources = names.inputs
    for layer, activation in zip(names.layers, activations, strict=True):
        yield from _parameters(layer, sources)
        yield from _units(layer, sources, activation)
        sources = layer.activations


def _parameters(layer: LayerNames, sources: tuple[str, ...]) -> Iterator[Quantity]:
    for unit, weights in zip(layer.pre_activations, layer.weights, strict=True):
        for source, weight in zip(sources, weights, strict=True):
            meaning = f"weight from {source} to {unit}"
            yield Quantity(weight, Role.PARAMETER, Scope.GIVEN, meaning)
    for bias in dict.fromkeys(layer.biases):
        units = [u for u, b in zip(layer.pre_activations, layer.biases, strict=True) if b == bias]
        yield Quantity(bias, Role.PARAMETER, Scope.GIVEN, f"bias of {', '.join(units)}")


def _units(layer: LayerNames, sources: tuple[str, ...], activation: str) -> Iterator[Quantity]:
    """Yield each unit's pre-activation and activation; what looks at its whole layer comes last."""
    nets = [_pre_activation(layer, sources, place) for place in range(len(layer.weights))]
    outputs = [_activation(layer, activation, place) for place in range(len(layer.weights))]
    if ACTIVATIONS[activation].cross is not None:
        yield from (*nets, *outputs)
    else:
        yield from chain.from_iterable(zip(nets, outputs, strict=True))


def _pre_activation(layer: LayerNames, sources: tuple[str, ...], place: int) -> Quantity:
    unit = layer.pre_activations[place]
    weighted = zip(layer.weights[place], sources, strict=True)
    terms = [Name(weight) * Name(source) for weight, source in weighted]
    bias = [Name(layer.biases[place])] if layer.biases else []
    meaning = f"pre-activation (net input) of unit {unit}"
    return Quantity(unit, Role.PRE_ACTIVATION, Scope.ROW, meaning, total([*terms, *bias]))


def _activation(layer: LayerNames, activation: str, place: int) -> Quantity:
    unit = layer.pre_activations[place]
    looks_at = layer.pre_activations if ACTIVATIONS[activation].cross is not None else ()
    definition = call(activation, Name(unit), *map(Name, looks_at))
    meaning = f"activation (output) of unit {unit}"
    return Quantity(layer.activations[place], Role.ACTIVATION, Scope.ROW, meaning, definition)


def _errors(names: ExampleNames, loss: str) -> Iterator[Quantity]:
    outputs = names.layers[-1].activations
    averaged = [Number(len(outputs))] if "n" in names_in(LOSSES[loss].definition) else []
    for error, target, output in zip(names.errors, names.targets, outputs, strict=True):
        definition = call(loss, Name(target), Name(output), *averaged)
        yield Quantity(error, Role.ERROR, Scope.ROW, f"error of output {output}", definition)
    errors = total([Name(error) for error in names.errors])
    yield Quantity(names.total, Role.LOSS, Scope.ROW, "total loss of the row's sample", errors)
