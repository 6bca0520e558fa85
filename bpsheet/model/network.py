"""A layered network's forward pass as a graph."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.expression import Name, call, total
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.names import LayerNames, NetworkNames
from bpsheet.template import Template


def forward_graph(template: Template) -> Graph:
    """Return the quantities of one row up to the loss, parameters standing still.

    The order is the hand-built sheet's: targets, inputs, then layer by layer its weights, its
    biases and each unit's pre-activation and activation, then the errors and the loss.
    """
    names = template.network.names
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
        yield Quantity(name, role, Scope.GIVEN, f"{meaning} {number}")


def _layers(names: NetworkNames, activations: tuple[str, ...]) -> Iterator[Quantity]:
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
    for position, unit in enumerate(layer.pre_activations):
        weighted = zip(layer.weights[position], sources, strict=True)
        terms = [Name(weight) * Name(source) for weight, source in weighted]
        bias = [Name(layer.biases[position])] if layer.biases else []
        yield Quantity(
            unit,
            Role.PRE_ACTIVATION,
            Scope.ROW,
            f"pre-activation (net input) of unit {unit}",
            total([*terms, *bias]),
        )
        yield Quantity(
            layer.activations[position],
            Role.ACTIVATION,
            Scope.ROW,
            f"activation (output) of unit {unit}",
            call(activation, Name(unit)),
        )


def _errors(names: NetworkNames, loss: str) -> Iterator[Quantity]:
    outputs = names.layers[-1].activations
    for error, target, output in zip(names.errors, names.targets, outputs, strict=True):
        definition = call(loss, Name(target), Name(output))
        yield Quantity(error, Role.ERROR, Scope.ROW, f"error of output {output}", definition)
    errors = total([Name(error) for error in names.errors])
    yield Quantity(names.total, Role.LOSS, Scope.ROW, "total loss of the row's sample", errors)
