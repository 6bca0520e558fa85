"""Judges statements by value: all sides at random points of a correct forward pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpsheet.checker.book import Book, Numbers
from bpsheet.checker.diagnostics import Diagnostic, Evidence, Place, Severity
from bpsheet.checker.located import Table
from bpsheet.checker.statements.explaining import SAME, are_equal, fault_of
from bpsheet.checker.statements.finding import statements_in
from bpsheet.checker.statements.pieces import UnreadableError
from bpsheet.checker.statements.points import (
    READINGS,
    Points,
    Reading,
    points_at,
    random_points,
)
from bpsheet.checker.statements.reading import DERIVATIVE
from bpsheet.checker.statements.sides import Side, SideReader
from bpsheet.expression import Call, Expression, Name
from bpsheet.model.graph import Graph
from bpsheet.names import ExampleNames

CODE = "BP601"

MOST_STATEMENTS = 1_000
"""The most different statements that are judged."""

MOST_FINDINGS = 50
"""The most statements that are found wrong in a workbook."""

MOST_TABLES = 3
"""For the numbers of how many tables a statement may hold, though it does not hold in general."""

SHEET_ROWS = 16
"""How many rows of a table are tried: a statement that holds for one of them is let pass."""

FEWEST_OF_A_SHEET = 4
"""From how many statements on a sheet on it can be told whether they are about this example."""

_Words = tuple[str, ...]


def judge_statements(
    book: Book, graph: Graph, names: ExampleNames, tables: Sequence[Table]
) -> list[Diagnostic]:
    """Return a note for every statement that is wrong however it is read.

    A statement is judged where all of it can be read and all its names are known. It is wrong if
    its sides differ at random points and for the numbers of the tables as well. A sheet on which
    most statements are wrong is about something else, and nothing is said about it.

    Arguments:
        book: its cells and text boxes are read.
        graph: the worked example.
        names: the names of its quantities.
        tables: where its numbers stand.
    """
    judge = _Judge(graph, names, tuple(tables[:MOST_TABLES]))
    places = _places_by_words(book)
    judged = {words: sides for words in places if (sides := judge.sides_of(words))}
    wrong = {words for words, sides in judged.items() if not judge.may_hold(sides)}
    foreign = _foreign_sheets({words: places[words] for words in judged}, wrong)
    findings: list[Diagnostic] = []
    for words, sides in judged.items():
        here = [place for place in places[words] if place.sheet not in foreign]
        if words in wrong and here and len(findings) < MOST_FINDINGS:
            findings.append(judge.finding(sides, here))
    return findings


def _places_by_words(book: Book) -> dict[_Words, list[Place]]:
    places: dict[_Words, list[Place]] = {}
    for statement in statements_in(book):
        if statement.sides in places or len(places) < MOST_STATEMENTS:
            places.setdefault(statement.sides, []).append(statement.place)
    return places


def _foreign_sheets(places: Mapping[_Words, Sequence[Place]], wrong: set[_Words]) -> set[str]:
    """Return the sheets whose statements are about another example: most are wrong for this one."""
    judged = Counter(place.sheet for where in places.values() for place in where)
    false = Counter(place.sheet for words in wrong for place in places[words])
    return {
        sheet
        for sheet, number in judged.items()
        if number >= FEWEST_OF_A_SHEET and 2 * false[sheet] > number
    }


@dataclass(frozen=True)
class _Judge:
    """What statements are judged by: the example, and points to try them at."""

    graph: Graph
    names: ExampleNames
    tables: tuple[Table, ...]

    def sides_of(self, words: _Words) -> list[Side]:
        """Return the sides of a statement that can be judged; none of any other."""
        try:
            sides = self._reader.sides(words)
            for side in sides:
                self._anywhere.value(side.meaning)
        except (UnreadableError, KeyError):
            return []
        return sides

    def may_hold(self, sides: Sequence[Side]) -> bool:
        """Return whether a statement holds in some reading, in general or for a table's numbers."""
        meanings = [side.meaning for side in sides]
        return any(
            _holds(self._anywhere, meanings, reading)
            or any(_holds_in_a_row(points, meanings, reading) for points in self._in_tables)
            for reading in READINGS
        )

    def finding(self, sides: Sequence[Side], places: Sequence[Place]) -> Diagnostic:
        """Return the note on a wrong statement."""
        fault = fault_of(sides, self._anywhere)
        return Diagnostic(
            code=CODE,
            severity=Severity.NOTE,
            places=tuple(dict.fromkeys(places)),
            message=fault.message,
            quantity=self._quantity(sides[0].meaning),
            evidence=Evidence(places[0], expected=fault.expected, found=fault.found),
            details=(fault.other,) if fault.other else (),
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
    def _reader(self) -> SideReader:
        return SideReader(self.graph, self.names)

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
