"""The cells of one column beside what they should be: their numbers and their formulas."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from bpsheet.checker.book import NO_FORMULA, Book, Formula, Numbers, Rows
from bpsheet.checker.cells import CellAt
from bpsheet.checker.formulas import cells_of, evaluate_rows
from bpsheet.checker.judge.expectations import Expectation, allowed_error, right_value
from bpsheet.checker.judge.numbers import RowNumbers, TableNumbers
from bpsheet.checker.judge.rows import Mask
from bpsheet.checker.judge.shadow import Shadow, shadow_columns, stored_numbers
from bpsheet.checker.located import FoundColumn, Table
from bpsheet.checker.slip import Slip
from bpsheet.checker.slips import slips_of
from bpsheet.expression import Expression, names_in, substitute
from bpsheet.model.graph import Graph, Scope
from bpsheet.template import Template

LIKE = 1e-9
"""How near, as a share, a formula's result must come to the right one in the correct run."""

TRIED = 6
"""In how many rows a formula is tried."""


MOST_NAMES = 60
"""How many names an expression may have in which definitions are written out."""


@dataclass(frozen=True)
class Bench:
    """What columns are judged with.

    Attributes:
        book: the workbook.
        table: the located table.
        template: the worked example with the numbers that the table begins with.
        stored: the numbers of the table by name.
    """

    book: Book
    table: Table
    template: Template
    stored: TableNumbers

    @cached_property
    def shadow(self) -> Shadow:
        """A correct run in place of the stored numbers."""
        columns = shadow_columns(self.template, self.stored.graph, self.stored.rows)
        return Shadow(self.book, self.table, columns)

    @cached_property
    def correct(self) -> TableNumbers:
        """The numbers of the correct run by name."""
        return TableNumbers(self.stored.graph, self.stored.rows, self.shadow.columns)


@dataclass(frozen=True)
class ColumnCells:
    """The cells of a column that one expectation is about; arrays are aligned.

    Attributes:
        bench: what they are judged with.
        expectation: what they should be.
        column: where they stand.
    """

    bench: Bench
    expectation: Expectation
    column: FoundColumn

    @property
    def rows(self) -> Rows:
        """The rows of the cells in the sheet."""
        return self.bench.table.rows[self.expectation.positions]

    @cached_property
    def beside(self) -> RowNumbers:
        """The stored numbers that the cells are made of."""
        return self.expectation.numbers(self.bench.stored)

    @cached_property
    def found(self) -> Numbers:
        """The stored numbers."""
        return self.bench.table.sheet.numbers(self.column.column, self.rows)

    @cached_property
    def formulas(self) -> Rows:
        """The place of each cell's formula; −1 without one."""
        return self.bench.table.sheet.formula_places(self.column.column, self.rows)

    @cached_property
    def own_rounding(self) -> Numbers:
        """By how much each number itself may have been rounded when it was stored."""
        own = self.bench.stored.rounding.get(self.expectation.quantity.name)
        if own is None:
            return np.zeros(len(self.rows))
        return np.nan_to_num(own[self.expectation.positions])

    @cached_property
    def right(self) -> Numbers | None:
        """What the numbers should be; ``None`` where one that enters is nowhere to be found."""
        return None if self._nearest is None else self._nearest.right

    @cached_property
    def allowed(self) -> Numbers:
        """How far each number may be from the right one."""
        assert self._nearest is not None, "nothing is allowed where nothing is known to be right"
        return self._nearest.allowed

    @cached_property
    def wrong(self) -> Mask:
        """Which numbers are wrong; a cell without a number is not."""
        if not self._judgements:
            return np.zeros(len(self.rows), bool)
        return np.asarray(np.logical_and.reduce([one.wrong for one in self._judgements]))

    @property
    def judged(self) -> int:
        """How many cells hold a number that could be judged."""
        return 0 if self.right is None else int((~np.isnan(self.found + self.right)).sum())

    @cached_property
    def formula_is_right(self) -> Mapping[int, bool | None]:
        """Per formula of the column whether it computes the right thing; ``None`` if unknown.

        Where what is given comes from is nobody's business, as long as it stays the same.
        """
        if self.expectation.quantity.scope in (Scope.GIVEN, Scope.SAMPLE):
            return {}
        places = np.unique(self.formulas[self.formulas != NO_FORMULA]).tolist()
        return {place: self._is_right(place) for place in places if not self._reads_itself(place)}

    @cached_property
    def as_computed(self) -> Mask:
        """Which stored numbers are what their formulas give from the stored numbers they read."""
        computed = np.full(len(self.rows), np.nan)
        for place in np.unique(self.formulas[self.formulas != NO_FORMULA]).tolist():
            expression, where = self.formula(place).expression, self.formulas == place
            if expression is not None:
                read = partial(stored_numbers, self.bench.book, self.bench.table)
                rows = self.rows[where]
                computed[where] = evaluate_rows(expression, rows, self.column.column, read)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.abs(computed - self.found) <= self.allowed)

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """The slips that people make with this quantity; none with what is only held."""
        if self.expectation.held:
            return ()
        graph, known = self.bench.stored.graph, self.bench.stored.known
        form = _made_of(known, self.expectation.forms[0], graph)
        return tuple(slips_of(self.expectation.quantity, form, graph))

    def formula(self, place: int) -> Formula:
        """Return a formula of the column."""
        return self.bench.table.sheet.formulas[place]

    def tried(self, place: int) -> Rows:
        """Return in which of the cells a formula is tried in the correct run."""
        where = np.flatnonzero(self.formulas == place)
        spread = np.linspace(0, len(where) - 1, min(TRIED, len(where))).round().astype(int)
        return np.asarray(where[np.unique(spread)])

    def in_correct_run(self, place: int, expression: Expression | None = None) -> Numbers | None:
        """Return what a formula gives where it is tried; another formula in its stead, if given."""
        formula = self.formula(place)
        if expression is not None:
            formula = Formula(formula.text, expression)
        positions = self.expectation.positions[self.tried(place)]
        return self.bench.shadow.result(formula, positions, self.column.column)

    def right_in_correct_run(self, place: int) -> Numbers | None:
        """Return what is right in the correct run where a formula is tried."""
        return right_value(self.expectation.forms[0], self.correct_beside(place))

    def correct_beside(self, place: int) -> RowNumbers:
        """Return the numbers of the correct run where a formula is tried."""
        return self.bench.correct.at(self.expectation.seen_from[self.tried(place)])

    def _reads_itself(self, place: int) -> bool:
        """Return whether a formula reads its own cell: what it should be cannot be told then."""
        expression = self.formula(place).expression
        for part in cells_of(expression) if expression is not None else ():
            first, last = (part, part) if isinstance(part, CellAt) else (part.first, part.last)
            relative = not (first.row_fixed or last.row_fixed) and first.sheet is None
            (top, left), (bottom, right) = (
                corner.place(0, self.column.column) for corner in (first, last)
            )
            if relative and top <= 0 <= bottom and left <= self.column.column <= right:
                return True
        return False

    def _is_right(self, place: int) -> bool | None:
        given, right = self.in_correct_run(place), self.right_in_correct_run(place)
        if given is None or right is None:
            return None
        known = np.isfinite(given) & np.isfinite(right)
        if not known.any():
            return None
        size = allowed_error(self.expectation.forms[0], self.correct_beside(place), right)
        return bool(np.all(np.abs(given - right)[known] <= (size + LIKE * np.abs(right))[known]))

    @property
    def _nearest(self) -> _Judgement | None:
        """What the right expression says that most of the numbers agree with."""
        return min(self._judgements, key=lambda one: int(one.wrong.sum()), default=None)

    @cached_property
    def _judgements(self) -> list[_Judgement]:
        every = map(self._judge, self.expectation.forms)
        return [judgement for judgement in every if judgement is not None]

    def _judge(self, form: Expression) -> _Judgement | None:
        right = right_value(form, self.beside)
        if right is None:
            return None
        allowed = self.own_rounding + allowed_error(form, self.beside, right)
        with np.errstate(invalid="ignore"):
            wrong = np.abs(self.found - right) > allowed
        return _Judgement(right, allowed, wrong)


def _made_of(known: Container[str], form: Expression, graph: Graph) -> Expression:
    """Return an expression with what the table does not show replaced by its definition."""
    missing = {
        name: definition
        for name in names_in(form)
        if name not in known
        and name in graph
        and graph[name].scope is Scope.ROW
        and (definition := graph[name].definition) is not None
    }
    written = substitute(form, missing)
    if not missing or len(names_in(written)) > MOST_NAMES:
        return form
    return _made_of(known, written, graph)


@dataclass(frozen=True)
class _Judgement:
    """What one right expression says about the cells."""

    right: Numbers
    allowed: Numbers
    wrong: Mask
