"""Workbooks written down cell by cell in a test."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from bpsheet.checker.book import NO_FORMULA, Book, CellError, Column, Sheet
from bpsheet.checker.cells import Area, CellAt
from bpsheet.checker.formulas import Dialect, canonical, read_formula
from bpsheet.sheet.address import cell_name

Value = float | str | bool | CellError | None
Content = Value | tuple[str, Value]
"""What stands in a cell; of a formula, its text alone or with its stored value."""

Names = Mapping[str, CellAt | Area]


def book_of(
    sheets: Mapping[str, Mapping[str, Content]],
    path: str = "test.xlsx",
    names: Names | None = None,
) -> Book:
    """Return a workbook with these cells.

    Arguments:
        sheets: by name, what stands in each cell: ``{"A1": 0.05, "B2": ("=A1*2", 0.1)}``.
        path: the file it pretends to be; in .ods files formulas read ``of:=[.A1]*2``.
        names: the defined names that its formulas may use.
    """
    return Book(
        path=Path(path),
        sheets=tuple(_sheet(name, cells, path, names or {}) for name, cells in sheets.items()),
    )


def cells_of(rows: Sequence[Sequence[Content]], first: str = "A1") -> dict[str, Content]:
    """Return cells by their addresses from rows of them; ``None`` leaves a cell empty.

    Arguments:
        rows: what stands in each, from the left.
        first: the address of the upper left one.
    """
    letters, top = coordinate_from_string(first)
    left = column_index_from_string(letters)
    return {
        cell_name(row - 1, column - 1): content
        for row, contents in enumerate(rows, top)
        for column, content in enumerate(contents, left)
        if content is not None
    }


def _sheet(name: str, cells: Mapping[str, Content], path: str, names: Names) -> Sheet:
    by_column: dict[int, dict[int, Content]] = {}
    for address, content in cells.items():
        letters, row = coordinate_from_string(address)
        by_column.setdefault(column_index_from_string(letters) - 1, {})[row - 1] = content
    formulas: dict[str, int] = {}
    columns = {}
    for column in sorted(by_column):
        held = by_column[column]
        dialect: Dialect = "ods" if path.endswith(".ods") else "xlsx"
        places = {
            row: formulas.setdefault(canonical(text, row, column, dialect, names), len(formulas))
            for row, text in _formula_texts(held).items()
        }
        columns[column] = _column(held, places)
    return Sheet(name, columns, tuple(map(read_formula, formulas)))


def _column(cells: Mapping[int, Content], formulas: Mapping[int, int]) -> Column:
    """Return a column.

    Arguments:
        cells: what stands in it, by row.
        formulas: the places of its formulas, by row.
    """
    rows = sorted(cells)
    values = {row: _value(cells[row]) for row in rows}
    numbers = [_number(values[row]) for row in rows]
    return Column(
        rows=np.array(rows, np.int64),
        numbers=np.array(numbers, np.float64),
        decimals=np.array([_decimals(number) for number in numbers], np.int16),
        significant=np.array([_significant(number) for number in numbers], np.int16),
        formulas=np.array([formulas.get(row, NO_FORMULA) for row in rows], np.int32),
        others={row: value for row, value in values.items() if isinstance(value, str | bool)},
    )


def _formula_texts(cells: Mapping[int, Content]) -> dict[int, str]:
    """Return by row the formulas, as files hold them."""
    texts = {row: cell[0] if isinstance(cell, tuple) else cell for row, cell in cells.items()}
    return {
        row: text.removeprefix("=")
        for row, text in texts.items()
        if isinstance(text, str) and text.startswith(("=", "of:="))
    }


def _value(content: Content) -> Value:
    if isinstance(content, tuple):
        return content[1]
    return None if isinstance(content, str) and content.startswith(("=", "of:=")) else content


def _number(value: Value) -> float:
    return math.nan if value is None or isinstance(value, str | bool) else float(value)


def _decimals(number: float) -> int:
    exponent = _digits(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _significant(number: float) -> int:
    return len(_digits(number).as_tuple().digits)


def _digits(number: float) -> Decimal:
    return Decimal(repr(0.0 if math.isnan(number) else number)).normalize()
