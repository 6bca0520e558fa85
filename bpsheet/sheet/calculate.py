"""The values of a workbook's formulas, computed as a spreadsheet program computes them.

Blocks bring their values with them; single cells get theirs here, so that every formula can be
written with its value beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from bpsheet.expression import Expression, walk
from bpsheet.sheet.address import InRow, Range, Reference, RowsAbove, cell_name
from bpsheet.sheet.calculation.formula import CellFormula
from bpsheet.sheet.calculation.values import Place, Values
from bpsheet.sheet.workbook import Sheet, Value, Workbook


def calculate(workbook: Workbook) -> Workbook:
    """Return `workbook` with the value of every formula cell computed from its formula.

    Arguments:
        workbook: its blocks already hold their values, which are only read.

    Returns:
        The same workbook; formulas without a value hold a ``CellError``.

    Raises:
        ValueError: a formula refers to itself or is none that a spreadsheet could calculate; a
            fault of whoever made the workbook.
    """
    formulas = {
        (sheet.name, row, column): cell.formula
        for sheet in workbook.sheets
        for (row, column), cell in sheet.cells.items()
        if cell.formula is not None
    }
    values = Values(workbook)
    for place in _in_order(formulas, values):
        sheet, row, _ = place
        value = CellFormula(values, sheet, row).result(formulas[place])
        values.cells[place] = 0 if value is None else value
    return replace(
        workbook, sheets=tuple(_with_values(sheet, values.cells) for sheet in workbook.sheets)
    )


def _with_values(sheet: Sheet, values: Mapping[Place, Value]) -> Sheet:
    cells = {
        (row, column): replace(cell, value=values[sheet.name, row, column])
        if cell.formula is not None
        else cell
        for (row, column), cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells)


def _in_order(formulas: Mapping[Place, Expression], values: Values) -> Iterator[Place]:
    """Yield the formula cells, each after the ones that it refers to."""
    needs = {
        place: [other for other in _places(formula, place, values) if other in formulas]
        for place, formula in formulas.items()
    }
    try:
        yield from TopologicalSorter(needs).static_order()
    except CycleError as error:
        circle = " → ".join(f"{sheet}!{cell_name(*cell)}" for sheet, *cell in error.args[1])
        raise ValueError(f"circular reference: {circle}") from None


def _places(formula: Expression, place: Place, values: Values) -> Iterator[Place]:
    """Yield the cells outside blocks that a formula refers to."""
    own_sheet, own_row, _ = place
    for part in walk(formula):
        match part:
            case Reference(row, column, sheet):
                yield sheet or own_sheet, row, column
            case InRow(column, offset, sheet):
                yield sheet or own_sheet, own_row + offset, column
            case Range() | RowsAbove():
                area = CellFormula(values, own_sheet, own_row).area(part)
                assert area is not None
                yield from _outside_blocks(*area, values)


def _outside_blocks(sheet: str, area: Range, values: Values) -> Iterator[Place]:
    """Yield the cells of a rectangle, unless it lies within a block."""
    if values.block(sheet, area) is None:
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield sheet, row, column
