"""Whether a table was made with the learning rate that it says it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bpsheet.checker.book import Book
from bpsheet.checker.diagnostics import Diagnostic, Place
from bpsheet.checker.judge.rates import Votes
from bpsheet.checker.judge.writing import note
from bpsheet.checker.locate import LABELLED, listed_rates
from bpsheet.checker.located import FoundCell, Table
from bpsheet.names import rate_text
from bpsheet.sheet.address import cell_name

ENOUGH = 0.5
"""The share of the updates that a stated rate must explain to be believed."""

_RATE = re.compile(
    r"(?:^|[^a-zα-ω])(?:l\.?\s?r\.?|[ηɳƞ]|eta|alpha|α|learning[ _-]?rate)\s*(?:is|[=:_-])?\s*"
    r"(\d*[.,]?\d+)(?![\d.,]*\d|\s*(?:to|-|–|,|…))",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\s*(\d*[.,]?\d+)\s*")

NEAR = 1e-6
"""How near, as a share, two learning rates must be to be the same."""

LONGEST_LABEL = 60
"""The characters of a text that may be a label."""


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
            self.numbers is not None and bool(np.isclose(rate, self.numbers, rtol=NEAR))
        )


def rate_findings(book: Book, table: Table, rates: Rates) -> Iterator[Diagnostic]:
    """Yield where a cell or a name states another learning rate than the numbers have.

    Workbooks of bpsheet keep the names they were built with, and say so themselves.
    """
    yield from _unused(table, rates)
    if rates.numbers is None:
        return
    cell = table.cells.get(rates.name)
    if cell is not None and rates.says is not None and not rates.agrees(rates.says):
        yield _other_rate(cell, rates)
    for place, words, stated in () if book.template else _stated(book, table):
        if not rates.agrees(stated):
            message = (
                f"{words} says {rate_text(stated)}, "
                f"but the numbers were made with {rates.name} = {rate_text(rates.used)}"
            )
            yield note("BP101", (place,), message, rates.name)


def _unused(table: Table, rates: Rates) -> Iterator[Diagnostic]:
    """Yield that the cell with the label is not the one that the updates read."""
    labelled, used = table.cells.get(LABELLED + rates.name), table.cells.get(rates.name)
    if labelled is not None and used is not None:
        message = (
            f"the updates do not read this {labelled.label.strip()} "
            f"but {used.sheet}!{cell_name(used.row, used.column)}"
        )
        yield note("BP102", (_place(labelled),), message, rates.name)


def _stated(book: Book, table: Table) -> Iterator[tuple[Place, str, float]]:
    """Yield the learning rates that names and titles state: where, in what, and which."""
    sheet = book[table.sheet.name]
    corner = Place(sheet.name, 0, 0, 0, 0)
    if (rate := rate_in_name(sheet.name)) is not None:
        yield corner, "the name of the sheet", rate
    if len(book.sheets) == 1 and (match := _RATE.search(book.path.stem)):
        yield corner, "the name of the file", _number(match)
    for row, column, text in sheet.texts():
        if len(text) <= LONGEST_LABEL and (match := _RATE.search(text)):
            yield Place(sheet.name, row, column, row, column), "this label", _number(match)
    for chart in sheet.charts:
        if match := _RATE.search(chart.title):
            place = Place(sheet.name, chart.row, chart.column, chart.row, chart.column)
            yield place, "the title of a chart", _number(match)


def _other_rate(cell: FoundCell, rates: Rates) -> Diagnostic:
    assert rates.says is not None
    message = (
        f"{rates.name} is {rate_text(rates.says)} here, "
        f"but the numbers were made with {rate_text(rates.used)}"
    )
    return note("BP101", (_place(cell),), message, rates.name)


def _place(cell: FoundCell) -> Place:
    return Place(cell.sheet, cell.row, cell.column, cell.row, cell.column)


def rate_in_name(name: str) -> float | None:
    """Return the learning rate that a sheet's name states, if it does.

    >>> rate_in_name("LR=0.5"), rate_in_name("0.1"), rate_in_name("Sheet1")
    (0.5, 0.1, None)
    """
    match = _RATE.search(name) or _BARE_NUMBER.fullmatch(name)
    return _number(match) if match else None


def _number(match: re.Match[str]) -> float:
    return float(match[1].replace(",", "."))


def unused_rates(book: Book, used: Sequence[float]) -> Iterator[Diagnostic]:
    """Yield that learning rates are listed but not run.

    Arguments:
        book: the workbook.
        used: the rates that its tables were made with.
    """
    for cells in chain.from_iterable(map(listed_rates, book.sheets)):
        rates = [_stored(book, cell) for cell in cells]
        idle = {
            _place(cell): rate
            for cell, rate in zip(cells, rates, strict=True)
            if not any(np.isclose(rate, other, rtol=NEAR) for other in used)
        }
        if min(rates) > 0 and len(set(rates)) == len(rates) and 0 < len(idle) < len(rates):
            listed = ", ".join(map(rate_text, idle.values()))
            verb = "is" if len(idle) == 1 else "are"
            message = f"{len(rates)} learning rates are listed, but {listed} {verb} not run"
            yield note("BP104", tuple(idle), message)


def _stored(book: Book, cell: FoundCell) -> float:
    held = book[cell.sheet].cell(cell.row, cell.column)
    assert held is not None and isinstance(held.value, float)
    return held.value
