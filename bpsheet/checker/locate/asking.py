"""Cells that the user says hold a quantity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bpsheet.checker.book import Book
from bpsheet.checker.locate.cells import Spot
from bpsheet.checker.located import FoundCell, FoundColumn, Table
from bpsheet.errors import InputError
from bpsheet.model.graph import Graph

_ADDRESS = re.compile(
    r"(?:'?(?P<sheet>[^!]*?)'?[!.])?\$?(?P<letters>[A-Za-z]{1,3})\$?(?P<row>[1-9]\d{0,6})"
)


def spots_of(asked: Mapping[str, str], book: Book) -> dict[str, Spot]:
    """Return the cells that are asked for, by the quantity they hold.

    Raises:
        InputError: an address cannot be read, or there is no such sheet.
    """
    return {name: _spot(name, address, book) for name, address in asked.items()}


def _spot(name: str, address: str, book: Book) -> Spot:
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        raise InputError(f"{name}={address} names no cell; write it like {name}=Sheet1!M36")
    sheet = match["sheet"] or book.sheets[0].name
    if sheet not in book:
        raise InputError(f"{name}={address}: the workbook has no sheet {sheet!r}")
    column = 0
    for letter in match["letters"].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return Spot(book[sheet].name, int(match["row"]) - 1, column - 1)


def with_asked(table: Table, spots: Mapping[str, Spot]) -> Table:
    """Return a table with the columns and single cells that the user asks for."""
    columns, cells = dict(table.columns), dict(table.cells)
    for name, spot in spots.items():
        place = (spot.column, spot.row) if table.across else (spot.row, spot.column)
        if spot.sheet == table.sheet.name and table.rows[0] <= place[0] <= table.rows[-1]:
            columns = {other: held for other, held in columns.items() if held.column != place[1]}
            columns[name] = FoundColumn(name, place[1], "", how="asked for")
        elif name not in columns:
            cells[name] = FoundCell(name, *spot, "", how="asked for")
    return replace(table, columns=columns, cells=cells)


def require_used(asked: Mapping[str, str], tables: Iterable[tuple[Table, Graph]]) -> None:
    """Check that each cell that is asked for was taken for its quantity, in one table at least.

    Raises:
        InputError: a name is none of the quantities, or no training table holds a cell.
    """
    seen = list(tables)
    known = dict.fromkeys(quantity.name for _, graph in seen for quantity in graph)
    for name, address in asked.items() if seen else ():
        if name not in known:
            raise InputError(f"{name}={address}: there is no {name!r} among {', '.join(known)}")
        found = (held.get(name) for table, _ in seen for held in (table.columns, table.cells))
        if not any(place is not None and place.how == "asked for" for place in found):
            raise InputError(f"{name}={address}: that cell is in no training table")
