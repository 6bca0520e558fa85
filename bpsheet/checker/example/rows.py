"""How the rows of a table follow each other: samples, batches, rows of averages."""

from __future__ import annotations

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.book import Numbers
from bpsheet.checker.example.seen import Seen
from bpsheet.names import ExampleNames
from bpsheet.template import Template


def samples_of(seen: Seen, names: ExampleNames) -> int:
    """Return after how many rows the inputs and targets come round again."""
    given = [seen.column(name) for name in names.inputs + names.targets]
    rows = np.nan_to_num(np.column_stack([column for column in given if not _is_series(column)]))
    for period in range(1, len(rows)):
        if np.mean(np.all(rows[period:] == rows[:-period], axis=1)) > 0.5:
            return period
    return len(rows)


def batch_of(seen: Seen, names: ExampleNames, samples: int) -> int:
    """Return after how many rows the weights move."""
    weights = np.column_stack([seen.column(name) for name in names.weights])
    moves = np.flatnonzero(np.any(np.diff(weights, axis=0) != 0, axis=1))
    if samples == 1 or not len(moves):
        return 1
    return int(min(samples, np.median(np.diff(moves, prepend=-1))))


def has_samples_alone(seen: Seen, template: Template) -> bool:
    """Return whether every row of a table shows a sample, though updates average over several."""
    averages = template.training.batch_size(template.samples) > 1
    alone = averages and template.data.validation is None
    return alone and bool(np.all(shows_sample(seen, template.names)))


def shows_sample(seen: Seen, names: ExampleNames) -> NDArray[np.bool_]:
    """Return which rows of a table have something of a forward pass, (rows,)."""
    layers = [(*layer.pre_activations, *layer.activations) for layer in names.layers]
    forward = [name for name in chain(names.inputs, *layers) if name in seen.columns]
    filled = [~np.isnan(seen.columns[name]) for name in forward]
    return np.asarray(np.any(filled, axis=0))


def _is_series(column: Numbers) -> bool:
    """Return whether a column was filled down as a series, which adds 1 in every row."""
    return len(column) > 2 and bool(np.allclose(np.diff(column), 1.0))
