"""An exercise as a value: whose it is, its numbers, and which cells are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from bpsheet.model.computation import computation_graph
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role, Scope
from bpsheet.model.network import forward_graph
from bpsheet.model.training import training_graph
from bpsheet.sheet.table_rows import Kind as RowKind
from bpsheet.sheet.table_rows import Parameters, Shows, TableRows, table_rows
from bpsheet.template import Template
from bpsheet.template_structure import structure_of, template_of

Kind = Literal["fill", "find-the-slip"]
Part = Literal["forward", "gradients", "updates", "all"]

PARTS: Mapping[Part, tuple[Role, ...]] = {
    "forward": (*FORWARD, Role.COST),
    "gradients": (
        *(Role.ERROR_SIGNAL, Role.DERIVATIVE, Role.GRADIENT),
        *(Role.SEQUENTIAL_GRADIENT, Role.MEAN_GRADIENT),
    ),
    "updates": (Role.OPTIMIZER_STATE, Role.PARAMETER),
}
"""The roles of the quantities that each part asks for; ``all`` asks for all of them."""


@dataclass(frozen=True)
class Student:
    """Whose exercise it is.

    Attributes:
        id: as the roster has it; unique.
        name: as it is shown; empty where the roster has none.
        further: the roster's other columns, by their headings.
    """

    id: str
    name: str = ""
    further: Mapping[str, str] = field(default_factory=dict, hash=False)


class PlantedSlip(NamedTuple):
    """A slip that an exercise hides.

    Attributes:
        quantity: the name of the quantity whose column is wrong.
        kind: of the slip, such as ``swapped-operand``.
        words: what is done wrong, to follow the name of the quantity.
    """

    quantity: str
    kind: str
    words: str


class Answer(NamedTuple):
    """A cell that is asked for: a quantity in a row of the table, counted from 0."""

    quantity: str
    row: int


@dataclass(frozen=True)
class Exercise:
    """One student's exercise.

    Attributes:
        id: what the workbook carries in place of the student's: it tells nothing without the seed.
        student: whose it is.
        kind: blanks to fill, or a slip to find.
        template: the worked example with the student's own numbers and names, and one learning
            rate; its epochs are as many as the rows need.
        rows: how many rows of the table show steps; where parameters are asked for, one more row
            shows those after the last.
        asked: the names of the quantities that are blank, in the order of the table; of an
            exercise with slips to find, none.
        order: the names of all quantities that have a column, in the order of the columns.
        slips: the slips to find.
        draws: how many draws it took until the numbers were fit.
    """

    id: str
    student: Student
    kind: Kind
    template: Template
    rows: int
    asked: tuple[str, ...]
    order: tuple[str, ...]
    slips: tuple[PlantedSlip, ...] = ()
    draws: int = 0

    def __getstate__(self) -> dict[str, object]:
        """Return what another process needs: nothing that it can work out."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def graph(self) -> Graph:
        """Every quantity of the worked example; only a few of a class are kept at once."""
        return _graph(self._structure)

    @cached_property
    def _structure(self) -> str:
        return structure_of(self.template)

    @cached_property
    def table(self) -> TableRows:
        """What the rows of the table show."""
        return table_rows(self.template)

    @cached_property
    def count(self) -> int:
        """How many rows the table has, the one with the last parameters included."""
        return self.rows + any(self._asks(q, self.rows) for q in self._quantities)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The cells that are asked for, row by row."""
        quantities = self._quantities
        return tuple(
            Answer(quantity.name, row)
            for row in range(self.count)
            for quantity in quantities
            if self._asks(quantity, row)
        )

    @property
    def _quantities(self) -> tuple[Quantity, ...]:
        return tuple(self.graph[name] for name in self.asked)

    def _asks(self, quantity: Quantity, row: int) -> bool:
        """Return whether a quantity that is asked for has a value to be computed in a row."""
        if row >= self.rows and quantity.scope is not Scope.CARRIED:
            return False
        return is_computed(quantity, self.table.kinds[self.table.kind_of_row[row]], self.table)


def is_computed(quantity: Quantity, kind: RowKind, rows: TableRows) -> bool:
    """Return whether a quantity has a value of its own in a kind of row, not one that is given.

    Parameters that stay as they are in the row above are given.
    """
    updates = kind.shows is (Shows.UPDATE if rows.averaged else Shows.STEP)
    match quantity.scope:
        case Scope.ROW:
            forward = quantity.role in FORWARD and kind.shows is Shows.VALIDATION
            return kind.shows is Shows.STEP or forward
        case Scope.CARRIED:
            return kind.parameters is Parameters.UPDATED
        case Scope.BATCH | Scope.UPDATE:
            return updates
        case Scope.EPOCH:
            return kind.epoch > 0
    return False


def quantities_of(template: Template) -> Iterator[Quantity]:
    """Yield the quantities that have a column in the table, in the order of the built workbook."""
    for quantity in graph_of(template):
        if quantity.role is not Role.HYPERPARAMETER:
            yield quantity


def graph_of(template: Template) -> Graph:
    """Return the graph of a worked example; all that differ only in their numbers share it."""
    return _graph(structure_of(template))


@lru_cache(maxsize=32)
def _graph(structure: str) -> Graph:
    template = template_of(structure)
    forward = forward_graph(template) if template.layered else computation_graph(template)
    derivation = Derivation(forward, template.names, template.trained)
    return training_graph(template, derivation)
