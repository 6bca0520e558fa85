"""The rows of a training table once more, in plain Python: what each is there for."""

from __future__ import annotations

from typing import Literal, NamedTuple

from bpsheet.template import Template


class Row(NamedTuple):
    """A row of the training table.

    Attributes:
        shows: a step, a sample for validation, or the means over a batch and the update.
        step: its step; of an update the last of its batch, in validation the next one.
        epoch: counted from 0.
        sample: as the Data sheet numbers it, those for validation last; ``None`` of an update.
        update: how many updates there were before.
    """

    shows: Literal["step", "validation", "update"]
    step: int
    epoch: int
    sample: int | None
    update: int


def rows_of(template: Template) -> list[Row]:
    """Return the rows of a worked example's training table, from top to bottom."""
    samples, batch = template.samples, template.training.batch
    size = samples if batch == "all" else min(batch, samples)
    rows: list[Row] = []
    step = update = 0
    for epoch in range(template.training.epochs):
        for sample in range(samples + 1, samples + 1 + validated(template)):
            rows.append(Row("validation", step, epoch, sample, update))
        for sample in range(1, samples + 1):
            rows.append(Row("step", step, epoch, sample, update))
            batch_ends = sample == samples or sample % size == 0
            if batch_ends and size > 1:
                rows.append(Row("update", step, epoch, None, update))
            update += batch_ends
            step += 1
    return rows


def validated(template: Template) -> int:
    """Return how many samples are for validation."""
    return len(template.data.validation.inputs) if template.data.validation else 0
