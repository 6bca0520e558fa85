"""Rows of labels with numbers beneath them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bpsheet.checker.book import NO_FORMULA, CellError, Column, Rows, Sheet
from bpsheet.checker.locate.compact import LONGEST
from bpsheet.checker.locate.vocabulary import Vocabulary

FEWEST = 4
"""The known quantities that a row of labels must name."""

STACKED = 2
"""How many rows of labels may stand above the lowest one."""

APART = 3
"""How many rows the first numbers may stand below their labels, less one."""

MOST_LABELS = 10_000
"""How many different texts of a sheet are read as labels."""

MOST_HEADERS = 200
"""How many rows of a sheet are tried as headers."""

Texts = dict[int, dict[int, str]]

Asked = Mapping[tuple[int, int], str]
"""The quantities that certainly begin in a cell, by its row and column."""


@dataclass(frozen=True)
class Label:
    """What stands above a column.

    Attributes:
        column: counted from 0.
        text: as written.
        names: the quantities it may stand for, likeliest first.
    """

    column: int
    text: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """A row of labels, with what stands in the rows above it where a column needs that.

    Attributes:
        row: of the lowest labels.
        start: the row of the first numbers beneath.
        labels: from the left.
    """

    row: int
    start: int
    labels: tuple[Label, ...]


def filled_rows(column: Column) -> Rows:
    """Return the rows in which a column has a number, a formula or an error."""
    filled = ~np.isnan(column.numbers) | (column.formulas != NO_FORMULA)
    errors = [row for row, value in column.others.items() if isinstance(value, CellError)]
    if errors:
        filled |= np.isin(column.rows, errors)
    return np.asarray(column.rows[filled])


def headers_of(
    sheet: Sheet, vocabulary: Vocabulary, asked: Asked, filled: Mapping[int, Rows]
) -> list[Header]:
    """Return the rows of labels of a sheet that have numbers beneath them, from the top.

    Arguments:
        sheet: the sheet.
        vocabulary: what labels may mean.
        asked: the quantities that certainly begin in a cell.
        filled: by column, the rows with numbers.
    """
    texts = _texts(sheet)
    names = _names(texts, vocabulary)
    by_start: dict[int, Header] = {}
    likely = {row for row, held in texts.items() if any(map(names.get, held.values()))}
    for row in sorted(likely.union(row - 1 for row, _ in asked))[:MOST_HEADERS]:
        labels = _with_asked(row, _labels(row, texts, names, vocabulary), asked)
        start = _start(row, labels, filled)
        if start is not None and len({label.names[0] for label in labels if label.names}) >= FEWEST:
            by_start[start] = Header(row, start, labels)
    return list(by_start.values())


def _with_asked(row: int, labels: Iterator[Label], asked: Asked) -> tuple[Label, ...]:
    """Return the labels of a row with what is asked for in place of what they say."""
    by_column = {label.column: label for label in labels}
    for (start, column), name in asked.items():
        if row < start <= row + 1 + APART:
            text = by_column[column].text if column in by_column else ""
            by_column[column] = Label(column, text, (name,))
    return tuple(by_column[column] for column in sorted(by_column))


def _texts(sheet: Sheet) -> Texts:
    """Return by row and column what is short enough to be a label."""
    texts: Texts = defaultdict(dict)
    for row, column, text in sheet.texts():
        if len(text) <= LONGEST and text.strip():
            texts[row][column] = text
    return dict(texts)


def _names(texts: Texts, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return what each text may stand for, of as many as a sheet may reasonably have."""
    different = dict.fromkeys(text for held in texts.values() for text in held.values())
    return {text: vocabulary.read(text) for text in list(different)[:MOST_LABELS]}


def _labels(
    row: int, texts: Texts, names: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary
) -> Iterator[Label]:
    """Yield the labels of each column, with the rows above where the lowest does not say enough."""
    lowest = texts.get(row, {})
    above = [texts.get(row - distance, {}) for distance in range(1, STACKED + 1)]
    first = [found[0] for text in lowest.values() if (found := names.get(text))]
    for column, text in lowest.items():
        found = names.get(text, ())
        enough = bool(found) and first.count(found[0]) == 1
        joined = None if enough else _joined(Label(column, text, found), above, vocabulary)
        yield joined or Label(column, text, found)
    for column in set[int]().union(*above).difference(lowest):
        text = next(held[column] for held in above if column in held)
        if names.get(text):
            yield Label(column, text, names[text])


def _joined(
    label: Label, above: Sequence[Mapping[int, str]], vocabulary: Vocabulary
) -> Label | None:
    """Return a label read together with the heading of its group, if that says something else."""
    for held in above:
        text = f"{_group(held, label.column)} {label.text}"
        found = vocabulary.read(text)
        if found and found != label.names:
            return Label(label.column, text, found)
    return None


def _group(held: Mapping[int, str], column: int) -> str:
    """Return the heading of the group of columns that a column is in."""
    columns = sorted(held)
    place = bisect_left(columns, column + 1) - 1
    return held[columns[place]] if place >= 0 else ""


def _start(row: int, labels: tuple[Label, ...], filled: Mapping[int, Rows]) -> int | None:
    """Return the row below `row` in which most of the labels have a number."""
    known = [label.column for label in labels if label.names]
    for below in range(row + 1, row + 1 + APART + 1):
        numbers = sum(_has(filled.get(column), below) for column in known)
        if numbers * 2 >= max(len(known), FEWEST):
            return below
    return None


def _has(rows: Rows | None, row: int) -> bool:
    if rows is None:
        return False
    place = int(np.searchsorted(rows, row))
    return place < len(rows) and int(rows[place]) == row
