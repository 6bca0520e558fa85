"""Error curve: the loss along one parameter, its slope on both sides, and the way down."""

from __future__ import annotations

from bpsheet.expression import Expression, Number, call, compare, join
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.error_curve import places
from bpsheet.sheet.layout.error_curve.choices import write_choices
from bpsheet.sheet.layout.error_curve.points import (
    MOST_COLUMNS,
    PLACE_FORMAT,
    CurvePoints,
    columns_for,
    curve_samples,
)
from bpsheet.sheet.layout.error_curve.shapes import curve_chart, write_shapes
from bpsheet.sheet.layout.error_curve.summary import write_summary
from bpsheet.sheet.layout.places import OVERVIEW
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.workbook import PrintSetup, Sheet

TOO_LARGE = "The network is too large for this sheet: its passes take {columns:,} columns."
LABEL_WIDTH, NUMBER_WIDTH, GAP_WIDTH = 168, 92, 24


def error_curve_sheet(plan: Plan) -> Sheet:
    """Return the sheet that draws the loss along a parameter that its reader chooses."""
    canvas = Canvas(places.ERROR_CURVE)
    canvas.put(0, 0, places.ERROR_CURVE, style.TITLE)
    canvas.row_heights[0] = 28
    columns = columns_for(plan, curve_samples(plan))
    if columns > MOST_COLUMNS:
        canvas.put(1, 0, TOO_LARGE.format(columns=columns), style.REMARK)
        return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup())
    points = CurvePoints(canvas, plan, places.CHOSEN)
    listed = write_choices(canvas, plan, points)
    _heading(canvas, plan, listed)
    _points(canvas, plan, points, listed.chosen_value)
    write_summary(canvas, plan, points.loss_name)
    canvas.charts.append(curve_chart(points.loss_name, write_shapes(canvas)))
    _widths(canvas, columns)
    area = Range(0, 0, places.BOTTOM, places.LIST_HALF_WIDTH)
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup(area=area))
