"""Learning panel: the dials of a trainer at the step shown, its predictions and its cost so far."""

from __future__ import annotations

import math
from dataclasses import replace

from bpsheet.model.graph import Role
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.learning_panel import looks
from bpsheet.sheet.layout.learning_panel.dials import MOST_DIALS, dial_lines, rows_of, write_dials
from bpsheet.sheet.layout.learning_panel.history import (
    COLUMNS,
    MOST_POINTS,
    cost_chart,
    write_history,
)
from bpsheet.sheet.layout.learning_panel.places import (
    LEARNING_PANEL,
    PAIRS,
    PANEL_LEFT,
    PANEL_RIGHT,
    PANEL_TOP,
    WORK_LEFT,
    WORK_TOP,
)
from bpsheet.sheet.layout.learning_panel.predictions import (
    BY_OUTPUT,
    MOST_SAMPLES,
    prediction_chart,
    samples_computed,
    write_predictions,
)
from bpsheet.sheet.layout.passes import faded_errors, look_of
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import DEFAULT_ROW_HEIGHT, Axis, Chart, PrintSetup, Sheet

MARGIN, LABEL, NUMBER, GAP, WORK = 14, 150, 110, 30, 92
CHART_WIDTH, CHART_HEIGHT = 2 * (LABEL + NUMBER), 236
CHART_ROWS = math.ceil(CHART_HEIGHT / DEFAULT_ROW_HEIGHT) + 1
PARAMETERS_LEFT = WORK_LEFT + COLUMNS + 1
PASSES_LEFT = PARAMETERS_LEFT + 3
HOW = (
    "The panel shows the step and the rate that are chosen on the Overview. It has no buttons of"
    " its own: raise the step there and it has learned, set it to 0 and it is reset."
)


def learning_panel_sheet(plan: Plan) -> Sheet:
    """Return the sheet that looks like the control panel of a trainer."""
    canvas = Canvas(LEARNING_PANEL)
    parameters = _parameters(canvas, plan)
    lines = dial_lines(plan, parameters)
    charts_top = PANEL_TOP + 1 + rows_of(lines)
    charts = _charts(canvas, plan, parameters, charts_top)
    bottom = charts_top + CHART_ROWS * len(charts)
    canvas.charts += charts
    for row in range(PANEL_TOP, bottom + 1):
        for column in range(PANEL_LEFT, PANEL_RIGHT + 1):
            canvas.put(row, column, None, looks.FRAME)
    write_dials(canvas, lines, PANEL_TOP + 1)
    _heading(canvas, plan)
    _widths(canvas, plan)
    area = Range(0, PANEL_LEFT, bottom, PANEL_RIGHT)
    setup = PrintSetup(landscape=False, pages_tall=1, area=area)
    return canvas.sheet(tab_color=style.HEADING, print_setup=setup)


def _charts(canvas: Canvas, plan: Plan, parameters: dict[str, Reference], top: int) -> list[Chart]:
    """Write the numbers that the charts need, and return the charts one below the other."""
    place = Chart(top, PAIRS[0], CHART_WIDTH, CHART_HEIGHT, "", (), Axis(), Axis(), "")
    cost = cost_chart(plan, write_history(canvas, plan), place)
    if not plan.example.template.layered:
        return [cost]
    curves = write_predictions(canvas, plan, PASSES_LEFT, parameters)
    return [prediction_chart(plan, curves, place), replace(cost, row=top + CHART_ROWS)]


def _parameters(canvas: Canvas, plan: Plan) -> dict[str, Reference]:
    """Write all parameters at the step shown to the right of the panel; return their cells."""
    header = WORK_TOP - 1
    canvas.put(header, PARAMETERS_LEFT, "parameter", style.HEADER, across=2)
    cells = {}
    for row, name in enumerate(plan.names.parameters, start=WORK_TOP):
        canvas.put(row, PARAMETERS_LEFT, name, style.name_style(Role.PARAMETER))
        look = look_of(plan, plan.example.graph[name])
        cells[name] = canvas.put(row, PARAMETERS_LEFT + 1, plan.shown(name), look)
    return cells


def _heading(canvas: Canvas, plan: Plan) -> None:
    canvas.put(0, 0, LEARNING_PANEL, style.TITLE)
    canvas.put(1, 0, HOW, replace(style.REMARK, wrap=True), across=PANEL_RIGHT + 1)
    canvas.row_heights |= {0: 28, 1: 30}
    canvas.put(1, WORK_LEFT, "What the panel and its charts are made of", style.SECTION)
    remarks = []
    parameters = len(plan.names.parameters)
    if parameters > MOST_DIALS:
        remarks.append(f"The panel has dials for the first {MOST_DIALS} of them.")
    if plan.example.template.layered and samples_computed(plan) < plan.rows.samples:
        computed = samples_computed(plan)
        remarks.append(f"Only the first {computed} of {plan.rows.samples:,} samples are computed.")
    canvas.put(2, WORK_LEFT, " ".join(remarks), style.REMARK)


def _widths(canvas: Canvas, plan: Plan) -> None:
    """Set the widths of all columns, and let errors beside the panel fade."""
    last = PASSES_LEFT + BY_OUTPUT + len(plan.example.graph.quantities)
    rows = max(MOST_POINTS, MOST_SAMPLES, len(plan.names.parameters))
    canvas.highlights.append(faded_errors(Range(WORK_TOP, WORK_LEFT, WORK_TOP + rows, last)))
    canvas.column_widths |= dict.fromkeys(range(WORK_LEFT, last + 1), WORK)
    for column in (PANEL_LEFT, PANEL_RIGHT):
        canvas.column_widths[column] = MARGIN
    for column in PAIRS:
        canvas.column_widths |= {column: LABEL, column + 1: NUMBER}
    for column in (WORK_LEFT - 1, PARAMETERS_LEFT - 1, PASSES_LEFT - 1):
        canvas.column_widths[column] = GAP
