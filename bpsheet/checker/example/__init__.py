"""Which worked example a located table shows: sizes from its names, the rest from its numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bpsheet.checker.example.functions import activation_of, is_sequential, loss_of, optimizer_of
from bpsheet.checker.example.rows import batch_of, has_samples_alone, samples_of, shows_sample
from bpsheet.checker.example.seen import Seen, first_numbers, rows_of, seen_in, with_sums
from bpsheet.checker.example.sizes import biases_of, layers_of, trains_biases
from bpsheet.checker.located import Table
from bpsheet.names import network_names
from bpsheet.template import Data, Network, Parameters, Template, Training

__all__ = ["Seen", "example_of", "has_samples_alone", "seen_in", "with_numbers_of"]

DEFAULT_RATE = 0.5
"""The learning rate of a table that does not say one, until its numbers have been asked."""


def example_of(table: Table, seen: Seen) -> Template | None:
    """Return the network that a table trains, in hand-built spelling; ``None`` if it shows none."""
    layers = layers_of(seen)
    if layers is None:
        return None
    biases = biases_of(seen, layers)
    names = network_names(layers, biases)
    forward = shows_sample(seen, names)
    if not forward.any():
        return None
    seen = with_sums(seen.at(forward), names)
    activations = tuple(activation_of(seen, names, place) for place in range(len(names.layers)))
    samples = samples_of(seen, names)
    batch = batch_of(seen, names, samples)
    template = Template(
        name=table.sheet.name,
        title=table.sheet.name,
        model=Network(layers, activations, biases, train_biases=trains_biases(seen, names)),
        data=Data(
            inputs=rows_of(seen, names.inputs, samples),
            targets=rows_of(seen, names.targets, samples),
        ),
        parameters=Parameters(
            first_numbers(seen, names.weights), first_numbers(seen, names.biases)
        ),
        training=Training(
            learning_rates=(seen.once.get(names.learning_rate, DEFAULT_RATE),),
            epochs=max(1, -(-len(table.rows) // samples)),
            loss=loss_of(seen, names, activations[-1]),
            optimizer=optimizer_of(seen, names),
            batch=batch,
            update="sequential" if is_sequential(seen, names) else "simultaneous",
        ),
    )
    signals = [signal for layer in names.layers for signal in layer.error_signals]
    staged = any(signal in seen for signal in signals)
    return replace(template, gradients="staged") if staged else template


def with_numbers_of(template: Template, seen: Seen, rows: int) -> Template:
    """Return a worked example with the data, parameters and rate that stand in a table.

    Arguments:
        template: what the table is an example of; its own numbers stand in for missing ones.
        seen: the numbers of the table.
        rows: how many of its rows make up the first epoch's samples.
    """
    names, first = template.names, template.data
    if not all(name in seen for name in names.inputs + names.targets) or template.several:
        data = first
    else:
        data = replace(
            first,
            inputs=rows_of(seen, names.inputs, rows),
            targets=rows_of(seen, names.targets, rows),
        )
    given = template.parameters
    start = dict(zip(names.parameters, given.weights + given.biases, strict=True))
    found = {name: float(seen.column(name)[0]) for name in names.parameters if name in seen}
    started = [
        number if np.isfinite(number := found.get(name, given)) else given
        for name, given in start.items()
    ]
    count = len(given.weights)
    return replace(
        template,
        data=data,
        parameters=Parameters(tuple(started[:count]), tuple(started[count:])),
    )
