"""A foreign workbook recalculated with other numbers in some of its cells, in many runs at once.

Stored results are never believed: whatever has a formula is computed by bpsheet's own evaluator.
Nothing is executed, fetched or written.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.book import Book, Cell, CellError, Formula
from bpsheet.checker.formulas import evaluate_rows
from bpsheet.checker.judge.shadow import without_rounding
from bpsheet.exercises.runs import Array
from bpsheet.expression import transform
from bpsheet.grading.numbers import number_in
from bpsheet.grading.placing import Spot

DEEPEST = 60
"""How many cells may wait for one another before a chain of them is given up."""

TOO_DEEP = "a chain of very many cells that read one another"


class Recalculation:
    """Computes cells of a workbook, each once, in all runs together.

    Arguments:
        book: the workbook.
        runs: how many runs there are.
        owned: returns the numbers of a cell that is not the workbook's own, (runs,), such as a
            given number that is restored; ``None`` for all other cells.
    """

    def __init__(self, book: Book, runs: int, owned: Callable[[Spot], Array | None]) -> None:
        self._book, self._runs, self._owned = book, runs, owned
        self._names = {sheet.name.casefold(): sheet.name for sheet in book.sheets}
        self._known: dict[Spot, Array] = {}
        self._unread: dict[Spot, str] = {}
        self._pending: list[Spot] = []

    def number(self, spot: Spot) -> Array:
        """Return the numbers of a cell in all runs, (runs,); NaN where it has none, 0 if empty."""
        if spot not in self._known:
            if spot in self._pending:
                return self._same(np.nan)  # a circle has no number
            if len(self._pending) >= DEEPEST:
                self._unread[self._pending[-1]] = TOO_DEEP
                return self._same(np.nan)
            self._pending.append(spot)
            try:
                owned = self._owned(spot)
                self._known[spot] = self.own_number(spot) if owned is None else owned
            finally:
                self._pending.pop()
        if self._pending and spot in self._unread:
            self._unread.setdefault(self._pending[-1], self._unread[spot])
        return self._known[spot]

    def own_number(self, spot: Spot) -> Array:
        """Return what the workbook itself has in a cell, (runs,), whoever owns it."""
        cell = self.cell(spot)
        if cell is None or (cell.value is None and cell.formula is None):
            return self._same(0.0)
        if cell.formula is not None:
            return self._computed(cell.formula, spot)
        if isinstance(cell.value, str) and not isinstance(cell.value, CellError):
            number = number_in(cell.value)
            return self._same(np.nan if number is None else number)
        return self._same(cell.value if isinstance(cell.value, float) else np.nan)

    def unread(self, spot: Spot) -> str:
        """Return what in the formulas behind a cell cannot be computed, in words; else empty."""
        return self._unread.get(spot, "")

    def cell(self, spot: Spot) -> Cell | None:
        """Return a cell of the workbook; ``None`` where it is empty."""
        return self._book[spot.sheet].cell(spot.row, spot.column)

    def _computed(self, formula: Formula, spot: Spot) -> Array:
        if formula.expression is None:
            self._unread[spot] = formula.unread
            return self._same(np.nan)
        expression = transform(formula.expression, without_rounding)
        rows = np.full(self._runs, spot.row)
        self._pending.append(spot)
        try:
            return evaluate_rows(expression, rows, spot.column, self._looked_up(spot))
        finally:
            self._pending.pop()

    def _looked_up(self, spot: Spot) -> Callable[[str | None, int, NDArray[np.int64]], Array]:
        """Return how a formula in a cell reads others: runs lie side by side in its rows."""

        def look_up(sheet: str | None, column: int, rows: NDArray[np.int64]) -> Array:
            name = spot.sheet if sheet is None else self._names.get(sheet.casefold())
            if name is None:
                return np.full(len(rows), np.nan)
            places = rows.reshape(-1, self._runs)[:, 0].tolist()
            return np.concatenate([self.number(Spot(name, row, column)) for row in places])

        return look_up

    def _same(self, number: float) -> Array:
        return np.full(self._runs, number)
