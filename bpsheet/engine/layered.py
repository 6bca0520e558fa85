"""Layered networks: the forward and the backward pass, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bpsheet.engine.descent import Numbers
from bpsheet.engine.functions import ACTIVATIONS, LOSSES, Activation
from bpsheet.names import sequential_name
from bpsheet.template import Network, Template
from bpsheet.trace import Array, Integers, LayerTrace

Stages = tuple[tuple[LayerTrace, Activation], ...]


def forward(
    template: Template, parameters: Array, inputs: Array, targets: Array
) -> dict[str, Array]:
    """Return every quantity that a forward pass computes by name, (…).

    Arguments:
        template: the worked example; only its network and its loss are used.
        parameters: in the order of ``names.parameters``, (…, parameters).
        inputs: (…, inputs).
        targets: (…, outputs).
    """
    network, names = template.network, template.names
    found: dict[str, Array] = {}
    activations = inputs
    for place, function, named in zip(
        _places(network), network.activations, names.layers, strict=True
    ):
        pre_activations = np.matvec(place.weights_in(parameters), activations)
        if network.biases != "none":
            pre_activations += place.biases_in(parameters)
        activations = ACTIVATIONS[function].forward(pre_activations)
        found |= _by_name(named.pre_activations, pre_activations)
        found |= _by_name(named.activations, activations)
    errors = LOSSES[template.training.loss].error(targets, activations)
    return found | _by_name(names.errors, errors) | {names.total: errors.sum(axis=-1)}


def _by_name(names: tuple[str, ...], values: Array) -> dict[str, Array]:
    return {name: values[..., position] for position, name in enumerate(names)}


@dataclass(frozen=True)
class _Place:
    """Where a layer's parameters stand among all parameters."""

    weights: slice
    biases: slice
    shape: tuple[int, int]

    def weights_in(self, values: Array) -> Array:
        """Return the layer's part of (…, parameters) as a view, (…, units, sources)."""
        return values[..., self.weights].reshape(*values.shape[:-1], *self.shape, copy=False)

    def biases_in(self, values: Array) -> Array:
        """Return the layer's part of (…, parameters) as a view, (…, biases)."""
        return values[..., self.biases]


def _places(network: Network) -> Iterator[_Place]:
    weights = 0
    biases = sum(sources * units for sources, units in pairwise(network.layers))
    for sources, units in pairwise(network.layers):
        ends = (
            weights + sources * units,
            biases + {"none": 0, "shared": 1, "per unit": units}[network.biases],
        )
        yield _Place(slice(weights, ends[0]), slice(biases, ends[1]), (units, sources))
        weights, biases = ends


class LayeredRun:
    """The rows of a network's training run in the making; see `Run`.

    Arguments:
        template: the worked example.
        rates: the learning rates, (rates,).
        sample: the sample of every row, (rows,).
        parameters: (rows + 1, rates, parameters).
    """

    def __init__(
        self, template: Template, rates: Array, sample: Integers, parameters: Array
    ) -> None:
        self.parameters = parameters
        self.gradients = self.followed = np.empty_like(parameters[:-1])
        self._template = template
        self._rates = rates[:, np.newaxis, np.newaxis]
        self._loss = LOSSES[template.training.loss]
        inputs, targets = (
            np.array(values, float)[sample, np.newaxis]
            for values in (template.data.inputs, template.data.targets)
        )
        self._targets = targets
        functions = _functions(template)
        layers = tuple(_layers(template.network, parameters[:-1], self.gradients, inputs))
        self._stages: Stages = tuple(zip(layers, functions, strict=True))
        self._followed_stages: Stages = ()
        if template.training.update == "sequential":
            self.followed = np.empty_like(self.gradients)
            layers = tuple(_followed(layers, template.network, self.followed))
            self._followed_stages = tuple(zip(layers, functions, strict=True))

    def fill(self, rows: int | slice) -> None:
        """Compute rows whose parameters are known: the forward and the backward pass."""
        for layer, function in self._stages:
            _forward(layer, function, rows)
        slopes = self._loss.slope(self._targets[rows], layer.activations[rows])
        _backward(self._stages, slopes, rows)
        if self._followed_stages:
            _backward(self._followed_stages, slopes, rows, self._rates)

    def numbers(self) -> Numbers:
        """Return what all rows hold."""
        outputs = self._stages[-1][0].activations
        errors = self._loss.error(self._targets, outputs).swapaxes(0, 1)
        return Numbers(
            total=errors.sum(axis=-1),
            errors=errors,
            layers=tuple(layer.swapped() for layer, _ in self._stages),
            by_row=self._sequential_gradients() if self._followed_stages else {},
        )

    def _sequential_gradients(self) -> dict[str, Array]:
        """Return what updates follow before the last layer by name, the last of them first."""
        names, trained = self._template.names, self._template.trained
        return {
            sequential_name(names.gradient(name)): self.followed[..., trained.index(name)].T
            for layer in names.layers[-2::-1]
            for name in layer.parameters
            if name in trained
        }


def _functions(template: Template) -> list[Activation]:
    """Return the activation of every layer; a fused loss has gone back through the last one."""
    functions = [ACTIVATIONS[name] for name in template.network.activations]
    if LOSSES[template.training.loss].fused:
        functions[-1] = replace(functions[-1], backward=ACTIVATIONS["linear"].backward)
    return functions


def _layers(
    network: Network, parameters: Array, gradients: Array, inputs: Array
) -> Iterator[LayerTrace]:
    """Yield the layers of a run, (rows, rates, …), whose numbers are still open."""
    rows_and_rates = parameters.shape[:-1]
    sources = np.broadcast_to(inputs, (*rows_and_rates, inputs.shape[-1]))
    for place in _places(network):
        units = (*rows_and_rates, place.shape[0])
        layer = LayerTrace(
            weights=place.weights_in(parameters),
            biases=place.biases_in(parameters),
            sources=sources,
            pre_activations=np.empty(units),
            activations=np.empty(units),
            error_signals=np.empty(units),
            weight_gradients=place.weights_in(gradients),
            bias_gradients=place.biases_in(gradients),
        )
        yield layer
        sources = layer.activations


def _followed(
    layers: tuple[LayerTrace, ...], network: Network, followed: Array
) -> Iterator[LayerTrace]:
    """Yield layers with error signals and gradients of their own, for the sequential rule."""
    for layer, place in zip(layers, _places(network), strict=True):
        yield replace(
            layer,
            error_signals=np.empty_like(layer.error_signals),
            weight_gradients=place.weights_in(followed),
            bias_gradients=place.biases_in(followed),
        )


def _forward(layer: LayerTrace, function: Activation, rows: int | slice) -> None:
    pre_activations = layer.pre_activations[rows]
    np.matvec(layer.weights[rows], layer.sources[rows], pre_activations)
    if layer.biases.size:
        pre_activations += layer.biases[rows]
    layer.activations[rows] = function.forward(pre_activations)


def _backward(stages: Stages, slopes: Array, rows: int | slice, rates: Array | None = None) -> None:
    """Fill in error signals and gradients from the outputs back.

    Arguments:
        stages: the layers in order.
        slopes: the derivatives of the loss by the outputs.
        rows: which rows.
        rates: where given, a layer sees the weights after it as their update leaves them.
    """
    inputs = stages[0][0].sources
    for layer, function in stages[::-1]:
        signals = function.backward(slopes, layer.activations[rows])
        _gradients(layer, signals, rows)
        if layer.sources is not inputs:
            weights = layer.weights[rows]
            if rates is not None:
                weights = weights - rates * layer.weight_gradients[rows]
            slopes = np.vecmat(signals, weights)


def _gradients(layer: LayerTrace, signals: Array, rows: int | slice) -> None:
    layer.error_signals[rows] = signals
    sources = layer.sources[rows]
    np.multiply(signals[..., None], sources[..., None, :], layer.weight_gradients[rows])
    if layer.biases.size:
        biases = layer.bias_gradients[rows]
        signals.reshape(*biases.shape, -1).sum(axis=-1, out=biases)
