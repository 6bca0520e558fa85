"""The numbers: back propagation in plain NumPy, all learning rates at once.

This is the second opinion on the formulas. It knows nothing of the symbolic model, so that
comparing the two proves something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bpsheet.template import Network, Template
from bpsheet.trace import Array, Integers, LayerTrace, Trace

# Arrays, because NumPy converts a Python number anew at every call.
HALF, ONE = np.array(0.5), np.array(1.0)


@dataclass(frozen=True)
class Activation:
    """An activation function.

    Attributes:
        forward: the activations of pre-activations.
        slope: its derivative, in terms of the activations.
    """

    forward: Callable[[Array], Array]
    slope: Callable[[Array], Array]


@dataclass(frozen=True)
class Loss:
    """A loss that adds up an error per output.

    Attributes:
        error: the errors, of targets and outputs.
        slope: their derivatives with respect to the outputs.
    """

    error: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]


ACTIVATIONS = {
    "sigmoid": Activation(lambda x: ONE / (ONE + np.exp(-x)), lambda a: a * (ONE - a)),
    "tanh": Activation(np.tanh, lambda a: ONE - a * a),
    "linear": Activation(np.positive, np.ones_like),
}

LOSSES = {
    "half-squared-error": Loss(lambda t, a: HALF * (t - a) ** 2, lambda t, a: a - t),
}

# The next parameters, of the parameters, their mean gradients and their learning rates.
OPTIMIZERS: dict[str, Callable[[Array, Array, Array], Array]] = {
    "sgd": lambda parameters, gradients, rates: parameters - rates * gradients,
}


def train(template: Template, rates: Sequence[float] | None = None) -> Trace:
    """Train the network of `template` and keep every number on the way.

    A learning rate that overflows is marked in `Trace.diverged_at` and does not disturb the others.

    Arguments:
        template: the worked example.
        rates: learning rates to use instead of the template's.
    """
    learning_rates = np.array(template.training.learning_rates if rates is None else rates, float)
    step, epoch, sample, update = _schedule(template)
    run = _prepare(template, len(learning_rates), sample)
    with np.errstate(all="ignore"):
        _descend(run, template, learning_rates, update)
        outputs = run.layers[-1].activations
        errors = LOSSES[template.training.loss].error(run.targets, outputs)
        total = errors.sum(axis=-1)
        cost = _cost(template, run.parameters[:-1][sample == 0])
    return Trace(
        template=template,
        rates=learning_rates,
        names=template.network.names,
        step=step,
        epoch=epoch,
        sample=sample,
        update=update,
        targets=run.targets[:, 0],
        parameters=run.parameters[:-1].swapaxes(0, 1),
        gradients=run.gradients.swapaxes(0, 1),
        final=run.parameters[-1],
        layers=tuple(layer.swapped() for layer in run.layers),
        errors=errors.swapaxes(0, 1),
        total=total.T,
        cost=cost.T,
    )


def loss_at(template: Template, parameters: Array, sample: int) -> Array:
    """Return E_total of one sample for any number of parameter vectors.

    Arguments:
        template: the worked example; its own parameters are not used.
        parameters: in the order of ``names.parameters``, (…, parameters).
        sample: the position of the sample in the data.

    Returns:
        The losses, (…).
    """
    network = template.network
    activations = np.array(template.data.inputs[sample], float)
    for place, name in zip(_places(network), network.activations, strict=True):
        pre_activations = np.matvec(place.weights_in(parameters), activations)
        if network.biases != "none":
            pre_activations += place.biases_in(parameters)
        activations = ACTIVATIONS[name].forward(pre_activations)
    targets = np.array(template.data.targets[sample], float)
    return np.asarray(LOSSES[template.training.loss].error(targets, activations).sum(axis=-1))


def _cost(template: Template, parameters: Array) -> Array:
    """Return the mean of E_total over all samples, (…), for parameters (…, parameters)."""
    samples = range(len(template.data.inputs))
    return np.asarray(np.mean([loss_at(template, parameters, n) for n in samples], axis=0))


def _schedule(template: Template) -> tuple[Integers, Integers, Integers, Integers]:
    """Return each row's step, epoch, sample and update; no update reaches over an epoch's end."""
    samples = len(template.data.inputs)
    size = template.training.batch_size(samples)
    step = np.arange(template.training.epochs * samples)
    epoch, sample = np.divmod(step, samples)
    updates_per_epoch = -(-samples // size)
    return step, epoch, sample, epoch * updates_per_epoch + sample // size


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


@dataclass(frozen=True)
class _Run:
    """A training run in the making.

    Rows come first here, so that the numbers of one row lie together in memory.

    Attributes:
        targets: (rows, 1, outputs).
        parameters: (rows + 1, rates, parameters); the last row is what the last update leaves.
        gradients: (rows, rates, parameters).
        layers: with arrays (rows, rates, …); parameters and gradients are views of the above.
    """

    targets: Array
    parameters: Array
    gradients: Array
    layers: tuple[LayerTrace, ...]


def _prepare(template: Template, rates: int, sample: Integers) -> _Run:
    """Return a run with its data and its initial parameters; all other numbers are still open."""
    inputs, targets = (
        np.array(values, float)[sample, np.newaxis]
        for values in (template.data.inputs, template.data.targets)
    )
    initial = np.array(template.parameters.weights + template.parameters.biases, float)
    parameters = np.empty((len(sample) + 1, rates, len(initial)))
    parameters[0] = initial
    gradients = np.empty_like(parameters[:-1])
    layers = tuple(_layers(template.network, parameters[:-1], gradients, inputs))
    return _Run(targets, parameters, gradients, layers)


def _layers(
    network: Network, parameters: Array, gradients: Array, inputs: Array
) -> Iterator[LayerTrace]:
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


def _descend(run: _Run, template: Template, learning_rates: Array, update: Integers) -> None:
    """Fill in all rows, those of one update at a time: they share their parameters."""
    loss, optimizer = LOSSES[template.training.loss], OPTIMIZERS[template.training.optimizer]
    activations = (ACTIVATIONS[name] for name in template.network.activations)
    stages = tuple(zip(run.layers, activations, strict=True))
    rates = _rates_by_parameter(template, learning_rates)
    bounds = np.flatnonzero(np.diff(update, prepend=-1, append=-1)).tolist()
    for first, last in pairwise(bounds):
        alone = last - first == 1
        rows = first if alone else slice(first, last)  # NumPy is quicker with an axis less
        if not alone:
            run.parameters[rows] = run.parameters[first]
        for layer, activation in stages:
            _forward(layer, activation, rows)
        slopes = loss.slope(run.targets[rows], run.layers[-1].activations[rows])
        for layer, activation in stages[::-1]:
            _backward(layer, activation, slopes, rows)
            if layer is not run.layers[0]:
                slopes = np.vecmat(layer.error_signals[rows], layer.weights[rows])
        mean = run.gradients[rows] if alone else run.gradients[rows].mean(axis=0)
        run.parameters[last] = optimizer(run.parameters[first], mean, rates)


def _rates_by_parameter(template: Template, learning_rates: Array) -> Array:
    """Return the learning rate of every parameter, 0 where it is fixed, (rates, parameters)."""
    names = template.network.names
    trained = np.ones(len(names.parameters))
    if not template.network.train_biases:
        trained[len(names.weights) :] = 0
    return np.outer(learning_rates, trained)


def _forward(layer: LayerTrace, activation: Activation, rows: int | slice) -> None:
    pre_activations = layer.pre_activations[rows]
    np.matvec(layer.weights[rows], layer.sources[rows], pre_activations)
    if layer.biases.size:
        pre_activations += layer.biases[rows]
    layer.activations[rows] = activation.forward(pre_activations)


def _backward(layer: LayerTrace, activation: Activation, slopes: Array, rows: int | slice) -> None:
    """Fill in error signals and gradients, given the loss's derivatives ∂E/∂a of the units."""
    signals = layer.error_signals[rows]
    np.multiply(slopes, activation.slope(layer.activations[rows]), signals)
    sources = layer.sources[rows]
    np.multiply(signals[..., None], sources[..., None, :], layer.weight_gradients[rows])
    if layer.biases.size:
        biases = layer.bias_gradients[rows]
        signals.reshape(*biases.shape, -1).sum(axis=-1, out=biases)
