"""The training tables of one sheet, in one direction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

import numpy as np

from bpsheet.checker.book import Numbers, Rows, Sheet
from bpsheet.checker.locate.assignment import assign, side_by_side
from bpsheet.checker.locate.firing import with_outputs
from bpsheet.checker.locate.gaps import without_gaps
from bpsheet.checker.locate.headers import FEWEST, Asked, Header, Label, filled_rows, headers_of
from bpsheet.checker.locate.settling import settled
from bpsheet.checker.locate.vocabulary import Kind, Vocabulary
from bpsheet.checker.located import FoundColumn, Table

GAP = 3
"""How many rows of a table may be left empty between two others."""

FORWARD = frozenset({Kind.SUM, Kind.ACTIVATION, Kind.LOSS})
"""What a forward pass computes."""

EVEN = 1e-9
"""How equal, as a share, the steps of a parameter are that only scans a range."""

SHARE = 0.5
"""The share of a table's columns that a row of it fills, or of its parameters."""


_LAST = np.iinfo(np.int64).max


def tables_of(sheet: Sheet, vocabulary: Vocabulary, asked: Asked, *, across: bool) -> list[Table]:
    """Return the training tables of a sheet.

    Arguments:
        sheet: the sheet, its rows and columns changed places if `across`.
        vocabulary: what labels may mean.
        asked: by row and column, the quantities that certainly begin there.
        across: whether tables that run to the right are looked for.
    """
    filled = {number: filled_rows(column) for number, column in sheet.columns.items()}
    headers = headers_of(sheet, vocabulary, asked, filled)
    tables: list[Table] = []
    for header, below in zip_longest(headers, headers[1:]):
        for labels in side_by_side(header.labels):
            end = _end(labels, below)
            table = _table(sheet, header, labels, end, filled, vocabulary, across)
            if table is None:
                continue
            former = next((old for old in tables if _continues(old, table, vocabulary)), None)
            if former is None:
                tables.append(table)
            else:
                rows = np.concatenate([former.rows, table.rows])
                tables[tables.index(former)] = replace(former, rows=rows)
    return tables


def _end(labels: Sequence[Label], below: Header | None) -> int | None:
    """Return the row in which the next table begins, if it stands beneath."""
    if below is None:
        return None
    columns = {label.column for label in labels if label.names}
    beneath = any(label.column in columns for label in below.labels if label.names)
    return below.row if beneath else None


def _table(
    sheet: Sheet,
    header: Header,
    labels: Sequence[Label],
    end: int | None,
    filled: Mapping[int, Rows],
    vocabulary: Vocabulary,
    across: bool,
) -> Table | None:
    columns, others = assign([label for label in labels if label.column in filled])
    if len(columns) < FEWEST:
        return None
    rows = _rows(columns, header.start, end, filled, vocabulary)
    if not len(rows):
        return None
    columns = {
        name: found for name, found in columns.items() if _share(found.column, rows, filled) > 0
    }
    others = (*others, *_unlabelled(header, labels, rows, filled))
    if not _teaches(sheet, columns, others, rows, vocabulary):
        return None
    if not vocabulary.own:
        columns = with_outputs(settled(columns, sheet, rows), others, sheet, rows)
    columns, others = without_gaps(columns, others)
    return Table(sheet, across, header.row, rows, columns, others=others)


def _teaches(
    sheet: Sheet,
    columns: Mapping[str, FoundColumn],
    others: Sequence[FoundColumn],
    rows: Rows,
    vocabulary: Vocabulary,
) -> bool:
    """Return whether these are the columns of a training table, and not of some list of numbers.

    Without gradients, as in a forward pass alone, the parameters must stay as they are, unless
    there are columns of unknown meaning that the gradients may stand in.
    """
    kinds = [vocabulary.kind(name) for name in columns]
    forward = FORWARD.intersection(kinds)
    if Kind.PARAMETER not in kinds or len(forward) < vocabulary.fewest_forward:
        return False
    parameters = [found.column for name, found in columns.items() if vocabulary.is_parameter(name)]
    numbers = [sheet.numbers(column, rows) for column in parameters]
    if Kind.BACKWARD in kinds and len(rows) > 1:
        return not _are_scanned(numbers)
    unknown = kinds.count(Kind.OTHER) + sum(not found.quantity for found in others)
    held = all(bool(np.all(values == values[0])) for values in numbers)
    return forward == FORWARD and (held or unknown >= len(parameters))


def _are_scanned(parameters: Sequence[Numbers]) -> bool:
    """Return whether parameters go through a range and the others stay, as under an error curve."""
    scanned = list(map(_is_scan, parameters))
    others = [values for values, is_scan in zip(parameters, scanned, strict=True) if not is_scan]
    return any(scanned) and all(len(set(values[~np.isnan(values)])) == 1 for values in others)


def _is_scan(values: Numbers) -> bool:
    """Return whether a parameter mostly goes up in equal steps, as under a curve of the error."""
    steps = np.diff(values)
    steps = steps[np.isfinite(steps)]
    if len(steps) < FEWEST:
        return False
    even = np.isclose(steps[1:], steps[:-1], rtol=EVEN, atol=0) & (steps[1:] != 0)
    return float(np.mean(even)) > SHARE


def _rows(
    columns: Mapping[str, FoundColumn],
    start: int,
    end: int | None,
    filled: Mapping[int, Rows],
    vocabulary: Vocabulary,
) -> Rows:
    """Return the rows of a table: those that fill half of its columns, or of its parameters."""
    parameters = [found.column for name, found in columns.items() if vocabulary.is_parameter(name)]
    everything = [found.column for found in columns.values()]
    rows = np.union1d(
        _rows_filling(everything, start, end, filled),
        _rows_filling(parameters, start, end, filled),
    )
    apart = np.flatnonzero(np.diff(rows) > GAP + 1)
    return rows[: apart[0] + 1] if len(apart) else rows


def _rows_filling(
    columns: Sequence[int], start: int, end: int | None, filled: Mapping[int, Rows]
) -> Rows:
    counts = np.zeros(0, np.int64)
    for column in columns:
        first, last = np.searchsorted(filled[column], [start, end or _LAST])
        here = np.bincount(filled[column][first:last] - start, minlength=len(counts))
        here[: len(counts)] += counts
        counts = here
    return start + np.flatnonzero(counts >= max(1, SHARE * len(columns)))


def _unlabelled(
    header: Header, labels: Sequence[Label], rows: Rows, filled: Mapping[int, Rows]
) -> Iterator[FoundColumn]:
    """Yield the columns between the labelled ones and next to them that have numbers."""
    taken = {label.column for label in header.labels}
    between = {label.column for label in labels}
    first, last = min(between), max(between)
    while first - 1 not in taken and _fills(first - 1, rows, filled):
        first -= 1
    while last + 1 not in taken and _fills(last + 1, rows, filled):
        last += 1
    for column in range(first, last + 1):
        if column not in taken and _fills(column, rows, filled):
            yield FoundColumn("", column, "", sure="guess")


def _fills(column: int, rows: Rows, filled: Mapping[int, Rows]) -> bool:
    """Return whether a column has numbers in half of the rows."""
    return _share(column, rows, filled) >= SHARE


def _share(column: int, rows: Rows, filled: Mapping[int, Rows]) -> float:
    """Return in which share of the rows a column has numbers."""
    return float(np.isin(rows, filled[column]).mean()) if column in filled else 0.0


def _continues(former: Table, table: Table, vocabulary: Vocabulary) -> bool:
    """Return whether a table only goes on with another one beneath a repeated header."""
    places = {name: found.column for name, found in table.columns.items()}
    if {name: found.column for name, found in former.columns.items()} != places:
        return False
    parameters = [places[name] for name in places if vocabulary.is_parameter(name)]
    first, again = (
        [table.sheet.numbers(column, rows[:1])[0] for column in parameters]
        for rows in (former.rows, table.rows)
    )
    return not np.array_equal(first, again, equal_nan=True)
