"""The sheet "Worksheet": the table with its blanks, or with its slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from math import ceil

import numpy as np

from bpsheet.exercises.exercise import Answer
from bpsheet.exercises.labels import WORKSHEET, cell_label, formula_label
from bpsheet.exercises.layout.looks import ANSWER
from bpsheet.exercises.layout.plan import Plan
from bpsheet.expression import Expression, transform
from bpsheet.model.graph import Role
from bpsheet.sheet.address import InRow, Range, Reference, RowsAbove, cell_name
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.number_formats import width_of
from bpsheet.sheet.layout.passes import faded_errors
from bpsheet.sheet.layout.table_headings import (
    BAND_LETTER,
    BAND_NAMES,
    COUNTER_WIDTH,
    COUNTERS,
    NAME_AIR,
    NAME_LETTER,
)
from bpsheet.sheet.workbook import PrintSetup, Sheet, Validation

ROW_NOTE = "row: counts the rows of this table, from 0"
NOT_A_NUMBER = "Type a number or a formula."
FILL = "The yellow cells are yours to fill in."
FIND = "Type here the address of a cell in which the slip is made, and the formula it should have."
CELL_NOTE = "the address of a cell, such as H14, in which this slip is made"
FORMULA_NOTE = "the formula that belongs into the cell that you named above, as a formula"
ANSWER_WIDTH, WIDEST_PAGE = 90, 1700
"""Pixels: of an answer, and what can be read when it is shrunk to the width of a page."""


def worksheet(plan: Plan) -> Sheet:
    """Return the sheet of the table."""
    canvas, places, exercise = Canvas(WORKSHEET), plan.places, plan.exercise
    canvas.put(0, 0, exercise.template.title, style.SECTION)
    canvas.put(1, 0, FIND if exercise.slips else FILL, style.REMARK)
    for number in range(len(exercise.slips)):
        _question(canvas, plan, number)
    _set_widths(canvas, plan)
    _names(canvas, plan)
    _bands(canvas, plan)
    for row in range(exercise.count):
        _row(canvas, plan, row)
    area = Range(places.top, 0, places.top + exercise.count - 1, places.right)
    canvas.highlights.append(faded_errors(area))
    canvas.validations += _prompts(plan)
    pages_wide = ceil(sum(canvas.column_widths.values()) / WIDEST_PAGE)
    return canvas.sheet(
        frozen=(places.top, len(places.counters)),
        tab_color=style.BANDS[style.FILLS[Role.PARAMETER]],
        print_setup=PrintSetup(
            pages_wide=pages_wide,
            repeat_rows=(places.header - 1, places.header),
            repeat_columns=len(places.counters) if pages_wide > 1 else 0,
        ),
    )


def _question(canvas: Canvas, plan: Plan, number: int) -> None:
    """Write what is asked about a slip, and in the key what is right."""
    cell, formula = plan.places.slip_cell(number), plan.places.slip_formula(number)
    look = replace(ANSWER, locked=plan.answered)
    address, right = _answers(plan, number) if plan.answered else (None, None)
    canvas.put(cell.row, cell.column - 1, cell_label(number + 1), style.LABEL)
    canvas.put(cell.row, cell.column, address, look, note=CELL_NOTE)
    canvas.put(formula.row, formula.column - 1, formula_label(number + 1), style.LABEL)
    canvas.put(formula.row, formula.column, right, look, note=FORMULA_NOTE)


def _answers(plan: Plan, number: int) -> tuple[str, Expression]:
    """Return the address of the first cell with a slip, and its right formula."""
    quantity = plan.exercise.graph[plan.exercise.slips[number].quantity]
    row = next(row for row in range(plan.exercise.count) if plan.computes(quantity, row))
    place, formula = plan.places.cell(Answer(quantity.name, row)), plan.rows[row][quantity.name]
    return cell_name(place.row, place.column), _seen_from_elsewhere(formula, place.row)


def _seen_from_elsewhere(formula: Expression, row: int) -> Expression:
    """Return a formula that stands in a row as it has to be written in another.

    >>> _seen_from_elsewhere(InRow(2, -1) + 1, 7)
    Operation('+', (Reference(row=6, column=2, sheet=None, absolute=False), Number(1)))
    """

    def change(part: Expression) -> Expression | None:
        match part:
            case InRow(column, offset, sheet):
                return Reference(row + offset, column, sheet, absolute=False)
            case RowsAbove(column):
                first, last = part.ends
                return Range(row + first.offset, column, row + last.offset, column)
        return None

    return transform(formula, change)


def _set_widths(canvas: Canvas, plan: Plan) -> None:
    canvas.column_widths |= dict.fromkeys(plan.places.counters.values(), COUNTER_WIDTH)
    for name, column in plan.places.columns.items():
        values = plan.runs.columns[name][0]
        number = width_of(plan.formats[name], values[~np.isnan(values)])
        canvas.column_widths[column] = max(number, NAME_AIR + NAME_LETTER * len(name), ANSWER_WIDTH)


def _names(canvas: Canvas, plan: Plan) -> None:
    """Write the header; notes say what a quantity is, never its formula."""
    places = plan.places
    for name, column in places.counters.items():
        note = COUNTERS.get(name, ROW_NOTE)
        canvas.put(places.header, column, name, style.HEADER, note=note)
    for name, column in places.columns.items():
        quantity = plan.exercise.graph[name]
        note = f"{name}: {quantity.meaning}"
        canvas.put(places.header, column, name, style.name_style(quantity.role), note=note)


def _bands(canvas: Canvas, plan: Plan) -> None:
    """Write the names of the groups above the header."""
    quantities = (plan.exercise.graph[name] for name in plan.exercise.order)
    for _, members in groupby(quantities, key=lambda quantity: BAND_NAMES[quantity.role]):
        band = list(members)
        *names, narrowest = BAND_NAMES[band[0].role]
        columns = [plan.places.columns[quantity.name] for quantity in band]
        room = sum(canvas.column_widths[column] for column in columns)
        fitting = (name for name in names * (len(band) > 1) if len(name) * BAND_LETTER < room)
        words, look = next(fitting, narrowest), style.name_style(band[0].role)
        canvas.put(plan.places.header - 1, columns[0], words, look, across=len(band))


def _row(canvas: Canvas, plan: Plan, row: int) -> None:
    line = plan.places.top + row
    for column, count in enumerate(plan.counts(row)):
        if count is not None:
            canvas.put(line, column, count, style.STEP)
    put_right = {slip.quantity for slip in plan.exercise.slips} if plan.answered else ()
    for name, formula in plan.rows[row].items():
        quantity, asked = plan.exercise.graph[name], Answer(name, row) in plan.asked
        look = style.value_style(quantity.role, plan.formats[name])
        if asked or (name in put_right and plan.computes(quantity, row)):
            look = replace(ANSWER, number_format=plan.formats[name], locked=plan.answered)
        content = None if asked and not plan.answered else formula
        canvas.put(line, plan.places.columns[name], content, look)


def _prompts(plan: Plan) -> Iterator[Validation]:
    """Yield what the answer cells say of themselves, for all cells of a column that adjoin."""
    exercise = plan.exercise
    for name in exercise.asked:
        rows = [answer.row for answer in exercise.answers if answer.quantity == name]
        words = exercise.graph[name].meaning
        for _, pairs in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
            cells = [plan.places.cell(Answer(name, row)) for _, row in pairs]
            area = Range(cells[0].row, cells[0].column, cells[-1].row, cells[-1].column)
            yield Validation(area, "decimal", words, NOT_A_NUMBER, heading=name)
