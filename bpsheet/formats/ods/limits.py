"""What an OpenDocument spreadsheet has no room for, found before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bpsheet.errors import OutputError
from bpsheet.formats.ods.grid import Grid
from bpsheet.sheet.workbook import Sheet, Workbook

_ROWS, _COLUMNS = 2**20, 2**14
_LIKE_A_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]+|[RrCc]")


def check_limits(workbook: Workbook, path: Path) -> None:
    """Make sure that applications can open all of a workbook.

    Raises:
        OutputError: if a sheet is too large, or applications would silently drop a name.
    """
    problem = next(_problems(workbook), None)
    if problem is not None:
        raise OutputError(f"{path}: {problem}")


def _problems(workbook: Workbook) -> Iterator[str]:
    yield from filter(None, map(_size_problem, workbook.sheets))
    names = chain(workbook.names, *(sheet.names for sheet in workbook.sheets))
    for name in filter(_LIKE_A_CELL.fullmatch, names):
        yield f"'{name}' cannot be a defined name, since it is the address of a cell"


def _size_problem(sheet: Sheet) -> str | None:
    rows, columns = Grid(sheet).extent
    if rows <= _ROWS and columns <= _COLUMNS:
        return None
    return (
        f"sheet '{sheet.name}' has {rows:,} rows and {columns:,} columns; "
        f"a sheet holds {_ROWS:,} and {_COLUMNS:,}"
    )
