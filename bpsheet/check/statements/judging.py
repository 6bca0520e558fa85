"""Judges statements by value: all sides at random points of a correct forward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from bpsheet.check.book import Book, Numbers
from bpsheet.check.diagnostics import Diagnostic, Evidence, Place, Severity
from bpsheet.check.located import Table
from bpsheet.check.slip import later
from bpsheet.check.statements.explaining import SAME, Side, are_equal, fault_of
from bpsheet.check.statements.finding import statements_in
from bpsheet.check.statements.points import (
    READINGS,
    Points,
    Reading,
    points_at,
    random_points,
)
from bpsheet.check.statements.reading import DERIVATIVE, UnreadableError, read_expression
from bpsheet.check.statements.spellings import Spellings
from bpsheet.expression import Call, Expression, Name, Number, names_in, walk
from bpsheet.model.graph import Graph, Scope
from bpsheet.names import ExampleNames

CODE = "BP601"

MOST_STATEMENTS = 2_000
"""The most different statements that are judged."""

SHEET_ROWS = 16
"""How many rows of a table are tried: a statement that holds for one of them is let pass."""


def judge_statements(
    book: Book, graph: Graph, names: ExampleNames, tables: Sequence[Table]
) -> list[Diagnostic]:
    """Return a note for every statement that is wrong however it is read.

    A statement is judged where all of it can be read and all its names are known. It is wrong if
    its sides differ at random points and for the numbers of the tables as well.

    Arguments:
        book: its cells and text boxes are read.
        graph: the worked example.
        names: the names of its quantities.
        tables: where its numbers stand.
    """
    judge = _Judge(graph, names, tuple(tables))
    places: dict[tuple[str, ...], list[Place]] = {}
    for statement in statements_in(book):
        if statement.sides in places or len(places) < MOST_STATEMENTS:
            places.setdefault(statement.sides, []).append(statement.place)
    return [finding for words, where in places.items() for finding in judge.findings(words, where)]


@dataclass(frozen=True)
class _Judge:
    """What statements are judged by: the example, and points to try them at."""

    graph: Graph
    names: ExampleNames
    tables: tuple[Table, ...]

    def findings(self, words: Sequence[str], where: Sequence[Place]) -> Iterator[Diagnostic]:
        """Yield the note on a statement if it is wrong."""
        try:
            sides = self._read(words)
            if not sides or self._may_hold([side.meaning for side in sides]):
                return
        except (UnreadableError, KeyError):
            return
        fault = fault_of(sides, self._anywhere)
        yield Diagnostic(
            code=CODE,
            severity=Severity.NOTE,
            places=tuple(dict.fromkeys(where)),
            message=fault.message,
            quantity=self._quantity(sides[0].meaning),
            evidence=Evidence(where[0], expected=fault.expected, found=fault.found),
            details=(fault.other,) if fault.other else (),
        )

    def _read(self, words: Sequence[str]) -> list[Side]:
        """Return the sides that have names; none where the statement is not one to judge.

        Raises:
            UnreadableError: a side is no expression over known names.
        """
        sides = [Side(side, read_expression(side, self._spellings)) for side in words]
        if not all(self._is_general(side.meaning) for side in sides):
            return []
        first = sides[0].meaning
        if isinstance(first, Name) and first.name in self.graph and self._is_given(first.name):
            sides[0] = self._updated(sides)
        named = [side for side in sides if names_in(side.meaning)]
        return named if len(named) > 1 else []

    def _is_general(self, meaning: Expression) -> bool:
        """Return whether all numbers in a side are such as formulas have, none of them data."""
        numbers = (part.value for part in walk(meaning) if isinstance(part, Number))
        return all(number in self._constants for number in numbers)

    def _is_given(self, name: str) -> bool:
        return self.graph[name].definition is None

    def _updated(self, sides: Sequence[Side]) -> Side:
        """Return the left side of w5 = w5 − η·…: the parameter after the update.

        Raises:
            UnreadableError: it says what a given number is, which may be anything.
        """
        left, *others = sides
        assert isinstance(left.meaning, Name)
        is_carried = self.graph[left.meaning.name].scope is Scope.CARRIED
        rate = self.names.learning_rate
        if is_carried and any(rate in names_in(side.meaning) for side in others):
            return Side(left.words, Name(later(left.meaning.name)))
        raise UnreadableError(left.words)

    def _may_hold(self, sides: Sequence[Expression]) -> bool:
        return any(
            _holds(self._anywhere, sides, reading)
            or any(_holds_in_a_row(points, sides, reading) for points in self._in_tables)
            for reading in READINGS
        )

    def _quantity(self, left: Expression) -> str:
        match left:
            case Name(name) if name in self.graph:
                return name
            case Call(function, (Name(of), Name(by))) if function == DERIVATIVE:
                gradient = self.names.gradient(by)
                return gradient if of == self.names.total and gradient in self.graph else ""
        return ""

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self.graph, self.names)

    @cached_property
    def _constants(self) -> set[float | Fraction]:
        definitions = (q.definition for q in self.graph if q.definition is not None)
        numbers = (part.value for d in definitions for part in walk(d) if isinstance(part, Number))
        return {0, 1, 2, Fraction(1, 2), *numbers}

    @cached_property
    def _anywhere(self) -> Points:
        return random_points(self.graph, self.names)

    @cached_property
    def _in_tables(self) -> tuple[Points, ...]:
        given = [quantity.name for quantity in self.graph if quantity.definition is None]
        return tuple(
            points_at(self.graph, self.names, {name: self._column(table, name) for name in given})
            for table in self.tables
        )

    def _column(self, table: Table, name: str) -> Numbers:
        """Return the first numbers of a given quantity; any where the table does not have it."""
        rows = table.rows[:SHEET_ROWS]
        if name in table.columns:
            return table.sheet.numbers(table.columns[name].column, rows)
        return np.full(len(rows), self._anywhere.values[name][0])


def _holds(points: Points, sides: Sequence[Expression], reading: Reading) -> bool:
    first, *others = (points.value(side, reading) for side in sides)
    return all(are_equal(first, other) for other in others)


def _holds_in_a_row(points: Points, sides: Sequence[Expression], reading: Reading) -> bool:
    """Return whether all sides are the same number, not 0, in one row of a table."""
    first, *others = (points.value(side, reading) for side in sides)
    same = np.isfinite(first) & (first != 0)
    for other in others:
        same &= np.isclose(first, other, rtol=SAME, atol=0)
    return bool(same.any())
