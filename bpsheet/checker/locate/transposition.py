"""A sheet with its rows and columns changed places, for tables that run to the right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from bpsheet.checker.book import CellError, Column, Rows, Sheet
from bpsheet.checker.formulas import transpose


def transposed(sheet: Sheet) -> Sheet:
    """Return a sheet whose rows are the columns of another; its shapes and charts are left out."""
    if not sheet.columns:
        return sheet
    held = list(sheet.columns.values())
    rows = np.concatenate([column.rows for column in held])
    numbers = np.repeat(list(sheet.columns), [len(column.rows) for column in held])
    cells = _one_after_another(numbers, held)
    order = np.lexsort((numbers, rows))
    cuts = np.flatnonzero(np.diff(rows[order])) + 1
    others: dict[int, dict[int, str | bool | CellError]] = defaultdict(dict)
    for number, column in sheet.columns.items():
        for row, value in column.others.items():
            others[row][number] = value
    return Sheet(
        name=sheet.name,
        columns={
            row: _part(cells, places, others[row])
            for places in np.split(order, cuts)
            for row in (int(rows[places[0]]),)
        },
        formulas=tuple(map(transpose, sheet.formulas)),
        visible=sheet.visible,
    )


def _one_after_another(numbers: Rows, columns: Sequence[Column]) -> Column:
    """Return the cells of all columns as one, with the number of each cell's column for its row."""
    return Column(
        rows=numbers,
        numbers=np.concatenate([column.numbers for column in columns]),
        decimals=np.concatenate([column.decimals for column in columns]),
        significant=np.concatenate([column.significant for column in columns]),
        formulas=np.concatenate([column.formulas for column in columns]),
    )


def _part(cells: Column, places: Rows, others: dict[int, str | bool | CellError]) -> Column:
    return Column(
        rows=cells.rows[places],
        numbers=cells.numbers[places],
        decimals=cells.decimals[places],
        significant=cells.significant[places],
        formulas=cells.formulas[places],
        others=others,
    )
