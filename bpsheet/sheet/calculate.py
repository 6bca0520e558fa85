"""The values of a workbook's formulas, computed as a spreadsheet program computes them.

Blocks bring their values with them; single cells get theirs here, so that every formula can be
written with its value beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

import numpy as np

from bpsheet.expression import Call, Expression, Number, Operation, Text, walk
from bpsheet.functions import definition_of
from bpsheet.sheet.address import InRow, Range, Reference, cell_name
from bpsheet.sheet.cell_functions import (
    AGGREGATES,
    FUNCTIONS,
    Array,
    Fault,
    aggregate,
    count,
    count_if,
    number,
    numbers,
    over_arrays,
    position,
    truth,
)
from bpsheet.sheet.workbook import Block, CellError, Sheet, Value, Workbook

Place = tuple[str, int, int]
"""A cell: its sheet's name, its row and its column."""

Arguments = tuple[Expression, ...]


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
    values = _Values(workbook)
    for place in _in_order(formulas, values):
        values.cells[place] = _Formula(values, place[0], place[1]).result(formulas[place])
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


def _in_order(formulas: Mapping[Place, Expression], values: _Values) -> Iterator[Place]:
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


def _places(formula: Expression, place: Place, values: _Values) -> Iterator[Place]:
    """Yield the cells outside blocks that a formula refers to."""
    own_sheet, own_row, _ = place
    for part in walk(formula):
        match part:
            case Reference(row, column, sheet):
                yield sheet or own_sheet, row, column
            case InRow(column, offset):
                yield own_sheet, own_row + offset, column
            case Range(top, left, bottom, right, sheet):
                if values.block(sheet or own_sheet, part) is None:
                    for row in range(top, bottom + 1):
                        for column in range(left, right + 1):
                            yield sheet or own_sheet, row, column


class _Values:
    """The values known so far, of single cells and of blocks."""

    def __init__(self, workbook: Workbook) -> None:
        self.cells: dict[Place, Value] = {
            (sheet.name, row, column): cell.value
            for sheet in workbook.sheets
            for (row, column), cell in sheet.cells.items()
        }
        self._blocks = {sheet.name: sheet.blocks for sheet in workbook.sheets}

    def cell(self, sheet: str, row: int, column: int) -> Value:
        """Return the value of a cell; ``None`` where it is empty."""
        place = sheet, row, column
        if place in self.cells:
            return self.cells[place]
        for block in self._of(sheet):
            if block.holds(row, column):
                value = float(block.values[row - block.top, column - block.left])
                return value if np.isfinite(value) else CellError("#NUM!")
        return None

    def range(self, sheet: str, area: Range) -> Array:
        """Return the values of a rectangle: floats within a block, else objects."""
        block = self.block(sheet, area)
        if block is not None:
            values = block.values[
                area.top - block.top : area.bottom + 1 - block.top,
                area.left - block.left : area.right + 1 - block.left,
            ]
            if np.isfinite(values).all():
                return values
        found = np.empty((area.bottom + 1 - area.top, area.right + 1 - area.left), dtype=object)
        for row, column in np.ndindex(*found.shape):
            found[row, column] = self.cell(sheet, area.top + row, area.left + column)
        return found

    def block(self, sheet: str, area: Range) -> Block | None:
        """Return the block that holds the whole of a rectangle, if there is one."""
        for block in self._of(sheet):
            if block.holds(area.top, area.left) and block.holds(area.bottom, area.right):
                return block
        return None

    def _of(self, sheet: str) -> tuple[Block, ...]:
        if sheet not in self._blocks:
            raise ValueError(f"a formula refers to {sheet!r}, which is no sheet of the workbook")
        return self._blocks[sheet]


@dataclass(frozen=True, slots=True)
class _Formula:
    """Evaluates what stands in one cell."""

    known: _Values
    sheet: str
    row: int

    def result(self, formula: Expression) -> Value:
        """Return what the cell shows: an error as a value, an empty cell as 0."""
        try:
            value = self.value(formula)
        except Fault as fault:
            return CellError(fault.code)
        return 0 if value is None else value

    def value(self, part: Expression) -> Value:
        """Return the single value of `part`; raise `Fault` if it is an error."""
        match part:
            case Reference(row, column, sheet):
                return self._read(sheet, row, column)
            case Operation(operator, operands):
                return FUNCTIONS[operator](*[self.value(operand) for operand in operands])
            case Number(value):
                return float(value)
            case Text(words):
                return words
            case Call(function, arguments):
                return self._call(function, arguments)
            case InRow(column, offset):
                return self._read(None, self.row + offset, column)
        raise ValueError(f"{part!r} stands where a formula needs one value")

    def _read(self, sheet: str | None, row: int, column: int) -> Value:
        value = self.known.cell(sheet or self.sheet, row, column)
        if isinstance(value, CellError):
            raise Fault(value.code)
        return value

    def _call(self, function: str, arguments: Arguments) -> Value:
        if function in _CALLS:
            return _CALLS[function](self, *arguments)
        if function in FUNCTIONS:
            return FUNCTIONS[function](*[self.value(argument) for argument in arguments])
        if function in AGGREGATES:
            return aggregate(function, self.numbers(arguments))
        definition = definition_of(function, arguments)
        if definition is None:
            raise ValueError(f"no spreadsheet function {function!r}")
        return self.value(definition)

    def area(self, part: Expression) -> tuple[str, Range] | None:
        """Return the sheet and the rectangle that `part` points to; ``None`` if it is a value."""
        match part:
            case Range(sheet=sheet):
                return sheet or self.sheet, part
            case Reference(row, column, sheet):
                return sheet or self.sheet, Range(row, column, row, column)
            case InRow(column, offset):
                row = self.row + offset
                return self.sheet, Range(row, column, row, column)
            case Call("CHOOSE", (number_chosen, *choices)):
                return self.area(_chosen(self, number_chosen, *choices))
        return None

    def cells(self, part: Expression) -> Array:
        """Return the values that `part` points to, or its one value."""
        area = self.area(part)
        return self.known.range(*area) if area else np.array([[self.value(part)]], dtype=object)

    def numbers(self, arguments: Arguments) -> Array:
        """Return all numbers of an aggregate's arguments."""
        found = [
            numbers(self.cells(argument))
            if self.area(argument)
            else np.array([number(self.value(argument))])
            for argument in arguments
        ]
        return found[0] if len(found) == 1 else np.concatenate(found)

    def array(self, part: Expression) -> Array | Value:
        """Return `part` calculated cell by cell, as inside SUMPRODUCT."""
        match part:
            case Range():
                return self.cells(part)
            case Operation(name, parts) | Call(name, parts) if name in FUNCTIONS and parts:
                return over_arrays(name, [self.array(inner) for inner in parts])
        return self.value(part)


def _chosen(formula: _Formula, which: Expression, *choices: Expression) -> Expression:
    place = int(number(formula.value(which)))
    if not 1 <= place <= len(choices):
        raise Fault("#VALUE!")
    return choices[place - 1]


def _choose(formula: _Formula, which: Expression, *choices: Expression) -> Value:
    return formula.value(_chosen(formula, which, *choices))


def _if(formula: _Formula, condition: Expression, *branches: Expression) -> Value:
    holds = truth(formula.value(condition))
    if not holds and len(branches) == 1:
        return False
    return formula.value(branches[0 if holds else 1])


def _if_error(formula: _Formula, attempt: Expression, fallback: Expression) -> Value:
    try:
        return formula.value(attempt)
    except Fault:
        return formula.value(fallback)


def _is_error(formula: _Formula, attempt: Expression) -> bool:
    return isinstance(formula.result(attempt), CellError)


def _is_number(formula: _Formula, attempt: Expression) -> bool:
    try:
        value = formula.value(attempt)
    except Fault:
        return False
    return isinstance(value, int | float) and not isinstance(value, bool)


def _truths(formula: _Formula, arguments: Arguments) -> list[bool]:
    """Return the conditions among the arguments' cells: texts and empty cells do not count."""
    found: list[bool] = []
    for argument in arguments:
        if formula.area(argument) is None:
            found.append(truth(formula.value(argument)))
        else:
            values = formula.cells(argument).flat
            found += [truth(value) for value in values if not isinstance(value, str | None)]
    return found


def _index(formula: _Formula, table: Expression, *places: Expression) -> Value:
    area = formula.area(table)
    if area is None:
        raise ValueError(f"INDEX needs a range, not {table!r}")
    sheet, cells = area
    numbers_given = [int(number(formula.value(place))) for place in places]
    if len(numbers_given) == 1:
        numbers_given = [1, *numbers_given] if cells.top == cells.bottom else [*numbers_given, 1]
    row, column = cells.top + numbers_given[0] - 1, cells.left + numbers_given[1] - 1
    if not (cells.top <= row <= cells.bottom and cells.left <= column <= cells.right):
        raise Fault("#REF!")
    return formula._read(sheet, row, column)


def _match(formula: _Formula, sought: Expression, table: Expression, kind: Expression) -> Value:
    if kind != Number(0):
        raise ValueError("MATCH is calculated for match type 0 only")
    return position(formula.value(sought), formula.cells(table))


def _sum_product(formula: _Formula, *arguments: Expression) -> float:
    factors = [_factor(formula.array(argument)) for argument in arguments]
    if len({factor.shape for factor in factors}) > 1:
        raise Fault("#VALUE!")
    return aggregate("SUM", np.prod(factors, axis=0).ravel())


def _factor(values: Array | Value) -> Array:
    """Return an argument of SUMPRODUCT as numbers; what is none counts as 0."""
    if isinstance(values, np.ndarray) and values.dtype == np.float64:
        return values
    cells = np.atleast_2d(np.asarray(values, dtype=object))
    skipped = (str, bool, np.bool_, type(None))
    plain = [0.0 if isinstance(value, skipped) else number(value) for value in cells.flat]
    return np.array(plain).reshape(cells.shape)


_CALLS: dict[str, Callable[..., Value]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "CHOOSE": _choose,
    "AND": lambda formula, *conditions: all(_truths(formula, conditions)),
    "OR": lambda formula, *conditions: any(_truths(formula, conditions)),
    "ISERROR": _is_error,
    "ISNUMBER": _is_number,
    "INDEX": _index,
    "MATCH": _match,
    "SUMPRODUCT": _sum_product,
    "COUNT": lambda formula, *tables: sum(count(formula.cells(table)) for table in tables),
    "COUNTIF": lambda formula, table, condition: count_if(
        formula.cells(table), formula.value(condition)
    ),
}
"""Functions that decide themselves which of their arguments are calculated, and how."""
