"""The rows of the training table: which step, batch and epoch each shows, and in which pattern.

With one sample every row is a step and an update. With several, an epoch is

    its samples for validation, if there are any, with the parameters it begins with,
    then batch by batch its samples, and after each batch of more than one the row of its update,

and it ends with the row that holds its cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bpsheet.template import Template


class Shows(Enum):
    """What a row of the table is there for."""

    STEP = "a sample, forward and backward"
    VALIDATION = "a sample for validation, forward only"
    UPDATE = "the means over a batch, and the update"


class Parameters(Enum):
    """Where a row's parameters come from."""

    GIVEN = "the Overview"
    HELD = "the row above, as they are"
    UPDATED = "the row above, by its update"


@dataclass(frozen=True)
class Kind:
    """One pattern of row.

    Attributes:
        shows: what it is there for.
        parameters: where its parameters come from.
        begins: whether it is the first row of an epoch.
        step_back: how many rows further up the step before stands; 0 where there is none.
        update_back: how many rows further up the update before stands; 0 where there is none.
        batch: of the row of an update, how many rows above it are its batch.
        epoch: of the row that ends an epoch, how many rows its cost looks at; else 0.
        validated: of the last sample for validation, how many there are; else 0.
    """

    shows: Shows
    parameters: Parameters
    begins: bool = False
    step_back: int = 0
    update_back: int = 0
    batch: int = 0
    epoch: int = 0
    validated: int = 0


@dataclass(frozen=True)
class TableRows:
    """All rows of the training table.

    Attributes:
        samples: samples per epoch.
        batch: samples per update.
        validation: samples for validation per epoch.
        epochs: passes over all samples.
    """

    samples: int
    batch: int
    validation: int
    epochs: int

    @property
    def single(self) -> bool:
        """Whether there is but one sample, so that rows, steps, updates and epochs are one."""
        return self.samples == 1 and self.validation == 0

    @property
    def averaged(self) -> bool:
        """Whether updates average over several samples, in rows of their own."""
        return self.batch > 1

    @property
    def updates_per_epoch(self) -> int:
        """How many updates an epoch has."""
        return -(-self.samples // self.batch)

    @property
    def per_epoch(self) -> int:
        """How many rows an epoch has."""
        return self.validation + self.samples + self.updates_per_epoch * self.averaged

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.epochs * self.per_epoch

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The patterns."""
        return tuple(self._patterns[0])

    @cached_property
    def kind_of_row(self) -> NDArray[np.intp]:
        """The place of each row's pattern among `kinds`."""
        first, later = np.split(np.array(self._patterns[1]), 2)
        return np.concatenate([first, np.tile(later, self.epochs - 1)])

    @cached_property
    def step(self) -> NDArray[np.int64]:
        """The step each row shows; of other rows, one with the same parameters."""
        within = np.array([sample for _, sample, _ in self._rows()])
        starts = np.arange(self.epochs) * self.samples
        return np.asarray((starts[:, np.newaxis] + within).ravel())

    @cached_property
    def validated(self) -> NDArray[np.int64]:
        """The sample for validation that each row shows, from 0; −1 of other rows."""
        within = [n if n < self.validation else -1 for n in range(self.per_epoch)]
        return np.tile(within, self.epochs)

    def _rows(self) -> Iterator[tuple[Shows, int, int]]:
        """Yield the rows of an epoch: what it shows, the sample, and the size of its batch."""
        for _ in range(self.validation):
            yield Shows.VALIDATION, 0, 0
        for first in range(0, self.samples, self.batch):
            size = min(self.batch, self.samples - first)
            for sample in range(first, first + size):
                yield Shows.STEP, sample, 0
            if self.averaged:
                yield Shows.UPDATE, first + size - 1, size

    @cached_property
    def _patterns(self) -> tuple[dict[Kind, int], list[int]]:
        """The patterns with their places, and those of the first two epochs' rows."""
        places: dict[Kind, int] = {}
        of_row: list[int] = []
        last: dict[Shows, int] = {}
        for row, (shows, _, size) in enumerate([*self._rows(), *self._rows()]):
            kind = self._kind(row, shows, size, last)
            of_row.append(places.setdefault(kind, len(places)))
            last[shows] = row
        return places, of_row

    def _kind(self, row: int, shows: Shows, batch: int, last: Mapping[Shows, int]) -> Kind:
        """Return the pattern of a row, given where the last row of each sort stands."""
        updates = Shows.UPDATE if self.averaged else Shows.STEP
        parameters = Parameters.UPDATED if last.get(updates) == row - 1 else Parameters.HELD
        in_epoch = row % self.per_epoch
        ends = in_epoch == self.per_epoch - 1 and not self.single
        return Kind(
            shows=shows,
            parameters=parameters if row else Parameters.GIVEN,
            begins=in_epoch == 0,
            step_back=_distance(row, last.get(Shows.STEP)) * (shows is Shows.STEP),
            update_back=_distance(row, last.get(updates)) * (shows is updates),
            batch=batch,
            epoch=(self.per_epoch - self.validation - self.averaged) * ends,
            validated=self.validation * (in_epoch == self.validation - 1),
        )


def table_rows(template: Template) -> TableRows:
    """Return the rows of a worked example's training table."""
    validation = template.data.validation
    return TableRows(
        samples=template.samples,
        batch=template.training.batch_size(template.samples),
        validation=len(validation.inputs) if validation else 0,
        epochs=template.training.epochs,
    )


def _distance(row: int, earlier: int | None) -> int:
    return 0 if earlier is None else row - earlier
