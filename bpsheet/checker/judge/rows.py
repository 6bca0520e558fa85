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
        if self.table.averaged:
            return self._where(lambda kind: kind.batch > 0)
        return self._where(lambda kind: kind.shows is Shows.STEP)

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
        kind = self.table.kinds[self._kinds[position]]
        last = position + (kind.shows is Shows.STEP)
        return np.arange(last - kind.batch, last)

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


@dataclass(frozen=True)
class RowsOfSamplesAlone(TableRows):
    """Rows of samples alone: what a batch comes to stands, if at all, beside its last sample."""

    @property
    def per_epoch(self) -> int:
        """How many rows an epoch has."""
        return self.samples

    def _rows(self) -> Iterator[tuple[Shows, int, int]]:
        for first in range(0, self.samples, self.batch):
            size = min(self.batch, self.samples - first)
            for sample in range(first, first + size):
                yield Shows.STEP, sample, size * (sample == first + size - 1)

    @cached_property
    def _patterns(self) -> tuple[dict[Kind, int], list[int]]:
        places: dict[Kind, int] = {}
        of_row: list[int] = []
        updated = 0
        for row, (_, sample, batch) in enumerate([*self._rows(), *self._rows()]):
            begins = updated == row
            parameters = Parameters.UPDATED if begins else Parameters.HELD
            kind = Kind(
                shows=Shows.STEP,
                parameters=parameters if row else Parameters.GIVEN,
                begins=sample == 0,
                step_back=min(row, 1),
                update_back=(row + 1 - updated) * (batch > 0 and updated > 0),
                batch=batch,
                epoch=self.samples * (sample == self.samples - 1),
            )
            of_row.append(places.setdefault(kind, len(places)))
            updated = row + 1 if batch else updated
        return places, of_row


def rows_of(template: Template, count: int, *, of_samples_alone: bool = False) -> RunRows:
    """Return what the first `count` rows of a worked example's table show.

    Arguments:
        template: the worked example.
        count: how many rows the table has.
        of_samples_alone: whether updates that average have no rows of their own.
    """
    if of_samples_alone:
        samples = template.samples
        batch = template.training.batch_size(samples)
        epochs = max(2, -(-count // samples))
        return RunRows(RowsOfSamplesAlone(samples, batch, 0, epochs), count)
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
