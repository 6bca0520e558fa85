"""The cell with the learning rate: the one that the updates read, or that has the label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from bpsheet.checker.book import Book, Sheet
from bpsheet.checker.locate.cells import Spot, named, numbers_beside, read_outside
from bpsheet.checker.locate.compact import LONGEST
from bpsheet.checker.locate.labels import RATE, read_label
from bpsheet.checker.locate.vocabulary import Vocabulary
from bpsheet.checker.located import FoundCell, FoundColumn, Table

LABELLED = "labelled "
"""Stands before the name of a rate whose cell has the label but is not the one in use."""

MOST_LISTED = 20
"""How many cells a list of learning rates may have, gaps included."""

WIDEST_GAP = 3
"""How many empty cells may part two learning rates of a list."""

NEAR = 1e-3
"""How near, as a share, two rates must be to be taken for the same."""


def rate_cells(book: Book, table: Table, vocabulary: Vocabulary) -> dict[str, FoundCell]:
    """Return the cell with the learning rate in use, and a labelled one that is not in use."""
    if vocabulary.rate in table.columns:
        return {}
    rate = vocabulary.rate
    labelled = list(_labelled(book, table, vocabulary))
    used = _used(book, table, vocabulary)
    if used is None:
        used = _by_number(book, table, vocabulary, labelled)
    if used is None:
        return {rate: labelled[0]} if labelled else {}
    unused = [cell for cell in labelled if _spot(cell) != _spot(used)]
    if used.label or not unused or unused[0].sheet != table.sheet.name:
        return {rate: used}
    return {rate: used, LABELLED + rate: unused[0]}


def _spot(cell: FoundCell) -> Spot:
    return Spot(cell.sheet, cell.row, cell.column)


def _used(book: Book, table: Table, vocabulary: Vocabulary) -> FoundCell | None:
    """Return the cell that most updates read; of several, the one that a label calls the rate."""
    spots = read_outside(table, _parameters(table, vocabulary))
    candidates = []
    for spot, _ in spots.most_common():
        if spot.sheet not in book:
            continue
        names, words = named(book[spot.sheet], spot, vocabulary)
        if vocabulary.rate in names:
            return FoundCell(vocabulary.rate, *spot, words, how="formula")
        if not names or names[0] in table.columns:
            candidates.append(FoundCell(vocabulary.rate, *spot, "", how="formula", sure="likely"))
    return candidates[0] if candidates else None


def _parameters(table: Table, vocabulary: Vocabulary) -> Iterator[FoundColumn]:
    return (found for name, found in table.columns.items() if vocabulary.is_parameter(name))


def _labelled(book: Book, table: Table, vocabulary: Vocabulary) -> Iterator[FoundCell]:
    """Yield the labelled rates of the table's sheet, those nearest to its header first."""
    sheet = book[table.sheet.name]
    own = {text for found in (*table.columns.values(), *table.others) if (text := found.label)}
    labels = [
        (row, column, text)
        for row, column, text in sheet.texts()
        if len(text) <= LONGEST and vocabulary.rate in vocabulary.read(text) and text not in own
    ]
    header = table.header or int(table.rows[0])
    for row, column, text in sorted(
        labels, key=lambda label: abs((label[1] if table.across else label[0]) - header)
    ):
        for place in numbers_beside(sheet, row, column):
            yield FoundCell(vocabulary.rate, sheet.name, *place, text, sure="likely")


def listed_rates(sheet: Sheet) -> Iterator[list[FoundCell]]:
    """Yield the lists of learning rates: beside a label, or beneath it with gaps."""
    for row, column, text in sheet.texts():
        if len(text) <= LONGEST and RATE in read_label(text.rstrip("s:= "))[:1]:
            for places in (
                [(row, column + distance) for distance in range(1, MOST_LISTED)],
                [(row + distance, column) for distance in range(1, MOST_LISTED)],
            ):
                found = list(_listed(sheet, places))
                if len(found) > 1:
                    yield [FoundCell(RATE, sheet.name, *place, text) for place in found]
                    break


def _listed(sheet: Sheet, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the cells with numbers up to the first text, or up to a wide gap."""
    gap = 0
    for place in places:
        cell = sheet.cell(*place)
        value = None if cell is None else cell.value
        gap = 0 if cell is not None else gap + 1
        if isinstance(value, str) or gap > WIDEST_GAP:
            return
        if isinstance(value, float):
            yield place


def _by_number(
    book: Book, table: Table, vocabulary: Vocabulary, labelled: list[FoundCell]
) -> FoundCell | None:
    """Return the labelled cell that holds the rate by which the parameters really changed."""
    rate = rate_of_numbers(table, vocabulary)
    for cell in labelled:
        stored = book[cell.sheet].cell(cell.row, cell.column)
        number = stored.value if stored is not None else None
        if rate is None or not isinstance(number, int | float):
            continue
        if abs(number - rate) <= NEAR * abs(rate):
            return cell
    return None


def rate_of_numbers(table: Table, vocabulary: Vocabulary) -> float | None:
    """Return the rate by which most parameters changed, (before − after) / gradient."""
    rates = [np.empty(0)]
    for name, found in table.columns.items():
        gradient = next(
            (other for label, other in table.columns.items() if label.endswith(f"/∂{name}")), None
        )
        if not vocabulary.is_parameter(name) or gradient is None or len(table.rows) < 2:
            continue
        before = table.sheet.numbers(found.column, table.rows)
        slope = table.sheet.numbers(gradient.column, table.rows)[:-1]
        with np.errstate(all="ignore"):
            rates.append(-np.diff(before) / slope)
    changes = np.concatenate(rates)
    changes = changes[np.isfinite(changes) & (changes > 0)]
    return float(np.median(changes)) if len(changes) else None
