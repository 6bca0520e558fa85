"""What could not be judged in a table, and why."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bpsheet.checker.book import NO_FORMULA
from bpsheet.checker.diagnostics import Diagnostic, Place
from bpsheet.checker.judge.columns import ColumnCells
from bpsheet.checker.judge.rows import Mask
from bpsheet.checker.judge.writing import note, places_of
from bpsheet.expression import names_in

MOST_NAMES = 6


def gaps_in(columns: list[ColumnCells]) -> Iterator[Diagnostic]:
    """Yield what of the columns of a table was not judged."""
    for cells in columns:
        yield from _unread(cells)
    yield from _not_stored(columns)
    yield from _unjudged([cells for cells in columns if cells.right is None])


def _unread(cells: ColumnCells) -> Iterator[Diagnostic]:
    """Yield which formulas were not read."""
    name = cells.expectation.quantity.name
    for place in np.unique(cells.formulas[cells.formulas != NO_FORMULA]).tolist():
        if why := cells.formula(place).unread:
            message = f"the formula of {name} was not judged: bpsheet does not compute {why}"
            yield note("BP003", places_of(cells, cells.formulas == place), message, name)


def _not_stored(columns: list[ColumnCells]) -> Iterator[Diagnostic]:
    """Yield which cells have a formula but no value, of all columns in one."""
    places: dict[str, tuple[Place, ...]] = {}
    for cells in columns:
        empty = (cells.formulas != NO_FORMULA) & np.isnan(cells.found) & ~_others(cells)
        if empty.any():
            places[cells.expectation.quantity.name] = places_of(cells, empty)
    if places:
        names = list(places)
        shown = ", ".join(names[:MOST_NAMES]) + " …" * (len(names) > MOST_NAMES)
        message = (
            f"formulas without a stored value: {shown}; open the file in a spreadsheet program"
            " and save it"
        )
        every = tuple(place for group in places.values() for place in group)
        yield note("BP004", every, message, names[0] if len(names) == 1 else "")


def _others(cells: ColumnCells) -> Mask:
    """Return which cells hold a text or an error."""
    held = cells.bench.table.sheet.columns.get(cells.column.column)
    return np.isin(cells.rows, list(held.others) if held is not None else [])


def _unjudged(columns: list[ColumnCells]) -> Iterator[Diagnostic]:
    """Yield which quantities are made of something that was not found."""
    if not columns:
        return
    names = list(dict.fromkeys(cells.expectation.quantity.name for cells in columns))
    missing = dict.fromkeys(
        name
        for cells in columns
        for name in names_in(cells.expectation.forms[0])
        if name not in cells.beside
    )
    message = (
        f"the numbers of {_listed(names)} were not judged, for {_listed(list(missing))} "
        f"{'was' if len(missing) == 1 else 'were'} not found; say where with --map"
    )
    places: tuple[Place, ...] = sum((places_of(cells) for cells in columns), ())
    yield note("BP005", places, message)


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
