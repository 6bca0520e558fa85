"""A correct run beside the stored one, to judge formulas by what they compute.

The table is filled with the numbers of a correct training run that begins with other parameters.
A formula that is right gives the right number there too, however it is written; one that hits the
stored number by chance does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from bpsheet import engine
from bpsheet.checker.book import NO_FORMULA, Book, Formula, Numbers, Rows, Sheet
from bpsheet.checker.formulas import evaluate_rows
from bpsheet.checker.judge.rows import Mask, RunRows
from bpsheet.checker.located import Table
from bpsheet.expression import Call, Expression, Number, transform
from bpsheet.model.graph import Graph
from bpsheet.template import Template
from bpsheet.trace import Trace

DEEPEST = 6
"""How many helper cells may stand behind each other before their stored numbers are taken."""

FEWEST_DECIMALS = 3
"""The decimals from which on rounding is for the eye."""


def shadow_columns(template: Template, graph: Graph, rows: RunRows) -> dict[str, Numbers]:
    """Return every quantity of a correct run that begins with other parameters, (rows,).

    Arguments:
        template: the worked example with the numbers of the sheet.
        graph: its quantities.
        rows: what the rows of the table show.
    """
    weights = _moved(template.parameters.weights, seed=1)
    biases = _moved(template.parameters.biases, seed=2)
    started = replace(
        template,
        parameters=replace(template.parameters, weights=weights, biases=biases),
        training=replace(template.training, epochs=rows.table.epochs),
    )
    trace = engine.train(started, template.training.learning_rates[:1])
    once = {name: np.full(rows.count, value[0, 0]) for name, value in trace.given_once.items()}
    return once | {
        quantity.name: _in_rows(quantity.name, trace, rows)
        for quantity in graph
        if quantity.name not in once
    }


def _moved(numbers: tuple[float, ...], seed: int) -> tuple[float, ...]:
    """Return other numbers of the same size, always the same ones."""
    shares = np.random.default_rng(seed).uniform(0.7, 1.3, len(numbers))
    return tuple((np.where(np.array(numbers) == 0, 0.1, numbers) * shares).tolist())


def _in_rows(name: str, trace: Trace, rows: RunRows) -> Numbers:
    values = np.array(trace.column(name)[0, rows.step], float)
    if name in trace.validation:
        of_validation = np.resize(trace.validation[name][0].ravel(), rows.count)
        looked_at = rows.validated >= 0
        values[looked_at] = of_validation[: int(looked_at.sum())]
    return values


@dataclass(frozen=True)
class Shadow:
    """Answers what any cell of a book would hold beside the correct run.

    Attributes:
        book: the workbook.
        table: the located table; its quantities have the numbers of the correct run.
        columns: these numbers by name, (rows,).
    """

    book: Book
    table: Table
    columns: Mapping[str, Numbers]

    def result(self, formula: Formula, positions: Rows, column: int) -> Numbers | None:
        """Return what a formula of the table gives in some rows; ``None`` where it is unread."""
        if formula.expression is None:
            return None
        rows = self.table.rows[positions]
        expression = transform(formula.expression, without_rounding)
        return evaluate_rows(expression, rows, column, partial(self._numbers, 0))

    def _numbers(self, depth: int, sheet: str | None, column: int, rows: Rows) -> Numbers:
        """Return the numbers of a column's cells, as the table sees rows and columns."""
        if sheet is not None and sheet.casefold() != self.table.sheet.name.casefold():
            return stored_numbers(self.book, self.table, sheet, column, rows)
        found = np.full(len(rows), np.nan)
        known = self._of_quantities(column, rows, found)
        if not known.all():
            found[~known] = self._beside(column, rows[~known], depth)
        return found

    def _of_quantities(self, column: int, rows: Rows, found: Numbers) -> Mask:
        """Write the numbers of quantities into `found`, and return which cells hold one."""
        known = np.zeros(len(rows), bool)
        quantity = self._quantities.get(column)
        if quantity is not None:
            positions = np.searchsorted(self.table.rows, rows)
            positions = np.minimum(positions, len(self.table.rows) - 1)
            known = self.table.rows[positions] == rows
            found[known] = self.columns[quantity][positions[known]]
        for row, name in self._singles.get(column, ()):
            here = rows == row
            found[here] = self.columns[name][0]
            known |= here
        return known

    def _beside(self, column: int, rows: Rows, depth: int) -> Numbers:
        """Return what helper cells hold, computed once however many formulas read them."""
        asked = (column, rows.tobytes(), depth)
        if asked not in self._helpers:
            self._helpers[asked] = self._helper(column, rows, depth)
        return self._helpers[asked]

    @cached_property
    def _helpers(self) -> dict[tuple[int, bytes, int], Numbers]:
        return {}

    def _helper(self, column: int, rows: Rows, depth: int) -> Numbers:
        """Return the stored numbers of helper cells, or what their formulas give."""
        sheet = self.table.sheet
        numbers = _stored(sheet, column, rows)
        if depth >= DEEPEST:
            return numbers
        formulas = sheet.formula_places(column, rows)
        for place in np.unique(formulas[formulas != NO_FORMULA]):
            expression = sheet.formulas[place].expression
            if expression is not None:
                where = formulas == place
                deeper = partial(self._numbers, depth + 1)
                numbers[where] = evaluate_rows(expression, rows[where], column, deeper)
        return numbers

    @cached_property
    def _quantities(self) -> dict[int, str]:
        placed = self.table.columns.items()
        return {found.column: name for name, found in placed if name in self.columns}

    @cached_property
    def _singles(self) -> dict[int, list[tuple[int, str]]]:
        """Per column, the rows that hold a quantity for all rows of the table."""
        singles: dict[int, list[tuple[int, str]]] = {}
        for name, cell in self.table.cells.items():
            if cell.sheet.casefold() == self.table.sheet.name.casefold() and name in self.columns:
                row, column = self.table.turned(cell.row, cell.column)
                singles.setdefault(column, []).append((row, name))
        return singles


def without_rounding(part: Expression) -> Expression | None:
    """Return what a formula rounds to some decimals: its digits are no matter of what is right."""
    match part:
        case Call("ROUND", (exact, Number(decimals))) if decimals >= FEWEST_DECIMALS:
            return exact
    return None


def stored_numbers(book: Book, table: Table, sheet: str | None, column: int, rows: Rows) -> Numbers:
    """Return what the formulas of a table read: the stored numbers, NaN where there is no sheet."""
    if sheet is None or sheet.casefold() == table.sheet.name.casefold():
        return _stored(table.sheet, column, rows)
    return _stored(book[sheet], column, rows) if sheet in book else np.full(len(rows), np.nan)


def _stored(sheet: Sheet, column: int, rows: Rows) -> Numbers:
    """Return the stored numbers of cells: 0 in empty ones, as formulas see them."""
    numbers = sheet.numbers(column, rows)
    held = sheet.columns.get(column)
    if held is None:
        return np.zeros(len(rows))
    return np.where(held.places(rows) < 0, 0.0, numbers)
