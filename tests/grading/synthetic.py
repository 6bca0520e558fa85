"""A synthetic class: answers planted in student workbooks, each with the verdict it must get.

What must come out is computed from the planting alone: from the right expressions, and from the
numbers that stand in the student's own table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from bpsheet.checker.slip import Slip, earlier
from bpsheet.checker.slips.evaluation import ARITHMETIC
from bpsheet.evaluate import evaluate
from bpsheet.exercises.exercise import Answer, Exercise, is_computed
from bpsheet.exercises.labels import EXERCISE, WORKSHEET, anchor_of
from bpsheet.exercises.planting import likely_slips
from bpsheet.exercises.runs import Runs, correct_runs, given_of
from bpsheet.expression import ZERO, Expression, names_in, substitute
from bpsheet.grading.marks import Verdict
from bpsheet.model.graph import Scope
from bpsheet.notation.formula import EXCEL, formula
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.table_rows import Parameters

TOLERANCE = 0.005
"""How near, as a share, a number counts as right: the rubric's when it says nothing.

Of a parameter it is a share of the step that its update makes.
"""

STEP_TOLERANCE = 5e-5
"""How near a parameter counts as right in any case."""

APART = 0.02
"""How far, as a share, a planted wrong number is from all that could be right."""

NOISE = 1e-12
"""How near any number counts as right."""

MEANS = (Scope.BATCH, Scope.EPOCH)


class Planting(NamedTuple):
    """What is planted in an answer cell.

    Attributes:
        way: in which it is answered, such as ``formula`` or ``decimal comma``.
        content: of the cell.
        number: what the cell comes to; NaN where it comes to none.
        verdict: what it must get.
        slip: the kind of slip that must be named; empty where none must be.
    """

    way: str
    content: Any
    number: float
    verdict: Verdict
    slip: str = ""


@dataclass(frozen=True)
class Cells:
    """Where an exercise's cells were handed out.

    Attributes:
        exercise: what was handed out.
        header: the row of the table's labels, counted from 0.
        columns: the column of each quantity, counted from 0.
        once: the cells of the given numbers that have no column.
        beside: the cells for answers about slips, by their labels.
    """

    exercise: Exercise
    header: int
    columns: Mapping[str, int]
    once: Mapping[str, Reference]
    beside: Mapping[str, Reference]

    def place(self, name: str, row: int) -> Expression:
        """Return the cell of a quantity in a row of the table."""
        if name not in self.columns:
            return self.once[name]
        return Reference(self.header + 1 + row, self.columns[name], absolute=False)

    def formula(self, answer: Answer, expression: Expression) -> str:
        """Return an expression as a formula in the cell of an answer."""
        return "=" + formula(substitute(expression, self._operands(answer, expression)), EXCEL)

    def _operands(self, answer: Answer, expression: Expression) -> dict[str, Expression]:
        quantity, names = self.exercise.graph[answer.quantity], names_in(expression)
        right = list(right_table(self.exercise).operands(*answer))
        if quantity.scope in MEANS:
            rows = [self.header + 1 + row for _, row in right]
            columns = {name: self.columns[name] for name in names}
            return {n: Range(min(rows), c, max(rows), c) for n, c in columns.items()}
        row = answer.row - (quantity.scope is Scope.CARRIED)
        before = [row for name, row in right if name == quantity.name and row < answer.row]
        remembered = self.place(quantity.name, before[0]) if before else ZERO
        return {
            name: remembered if name == earlier(quantity.name) else self.place(name, row)
            for name in names
        }


def cells_of(exercise: Exercise, book: openpyxl.Workbook) -> Cells:
    """Return where the cells of an exercise are in the workbook that was handed out."""
    sheet = book[WORKSHEET]
    header = next(cell.row for cell in _texts(sheet) if cell.value == anchor_of(exercise.template))
    columns = {str(cell.value): cell.column - 1 for cell in sheet[header] if cell.value is not None}
    given = {
        str(cell.value): Reference(cell.row - 1, cell.column, EXERCISE)
        for cell in _texts(book[EXERCISE])
        if isinstance(cell.offset(0, 1).value, int | float)
    }
    beside = {
        str(cell.value): Reference(cell.row - 1, cell.column, absolute=False)
        for cell in _texts(sheet)
        if " of slip " in cell.value
    }
    return Cells(exercise, header - 1, columns, given, beside)


def _texts(sheet: Worksheet) -> Iterator[Any]:
    for row in sheet.iter_rows():
        yield from (cell for cell in row if isinstance(cell.value, str))


def right_table(exercise: Exercise) -> Runs:
    """Return the right number of every cell."""
    given = given_of([exercise.template])
    return correct_runs(exercise.graph, exercise.table, exercise.count, given)


def fill_in(
    source: Path,
    target: Path,
    exercise: Exercise,
    plan: Callable[[Cells], Mapping[Answer, Planting]],
) -> Mapping[Answer, Planting]:
    """Write what a student hands in, and return what was planted where.

    Arguments:
        source: the workbook that the student got.
        target: where to write.
        exercise: the student's.
        plan: makes the answers, knowing where the cells are.
    """
    book = openpyxl.load_workbook(source)
    cells = cells_of(exercise, book)
    plantings = plan(cells)
    for answer, planting in plantings.items():
        place = cells.beside.get(answer.quantity) or cells.place(*answer)
        assert isinstance(place, Reference)
        book[WORKSHEET].cell(place.row + 1, place.column + 1).value = planting.content
    book.save(target)
    return plantings


class Answering:
    """Answers an exercise cell by cell, keeping the student's own table up to date.

    Arguments:
        cells: where the exercise's cells are.
        random: draws the ways of answering.
        ways: how likely each way of answering is.
    """

    def __init__(self, cells: Cells, random: Random, ways: Mapping[str, float]) -> None:
        self._cells, self._random, self._ways = cells, random, ways
        self._exercise = cells.exercise
        self._key = right_table(self._exercise)
        columns = {name: values.copy() for name, values in self._key.columns.items()}
        self._own = Runs(self._exercise.graph, self._exercise.table, columns)

    def plantings(self) -> dict[Answer, Planting]:
        """Return what is planted in every answer cell."""
        exercise, asked = self._exercise, set(self._exercise.answers)
        planted: dict[Answer, Planting] = {}
        for row in range(exercise.count):
            kind = exercise.table.kinds[exercise.table.kind_of_row[row]]
            for quantity in exercise.graph:
                column, answer = self._own.columns[quantity.name], Answer(quantity.name, row)
                if answer in asked:
                    planted[answer] = self._planting(answer)
                    column[0, row] = planted[answer].number
                elif row < exercise.rows and is_computed(quantity, kind, exercise.table):
                    column[0, row] = self.follows(answer)
                elif quantity.scope is Scope.CARRIED and kind.parameters is Parameters.HELD:
                    column[0, row] = column[0, row - 1]
        return {answer: planted[answer] for answer in exercise.answers}

    def _planting(self, answer: Answer) -> Planting:
        """Return an answer in a way that is possible there; a right formula always is."""
        (way,) = self._random.choices(list(self._ways), list(self._ways.values()))
        return WAYS[way](self, answer) or self.formula(answer)

    def right(self, answer: Answer) -> float:
        """Return the right number of a cell."""
        return float(self._key.columns[answer.quantity][0, answer.row])

    def follows(self, answer: Answer) -> float:
        """Return what a cell comes to by the student's own earlier numbers."""
        return float(self._own.right(*answer)[0])

    def digits(self, answer: Answer, significant: int) -> float:
        """Return the right number with some significant digits; of a parameter, decimals."""
        style = "f" if self._is_parameter(answer) else "g"
        return float(f"{self.right(answer):.{significant}{style}}")

    def _is_parameter(self, answer: Answer) -> bool:
        return self._exercise.graph[answer.quantity].scope is Scope.CARRIED

    def _size(self, answer: Answer) -> float:
        """Return what a number is judged by: its size; of a parameter, the step it makes."""
        before = self._key.columns[answer.quantity][0, answer.row - 1]
        return abs(self.right(answer) - (float(before) if self._is_parameter(answer) else 0.0))

    def _apart(self, answer: Answer, number: float, *others: float) -> bool:
        """Return whether a number is plainly another than each of the others."""
        least = max(APART * self._size(answer), 4 * STEP_TOLERANCE * self._is_parameter(answer))
        own = 0.0 if self._is_parameter(answer) else APART
        far = (abs(number - one) > max(least, own * abs(one), APART * NOISE) for one in others)
        return bool(np.isfinite(number)) and all(far)

    def formula(self, answer: Answer) -> Planting:
        """Return the right formula."""
        expression, _ = self._key.made_of(*answer)
        number = self.follows(answer)
        allowed = TOLERANCE * self._size(answer)
        if self._is_parameter(answer):
            allowed = max(allowed, STEP_TOLERANCE)
        near = abs(number - self.right(answer)) <= allowed + NOISE
        verdict = Verdict.CORRECT if near else Verdict.FOLLOW_THROUGH
        return Planting("formula", self._cells.formula(answer, expression), number, verdict)

    def slip(self, answer: Answer) -> Planting | None:
        """Return a formula with a slip that reads only what stands before it in the graph."""
        graph = self._exercise.graph
        quantity = graph[answer.quantity]
        order = [other.name for other in graph]
        before = set(order if quantity.following else order[: order.index(quantity.name)])
        slips = [
            slip
            for slip in likely_slips(quantity, graph)
            if quantity.scope not in MEANS and before.issuperset(names_in(slip.expression))
        ]
        slip = self._random.choice(slips) if slips else None
        if slip is None or not self._shows(slip, answer):
            return None
        content = self._cells.formula(answer, slip.expression)
        number, key = (self._by(slip, answer, table) for table in (self._own, self._key))
        others = (self._by(o, answer, self._key) for o in slips if o.kind != slip.kind)
        named = all(self._apart(answer, key, other) for other in others)
        return Planting("slip", content, number, Verdict.WRONG, slip.kind if named else "")

    def slip_number(self, answer: Answer) -> Planting | None:
        """Return what a formula with a slip comes to."""
        planting = self.slip(answer)
        if planting is None:
            return None
        number = float(f"{planting.number:.7g}")
        return Planting("number of a slip", number, number, Verdict.WRONG)

    def _shows(self, slip: Slip, answer: Answer) -> bool:
        """Return whether a slip leads to a wrong number, from right numbers and from own ones."""
        right, number = self.right(answer), self._by(slip, answer, self._own)
        moved = self._apart(answer, self._by(slip, answer, self._key), right)
        return moved and self._apart(answer, number, right, self.follows(answer))

    def _by(self, slip: Slip, answer: Answer, table: Runs) -> float:
        _, numbers = table.made_of(*answer)
        with np.errstate(all="ignore"):
            return float(np.broadcast_to(evaluate(slip.expression, numbers, ARITHMETIC), (1,))[0])

    def own_number(self, answer: Answer) -> Planting | None:
        """Return what follows from own earlier numbers, which are such that mistakes would show."""
        number = float(f"{self.follows(answer):.6g}")
        if not self._apart(answer, number, self.right(answer)):
            return None
        seen = {1.0}
        for name, row in self._own.operands(*answer):
            own, right = (float(t.columns[name][0, row]) for t in (self._own, self._key))
            if not 0.2 * abs(right) < abs(own) < 5 * abs(right) or own in seen:
                return None
            seen |= {own} if own != right else set()
        return Planting("own number", number, number, Verdict.TYPED)

    def hard_coded(self, answer: Answer) -> Planting | None:
        """Return a formula that is a typed number; 0 could be right whatever the numbers are."""
        number = self.digits(answer, 6)
        return Planting("hard-coded", f"={number!r}", number, Verdict.TYPED) if number else None

    @cached_property
    def passes_over_errors(self) -> bool:
        """Whether a formula of the table has MAX, to which text is nothing and an error may be."""
        rights = (self._cells.formula(a, self._key.made_of(*a)[0]) for a in self._exercise.answers)
        return any("MAX" in right for right in rights)

    def zero(self, answer: Answer) -> Planting | None:
        """Return 0, where nothing right is near it."""
        if not self._apart(answer, 0.0, self.right(answer), self.follows(answer)):
            return None
        return Planting("zero", 0, 0.0, Verdict.WRONG)


Way = Callable[[Answering, Answer], Planting | None]


def _number_as(way: str, written: Callable[[float], Any], digits: int = 6) -> Way:
    """Return the way of typing the right number with so many digits, written in some way."""

    def planting(answering: Answering, answer: Answer) -> Planting:
        number = answering.digits(answer, digits)
        return Planting(way, written(number), number, Verdict.TYPED)

    return planting


def _unreadable(way: str, content: str) -> Way:
    """Return the way of writing what has no number, where all that follows has none either."""

    def planting(answering: Answering, answer: Answer) -> Planting | None:
        if answering.passes_over_errors:
            return None
        return Planting(way, content, np.nan, Verdict.UNREADABLE)

    return planting


WAYS: Mapping[str, Way] = {
    "formula": Answering.formula,
    "slip": Answering.slip,
    "number of a slip": Answering.slip_number,
    "own number": Answering.own_number,
    "number": _number_as("number", lambda number: number, digits=17),
    "rounded": _number_as("rounded", lambda number: number, digits=4),
    "decimal comma": _number_as("decimal comma", lambda number: f"{number:.9f}".replace(".", ",")),
    "number as text": _number_as("number as text", repr),
    "hard-coded": Answering.hard_coded,
    "zero": Answering.zero,
    "blank": lambda *_: Planting("blank", None, 0.0, Verdict.BLANK),
    "text": _unreadable("text", "I do not know"),
    "function": _unreadable("function", "=VLOOKUP(A1,A1:B9,2)"),
}
"""The ways of answering a cell."""
