"""Which row shows which sample of which epoch, and which update its gradients go into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpsheet.template import Template
from bpsheet.trace import Integers


@dataclass(frozen=True)
class Schedule:
    """Where every row of a training run belongs.

    Attributes:
        step, epoch, sample, update: numbers from 0, (rows,).
    """

    step: Integers
    epoch: Integers
    sample: Integers
    update: Integers

    @cached_property
    def batch_bounds(self) -> list[int]:
        """The first row of every update's batch, and the number of rows."""
        return np.flatnonzero(np.diff(self.update, prepend=-1, append=-1)).tolist()

    @cached_property
    def epoch_starts(self) -> Integers:
        """The first row of every epoch."""
        return np.flatnonzero(self.sample == 0)


def schedule_of(template: Template) -> Schedule:
    """Return the schedule of a worked example; no update reaches over an epoch's end."""
    size = template.training.batch_size(template.samples)
    step = np.arange(template.training.epochs * template.samples)
    epoch, sample = np.divmod(step, template.samples)
    updates_per_epoch = -(-template.samples // size)
    return Schedule(step, epoch, sample, epoch * updates_per_epoch + sample // size)
