"""The numbers: back propagation in plain NumPy, all learning rates at once.

This is the second opinion on the formulas. It knows nothing of the symbolic model, so that
comparing the two proves something.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bpsheet.engine import layered, tape
from bpsheet.engine.descent import descend
from bpsheet.engine.functions import ACTIVATIONS, LOSSES
from bpsheet.engine.optimizers import OPTIMIZERS
from bpsheet.engine.schedule import schedule_of
from bpsheet.template import Rows, Template
from bpsheet.trace import Array, Trace

__all__ = ["ACTIVATIONS", "LOSSES", "OPTIMIZERS", "loss_at", "train"]


def train(template: Template, rates: Sequence[float] | None = None) -> Trace:
    """Train `template` and keep every number on the way.

    A learning rate that overflows is marked in `Trace.diverged_at` and does not disturb the others.

    Arguments:
        template: the worked example, a network or a computation without layers.
        rates: learning rates to use instead of the template's.
    """
    learning_rates = np.array(template.training.learning_rates if rates is None else rates, float)
    schedule = schedule_of(template)
    initial = template.parameters.weights + template.parameters.biases
    parameters = np.empty((len(schedule.step) + 1, len(learning_rates), len(initial)))
    parameters[:] = initial
    kind = layered.LayeredRun if template.layered else tape.TapeRun
    run = kind(template, learning_rates, schedule.sample, parameters)
    with np.errstate(all="ignore"):
        by_update = descend(run, template, learning_rates, schedule)
        numbers = run.numbers()
        cost = numbers.total.reshape(len(learning_rates), -1, template.samples).mean(axis=-1)
        validation = _validation(template, parameters[schedule.epoch_starts])
    return Trace(
        template=template,
        rates=learning_rates,
        step=schedule.step,
        epoch=schedule.epoch,
        sample=schedule.sample,
        update=schedule.update,
        targets=_table(template.data.targets, template.samples)[schedule.sample],
        parameters=parameters[:-1].swapaxes(0, 1),
        gradients=run.gradients.swapaxes(0, 1),
        final=parameters[-1],
        layers=numbers.layers,
        errors=numbers.errors,
        total=numbers.total,
        cost=cost,
        by_row=numbers.by_row,
        by_update=by_update,
        validation=validation,
    )


def loss_at(template: Template, parameters: Array, sample: int) -> Array:
    """Return the loss of one sample for any number of parameter vectors.

    Arguments:
        template: the worked example; its own parameters are not used.
        parameters: in the order of ``names.parameters``, (…, parameters).
        sample: the position of the sample in the data.

    Returns:
        The losses, (…).
    """
    inputs, targets = (
        _table(rows, template.samples)[sample]
        for rows in (template.data.inputs, template.data.targets)
    )
    with np.errstate(all="ignore"):
        return _forward(template, parameters, inputs, targets)[template.names.total]


def _table(rows: Rows, count: int) -> Array:
    """Return `count` rows as an array; a computation has no targets."""
    return np.array(rows, float).reshape(count, -1)


def _forward(
    template: Template, parameters: Array, inputs: Array, targets: Array
) -> dict[str, Array]:
    """Return every quantity of a forward pass by name, (…); see `layered.forward`."""
    forward = layered.forward if template.layered else tape.forward
    return forward(template, parameters, inputs, targets)


def _validation(template: Template, parameters: Array) -> dict[str, Array]:
    """Return the forward pass over the samples for validation, (rates, epochs, samples) by name.

    Arguments:
        template: the worked example.
        parameters: those at the start of every epoch, (epochs, rates, parameters).
    """
    samples, names = template.data.validation, template.names
    if samples is None:
        return {}
    inputs, targets = (
        _table(rows, len(samples.inputs))[:, np.newaxis]
        for rows in (samples.inputs, samples.targets)
    )
    found = _forward(template, parameters[:, np.newaxis], inputs, targets)
    shape = found[names.total].shape
    given = np.moveaxis(np.concatenate((inputs, targets), axis=-1), -1, 0)
    for name, values in zip(names.inputs + names.targets, given, strict=True):
        found[name] = np.broadcast_to(values, shape)
    return {name: np.moveaxis(values, -1, 0) for name, values in found.items()}
