"""The picture of two layers: a unit i, a unit j, and the weight between them with live numbers."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, Text, call, compare, join
from bpsheet.model.graph import Role
from bpsheet.sheet.address import Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.gradient_vector import places as at
from bpsheet.sheet.layout.gradient_vector.places import BOX, VectorTable
from bpsheet.sheet.layout.lookup import one_of, place_of
from bpsheet.sheet.workbook import Line, Point, Style, Validation

OTHERS, NO_OTHERS = "other units", "no other unit"
FAINT, STRONG = "#cbd2d9", style.CURVES[0]
CELLS = {Role.PARAMETER: style.CELL}


def write_picture(canvas: Canvas, table: VectorTable, weights: int, slope: str) -> None:
    """Write the cell to choose a weight, the boxes of the picture, and the lines between them.

    Arguments:
        weights: how many of the table's lines are weights; those can be chosen.
        slope: what a weight's slope is called.
    """
    _choice(canvas, table, weights)
    _headings(canvas, table)
    _units(canvas, table)
    _weight(canvas, table, slope)
    canvas.lines += _lines()


def _choice(canvas: Canvas, table: VectorTable, weights: int) -> None:
    names = replace(table.column(at.NAME), bottom=table.top + weights - 1)
    row = at.PICTURE_TOP
    canvas.put(row - 1, at.NODE_I, "One weight, and the units that it joins", style.SECTION)
    canvas.put(row, at.NODE_I, "weight", style.LABEL)
    look = replace(style.INPUT_CELL, horizontal="center")
    first = names.first
    canvas.put(at.CHOSEN_NAME.row, at.CHOSEN_NAME.column, "", look)
    canvas.put(row, at.CHOSEN.column, place_of(at.CHOSEN_NAME, names), style.STEP)
    canvas.validations.append(
        Validation(
            at.CHOSEN_NAME.area,
            "list",
            prompt="The weight to show, one of the table below.",
            error="Choose one of the weights in the table.",
            source=names,
        )
    )


def _of_chosen(table: VectorTable, key: str) -> Expression:
    return one_of(table.column(key), at.CHOSEN)
