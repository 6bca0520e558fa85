"""Which step, batch and update each row of a located table shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.book import Rows
from bpsheet.sheet.table_rows import Kind, Parameters, Shows, TableRows
from bpsheet.template import Template

Mask = NDArray[np.bool_]

NOWHERE = -1
"""The position of a row that the table does not have."""


@dataclass(frozen=True)
class RunRows:
    """The rows of a table, by their positions from 0, as a worked example orders them.

    Attributes:
        table: how the rows repeat.
        count: how many there are; the last epoch may be cut short.
    """

    table: TableRows
    count: int

    @property
    def shows_step(self) -> Mask:
        """Which rows show a sample, forward and backward."""
        return self._where(lambda kind: kind.shows is Shows.STEP)

    @property
    def shows_sample(self) -> Mask:
        """Which rows show a sample of any sort."""
        return self._where(lambda kind: kind.shows is not Shows.UPDATE)

    @property
    def updates(self) -> Mask:
        """Which rows an update stands in."""
        shows = Shows.UPDATE if self.table.averaged else Shows.STEP
        return self._where(lambda kind: kind.shows is shows)

    @property
    def updated(self) -> Mask:
        """Which rows have parameters that the row above them updated."""
        return self._where(lambda kind: kind.parameters is Parameters.UPDATED)

    @property
    def ends_epoch(self) -> Mask:
        """Which rows hold the cost of an epoch."""
        return self._where(lambda kind: kind.epoch > 0)

    @property
    def held(self) -> Mask:
        """Which rows have the parameters of the row above them."""
        return self._where(lambda kind: kind.parameters is Parameters.HELD)

    @cached_property
    def update_before(self) -> Rows:
        """The position of the update before that of each row; `NOWHERE` at the first."""
        back = np.array([kind.update_back for kind in self.table.kinds])[self._kinds]
        return np.where(back > 0, np.arange(self.count) - back, NOWHERE)

    @cached_property
    def step(self) -> Rows:
        """The step each row shows; of other rows, one with the same parameters."""
        return self.table.step[: self.count]

    @cached_property
    def validated(self) -> Rows:
        """The sample for validation that each row shows, from 0; −1 of other rows."""
        return self.table.validated[: self.count]

    def averaged_rows(self, position: int) -> Rows:
        """Return the positions of the batch whose means stand at `position`."""
        batch = self.table.kinds[self._kinds[position]].batch
        return np.arange(position - batch, position)

    def epoch_rows(self, position: int) -> Rows:
        """Return the positions of the epoch whose cost stands at `position`, if one does."""
        kind = self.table.kinds[self._kinds[position]]
        last = position + (kind.shows is Shows.STEP)
        return np.arange(last - kind.epoch, last)

    @cached_property
    def _kinds(self) -> NDArray[np.intp]:
        return self.table.kind_of_row[: self.count]

    def _where(self, holds: Callable[[Kind], bool]) -> Mask:
        return np.array([holds(kind) for kind in self.table.kinds], bool)[self._kinds]


def rows_of(template: Template, count: int) -> RunRows:
    """Return what the first `count` rows of a worked example's table show."""
    validation = template.data.validation
    table = TableRows(
        samples=template.samples,
        batch=template.training.batch_size(template.samples),
        validation=len(validation.inputs) if validation else 0,
        epochs=1,
    )
    epochs = -(-count // table.per_epoch)
    return RunRows(TableRows(table.samples, table.batch, table.validation, max(epochs, 2)), count)


def runs(where: Mask) -> Iterator[Mask]:
    """Yield the runs of neighbouring true places, each as a mask."""
    places = np.flatnonzero(where)
    for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1):
        mask = np.zeros(len(where), bool)
        mask[run] = True
        yield mask
