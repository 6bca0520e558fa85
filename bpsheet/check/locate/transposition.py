"""A sheet with its rows and columns changed places, for tables that run to the right."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from bpsheet.check.book import CellError, Column, Sheet
from bpsheet.check.formulas import transpose


def transposed(sheet: Sheet) -> Sheet:
    """Return a sheet whose rows are the columns of another; its shapes and charts are left out."""
    if not sheet.columns:
        return sheet
    held = list(sheet.columns.values())
    rows = np.concatenate([column.rows for column in held])
    numbers = np.repeat(list(sheet.columns), [len(column.rows) for column in held])
    order = np.lexsort((numbers, rows))
    cuts = np.flatnonzero(np.diff(rows[order])) + 1
    parts = zip(
        np.split(rows[order], cuts),
        np.split(numbers[order], cuts),
        _cut([column.numbers for column in held], order, cuts),
        _cut([column.decimals for column in held], order, cuts),
        _cut([column.significant for column in held], order, cuts),
        _cut([column.formulas for column in held], order, cuts),
        strict=True,
    )
    others = _others_by_row(sheet)
    return Sheet(
        name=sheet.name,
        columns={
            int(row[0]): Column(*arrays, others=others.get(int(row[0]), {}))
            for row, *arrays in parts
        },
        formulas=tuple(map(transpose, sheet.formulas)),
        visible=sheet.visible,
    )


def _cut(parts: list[NDArray], order: NDArray[np.intp], cuts: NDArray[np.intp]) -> list[NDArray]:
    return np.split(np.concatenate(parts)[order], cuts)


def _others_by_row(sheet: Sheet) -> dict[int, dict[int, str | bool | CellError]]:
    others: dict[int, dict[int, str | bool | CellError]] = defaultdict(dict)
    for number, column in sheet.columns.items():
        for row, value in column.others.items():
            others[row][number] = value
    return others
