"""Whether a table was made with the learning rate that it says it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bpsheet.check.book import Book
from bpsheet.check.diagnostics import Diagnostic, Place
from bpsheet.check.judge.rates import Votes
from bpsheet.check.located import FoundCell, Table
from bpsheet.check.rules import RULES
from bpsheet.names import rate_text

ENOUGH = 0.5
"""The share of the updates that a stated rate must explain to be believed."""

_RATE_IN_NAME = re.compile(
    r"(?:^|[^a-z])(?:l\.?\s?r\.?|η|ɳ|ƞ|eta|alpha|learning[ _-]?rate)[\s=:_-]*(\d*[.,]?\d+)", re.I
)
_BARE_NUMBER = re.compile(r"\s*(\d*[.,]?\d+)\s*")


@dataclass(frozen=True)
class Rates:
    """The learning rates of a table.

    Attributes:
        name: of the learning rate.
        says: the one that stands in its cell; ``None`` where none was found.
        votes: what the updates say.
        numbers: the one that the numbers were made with; ``None`` where they do not agree.
        default: what to take where nothing is known.
    """

    name: str
    says: float | None
    votes: Votes
    numbers: float | None
    default: float

    @property
    def used(self) -> float:
        """The rate that the table is judged with."""
        if self.says is not None and (self.numbers is None or self.agrees(self.says)):
            return self.says
        return self.default if self.numbers is None else self.numbers

    def agrees(self, rate: float) -> bool:
        """Return whether the numbers may have been made with `rate`."""
        return self.votes.share(rate) >= ENOUGH or (
            self.numbers is not None and bool(np.isclose(rate, self.numbers, rtol=1e-6))
        )


def rate_findings(book: Book, table: Table, rates: Rates) -> Iterator[Diagnostic]:
    """Yield where a cell or a name states another learning rate than the numbers have."""
    if rates.numbers is None:
        return
    cell = table.cells.get(rates.name)
    if cell is not None and rates.says is not None and not rates.agrees(rates.says):
        yield _other_rate(cell, rates)
    stated = rate_in_name(table.sheet.name)
    if stated is not None and not rates.agrees(stated):
        message = (
            f"the name of the sheet says {rate_text(stated)}, "
            f"but its numbers were made with {rates.name} = {rate_text(rates.used)}"
        )
        yield _finding("BP101", Place(table.sheet.name, 0, 0, 0, 0), message, rates.name)


def _other_rate(cell: FoundCell, rates: Rates) -> Diagnostic:
    place = Place(cell.sheet, cell.row, cell.column, cell.row, cell.column)
    assert rates.says is not None
    message = (
        f"{rates.name} is {rate_text(rates.says)} here, "
        f"but the numbers were made with {rate_text(rates.used)}"
    )
    return _finding("BP101", place, message, rates.name)


def rate_in_name(name: str) -> float | None:
    """Return the learning rate that a sheet's name states, if it does.

    >>> rate_in_name("LR=0.5"), rate_in_name("0.1"), rate_in_name("Sheet1")
    (0.5, 0.1, None)
    """
    match = _RATE_IN_NAME.search(name) or _BARE_NUMBER.fullmatch(name)
    return float(match[1].replace(",", ".")) if match else None


def _finding(code: str, place: Place, message: str, quantity: str) -> Diagnostic:
    return Diagnostic(code, RULES[code].severity, (place,), message, quantity)
