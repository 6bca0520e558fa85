"""The columns of a sheet while they are read: a few bytes a cell, one formula for many cells."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.book import NO_FORMULA, CellError, Column
from bpsheet.checker.reading.digits import digits_of
from bpsheet.checker.reading.trouble import DamagedError, RefusedError

MOST_CELLS = 2_500_000
MOST_LETTERS = 40_000_000
LAST_ROW = 1_048_575
LAST_COLUMN = 16_383


class Budget:
    """What may still be read of one workbook: cells, and letters of text."""

    def __init__(self) -> None:
        self.cells = MOST_CELLS
        self.letters = MOST_LETTERS

    def take_cell(self) -> None:
        """Count a further cell.

        Raises:
            RefusedError: there are too many.
        """
        self.cells -= 1
        if self.cells < 0:
            raise RefusedError(
                f"has more than {MOST_CELLS:,} filled cells; delete what is not about it"
            )

    def take_letters(self, letters: int) -> None:
        """Count further letters of text.

        Raises:
            RefusedError: there are too many.
        """
        self.letters -= letters
        if self.letters < 0:
            raise RefusedError(
                f"holds more than {MOST_LETTERS:,} letters of text; delete what is not about it"
            )


class Cells:
    """The cells of one sheet while they are read.

    Arguments:
        budget: shared by all sheets of the workbook.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._columns: dict[int, _Growing] = {}

    def number(self, row: int, column: int, text: str, formula: int = NO_FORMULA) -> None:
        """Add a cell with a number, as the file spells it; what is none is kept as text."""
        try:
            value = float(text)
        except ValueError:
            value = np.nan
        if value - value != 0:
            self.other(row, column, text or None, formula)
            return
        decimals, significant = digits_of(text)
        growing = self._at(row, column)
        growing.numbers.append(value)
        growing.decimals.append(decimals)
        growing.significant.append(significant)
        growing.formulas.append(formula)

    def other(
        self,
        row: int,
        column: int,
        value: str | bool | CellError | None,
        formula: int = NO_FORMULA,
    ) -> None:
        """Add a cell with a text, truth value or error, or a formula without a stored value."""
        growing = self._at(row, column)
        if value is not None:
            growing.others[row] = value
        if isinstance(value, str):
            self._budget.take_letters(len(value))
        growing.numbers.append(np.nan)
        growing.decimals.append(0)
        growing.significant.append(0)
        growing.formulas.append(formula)

    def columns(self, places: NDArray[np.int32]) -> dict[int, Column]:
        """Return the columns read so far, from the left.

        Arguments:
            places: the new place of each formula, in the order of the old ones; that of no formula
                last.
        """
        return {column: held.column(places) for column, held in sorted(self._columns.items())}

    def _at(self, row: int, column: int) -> _Growing:
        self._budget.take_cell()
        growing = self._columns.get(column)
        if growing is None:
            if not 0 <= column <= LAST_COLUMN:
                raise DamagedError("a cell stands outside of any sheet")
            growing = self._columns[column] = _Growing()
        if not 0 <= row <= LAST_ROW:
            raise DamagedError("a cell stands outside of any sheet")
        growing.rows.append(row)
        return growing


class _Growing:
    """One column while it is read."""

    __slots__ = ("decimals", "formulas", "numbers", "others", "rows", "significant")

    def __init__(self) -> None:
        self.rows = array("i")
        self.numbers = array("d")
        self.decimals = array("h")
        self.significant = array("h")
        self.formulas = array("i")
        self.others: dict[int, str | bool | CellError] = {}

    def column(self, places: NDArray[np.int32]) -> Column:
        """Return the column; of cells that stand twice in the file the last counts."""
        rows = np.frombuffer(self.rows, np.intc).astype(np.int64)
        held: Mapping[str, NDArray[Any]] = {
            "rows": rows,
            "numbers": np.frombuffer(self.numbers, np.float64),
            "decimals": np.frombuffer(self.decimals, np.int16),
            "significant": np.frombuffer(self.significant, np.int16),
            "formulas": places[np.frombuffer(self.formulas, np.int32)],
        }
        if np.any(np.diff(rows) <= 0):
            last_first = np.unique(rows[::-1], return_index=True)[1]
            held = {name: values[::-1][last_first] for name, values in held.items()}
        return Column(**held, others=self.others)
