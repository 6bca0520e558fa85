"""Built workbooks and what their readers type into them, with what they must show then."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bpsheet import engine
from bpsheet.catalogue import load_template
from bpsheet.names import network_names
from bpsheet.sheet.address import cell_name
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.layout.book import workbook_of
from bpsheet.sheet.layout.example import readers_rate
from bpsheet.sheet.workbook import Sheet, Workbook
from bpsheet.template import Data, Network, Parameters, Template, Training
from bpsheet.trace import Trace
from bpsheet.verbs.build import worked_example
from tests.applications import Values
from tests.office_files import edited, poison

FORMATS = (".xlsx", ".ods")
EPSILON = 1e-5
YOURS = "yours"


@dataclass(frozen=True, eq=False)
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
        numbers = map(str, range(1, len(rates) + 1))
        return self._after((*numbers, YOURS), (*rates, readers_rate(rates)))

    @cached_property
    def template(self) -> Template:
        """What a workbook with the typed numbers would be built from."""
        built, names = self.built, self.built.names
        (inputs,), (targets,) = built.data.inputs, built.data.targets
        return replace(
            built,
            parameters=Parameters(
                self._after(names.weights, built.parameters.weights),
                self._after(names.biases, built.parameters.biases),
            ),
            data=Data((self._after(names.inputs, inputs),), (self._after(names.targets, targets),)),
            training=replace(built.training, learning_rates=self.rates[:-1], goal=self.goal),
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
        """The place of the rate that is shown: of the one chosen, or the first if there is none."""
        return self.rates.index(self.rate_chosen) if self.rate_chosen in self.rates else 0

    @cached_property
    def workbook(self) -> Workbook:
        """The workbook with the typed numbers in their cells and the engine's in its tables."""
        before = workbook_of(worked_example(self.built))
        after = workbook_of(replace(worked_example(self.template), trace=self.trace))
        overview, *others = (
            _with_tables_of(new, old) for old, new in zip(before.sheets, after.sheets, strict=True)
        )
        places = input_cells(overview)
        cells = dict(overview.cells)
        for name, number in self.typed.items():
            cells[places[name]] = replace(cells[places[name]], value=number)
        return calculate(replace(before, sheets=(replace(overview, cells=cells), *others)))

    def typed_into(self, built: Iterable[Path], folder: Path) -> dict[str, Path]:
        """Return by format a poisoned copy of each built file, with the typed numbers in it."""
        places = input_cells(self.workbook.sheets[0])
        changes = {
            ("Overview", cell_name(*places[name])): number for name, number in self.typed.items()
        }
        return {
            path.suffix: poison(
                edited(path, folder / f"typed {self.name}{path.suffix}", changes),
                folder / f"{self.name}{path.suffix}",
            )
            for path in built
        }

    def _after(self, names: Iterable[str], numbers: Iterable[float]) -> tuple[float, ...]:
        return tuple(
            self.typed.get(name, number) for name, number in zip(names, numbers, strict=True)
        )


def _with_tables_of(other: Sheet, sheet: Sheet) -> Sheet:
    blocks = (
        replace(block, values=others.values)
        for block, others in zip(sheet.blocks, other.blocks, strict=True)
    )
    return replace(sheet, blocks=tuple(blocks))


def input_cells(overview: Sheet) -> dict[str, tuple[int, int]]:
    """Return the cells that a reader may edit, by what stands to the left of them."""
    return {
        str(overview.value(row, column - 1)): (row, column)
        for (row, column), cell in overview.cells.items()
        if not cell.style.locked
    }


def network(layers: tuple[int, ...], activations: tuple[str, ...], **other: Any) -> Template:
    """Return a template with small weights that are all different, and short training."""
    shape = Network(layers, activations, **other)
    names = network_names(shape.layers, shape.biases)
    numbers = itertools.cycle((0.4, -0.7, 0.25, 0.9, -0.3, 0.55, -0.15))
    weights, biases, inputs, targets = (
        tuple(itertools.islice(numbers, len(group)))
        for group in (names.weights, names.biases, names.inputs, names.targets)
    )
    return Template(
        name="network",
        title="A network",
        model=shape,
        data=Data((inputs,), (targets,)),
        parameters=Parameters(weights, biases),
        training=Training((0.5,), epochs=6, goal=0.05),
    )


CLASSIC = load_template("classic")
SHORT = replace(CLASSIC, training=replace(CLASSIC.training, learning_rates=(0.1, 2.0), epochs=12))

BUILT = (
    Scenario("classic", CLASSIC),
    Scenario(
        "no hidden layer, and a rate too large",
        replace(
            network((3, 2), ("linear",), biases="per unit"),
            training=Training((0.1, 9.0), epochs=6, goal=1e-6),
        ),
    ),
    Scenario(
        "shared biases, staged",
        replace(network((2, 3, 2), ("tanh", "sigmoid"), biases="shared"), gradients="staged"),
    ),
    Scenario(
        "fixed biases",
        network((1, 2, 1), ("sigmoid", "linear"), biases="per unit", train_biases=False),
    ),
    Scenario(
        "two hidden layers, staged",
        replace(network((2, 2, 2, 1), ("sigmoid", "tanh", "sigmoid")), gradients="staged"),
    ),
    Scenario(
        "two hidden layers",
        network((2, 2, 3, 2), ("tanh", "sigmoid", "tanh"), biases="shared", train_biases=False),
    ),
    Scenario(
        "one step, no goal",
        replace(
            network((2, 1, 2), ("sigmoid", "sigmoid"), biases="per unit"),
            training=Training((1.0,), epochs=1),
        ),
    ),
)

RUNAWAY = (
    Scenario(
        "a rate runs away",
        replace(
            network((2, 1), ("linear",), biases="per unit"),
            training=Training((0.02, 40.0, 0.05), epochs=120, goal=1e-6),
        ),
    ),
    Scenario(
        "a rate runs away through a hidden layer",
        replace(
            network((2, 2, 1), ("linear", "linear")),
            training=Training((9.0, 0.1), epochs=30, goal=1e-6),
        ),
    ),
)

OVERFLOW = Scenario(
    "a sigmoid's EXP would overflow",
    replace(
        network((2, 2, 1), ("sigmoid", "linear")),
        training=Training((0.01, 50.0, 0.02), epochs=10, goal=1e-6),
    ),
)
"""Its plain ``1/(1 + EXP(900))`` would be no number; IronCalc alone takes that for 0."""

TYPED = (
    Scenario("a learning rate", SHORT, {"1": 0.3, "step": 7}),
    Scenario(
        "a rate of one's own",
        SHORT,
        {"yours": 7.25, "rate η": 7.25, "step": 11, "goal": 0.2, "ε": 1e-4},
    ),
    Scenario(
        "inputs, targets and weights",
        SHORT,
        {"i1": 0.9, "i2": -0.4, "t1": 0.5, "t2": 0.2, "w1": -1.5, "w4": 0.75, "w8": -2.0}
        | {"rate η": 2.0, "step": 3},
    ),
    Scenario("saturated outputs", SHORT, {"w5": 60.0, "w6": 60.0, "w7": -60.0, "w8": -60.0}),
)

Poisoned = Callable[[Scenario], dict[str, Path]]
"""Returns a scenario's files by format, typed into, with a wrong value beside every formula."""

Calculated = Callable[[Scenario], Values]
"""Returns what a program calculates for a scenario."""

SCENARIOS = (*BUILT, *RUNAWAY, *TYPED)
"""What every program calculates alike."""
