"""What a file holds, its formulas and the values stored beside them; each file is read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.applications import Values
from tests.office_contents import formulas
from tests.workbook.grid import Grid, Place


@cache
def stored_values(path: Path) -> Values:
    """Return all stored values by sheet and address, without empty cells."""
    with CalamineWorkbook.from_path(path) as book:
        return {
            name: {
                Place(row, column).address: value
                for row, line in enumerate(
                    book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1
                )
                for column, value in enumerate(line, start=1)
                if value not in (None, "")
            }
            for name in book.sheet_names
        }


def stored_sheet(path: Path, name: str) -> Grid:
    """Return one sheet's stored values."""
    return Grid(stored_values(path)[name])


stored_formulas = cache(formulas)
