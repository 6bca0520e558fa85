"""The cost so far: from the first step, or epoch, to the one that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bpsheet.expression import Call, Expression, call
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import charts, style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.learning_panel.places import LEARNING_PANEL, WORK_LEFT, WORK_TOP
from bpsheet.sheet.layout.lookup import one_of
from bpsheet.sheet.layout.places import RateSheet
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Chart, Series

MOST_POINTS = 200
SO_FAR, VALIDATION, NOW = "cost so far", "validation", "now"
COLUMNS = 3
"""The columns of the table: the step or epoch, the cost, and that of the validation samples."""


def point_shown(plan: Plan) -> Expression:
    """Return a formula for the step, or with several samples the epoch, that is shown."""
    return plan.overview.step_shown if plan.data is None else plan.data.epoch


def validation_cost(plan: Plan, point: Expression) -> Expression:
    """Return a formula for the cost of the validation samples at a step or epoch."""
    return _at(plan, point, lambda sheet: plan.compare.validation(sheet.number))


def _at(plan: Plan, point: Expression, cells: Callable[[RateSheet], Range]) -> Expression:
    values = [one_of(cells(sheet), point + 1) for sheet in plan.sheets]
    return Call("CHOOSE", (plan.overview.rate_number, *values))


def write_history(canvas: Canvas, plan: Plan) -> tuple[Series, ...]:
    """Write the points of the cost so far; return them as curves, and the last ones as dots.

    After the point shown the last one repeats, so that no program draws what is still to come.
    Of a long training only some points are taken, the one shown always among them.
    """
    places = plan.compare
    distance = max(1, -(-(places.rows - 1) // MOST_POINTS))
    points = -(-(places.rows - 1) // distance) + 1
    shown = point_shown(plan)
    look = replace(style.CELL, number_format=plan.format_of(plan.curve_name))
    headings = [plan.point_name, SO_FAR, *[VALIDATION] * places.validated]
    for column, heading in enumerate(headings, start=WORK_LEFT):
        canvas.put(WORK_TOP - 1, column, heading, style.HEADER)
    for number in range(points):
        row = WORK_TOP + number
        point = canvas.put(row, WORK_LEFT, call("MIN", number * distance, shown), style.STEP)
        cost = _at(plan, point, lambda sheet: places.losses(sheet.number))
        canvas.put(row, WORK_LEFT + 1, cost, look)
        if places.validated:
            canvas.put(row, WORK_LEFT + 2, validation_cost(plan, point), look)
    bottom = WORK_TOP + points - 1
    colors = dict(zip(range(WORK_LEFT + 1, WORK_LEFT + len(headings)), style.CURVES, strict=False))
    curves, ends = [], []
    for column, color in colors.items():
        name = Reference(WORK_TOP - 1, column, LEARNING_PANEL)
        curves.append(_series(name, column, WORK_TOP, bottom, color))
        now = canvas.put(WORK_TOP - 2, column, NOW, style.REMARK)
        ends.append(replace(_series(now, column, bottom, bottom, color), marker=True))
    return (*curves, *ends)


def _series(name: Reference, column: int, top: int, bottom: int, color: str) -> Series:
    return Series(
        name=name,
        x=Range(top, WORK_LEFT, bottom, WORK_LEFT, LEARNING_PANEL),
        y=Range(top, column, bottom, column, LEARNING_PANEL),
        color=color,
    )


def cost_chart(plan: Plan, curves: tuple[Series, ...], place: Chart) -> Chart:
    """Return the chart of the cost so far, on the axes that all charts share.

    Arguments:
        place: a chart that says where it stands and how large it is.
    """
    return replace(
        place,
        title=f"{plan.curve_name} so far",
        series=(*curves, charts.scale(plan)),
        x_axis=charts.step_axis(plan),
        y_axis=charts.loss_axis(plan),
        description=f"{plan.curve_name} by {plan.point_name}, up to the one that is shown",
        legend="bottom" if plan.compare.validated else None,
    )
