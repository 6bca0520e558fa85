"""The formulas of a sheet while they are read: one that was filled into many cells is read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpsheet.checker.book import NO_FORMULA, Formula
from bpsheet.checker.formulas import canonical, read_formula
from bpsheet.checker.reading.references import Target

Dialect = Literal["xlsx", "ods"]
Names = Mapping[str, Target]
"""What defined names stand for, in small letters."""

MOST_FORMULAS = 50_000
"""How many different formulas of one workbook are read."""

_QUOTED = r"\"[^\"]*\"|'[^']*'"
_RELATIVE_ROW: dict[Dialect, re.Pattern[str]] = {
    "xlsx": re.compile(rf"{_QUOTED}|(?<![\w$.])(\$?[A-Za-z]{{1,3}})(\d+)(?![\w(.!])"),
    "ods": re.compile(rf"{_QUOTED}|(\.\$?[A-Za-z]{{1,3}})(\d+)(?=[\]:])"),
}
_OTHER_REFERENCES: dict[Dialect, re.Pattern[str]] = {
    "xlsx": re.compile(r"\[|\d\s*:\s*\$?\d"),
    "ods": re.compile(r"^msoxl:|[\[:]\.\$?\d"),
}
"""Whole rows, tables, other files: such formulas are not followed down by their text."""


class Reader:
    """Reads formulas, each only once for a whole workbook."""

    def __init__(self) -> None:
        self._known: dict[str, Formula] = {}

    def __call__(self, text: str) -> Formula:
        """Return the meaning of a formula in the spelling of `Book`."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = (
                read_formula(text)
                if len(self._known) < MOST_FORMULAS
                else Formula(text, None, f"one of more than {MOST_FORMULAS:,} different formulas")
            )
        return known


class _Filled(NamedTuple):
    """A formula as its text goes on down a column: ``%d`` stands for each row that moves along."""

    pattern: str
    distances: tuple[int, ...]
    place: int

    def text(self, row: int) -> str:
        return self.pattern % tuple([row + distance for distance in self.distances])


class _First(NamedTuple):
    """The first cell in which a formula was met."""

    text: str
    row: int
    column: int
    unread: str


class Formulas:
    """The formulas of one sheet while they are read.

    What names stand for may be known only after the last cell, so that each different formula is
    kept as it was first met, and is read at the end.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._places: dict[str, int] = {}
        self._first: list[_First] = []
        self._filled: dict[int, _Filled] = {}

    def place(self, text: str, row: int, column: int) -> int:
        """Return the place of the formula `text` that stands in a cell."""
        filled = self._filled.get(column)
        if filled is not None and filled.text(row) == text:
            return filled.place
        spelling = canonical(text, row, column, self._dialect, {})
        place = self._add(spelling, _First(text, row, column, ""))
        if _OTHER_REFERENCES[self._dialect].search(text):
            self._filled.pop(column, None)
        else:
            self._filled[column] = self._pattern(text, row, place)
        return place

    def unread(self, text: str, row: int, column: int, why: str) -> int:
        """Return the place of a formula that is kept without its meaning, and say why."""
        return self._add(f"{text}\n{why}", _First(text, row, column, why))

    def read(self, names: Names, reader: Reader) -> tuple[tuple[Formula, ...], NDArray[np.int32]]:
        """Return the different formulas, and the new place of each that `place` returned.

        The last new place is that of no formula, so that ``places[NO_FORMULA]`` is right as well.
        """
        formulas = [self._read(first, names, reader) for first in self._first]
        different = {(formula.text, formula.unread): formula for formula in formulas}
        new = {key: place for place, key in enumerate(different)}
        places = [new[formula.text, formula.unread] for formula in formulas]
        return tuple(different.values()), np.array([*places, NO_FORMULA], np.int32)

    def _read(self, first: _First, names: Names, reader: Reader) -> Formula:
        if first.unread:
            return Formula(first.text, None, first.unread)
        return reader(canonical(first.text, first.row, first.column, self._dialect, names))

    def _add(self, spelling: str, first: _First) -> int:
        place = self._places.setdefault(spelling, len(self._first))
        if place == len(self._first):
            self._first.append(first)
        return place

    def _pattern(self, text: str, row: int, place: int) -> _Filled:
        distances: list[int] = []

        def moving(found: re.Match[str]) -> str:
            if found[1] is None:
                return found[0]
            distances.append(int(found[2]) - row)
            return f"{found[1]}%d"

        pattern = _RELATIVE_ROW[self._dialect].sub(moving, text.replace("%", "%%"))
        return _Filled(pattern, tuple(distances), place)
