"""What the reader chooses on the sheet of the error curve: the parameter, the range, A and B."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpsheet.expression import Expression, Number, call
from bpsheet.model.graph import Role
from bpsheet.sheet.address import Range
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.error_curve import places
from bpsheet.sheet.layout.error_curve.places import CHOSEN, CURVE, LOSSES, list_column
from bpsheet.sheet.layout.error_curve.points import CurvePoints
from bpsheet.sheet.layout.error_curve.spans import Span
from bpsheet.sheet.layout.lookup import one_of, place_of
from bpsheet.sheet.layout.passes import look_of
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Validation

LARGEST, NARROWEST = 1e6, 1e-6
NONE_NEAR = "none near"
LIST_HEADINGS = ("parameter", "value shown", "slope there", "minimum near", "centre", "half width")
LIST_REMARK = "Minimum: at step 0 as built. Centre and half width suit the training as built."
REMARK = "An empty yellow cell stands for the number beside it."
PLACE = replace(style.CELL, number_format=places.PLACE_FORMAT)
TYPED = replace(style.INPUT_CELL, horizontal="center")


def write_list(canvas: Canvas, plan: Plan, points: CurvePoints, spans: Mapping[str, Span]) -> None:
    """Write the list of parameters, each with a range that shows its curve's minimum."""
    title_row = places.TABLE_TOP - 1
    canvas.put(title_row, places.LIST_LEFT, "The parameters to choose from", style.SECTION)
    for column, heading in enumerate(LIST_HEADINGS, start=places.LIST_LEFT):
        canvas.put(places.TABLE_TOP, column, heading, style.HEADER)
    canvas.put(title_row - 1, places.LIST_LEFT, LIST_REMARK, style.REMARK)
    slope = style.value_style(Role.GRADIENT, places.SLOPE_FORMAT)
    slopes = points.slopes()
    for row, (name, span) in enumerate(spans.items(), start=places.SHOWN_ROW):
        value = look_of(plan, plan.example.graph[name])
        minimum = NONE_NEAR if span.minimum is None else span.minimum
        canvas.put(row, places.LIST_NAME, name, style.name_style(Role.PARAMETER))
        canvas.put(row, places.LIST_VALUE, points.shown[name], value)
        canvas.put(row, places.LIST_SLOPE, slopes[name], slope)
        canvas.put(row, places.LIST_MINIMUM, minimum, PLACE)
        canvas.put(row, places.LIST_CENTRE, span.centre, style.CELL)
        canvas.put(row, places.LIST_HALF_WIDTH, span.half_width, style.CELL)


def write_choices(canvas: Canvas, spans: Mapping[str, Span]) -> None:
    """Write the cells to edit, and beside them what is in use.

    At first the parameter with the deepest minimum is chosen.
    """
    top, listed = places.CHOICE_TOP, len(spans)
    for column, heading in ((places.YOURS, "yours to edit"), (places.IN_USE, "in use")):
        canvas.put(top - 1, column, heading, style.HEADER)
    canvas.put(top, places.NAME, "parameter", style.LABEL)
    deepest = max(spans, key=lambda name: spans[name].depth)
    chosen = canvas.put(top, places.YOURS, deepest, TYPED)
    place = place_of(chosen, list_column(places.LIST_NAME, listed))
    look = replace(style.CELL, number_format="0")
    canvas.put(top, places.IN_USE, place, look, note="its place in the list of parameters")
    for row, (label, otherwise) in enumerate(_defaults(listed).items(), start=top + 1):
        canvas.put(row, places.NAME, label, style.LABEL)
        own = canvas.put(row, places.YOURS, None, TYPED)
        used = call("IF", call("ISNUMBER", own), own, otherwise)
        canvas.put(row, places.IN_USE, used, PLACE)
    canvas.put(places.PLACE_OF_B.row + 1, 0, REMARK, style.REMARK)
    canvas.validations += _validations(listed)


def _defaults(listed: int) -> dict[str, Expression]:
    """Return by label the numbers that are used until the reader types others.

    A and B stand half way from the lowest point of the curve to its ends.
    """
    lowest = one_of(CURVE, call("MATCH", call("MIN", LOSSES), LOSSES, 0))
    return {
        "centre of the curve": one_of(list_column(places.LIST_CENTRE, listed), CHOSEN),
        "half its width": one_of(list_column(places.LIST_HALF_WIDTH, listed), CHOSEN),
        "A stands at": (CURVE.first + lowest) / Number(2),
        "B stands at": (CURVE.last + lowest) / Number(2),
    }


def _validations(listed: int) -> list[Validation]:
    return [
        Validation(
            places.CHOSEN_NAME.area,
            "list",
            prompt="The parameter to draw the curve of, one of the list.",
            error="Choose one of the parameters in the list.",
            source=list_column(places.LIST_NAME, listed),
        ),
        _numbers(places.CENTRE.row, "The value in the middle of the curve.", -LARGEST),
        _numbers(places.HALF_WIDTH.row, "How far the curve reaches to each side.", NARROWEST),
        _numbers(places.PLACE_OF_A.row, "Where A stands.", -LARGEST),
        _numbers(places.PLACE_OF_B.row, "Where B stands.", -LARGEST),
    ]


def _numbers(row: int, prompt: str, least: float) -> Validation:
    return Validation(
        Range(row, places.YOURS, row, places.YOURS),
        "decimal",
        prompt=f"{prompt} Empty: the number to the right.",
        error=f"Type a number from {least:g} to {LARGEST:g}.",
        minimum=least,
        maximum=LARGEST,
    )
