"""Error curve: the loss along one parameter, its slope on both sides, and the way down."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, Number, call, compare, join
from bpsheet.model.graph import Role
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.error_curve import places
from bpsheet.sheet.layout.error_curve.choices import write_choices, write_list
from bpsheet.sheet.layout.error_curve.points import (
    MOST_COLUMNS,
    CurvePoints,
    columns_for,
    curve_samples,
    loss_format,
)
from bpsheet.sheet.layout.error_curve.shapes import curve_chart, write_shapes
from bpsheet.sheet.layout.error_curve.spans import span_of
from bpsheet.sheet.layout.error_curve.summary import write_summary
from bpsheet.sheet.layout.lookup import one_of
from bpsheet.sheet.layout.passes import faded_errors
from bpsheet.sheet.layout.places import OVERVIEW
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.workbook import PrintSetup, Sheet

TOO_LARGE = "The network is too large for this sheet: its passes take {columns:,} columns."
EDGE = 1e-9
"""A step this share of the width beyond an end is on it: programs round differently."""
NAME_WIDTH, NUMBER_WIDTH, GAP_WIDTH = 150, 92, 24


def error_curve_sheet(plan: Plan) -> Sheet:
    """Return the sheet that draws the loss along a parameter that its reader chooses."""
    canvas, samples = Canvas(places.ERROR_CURVE), curve_samples(plan)
    canvas.put(0, 0, places.ERROR_CURVE, style.TITLE)
    canvas.row_heights[0] = 28
    columns = columns_for(plan, samples)
    if columns > MOST_COLUMNS:
        canvas.put(1, 0, TOO_LARGE.format(columns=columns), style.REMARK)
        return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup())
    loss, error = _names(plan, samples)
    _heading(canvas, plan, loss, samples)
    points = CurvePoints(canvas, plan)
    spans = {name: span_of(plan, name, samples) for name in points.listed}
    write_list(canvas, plan, points, spans)
    write_choices(canvas, spans)
    _points(canvas, plan, points, loss, f"∂{error}/∂")
    write_summary(canvas, plan, loss, f"∂{error}/∂")
    canvas.charts.append(curve_chart(loss, write_shapes(canvas)))
    _widths(canvas, columns)
    last = places.WORK_LEFT + columns - 1
    canvas.highlights.append(faded_errors(Range(places.CHOICE_TOP, 0, places.BOTTOM, last)))
    area = Range(0, 0, max(places.BOTTOM, places.TABLE_TOP + len(spans)), places.LIST_HALF_WIDTH)
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup(area=area))


def _names(plan: Plan, samples: int) -> tuple[str, str]:
    """Return what the curve's loss is called, and what it is called in a derivative."""
    names = plan.names
    return (names.cost, names.cost) if samples > 1 else (names.total, names.error)


def _heading(canvas: Canvas, plan: Plan, loss: str, samples: int) -> None:
    step, rate = plan.overview.step_shown, in_words(plan.rate_shown())
    words = join(
        f"{loss} as a function of ",
        places.CHOSEN_NAME,
        ", everything else as at step ",
        step,
        " of learning rate ",
        rate,
    )
    canvas.put(1, 0, words, style.SUBTITLE)
    which = ""
    if samples > 1:
        which = f" The curve is that of the cost, the mean over all {samples} samples."
    elif plan.data is not None:
        which = " The curve is that of the sample at the step shown."
    canvas.put(2, 0, f"Step and rate are chosen on the {OVERVIEW}.{which}", style.REMARK)
    canvas.put(places.CHOICE_TOP - 2, 0, "Choose", style.SECTION)


def _points(canvas: Canvas, plan: Plan, points: CurvePoints, loss: str, slope: str) -> None:
    """Write the table of points: what is shown, A, B, the steps, and the curve itself."""
    title = "The points; their forward passes stand to the right"
    canvas.put(places.TABLE_TOP - 1, 0, title, style.SECTION)
    chosen = places.CHOSEN_NAME
    drawn: list[Expression | str] = ["drawn", join(chosen, " drawn"), "steps"]
    headings = ["point", chosen, loss, join(slope, chosen), *drawn]
    for column, heading in enumerate(headings):
        canvas.put(places.TABLE_TOP, column, heading, style.HEADER)
    listed = len(points.listed)
    shown = one_of(places.list_column(places.LIST_VALUE, listed), places.CHOSEN)
    number = style.value_style(Role.PARAMETER, places.PLACE_FORMAT)
    canvas.put(places.SHOWN_ROW, places.NAME, "as shown", style.WORD_CELL)
    first = canvas.put(places.SHOWN_ROW, places.PLACE, shown, number)
    slopes = places.list_column(places.LIST_SLOPE, listed)
    look = style.value_style(Role.GRADIENT, places.SLOPE_FORMAT)
    canvas.put(places.SHOWN_ROW, places.SLOPE, one_of(slopes, places.CHOSEN), look)
    for (point, row), place in zip(
        places.ROW_OF.items(), (places.PLACE_OF_A, places.PLACE_OF_B), strict=True
    ):
        canvas.put(row, places.NAME, f"point {point}", style.WORD_CELL)
        points.write(row, place, sloped=True)
    _path(canvas, plan, points, first)
    _curve(canvas, points)


def _path(canvas: Canvas, plan: Plan, points: CurvePoints, start: Reference) -> None:
    """Write the steps of gradient descent, and which of them are drawn: those until they leave."""
    rate = places.RATE
    for step, row in enumerate(range(places.PATH_TOP, places.PATH_BOTTOM + 1)):
        canvas.put(row, places.NAME, f"step {step}", style.WORD_CELL)
        before = Reference(row - 1, places.PLACE)
        place = before - rate * Reference(row - 1, places.SLOPE) if step else start
        points.write(row, place, sloped=True)
        _drawn(canvas, plan, row)


def _drawn(canvas: Canvas, plan: Plan, row: int) -> None:
    """Write whether a step is still on the part shown, and the place it is drawn at."""
    place, loss = Reference(row, places.PLACE), Reference(row, places.LOSS)
    margin = EDGE * places.HALF_WIDTH
    left, right = places.CURVE.first - margin, places.CURVE.last + margin
    inside: Expression = call("AND", compare(place, ">=", left), compare(place, "<=", right))
    first = row == places.PATH_TOP
    if not first:
        inside = call("AND", compare(Reference(row - 1, places.DRAWN), "=", 1), inside)
    drawn = canvas.put(row, places.DRAWN, call("IF", inside, 1, 0), style.STEP)
    number = replace(style.CELL, number_format=places.PLACE_FORMAT)
    error = replace(style.CELL, number_format=loss_format(plan))
    for column, value, look in (
        (places.DRAWN_PLACE, place, number),
        (places.DRAWN_LOSS, loss, error),
    ):
        content = value if first else call("IF", drawn, value, Reference(row - 1, column))
        canvas.put(row, column, content, look)


def _curve(canvas: Canvas, points: CurvePoints) -> None:
    for place in range(places.POINTS):
        row = places.CURVE_TOP + place
        share = Number(2 * place / (places.POINTS - 1) - 1)
        canvas.put(row, places.NAME, place + 1, style.STEP)
        points.write(row, places.CENTRE + share * places.HALF_WIDTH, sloped=False)


def _widths(canvas: Canvas, columns: int) -> None:
    canvas.column_widths |= dict.fromkeys(range(places.WORK_LEFT + columns), NUMBER_WIDTH)
    gaps = (places.LIST_LEFT, places.SHAPES_LEFT, places.WORK_LEFT)
    canvas.column_widths |= {gap - 1: GAP_WIDTH for gap in gaps} | {places.NAME: NAME_WIDTH}
