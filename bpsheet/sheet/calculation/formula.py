"""One cell's formula, evaluated where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bpsheet.expression import Call, Expression, Number, Operation, Text
from bpsheet.functions import definition_of
from bpsheet.sheet.address import InRow, Range, Reference, RowsAbove
from bpsheet.sheet.calculation.functions import (
    ERROR_READERS,
    FUNCTIONS,
    FaultError,
    number,
    truth,
)
from bpsheet.sheet.calculation.ranges import (
    AGGREGATES,
    Array,
    aggregate,
    count,
    count_if,
    numbers,
    over_arrays,
    position,
)
from bpsheet.sheet.calculation.values import Values
from bpsheet.sheet.workbook import CellError, Value

Arguments = tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class CellFormula:
    """Evaluates what stands in one cell."""

    known: Values
    sheet: str
    row: int

    def result(self, part: Expression) -> Value:
        """Return the single value of `part`, errors included."""
        try:
            return self.value(part)
        except FaultError as fault:
            return CellError(fault.code)

    def value(self, part: Expression) -> Value:
        """Return the single value of `part`; raise `FaultError` if it is an error."""
        match part:
            case Reference(row, column, sheet):
                return self.read(sheet, row, column)
            case Operation(operator, operands):
                return FUNCTIONS[operator](*[self.value(operand) for operand in operands])
            case Number(value):
                return float(value)
            case Text(words):
                return words
            case Call(function, arguments):
                return self._call(function, arguments)
            case InRow(column, offset, sheet):
                return self.read(sheet, self.row + offset, column)
        raise ValueError(f"{part!r} stands where a formula needs one value")

    def read(self, sheet: str | None, row: int, column: int) -> Value:
        """Return the value of a cell, of the formula's own sheet if none is named."""
        value = self.known.cell(sheet or self.sheet, row, column)
        if isinstance(value, CellError):
            raise FaultError(value.code)
        return value

    def _call(self, function: str, arguments: Arguments) -> Value:
        if function in _CALLS:
            return _CALLS[function](self, *arguments)
        if function in ERROR_READERS:
            return FUNCTIONS[function](self.result(arguments[0]))
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
            case InRow(column, offset, sheet):
                row = self.row + offset
                return sheet or self.sheet, Range(row, column, row, column)
            case RowsAbove(column):
                top, bottom = (self.row + end.offset for end in part.ends)
                return self.sheet, Range(top, column, bottom, column)
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
        """Return `part` calculated cell by cell, as inside SUMPRODUCT.

        Operators only: Gnumeric and IronCalc give a function of a range one value there.
        """
        match part:
            case Range() | RowsAbove():
                return self.cells(part)
            case Operation(operator, operands):
                return over_arrays(operator, [self.array(operand) for operand in operands])
        return self.value(part)


def _chosen(formula: CellFormula, which: Expression, *choices: Expression) -> Expression:
    place = int(number(formula.value(which)))
    if not 1 <= place <= len(choices):
        raise FaultError("#VALUE!")
    return choices[place - 1]


def _choose(formula: CellFormula, which: Expression, *choices: Expression) -> Value:
    return formula.value(_chosen(formula, which, *choices))


def _if(formula: CellFormula, condition: Expression, *branches: Expression) -> Value:
    holds = truth(formula.value(condition))
    if not holds and len(branches) == 1:
        return False
    return formula.value(branches[0 if holds else 1])


def _if_error(formula: CellFormula, attempt: Expression, fallback: Expression) -> Value:
    try:
        return formula.value(attempt)
    except FaultError:
        return formula.value(fallback)


def _truths(formula: CellFormula, arguments: Arguments) -> list[bool]:
    """Return the conditions among the arguments' cells: texts and empty cells do not count."""
    found: list[bool] = []
    for argument in arguments:
        if formula.area(argument) is None:
            found.append(truth(formula.value(argument)))
        else:
            values = formula.cells(argument).flat
            found += [truth(value) for value in values if not isinstance(value, str | None)]
    return found


def _index(formula: CellFormula, table: Expression, *places: Expression) -> Value:
    area = formula.area(table)
    if area is None:
        raise ValueError(f"INDEX needs a range, not {table!r}")
    sheet, cells = area
    if len(places) == 1 and cells.left != cells.right:
        raise ValueError("INDEX needs row and column in all but a single column, for Gnumeric")
    row, column = [int(number(formula.value(place))) for place in (*places, Number(1))][:2]
    row, column = cells.top + row - 1, cells.left + column - 1
    if not (cells.top <= row <= cells.bottom and cells.left <= column <= cells.right):
        raise FaultError("#REF!")
    return formula.read(sheet, row, column)


def _match(formula: CellFormula, sought: Expression, table: Expression, kind: Expression) -> Value:
    if kind != Number(0):
        raise ValueError("MATCH is calculated for match type 0 only")
    return position(formula.value(sought), formula.cells(table))


def _sum_product(formula: CellFormula, *arguments: Expression) -> float:
    factors = [_factor(formula.array(argument)) for argument in arguments]
    if len({factor.shape for factor in factors}) > 1:
        raise FaultError("#VALUE!")
    return aggregate("SUM", np.prod(factors, axis=0).ravel())


def _factor(values: Array | Value) -> Array:
    """Return an argument of SUMPRODUCT as numbers; what is none counts as 0."""
    if isinstance(values, np.ndarray) and values.dtype == np.float64:
        return values
    cells = np.atleast_2d(np.asarray(values, dtype=object))
    plain = [0.0 if isinstance(value, str | bool | None) else number(value) for value in cells.flat]
    return np.array(plain).reshape(cells.shape)


_CALLS: dict[str, Callable[..., Value]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "CHOOSE": _choose,
    "AND": lambda formula, *conditions: all(_truths(formula, conditions)),
    "OR": lambda formula, *conditions: any(_truths(formula, conditions)),
    "INDEX": _index,
    "MATCH": _match,
    "SUMPRODUCT": _sum_product,
    "COUNT": lambda formula, *tables: sum(count(formula.cells(table)) for table in tables),
    "COUNTIF": lambda formula, table, condition: count_if(
        formula.cells(table), formula.value(condition)
    ),
}
"""Functions that decide themselves which of their arguments are calculated, and how."""
