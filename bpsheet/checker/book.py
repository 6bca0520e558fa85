"""A foreign workbook as it was read: stored values, formulas, text boxes and charts.

A sheet is held by columns of arrays, so that a hundred thousand rows cost a few bytes a cell, and
one distinct formula is held once however many cells it was filled into.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.cells import Area, CellAt
from bpsheet.expression import Expression

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]

NO_FORMULA = -1


@dataclass(frozen=True)
class Formula:
    """A formula, the same for all cells it was filled into.

    Attributes:
        text: as `Book` spells it, with distances for what is relative (``R[-1]C[0]``).
        expression: its meaning over ``CellAt`` and ``Area``; ``None`` where it cannot be read.
        unread: what in it bpsheet does not compute with, in words; empty where it was read.
    """

    text: str
    expression: Expression | None
    unread: str = ""


class CellError(str):
    """What a cell shows in place of a value, such as ``#DIV/0!`` or ``Err:522``."""

    __slots__ = ()


class Cell(NamedTuple):
    """One cell.

    Attributes:
        value: the stored number, text, truth value or error; ``None`` where none is stored.
        formula: its formula, if it has one.
    """

    value: float | str | bool | CellError | None
    formula: Formula | None = None


@dataclass(frozen=True)
class Column:
    """The filled cells of one column, from the top; arrays are aligned.

    Attributes:
        rows: counted from 0, rising.
        numbers: the stored numbers; NaN in cells without one.
        decimals: how many digits each stored number has behind the point (0 for whole numbers).
        significant: how many significant digits each stored number has.
        formulas: the place of each cell's formula in ``Sheet.formulas``; −1 without one.
        others: texts, truth values and errors by row.
    """

    rows: Rows
    numbers: Numbers
    decimals: NDArray[np.int16]
    significant: NDArray[np.int16]
    formulas: NDArray[np.int32]
    others: Mapping[int, str | bool | CellError] = field(default_factory=dict)

    def places(self, rows: Rows) -> Rows:
        """Return where in the arrays each of `rows` is; −1 where the cell is empty."""
        if not len(self.rows):
            return np.full(len(rows), -1)
        found = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return np.where(self.rows[found] == rows, found, -1)


@dataclass(frozen=True)
class TextBox:
    """Words in a shape: `row` and `column` are those of the cell under its upper left corner."""

    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Series:
    """One curve of a chart.

    Attributes:
        values: what it plots; ``None`` where that is no range.
        categories: what it plots it over (the x values of a scatter chart).
        name: the cell its name is taken from.
        title: its name as stored.
    """

    values: Area | None
    categories: Area | None = None
    name: CellAt | None = None
    title: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart: every reference in it is fixed and names its sheet.

    Attributes:
        row, column: of the cell under its upper left corner; the sheet may be a chart sheet (0, 0).
        kind: ``"line"``, ``"scatter"``, ``"bar"``, ``"area"``, or what the file calls it.
        title: as stored, else empty.
        axis_titles: as stored, those that there are.
    """

    row: int
    column: int
    kind: str
    series: tuple[Series, ...]
    title: str = ""
    axis_titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: as its tab shows it.
        columns: the columns that have filled cells, by their number counted from 0.
        formulas: the distinct formulas that stand on it.
        text_boxes: the words in its shapes.
        charts: the charts on it.
        visible: whether its tab can be seen.
    """

    name: str
    columns: Mapping[int, Column]
    formulas: tuple[Formula, ...] = ()
    text_boxes: tuple[TextBox, ...] = ()
    charts: tuple[Chart, ...] = ()
    visible: bool = True

    def cell(self, row: int, column: int) -> Cell | None:
        """Return one cell; ``None`` where it is empty."""
        held = self.columns.get(column)
        place = int(held.places(np.array([row]))[0]) if held is not None else -1
        if held is None or place < 0:
            return None
        formula = int(held.formulas[place])
        number = float(held.numbers[place])
        value = held.others.get(row, None if np.isnan(number) else number)
        return Cell(value, None if formula == NO_FORMULA else self.formulas[formula])

    def numbers(self, column: int, rows: Rows) -> Numbers:
        """Return the stored numbers of a column at `rows`; NaN where there is none."""
        held = self.columns.get(column)
        if held is None:
            return np.full(len(rows), np.nan)
        places = held.places(rows)
        return np.where(places < 0, np.nan, held.numbers[places])

    def formula_places(self, column: int, rows: Rows) -> NDArray[np.int64]:
        """Return the place in `formulas` of each cell's formula at `rows`; −1 without one."""
        held = self.columns.get(column)
        if held is None:
            return np.full(len(rows), NO_FORMULA)
        places = held.places(rows)
        return np.where(places < 0, NO_FORMULA, held.formulas[places]).astype(np.int64)

    def texts(self) -> Iterator[tuple[int, int, str]]:
        """Yield row, column and words of every cell that holds text, column by column."""
        for column, held in self.columns.items():
            for row, value in held.others.items():
                if isinstance(value, str) and not isinstance(value, CellError):
                    yield row, column, value


@dataclass(frozen=True)
class Book:
    """A foreign workbook.

    Attributes:
        path: the file.
        sheets: in the order of the tabs; chart sheets hold a chart and no cells.
        template: the template a workbook of bpsheet says it was built from (TOML), else empty.
        unread: what of the file could not be read, one sentence each.
        has_formulas: whether the format stores formulas at all (.xls and .csv are read for values).
    """

    path: Path
    sheets: tuple[Sheet, ...]
    template: str = ""
    unread: tuple[str, ...] = ()
    has_formulas: bool = True

    def __getitem__(self, name: str) -> Sheet:
        return self._by_name[name.casefold()]

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Sheet]:
        return {sheet.name.casefold(): sheet for sheet in self.sheets}
