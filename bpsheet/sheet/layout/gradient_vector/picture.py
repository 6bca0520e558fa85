"""The picture of two layers: a unit i, a unit j, and the weight between them with live numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bpsheet.expression import Expression, Text, call, compare, join
from bpsheet.model.graph import Role
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.gradient_vector import places as at
from bpsheet.sheet.layout.gradient_vector.places import BOX, NODE_I, NODE_J, WEIGHT, VectorTable
from bpsheet.sheet.layout.gradient_vector.table import slope_name, vector_key
from bpsheet.sheet.layout.lookup import one_of, place_of
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Line, Point, Validation

OTHERS, NO_OTHERS = "other units", "no other unit"
FAINT, STRONG = style.RULE, style.CURVES[0]
OTHER_ROWS = (at.FIRST_OTHER, at.LAST_OTHER)


def write_picture(canvas: Canvas, plan: Plan, table: VectorTable, weights: tuple[str, ...]) -> None:
    """Write the cell to choose a weight, the boxes of the picture, and the lines between them.

    Arguments:
        weights: the weights to choose from, the first lines of the table.
    """
    _choice(canvas, table, weights)
    sizes = plan.example.template.network.layers
    others_before, others_after = max(sizes[:-1]) > 1, max(sizes[1:]) > 1
    for column, layer, size, others in (
        (NODE_I, at.LAYER, at.FROM_SIZE, others_before),
        (NODE_J, at.NEXT_LAYER, at.TO_SIZE, others_after),
    ):
        heading = join("layer ", _chosen(table, layer))
        canvas.put(at.LAYER_ROW, column, heading, style.HEADER, across=2)
        if others:
            _other_units(canvas, column, _chosen(table, size))
    _boxes(canvas, table, slope_name(plan), vector_key(plan))
    canvas.lines += _lines(others_before, others_after)


def _chosen(table: VectorTable, key: str) -> Expression:
    """Return a formula for what a column says of the chosen weight."""
    return one_of(table.column(key), at.CHOSEN)


def _choice(canvas: Canvas, table: VectorTable, weights: tuple[str, ...]) -> None:
    names = replace(table.column(at.NAME), bottom=table.top + len(weights) - 1)
    row, look = at.PICTURE_TOP, replace(style.INPUT_CELL, horizontal="center")
    canvas.put(row - 1, NODE_I, "One weight and the units that it joins", style.SECTION)
    canvas.put(row, NODE_I, "weight to show", style.LABEL)
    chosen = canvas.put(row, at.CHOSEN_NAME.column, weights[0], look)
    place = place_of(chosen, names)
    canvas.put(row, at.CHOSEN.column, place, style.STEP, note="its place in the table below")
    canvas.validations.append(
        Validation(
            at.CHOSEN_NAME.area,
            "list",
            prompt="The weight to show, one of the table below.",
            error="Choose one of the weights in the table.",
            source=names,
        )
    )


def _other_units(canvas: Canvas, column: int, size: Expression) -> None:
    """Write above and below a unit that its layer has others, if it has."""
    words = call("IF", compare(size, "=", 1), Text(NO_OTHERS), Text(OTHERS))
    for row in OTHER_ROWS:
        canvas.put(row, column, words, replace(style.WORD_CELL, color=style.MUTED), across=2)


def _boxes(canvas: Canvas, table: VectorTable, slope: str, vector: str) -> None:
    """Write the boxes: each line a name and beside it a number.

    Arguments:
        slope: what a weight's slope is called.
        vector: the column that holds it.
    """
    unit, weight = Role.ACTIVATION, Role.PARAMETER
    for column, lines in (
        (NODE_I, ((at.SOURCE, at.SOURCE_VALUE, unit),)),
        (WEIGHT, ((at.NAME, at.VALUE, weight), (slope, vector, Role.GRADIENT))),
        (NODE_J, ((at.UNIT, at.NET, unit), (at.OUTPUT_NAME, at.OUTPUT, unit))),
    ):
        for row, (name, key, role) in enumerate(lines, start=BOX):
            label = _chosen(table, name) if name in table.columns else name
            number = style.value_style(role, at.NUMBER_FORMAT)
            canvas.put(row, column, label, style.name_style(role))
            canvas.put(row, column + 1, _chosen(table, key), number)
    canvas.put(BOX + 1, NODE_I, "unit i", style.REMARK)
    look = replace(style.REMARK, horizontal="center")
    canvas.put(BOX + 2, WEIGHT, _chosen(table, at.ALIAS), look, across=2)
    canvas.put(BOX + 2, NODE_J, "unit j", style.REMARK)


def _lines(others_before: bool, others_after: bool) -> Iterator[Line]:
    """Yield the lines between the layers; none crosses a cell that holds something."""
    unit_i, unit_j = Point(BOX, NODE_I + 1, 1.0, 1.0), Point(BOX, NODE_J, 0.0, 1.0)
    for row in OTHER_ROWS:
        other_i, other_j = Point(row, NODE_I + 1, 1.0), Point(row, NODE_J, 0.0)
        if others_before:
            yield Line(other_i, unit_j, FAINT)
        if others_after:
            yield Line(unit_i, other_j, FAINT)
        if others_before and others_after:
            yield Line(other_i, other_j, FAINT)
    yield Line(unit_i, Point(BOX, WEIGHT, 0.0, 1.0), STRONG, width=2.5)
    yield Line(Point(BOX, WEIGHT + 1, 1.0, 1.0), unit_j, STRONG, width=2.5)
