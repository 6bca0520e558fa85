"""Built workbooks and what their readers type into them, with what they must show then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from bpsheet import engine
from bpsheet.catalogue import load_template
from bpsheet.sheet.address import cell_name
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.layout.book import workbook_of
from bpsheet.sheet.layout.example import readers_rate
from bpsheet.sheet.workbook import Sheet, Workbook
from bpsheet.template import Data, Network, Parameters, Template, Training
from bpsheet.trace import Trace
from bpsheet.verbs.build import build, worked_example
from tests.examples import CLASSIC
from tests.office_files import edited, poison

EPSILON = 1e-5
YOURS = "yours"
SUFFIXES = (".xlsx", ".ods")


@dataclass(frozen=True)
class Scenario:
    """A workbook as it was built, and what its reader typed into its Overview.

    Attributes:
        name: what the scenario shows.
        built: what the workbook was built from.
        typed: numbers by what stands to the left of their cells; rates are "1", "2", … "yours".
    """

    name: str
    built: Template
    typed: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def rates(self) -> tuple[float, ...]:
        """The learning rates after typing, the reader's own last."""
        rates = self.built.training.learning_rates
        numbered = {str(number): rate for number, rate in enumerate(rates, start=1)}
        return self._after((*numbered, YOURS), (*rates, readers_rate(rates)))

    @cached_property
    def template(self) -> Template:
        """What a workbook with the typed numbers would be built from."""
        built, names = self.built, self.built.network.names
        parameters, data = built.parameters, built.data
        [inputs], [targets] = data.inputs, data.targets
        training = replace(built.training, learning_rates=self.rates[:-1], goal=self.goal)
        return replace(
            built,
            parameters=Parameters(
                self._after(names.weights, parameters.weights),
                self._after(names.biases, parameters.biases),
            ),
            data=Data(
                (self._after(names.inputs, inputs),), (self._after(names.targets, targets),)
            ),
            training=training,
        )

    @cached_property
    def trace(self) -> Trace:
        """The engine's run with the typed numbers."""
        return engine.train(self.template, self.rates)

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
    def rate_chosen(self) -> float:
        """The learning rate in the selector."""
        return self.typed.get("rate η", self.built.training.learning_rates[0])

    @property
    def rate_number(self) -> int:
        """The place of the rate that is shown: the one chosen, or the first if there is none."""
        return self.rates.index(self.rate_chosen) if self.rate_chosen in self.rates else 0

    @cached_property
    def workbook(self) -> Workbook:
        """The workbook with the typed numbers in their cells and the engine's in its tables."""
        before = workbook_of(worked_example(self.built))
        after = workbook_of(replace(worked_example(self.template), trace=self.trace))
        numbers = dict(zip(map(self._cell_of, self.typed), self.typed.values(), strict=True))
        sheets = [
            replace(old, blocks=_with_values(old, new))
            for old, new in zip(before.sheets, after.sheets, strict=True)
        ]
        overview = dict(sheets[0].cells)
        for place, number in numbers.items():
            overview[place] = replace(overview[place], value=number)
        return calculate(
            replace(before, sheets=(replace(sheets[0], cells=overview), *sheets[1:]))
        )

    def files(self, built: Iterable[Path], folder: Path) -> dict[str, Path]:
        """Type into the built files and poison them; return the copies by format."""
        changes = {
            ("Overview", cell_name(*self._cell_of(name))): number
            for name, number in self.typed.items()
        }
        copies = {}
        for path in built:
            typed = edited(path, folder / f"{self.name}-typed{path.suffix}", changes)
            copies[path.suffix] = poison(typed, folder / f"{self.name}{path.suffix}")
        return copies

    def _after(self, names: Iterable[str], values: Iterable[float]) -> tuple[float, ...]:
        return tuple(
            self.typed.get(name, value) for name, value in zip(names, values, strict=True)
        )

    def _cell_of(self, name: str) -> tuple[int, int]:
        return self._cells[name]

    @cached_property
    def _cells(self) -> dict[str, tuple[int, int]]:
        return input_cells(workbook_of(worked_example(self.built)).sheets[0])


def _with_values(old: Sheet, new: Sheet) -> tuple:
    return tuple(
        replace(block, values=other.values)
        for block, other in zip(old.blocks, new.blocks, strict=True)
    )


def input_cells(overview: Sheet) -> dict[str, tuple[int, int]]:
    """Return the cells that are to be edited, by what stands to the left of them."""
    return {
        str(overview.value(row, column - 1)): (row, column)
        for (row, column), cell in overview.cells.items()
        if not cell.style.locked and overview.value(row, column - 1) not in (None, "")
    }
