"""A built workbook and what its reader types into it, with what it must show then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bpsheet import engine
from bpsheet.hyperparameters import SETTINGS
from bpsheet.sheet.address import cell_name
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.layout.book import workbook_of
from bpsheet.sheet.workbook import Sheet, Workbook
from bpsheet.template import Data, Parameters, Rows, Samples, Template
from bpsheet.trace import Array, Trace
from bpsheet.verbs.build import worked_example
from bpsheet.worked_example import readers_rate
from tests.applications import Values
from tests.office_files import edited, poison
from tests.workbook.rows import Row, rows_of

FORMATS = (".xlsx", ".ods")
EPSILON = 1e-5
YOURS = "yours"

Place = tuple[str, int, int]
"""A sheet, a row and a column, counted from 0."""


@dataclass(frozen=True, eq=False)
class Scenario:
    """A workbook as it was built, and what its reader typed into it.

    Attributes:
        name: what the scenario shows.
        built: what the workbook was built from.
        typed: numbers by what stands to the left of their cells on the Overview, where rates are
            "1", "2", … "yours"; on the Data sheet by "i1 of sample 3".
        written: of a computation without layers, its steps in the spelling of Python.
    """

    name: str
    built: Template
    typed: Mapping[str, float] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def rates(self) -> tuple[float, ...]:
        """The learning rates after typing, the reader's own last."""
        rates = self.built.training.learning_rates
        numbers = map(str, range(1, len(rates) + 1))
        return self._after((*numbers, YOURS), (*rates, readers_rate(rates)))

    @cached_property
    def template(self) -> Template:
        """What a workbook with the typed numbers would be built from."""
        built, names = self.built, self.built.names
        settings = built.training.hyperparameters.items()
        return replace(
            built,
            parameters=Parameters(
                self._after((*names.weights, *names.variables), built.parameters.weights),
                self._after(names.biases, built.parameters.biases),
            ),
            data=self._data(),
            training=replace(
                built.training,
                learning_rates=self.rates[:-1],
                goal=self.goal,
                settings={
                    name: self.typed.get(SETTINGS[name].symbol, value) for name, value in settings
                },
            ),
        )

    @cached_property
    def trace(self) -> Trace:
        """The engine's run with the typed numbers."""
        return engine.train(self.template, self.rates)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the training tables."""
        return rows_of(self.template)

    @property
    def losses(self) -> Array:
        """What rates are judged by: losses by step or costs by epoch, (rates, points)."""
        return self.trace.cost

    @property
    def point(self) -> str:
        """What the losses go by, in a word."""
        return "epoch" if self.built.several else "step"

    @property
    def goal(self) -> float | None:
        """The loss that counts as small enough."""
        return self.typed.get("goal", self.built.training.goal)

    @property
    def epsilon(self) -> float:
        """By how much the gradient check moves a parameter."""
        return self.typed.get("ε", EPSILON)

    @property
    def step(self) -> int:
        """The step that the workbook shows."""
        return int(self.typed.get("step", 0))

    @property
    def rate_label(self) -> str:
        """What stands beside the selector of the rate, and above the rates."""
        return f"rate {self.built.names.learning_rate}"

    @property
    def rate_chosen(self) -> float:
        """The learning rate in the selector."""
        return self.typed.get(self.rate_label, self.built.training.learning_rates[0])

    @property
    def rate_number(self) -> int:
        """The place of the rate that is shown: of the one chosen, or the first if there is none."""
        return self.rates.index(self.rate_chosen) if self.rate_chosen in self.rates else 0

    @cached_property
    def workbook(self) -> Workbook:
        """The workbook with the typed numbers in their cells and the engine's in its tables."""
        before = workbook_of(worked_example(self.built))
        if not self.typed:
            return before
        after = workbook_of(replace(worked_example(self.template), trace=self.trace))
        places = input_cells(before)
        typed = {places[name]: number for name, number in self.typed.items()}
        sheets = [
            _with_numbers(_with_tables_of(new, old), typed)
            for old, new in zip(before.sheets, after.sheets, strict=True)
        ]
        return calculate(replace(before, sheets=tuple(sheets)))

    def typed_into(self, built: Iterable[Path], folder: Path) -> dict[str, Path]:
        """Return by format a poisoned copy of each built file, with the typed numbers in it."""
        targets = {path: folder / f"poisoned {self.name}{path.suffix}" for path in built}
        return {path.suffix: poison(self._edited(path), target) for path, target in targets.items()}

    def _edited(self, path: Path) -> Path:
        """Return a built file with the typed numbers in it, beside it."""
        if not self.typed:
            return path
        changes = {}
        for name, number in self.typed.items():
            sheet, *cell = input_cells(self.workbook)[name]
            changes[sheet, cell_name(*cell)] = number
        return edited(path, path.with_name(f"edited {self.name}{path.suffix}"), changes)

    def _data(self) -> Data:
        data, several = self.built.data, self.built.several
        learnt = self._samples(data, 1 if several else None)
        if data.validation is None:
            return Data(learnt.inputs, learnt.targets)
        validation = self._samples(data.validation, 1 + self.built.samples)
        return Data(learnt.inputs, learnt.targets, validation)

    def _samples(self, samples: Samples, first: int | None) -> Samples:
        """Return samples as typed; `first` is the number of the first on the Data sheet."""
        names = self.built.names
        return Samples(
            self._rows(names.inputs, samples.inputs, first),
            self._rows(names.targets, samples.targets, first),
        )

    def _rows(self, names: tuple[str, ...], rows: Rows, first: int | None) -> Rows:
        if first is None:
            return tuple(self._after(names, row) for row in rows)
        return tuple(
            self._after([_of_sample(name, number) for name in names], row)
            for number, row in enumerate(rows, start=first)
        )

    def _after(self, names: Iterable[str], numbers: Iterable[float]) -> tuple[float, ...]:
        return tuple(
            self.typed.get(name, number) for name, number in zip(names, numbers, strict=True)
        )


def _of_sample(name: object, number: object) -> str:
    return f"{name} of sample {number}"


def _with_tables_of(other: Sheet, sheet: Sheet) -> Sheet:
    blocks = (
        replace(block, values=others.values)
        for block, others in zip(sheet.blocks, other.blocks, strict=True)
    )
    return replace(sheet, blocks=tuple(blocks))


def _with_numbers(sheet: Sheet, typed: Mapping[Place, float]) -> Sheet:
    cells = dict(sheet.cells)
    for (name, *place), number in typed.items():
        if name == sheet.name:
            cells[place[0], place[1]] = replace(cells[place[0], place[1]], value=number)
    return replace(sheet, cells=cells)


def input_cells(workbook: Workbook) -> dict[str, Place]:
    """Return the cells of Overview and Data that a reader may edit, as `Scenario` calls them."""
    found: dict[str, Place] = {}
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            place = sheet.name, row, column
            if sheet.name == "Overview" and not cell.style.locked:
                found[str(sheet.value(row, column - 1))] = place
            if sheet.name == "Data" and not cell.style.locked:
                header = next(row for row in range(row) if sheet.value(row, 0) == "sample")
                name = sheet.value(header, column)
                found[_of_sample(name, sheet.value(row, 0))] = place
    return found


Poisoned = Callable[[Scenario], dict[str, Path]]
"""Returns a scenario's files by format, typed into, with a wrong value beside every formula."""

Calculated = Callable[[Scenario], Values]
"""Returns what a program calculates for a scenario."""
