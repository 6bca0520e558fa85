"""Finds an exercise's cells in the workbook that came back, by names and labels.

Students insert rows, move blocks and rename sheets; labels stay beside what they name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bpsheet.checker.book import Book, Sheet
from bpsheet.checker.diagnostics import Place
from bpsheet.exercises.exercise import Answer, Exercise
from bpsheet.exercises.labels import EXERCISE_ID, anchor_of, slip_answers
from bpsheet.exercises.layout.places import PAPER
from bpsheet.exercises.runs import Array, Given
from bpsheet.model.graph import Scope

WORKSHEET = "worksheet"


class Spot(NamedTuple):
    """One cell of the file: `sheet` as the file spells it, the rest counted from 0."""

    sheet: str
    row: int
    column: int

    @property
    def place(self) -> Place:
        """The cell as reports name it."""
        return Place(self.sheet, self.row, self.column, self.row, self.column)


@dataclass(frozen=True)
class Placed:
    """Where an exercise's cells are in a file.

    Attributes:
        table: the cells of the table by quantity and row, those that are given included.
        once: the cells that hold a given number for the whole exercise, by name.
        samples: the cells of the samples' numbers, by name and sample (from 0).
        slips: the cells for the answers about slips, by their labels.
    """

    table: Mapping[Answer, Spot]
    once: Mapping[str, Spot]
    samples: Mapping[Answer, Spot]
    slips: Mapping[str, Spot]

    def given_cells(self, given: Given) -> dict[Spot, Array]:
        """Return the numbers that the exercise gave, (runs,), by their cells outside the table."""
        once = {**{name: row[:, 0] for name, row in given.samples.items()}, **given.once}
        return {
            **{spot: once[name] for name, spot in self.once.items() if name in once},
            **{spot: given.samples[name][:, row] for (name, row), spot in self.samples.items()},
        }


class Hit(NamedTuple):
    """A cell whose text is a label."""

    sheet: Sheet
    row: int
    column: int
    label: str


def placed_in(book: Book, exercise: Exercise) -> Placed:
    """Return where the cells of an exercise are in a workbook; what is not found is left out."""
    names = {quantity.name for quantity in exercise.graph}
    labels = {anchor_of(exercise.template), "sample", *names, *slip_answers(len(exercise.slips))}
    hits = list(_hits(book, labels))
    headers = _headers(hits, exercise)
    table = _table(headers, exercise)
    taken = {(id(hit.sheet), hit.row) for hit in headers.values()}
    beside = [hit for hit in hits if (id(hit.sheet), hit.row) not in taken]
    return Placed(
        table=table,
        once=_once(book, beside),
        samples=_samples(beside, exercise) if exercise.template.several else {},
        slips=_beside_labels(beside, slip_answers(len(exercise.slips))),
    )


def id_in(book: Book) -> str:
    """Return the exercise id that a workbook shows; empty where it shows none."""
    for sheet in book.sheets:
        for row, column, text in sheet.texts():
            if text.strip().casefold() == EXERCISE_ID:
                cell = sheet.cell(row, column + 1)
                if cell is not None and cell.value is not None:
                    return _written(cell.value)
    return ""


def _written(value: object) -> str:
    """Return an id as it was written, though a program took one without letters for a number."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _hits(book: Book, labels: set[str]) -> Iterator[Hit]:
    for sheet in book.sheets:
        if sheet.name.strip().casefold() == PAPER.casefold():
            continue  # the page to print names all answers, too, and holds none
        for row, column, text in sheet.texts():
            if text.strip() in labels:
                yield Hit(sheet, row, column, text.strip())


def _headers(hits: list[Hit], exercise: Exercise) -> dict[str, Hit]:
    """Return the heading of each column of the table.

    Of several rows that have a label, the one with the most labels is the table's; the sheet that
    was handed out comes before copies.
    """
    columns = {anchor_of(exercise.template), *exercise.order}
    rows = _in_rows(hit for hit in hits if hit.label in columns)

    def rank(row: list[Hit]) -> tuple[bool, int]:
        return row[0].sheet.name.strip().casefold() == WORKSHEET, len({hit.label for hit in row})

    found: dict[str, Hit] = {}
    for row in sorted(rows, key=rank, reverse=True):
        for hit in row if len(row) > 1 else ():
            found.setdefault(hit.label, hit)
    return found


def _in_rows(hits: Iterable[Hit]) -> Iterable[list[Hit]]:
    """Return the labels row by row."""
    rows: dict[tuple[int, int], list[Hit]] = defaultdict(list)
    for hit in hits:
        rows[id(hit.sheet), hit.row].append(hit)
    return rows.values()


def _table(headers: Mapping[str, Hit], exercise: Exercise) -> dict[Answer, Spot]:
    """Return the cells of the table: rows are found by the numbers in its first column.

    A block that was moved away from that column keeps its rows in their order.
    """
    anchor = headers.get(anchor_of(exercise.template))
    distances = _numbered(anchor, exercise.count) if anchor else {}
    below = [distances.get(row, row + 1) for row in range(exercise.count)]
    return {
        Answer(name, row): Spot(hit.sheet.name, hit.row + distance, hit.column)
        for name in exercise.order
        if (hit := headers.get(name)) is not None
        for row, distance in enumerate(below)
        if row < exercise.rows or exercise.graph[name].scope is Scope.CARRIED
    }


def _numbered(anchor: Hit, count: int) -> dict[int, int]:
    """Return how far below the heading each row of the table stands."""
    column = anchor.sheet.columns[anchor.column]
    below = column.rows > anchor.row
    rows, numbers = column.rows[below].tolist(), column.numbers[below].tolist()
    found: dict[int, int] = {}
    for row, number in zip(rows, numbers, strict=True):
        if number == len(found) and len(found) < count:
            found[len(found)] = row - anchor.row
    return found


def _once(book: Book, hits: list[Hit]) -> dict[str, Spot]:
    """Return the given numbers that stand beside their names, first on the sheet with the id."""
    with_id = {
        id(sheet)
        for sheet in book.sheets
        if any(text.strip().casefold() == EXERCISE_ID for _, _, text in sheet.texts())
    }
    in_order = sorted(hits, key=lambda hit: id(hit.sheet) not in with_id)
    return _beside_labels(in_order, {hit.label for hit in hits}, numbers=True)


def _beside_labels(
    hits: list[Hit], labels: Collection[str], *, numbers: bool = False
) -> dict[str, Spot]:
    """Return the cells to the right of labels, the first of each; perhaps only those of numbers."""
    found: dict[str, Spot] = {}
    for hit in hits:
        if hit.label not in labels or hit.label in found:
            continue
        cell = hit.sheet.cell(hit.row, hit.column + 1) if numbers else None
        if not numbers or (cell is not None and not isinstance(cell.value, str)):
            found[hit.label] = Spot(hit.sheet.name, hit.row, hit.column + 1)
    return found


def _samples(hits: list[Hit], exercise: Exercise) -> dict[Answer, Spot]:
    """Return the cells of the samples, which stand below their names and number."""
    names = (*exercise.template.names.inputs, *exercise.template.names.targets)
    data = exercise.template.data
    count = len(data.inputs) + (len(data.validation.inputs) if data.validation else 0)
    for row in _in_rows(hits):
        found = {hit.label: hit for hit in reversed(row)}
        if not found.keys() >= {"sample", *names}:
            continue
        anchor = found["sample"]
        numbers = anchor.sheet.numbers(anchor.column, np.arange(count) + anchor.row + 1)
        if np.array_equal(numbers, np.arange(count) + 1.0):
            return {
                Answer(name, n): Spot(anchor.sheet.name, anchor.row + n + 1, found[name].column)
                for name in names
                for n in range(count)
            }
    return {}
