"""The numbers of a located table by name, as they stand in a row and in those around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bpsheet.checker.book import Numbers, Rows
from bpsheet.checker.judge.rows import NOWHERE, RunRows
from bpsheet.checker.slip import earlier, later
from bpsheet.evaluate import evaluate
from bpsheet.expression import Expression, names_in
from bpsheet.model.graph import Graph, Scope

ColumnOf = Callable[[str], Numbers | None]


@dataclass(frozen=True)
class TableNumbers:
    """Numbers by the name of their quantity, one per row.

    Attributes:
        graph: the worked example.
        rows: what the rows show.
        known: the numbers that stand in the table, or once for all rows, (rows,).
        rounding: by how much each of them may have been rounded, (rows,); what is missing is exact.
    """

    graph: Graph
    rows: RunRows
    known: Mapping[str, Numbers]
    rounding: Mapping[str, Numbers] = field(default_factory=dict)

    def column(self, name: str) -> Numbers | None:
        """Return the numbers of a quantity, (rows,), computed where the table does not have them.

        What is computed is made of what stands in the table. ``None`` where that does not do.
        """
        if name in self.known:
            return self.known[name]
        if name not in self._computed:
            self._computed[name] = None  # of a name that leads back to itself nothing is known
            self._computed[name] = self._from_definition(name)
        return self._computed[name]

    def rounding_of(self, name: str) -> Numbers | None:
        """Return by how much each number may be off for what was rounded, (rows,).

        What the table does not have is off by what its operands are. ``None`` where it is exact.
        """
        if name in self.known:
            return self.rounding.get(name)
        if name not in self._roundings:
            self._roundings[name] = self._carried(name)
        return self._roundings[name]

    def at(self, positions: Rows) -> RowNumbers:
        """Return the numbers as formulas in the rows at `positions` see them."""
        return RowNumbers(self, positions)

    @cached_property
    def _roundings(self) -> dict[str, Numbers | None]:
        return {}

    def _carried(self, name: str) -> Numbers | None:
        """Return how far a computed quantity moves by the rounding of its operands."""
        definition = self.graph[name].definition if name in self.graph else None
        if definition is None or self.column(name) is None:
            return None
        found = {operand: self.column(operand) for operand in names_in(definition)}
        values = {operand: numbers for operand, numbers in found.items() if numbers is not None}
        moves = [
            moved(definition, values, operand, np.nan_to_num(rounding))
            for operand in values
            if (rounding := self.rounding_of(operand)) is not None
        ]
        return sum(moves, np.zeros(self.rows.count)) if moves else None

    @cached_property
    def _computed(self) -> dict[str, Numbers | None]:
        return {}

    def _from_definition(self, name: str) -> Numbers | None:
        if name not in self.graph:
            return None
        quantity = self.graph[name]
        if quantity.scope is not Scope.ROW or quantity.definition is None:
            return None
        return self.value_of(quantity.definition)

    def value_of(self, expression: Expression) -> Numbers | None:
        """Return what an expression over names of one row comes to in every row, (rows,)."""
        found = {name: self.column(name) for name in names_in(expression)}
        if any(numbers is None for numbers in found.values()):
            return None
        with np.errstate(all="ignore"):
            value = evaluate(expression, found)
        return np.broadcast_to(np.asarray(value, float), (self.rows.count,))


@dataclass(frozen=True)
class RowNumbers(Mapping[str, Numbers]):
    """Numbers by name at some rows, with those of the row before and after under their own names.

    What an optimizer remembers has the value of the update before for its `earlier` one, 0 before
    the first.
    """

    table: TableNumbers
    positions: Rows

    def __getitem__(self, name: str) -> Numbers:
        value = self._found(name, self.table.column)
        if value is None:
            raise KeyError(name)
        return value

    def rounding(self, name: str) -> Numbers:
        """Return by how much each of a quantity's numbers may have been rounded."""
        value = self._found(name, self.table.rounding_of)
        return np.zeros(self.positions.shape) if value is None else np.nan_to_num(value)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._found(name, self.table.column) is not None

    def __iter__(self) -> Iterator[str]:
        for quantity in self.table.graph:
            for name in (quantity.name, earlier(quantity.name), later(quantity.name)):
                if name in self:
                    yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _found(self, name: str, column_of: ColumnOf) -> Numbers | None:
        graph = self.table.graph
        if name in graph or name in self.table.known:
            return _taken(column_of(name), self.positions)
        if name == earlier(name[:-1]) and name[:-1] in graph:
            quantity = graph[name[:-1]]
            if quantity.scope is Scope.UPDATE:
                return self._remembered(column_of(quantity.name))
            return _taken(column_of(quantity.name), self.positions - 1)
        if name == later(name[:-1]) and name[:-1] in graph:
            return _taken(column_of(name[:-1]), self.positions + 1)
        return None

    def _remembered(self, column: Numbers | None) -> Numbers | None:
        before = self.table.rows.update_before[self.positions]
        held = _taken(column, before)
        return None if held is None else np.where(before == NOWHERE, 0.0, held)


def _taken(column: Numbers | None, positions: Rows) -> Numbers | None:
    """Return the numbers at `positions`, NaN beyond both ends."""
    if column is None:
        return None
    inside = (positions >= 0) & (positions < len(column))
    return np.where(inside, column[np.where(inside, positions, 0)], np.nan)


def moved(
    form: Expression, numbers: Mapping[str, Numbers], name: str, rounding: Numbers
) -> Numbers:
    """Return how far an expression moves when one number moves by its rounding."""
    values = {other: numbers[other] for other in names_in(form)}
    there = np.asarray(evaluate(form, values), float)
    either_way = [
        np.abs(np.asarray(evaluate(form, values | {name: values[name] + step})) - there)
        for step in (rounding, -rounding)
    ]
    return np.asarray(np.fmax(*either_way))
