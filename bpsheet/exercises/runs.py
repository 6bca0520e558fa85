"""Correct runs of a worked example with many sets of numbers at once; what a cell is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.judge.rows import NOWHERE, RunRows
from bpsheet.checker.slip import earlier, later
from bpsheet.checker.slips.evaluation import ARITHMETIC
from bpsheet.evaluate import evaluate
from bpsheet.exercises.exercise import is_computed
from bpsheet.expression import Expression, names_in
from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.graph import Graph, Quantity, Scope
from bpsheet.sheet.table_rows import Parameters, Shows, TableRows
from bpsheet.template import Template

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Given:
    """The numbers that some runs begin with, by the names of their quantities.

    Attributes:
        once: initial parameters, learning rate and hyper-parameters, (runs,).
        samples: inputs and targets, (runs, samples); samples for validation last.
    """

    once: Mapping[str, Array]
    samples: Mapping[str, Array]

    @property
    def count(self) -> int:
        """How many runs there are."""
        return len(next(iter(self.once.values())))


@dataclass(frozen=True)
class Runs:
    """The numbers of a table's cells in some runs; those of a student's table, too.

    Attributes:
        graph: the quantities.
        table: what the rows show.
        columns: by name, (runs, rows); NaN where a row has no such quantity.
    """

    graph: Graph
    table: TableRows
    columns: Mapping[str, Array]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(next(iter(self.columns.values())).shape[1])

    def made_of(self, quantity: str, row: int) -> tuple[Expression, Mapping[str, Array]]:
        """Return the right expression of a quantity in a row, and the numbers of its names.

        The names are those of the row that the expression means: of parameters, the row before.
        The numbers of the rows before and after have the names of ``earlier`` and ``later``.
        Numbers are (runs,); of a mean, (runs, rows that it averages).
        """
        meant = self.graph[quantity]
        match meant.scope:
            case Scope.CARRIED:
                return meant.computation, _Beside(self, row - 1)
            case Scope.BATCH:
                return meant.computation, self._over(self._run_rows.averaged_rows(row))
            case Scope.EPOCH:
                return meant.computation, self._over(self._run_rows.epoch_rows(row))
        return meant.computation, _Beside(self, row)

    def right(self, quantity: str, row: int) -> Array:
        """Return what a quantity comes to in a row by the numbers that it is made of, (runs,)."""
        expression, numbers = self.made_of(quantity, row)
        with np.errstate(all="ignore"):
            value = evaluate(expression, numbers, ARITHMETIC)
        count = len(next(iter(self.columns.values())))
        return np.array(np.broadcast_to(np.asarray(value, float), (count,)))

    def operands(self, quantity: str, row: int) -> Iterator[tuple[str, int]]:
        """Yield what a quantity's number in a row is made of: names, each with its row."""
        names = names_in(self.graph[quantity].computation)
        before = self.update_before(row)
        match self.graph[quantity].scope:
            case Scope.CARRIED:
                yield from ((name, row - 1) for name in names)
            case Scope.BATCH:
                yield from product(names, self._run_rows.averaged_rows(row).tolist())
            case Scope.EPOCH:
                yield from product(names, self._run_rows.epoch_rows(row).tolist())
            case _:
                yield from ((name, row) for name in names if name in self.graph)
                if before != NOWHERE and earlier(quantity) in names:
                    yield quantity, before

    def update_before(self, row: int) -> int:
        """Return the row of the update before that of a row; `NOWHERE` at the first."""
        return int(self._run_rows.update_before[row])

    def _over(self, rows: NDArray[np.int64]) -> Mapping[str, Array]:
        return {name: values[:, rows] for name, values in self.columns.items()}

    @cached_property
    def _run_rows(self) -> RunRows:
        return RunRows(self.table, self.rows)


@dataclass(frozen=True)
class _Beside(Mapping[str, Array]):
    """The numbers of one row, and under their own names those of the rows before and after.

    What an optimizer remembers has the value of the update before for its `earlier` one, 0 before
    the first.
    """

    runs: Runs
    row: int

    def __getitem__(self, name: str) -> Array:
        columns = self.runs.columns
        if name in columns:
            return columns[name][:, self.row]
        plain = name[:-1]
        if plain in columns and name == earlier(plain):
            return self._before(plain)
        if plain in columns and name == later(plain):
            return self._at(plain, self.row + 1)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        for name in self.runs.columns:
            yield from (name, earlier(name), later(name))

    def __len__(self) -> int:
        return 3 * len(self.runs.columns)

    def _before(self, name: str) -> Array:
        if name not in self.runs.graph or self.runs.graph[name].scope is not Scope.UPDATE:
            return self._at(name, self.row - 1)
        before = self.runs.update_before(self.row)
        if before == NOWHERE:
            return np.zeros(len(self.runs.columns[name]))
        return self._at(name, before)

    def _at(self, name: str, row: int) -> Array:
        values = self.runs.columns[name]
        return values[:, row] if 0 <= row < self.runs.rows else np.full(len(values), np.nan)


def given_of(templates: Sequence[Template]) -> Given:
    """Return the numbers of worked examples that differ in nothing else, one run for each."""
    first, names = templates[0], templates[0].names
    parameters = [(*one.parameters.weights, *one.parameters.biases) for one in templates]
    rates = [one.training.learning_rates[0] for one in templates]
    settings = first.training.hyperparameters
    once = {
        **dict(zip(names.parameters, np.array(parameters, float).T, strict=True)),
        names.learning_rate: np.array(rates, float),
        **{SETTINGS[name].symbol: np.full(len(rates), v) for name, v in settings.items()},
    }
    inputs, targets = [
        np.array([_of_samples(one, which) for one in templates], float)
        for which in ("inputs", "targets")
    ]
    samples = {
        **{name: inputs[:, :, place] for place, name in enumerate(names.inputs)},
        **{name: targets[:, :, place] for place, name in enumerate(names.targets)},
    }
    return Given(once, samples)


def _of_samples(template: Template, which: str) -> list[tuple[float, ...]]:
    validation = template.data.validation
    return [*getattr(template.data, which), *(getattr(validation, which) if validation else ())]


def correct_runs(graph: Graph, table: TableRows, count: int, given: Given) -> Runs:
    """Return the correct runs with some numbers.

    Arguments:
        graph: the quantities.
        table: what the rows show.
        count: how many of them are computed.
        given: the numbers.
    """
    columns = {quantity.name: np.full((given.count, count), np.nan) for quantity in graph}
    runs = Runs(graph, table, columns)
    rows = RunRows(table, count)
    for row in range(count):
        kind = table.kinds[table.kind_of_row[row]]
        sample = table.samples + int(rows.validated[row])
        if kind.shows is Shows.STEP:
            sample = int(rows.step[row]) % table.samples
        for quantity in graph:
            values = columns[quantity.name]
            if is_computed(quantity, kind, table):
                values[:, row] = runs.right(quantity.name, row)
            elif quantity.scope is Scope.SAMPLE and kind.shows is not Shows.UPDATE:
                values[:, row] = given.samples[quantity.name][:, sample]
            elif quantity.scope is Scope.CARRIED and kind.parameters is Parameters.HELD:
                values[:, row] = values[:, row - 1]
            elif quantity.scope in (Scope.GIVEN, Scope.CARRIED):
                values[:, row] = given.once[quantity.name]
    return runs


def is_given(quantity: Quantity, row: int) -> bool:
    """Return whether a quantity's number in a row is one that the exercise begins with."""
    given = quantity.scope in (Scope.GIVEN, Scope.SAMPLE)
    return given or (quantity.scope is Scope.CARRIED and row == 0)
