"""Compare: the losses of all rates side by side, as numbers and as curves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from bpsheet.expression import ZERO, Expression, call, join
from bpsheet.model.graph import Role
from bpsheet.names import rate_text
from bpsheet.sheet.address import InRow, Range, Reference
from bpsheet.sheet.layout import charts, style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.places import COMPARE, VALIDATION_COST, RateSheet
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.workbook import (
    DEFAULT_ROW_HEIGHT,
    Block,
    Chart,
    Highlight,
    PrintSetup,
    RowKind,
    Series,
    Sheet,
)

STEP_WIDTH, LOSS_WIDTH, SPACER_WIDTH, CHART_COLUMN_WIDTH = 64, 90, 20, 62
LARGE_WIDTH, LARGE_HEIGHT = 544, 300
CHART_GAP, SMALL_HEIGHT = 14, 200
NAME_LETTER, NAME_AIR = 7, 8
"""The room a letter of a heading takes, and what is left beside them, in pixels."""
YOURS_IS = "yours: "


def compare_sheet(plan: Plan) -> Sheet:
    """Return the sheet that compares the rates."""
    canvas, places = Canvas(COMPARE), plan.compare
    canvas.put(0, 0, "Compare the learning rates", style.TITLE)
    words = f"{plan.curve_name} of every rate, {plan.point_name} by {plan.point_name}"
    dashes = "; grey dashes below show the samples for validation" * places.validated
    canvas.put(1, 0, f"{words}; all charts share their axes{dashes}.", style.SUBTITLE)
    _scale(canvas, plan)
    _headers(canvas, plan)
    canvas.blocks.append(_table(plan))
    canvas.charts.extend(_charts(plan))
    area = Range(places.top, 0, places.top + places.rows - 1, places.right)
    number = Reference(places.top, 0, absolute=False)
    canvas.highlights.append(Highlight(area, call("ISERROR", number), color=style.FADED))
    _sizes(canvas, plan)
    return canvas.sheet(
        frozen=(places.top, 1),
        tab_color=style.HEADING,
        print_setup=PrintSetup(
            area=Range(0, 0, _last_printed_row(plan), places.first_lowest - 1),
            repeat_rows=(places.top - 1, places.top - 1),
        ),
    )


def _last_printed_row(plan: Plan) -> int:
    """Return the last row of the table or of the charts beside it, whichever is lower."""
    lines = math.ceil(len(plan.sheets) / _small_in_a_row(plan))
    height = LARGE_HEIGHT + lines * (SMALL_HEIGHT + CHART_GAP)
    charts_end = plan.compare.top + math.ceil(height / DEFAULT_ROW_HEIGHT) + 1
    return max(plan.compare.top + plan.compare.rows - 1, charts_end)


def _scale(canvas: Canvas, plan: Plan) -> None:
    """Write the small table that gives all charts the same axes and carries the goal's line."""
    places, goal = plan.compare, plan.overview.goal
    loss = replace(style.CELL, number_format=plan.format_of(plan.curve_name))
    top, last_step = places.scale_steps.top, places.rows - 1
    for row, words in enumerate(("all charts", "from", "to"), start=top - 1):
        canvas.put(row, places.scale_steps.left - 1, words, style.LABEL)
    for cells, heading, first, last in (
        (places.scale_steps, f"{plan.point_name}s", 0, last_step),
        (places.scale_losses, "losses", _low_end(plan), _highest(plan)),
        (places.scale_goal, "goal", goal, goal),
    ):
        canvas.put(top - 1, cells.left, heading, style.HEADER)
        look = loss if heading == "losses" else style.CELL
        canvas.put(top, cells.left, first, look)
        canvas.put(top + 1, cells.left, last, look)


def _low_end(plan: Plan) -> Expression | float:
    """Return 0, or the lowest loss of an expression, which may be below."""
    if plan.example.template.layered:
        return 0
    return call("MIN", 0, *_extremes(plan, "MIN"))


def _highest(plan: Plan) -> Expression:
    """Return the highest loss of the rates whose losses are all numbers, at least every first."""
    firsts = [plan.table.first.on(sheet.name) for sheet in plan.sheets]
    return call("MAX", *firsts, *_extremes(plan, "MAX"))


def _extremes(plan: Plan, extreme: str) -> list[Expression]:
    """Return the lowest or the highest loss of every rate, 0 where one is no number."""
    losses = [plan.compare.losses(sheet.number) for sheet in plan.sheets]
    return [
        call("IF", call("ISNUMBER", call("SUM", column)), call(extreme, column), ZERO)
        for column in losses
    ]


def _headers(canvas: Canvas, plan: Plan) -> None:
    places = plan.compare
    band, header = places.top - 2, places.top - 1
    canvas.put(header, places.step, plan.point_name, style.HEADER)
    name = plan.curve_name
    groups = [
        (places.first_rate, f"{name} by learning rate {plan.names.learning_rate}"),
        (places.first_lowest, f"lowest {name} so far"),
    ]
    if places.validated:
        groups.append((places.first_lowest + places.rates, f"{name} of validation"))
    for first, words in groups:
        canvas.put(band, first, words, style.name_style(Role.LOSS), across=places.rates)
        for sheet in plan.sheets:
            canvas.put(header, first + sheet.number, _rate_name(plan, sheet), style.HEADER)


def _rate_name(plan: Plan, sheet: RateSheet) -> Expression:
    rate = plan.table.rate.on(sheet.name)
    return join(YOURS_IS if sheet.yours else f"{plan.names.learning_rate} = ", in_words(rate))


def _table(plan: Plan) -> Block:
    """Return the table: the step, every rate's loss, a gap for the charts, the lowest so far."""
    places, trace = plan.compare, plan.example.trace
    gap = places.first_lowest - places.first_rate - places.rates
    formats = [plan.format_of(plan.curve_name, sheet.number) for sheet in plan.sheets]
    looks = [replace(style.CELL, number_format=number_format) for number_format in formats]
    validation = _validation(plan) if places.validated else []
    styles = (style.STEP, *looks, *[style.PLAIN] * gap, *looks, *looks[: len(validation)])
    kinds = tuple(
        RowKind((*curves, *[None] * gap, *lowest, *validation), styles)
        for curves, lowest in zip(_from_tables(plan), _lowest(plan), strict=True)
    )
    running = np.fmin.accumulate(trace.cost, axis=1)
    points = np.arange(places.rows)
    values = [points, trace.cost, np.zeros((gap, places.rows)), running]
    if places.validated:
        values.append(trace.validation_cost)
    numbers = np.vstack(values).T.astype(float)
    return Block(places.top, 0, kinds, np.minimum(points, 1), numbers)


def _from_tables(plan: Plan) -> tuple[list[Expression], list[Expression]]:
    """Return the formulas that bring each rate's loss or cost over, of the first row and later."""
    column = plan.table.columns[plan.curve_name]
    if plan.rows.single:
        down = plan.table.top - plan.compare.top
        losses = [InRow(column, down, sheet.name) for sheet in plan.sheets]
        steps: list[Expression] = [InRow(0, down, plan.sheets[0].name), *losses]
        return steps, steps
    costs = [_at_epoch(plan, sheet, plan.curve_name, 0) for sheet in plan.sheets]
    return [ZERO, *costs], [InRow(0, -1) + 1, *costs]


def _validation(plan: Plan) -> list[Expression]:
    """Return the formulas that bring the cost of the samples for validation over."""
    left = plan.rows.per_epoch - plan.rows.validation
    return [_at_epoch(plan, sheet, VALIDATION_COST, left) for sheet in plan.sheets]


def _at_epoch(plan: Plan, sheet: RateSheet, name: str, before_end: int) -> Expression:
    """Return a formula for the cell of a rate's table some rows before the end of the epoch."""
    row = (InRow(0) + 1) * plan.rows.per_epoch
    place = row - before_end if before_end else row
    return call("INDEX", plan.table.column(name).on(sheet.name), place)


def _lowest(plan: Plan) -> tuple[list[Expression], list[Expression]]:
    """Return the formulas of the lowest losses so far, of the first row and of the later ones.

    A loss that is not a number leaves the lowest as it was.
    """
    places = plan.compare
    losses = [InRow(places.first_rate + sheet.number) for sheet in plan.sheets]
    before = [InRow(places.first_lowest + sheet.number, -1) for sheet in plan.sheets]
    later: list[Expression] = [
        call("IF", call("ISNUMBER", loss), call("MIN", low, loss), low)
        for loss, low in zip(losses, before, strict=True)
    ]
    return list(losses), later


def _charts(plan: Plan) -> list[Chart]:
    """Return the large charts side by side and, below them, a small one for each rate."""
    left = plan.compare.charts_left
    rates = tuple(charts.rate_curve(plan, sheet) for sheet in plan.sheets)
    goal = (charts.goal_line(plan),) if plan.example.template.training.goal else ()
    kinds = (False, True) if charts.above_zero(plan) else (False,)
    large = [_large(plan, (*rates, *goal), logarithmic=logarithmic) for logarithmic in kinds]
    if len(large) == 1:
        large = [replace(large[0], width=2 * LARGE_WIDTH + CHART_GAP)]
    small = [_small(plan, sheet, rate) for sheet, rate in zip(plan.sheets, rates, strict=True)]
    return [replace(chart, column=left) for chart in (*large, *small)]


def _large(plan: Plan, series: tuple[Series, ...], *, logarithmic: bool) -> Chart:
    by_point = f"by {plan.point_name}"
    words = f"{by_point}, on a logarithmic axis" if logarithmic else by_point
    has_goal = plan.example.template.training.goal is not None
    with_goal = ", with the goal as a dashed line" if has_goal else ""
    return Chart(
        row=plan.compare.top,
        column=0,
        width=LARGE_WIDTH,
        height=LARGE_HEIGHT,
        title=f"{plan.curve_word} {words}",
        series=series,
        x_axis=charts.step_axis(plan),
        y_axis=charts.loss_axis(plan, logarithmic=logarithmic),
        description=f"{plan.curve_word} of every learning rate {words}{with_goal}",
        legend="right",
        x_shift=(LARGE_WIDTH + CHART_GAP) * logarithmic,
    )


def _small(plan: Plan, sheet: RateSheet, curve: Series) -> Chart:
    """Return a rate's small chart; a row of them is as wide as the two large ones."""
    in_a_row = _small_in_a_row(plan)
    line, place = divmod(sheet.number, in_a_row)
    width = (2 * LARGE_WIDTH + CHART_GAP - (in_a_row - 1) * CHART_GAP) // in_a_row
    return Chart(
        row=plan.compare.top,
        column=0,
        width=width,
        height=SMALL_HEIGHT,
        title=charts.rate_title(plan, sheet),
        series=(curve, *charts.validation_curve(plan, sheet), charts.scale(plan)),
        x_axis=charts.step_axis(plan),
        y_axis=charts.loss_axis(plan),
        description=charts.rate_description(plan, sheet),
        title_size=10,
        x_shift=place * (width + CHART_GAP),
        y_shift=LARGE_HEIGHT + CHART_GAP + line * (SMALL_HEIGHT + CHART_GAP),
    )


def _small_in_a_row(plan: Plan) -> int:
    """Return two or three, whichever leaves no gap behind few charts."""
    return 2 if len(plan.sheets) in (2, 4) else 3


def _sizes(canvas: Canvas, plan: Plan) -> None:
    places = plan.compare
    longest = max(len(rate_text(sheet.built)) for sheet in plan.sheets) + len(YOURS_IS)
    loss_width = max(LOSS_WIDTH, round(NAME_AIR + NAME_LETTER * longest))
    canvas.column_widths[0] = STEP_WIDTH
    for column in range(places.first_rate, places.first_rate + places.rates):
        canvas.column_widths[column] = loss_width
    canvas.column_widths[places.charts_left - 1] = SPACER_WIDTH
    for column in range(places.charts_left, places.first_lowest):
        canvas.column_widths[column] = CHART_COLUMN_WIDTH
    for column in range(places.first_lowest, places.right + 1):
        canvas.column_widths[column] = loss_width
    canvas.row_heights[0] = 28
