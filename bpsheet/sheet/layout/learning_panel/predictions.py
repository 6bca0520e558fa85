"""What the network answers at the step shown, beside what it should answer, for every sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpsheet.expression import Expression
from bpsheet.model.graph import Role
from bpsheet.sheet.address import Range
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.charts import WRITTEN_OUT
from bpsheet.sheet.layout.learning_panel.places import LEARNING_PANEL, WORK_TOP
from bpsheet.sheet.layout.passes import forward_quantities, look_of, sample_cells, write_pass
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Axis, Chart, Series

MOST_SAMPLES, MOST_TERMS, MOST_OUTPUTS = 200, 20_000, 4
TRUTH, PREDICTION = "ground truth", "prediction"
BY_OUTPUT = 4
"""The columns of the table of a single sample's outputs, the gap after it included."""


def samples_computed(plan: Plan) -> int:
    """Return how many samples' predictions the sheet computes: all, or the first of very many."""
    terms = len(plan.names.parameters) + len(forward_quantities(plan))
    return min(plan.rows.samples, MOST_SAMPLES, max(1, MOST_TERMS // terms))


def write_predictions(
    canvas: Canvas, plan: Plan, left: int, parameters: Mapping[str, Expression]
) -> tuple[Series, ...]:
    """Write forward passes with the parameters shown; return truths and predictions as curves.

    Arguments:
        left: the first column.
        parameters: the cells of the parameters at the step shown.
    """
    if plan.rows.samples > 1:
        return _by_sample(canvas, plan, _passes(canvas, plan, left, parameters))
    return _by_output(canvas, plan, left, _passes(canvas, plan, left + BY_OUTPUT, parameters))


def _passes(
    canvas: Canvas, plan: Plan, left: int, parameters: Mapping[str, Expression]
) -> dict[str, Range]:
    """Write a row per sample: its number, what is given, and its forward pass.

    Returns:
        The cells of every column by its name; of the samples' numbers by "".
    """
    graph, computed = plan.example.graph, forward_quantities(plan)
    given = graph.of_role(Role.INPUT, Role.TARGET)
    canvas.put(WORK_TOP - 1, left, "sample", style.HEADER)
    for column, quantity in enumerate((*given, *computed), start=left + 1):
        canvas.put(WORK_TOP - 1, column, quantity.name, style.name_style(quantity.role))
    samples = samples_computed(plan)
    for row, sample in enumerate(range(samples), start=WORK_TOP):
        canvas.put(row, left, sample + 1, style.STEP)
        cells = sample_cells(plan, sample)
        known = dict(parameters)
        for column, quantity in enumerate(given, start=left + 1):
            content = cells[quantity.name]
            known[quantity.name] = canvas.put(row, column, content, look_of(plan, quantity))
        write_pass(canvas, plan, row, left + 1 + len(given), computed, known)
    names = ["", *(quantity.name for quantity in (*given, *computed))]
    bottom = WORK_TOP + samples - 1
    return {
        name: Range(WORK_TOP, column, bottom, column, LEARNING_PANEL)
        for column, name in enumerate(names, start=left)
    }


def _pairs(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return the names of targets and outputs, the first few."""
    outputs = plan.names.layers[-1].activations
    return tuple(zip(plan.names.targets, outputs, strict=True))[:MOST_OUTPUTS]


def _by_sample(canvas: Canvas, plan: Plan, columns: Mapping[str, Range]) -> tuple[Series, ...]:
    """Return a curve of truths and one of predictions for each of the first few outputs."""
    curves = []
    for number, pair in enumerate(_pairs(plan)):
        for name, word in zip(pair, (TRUTH, PREDICTION), strict=True):
            cells = columns[name]
            heading = canvas.put(WORK_TOP - 2, cells.left, f"{word} {name}", style.REMARK)
            color = style.curve_color(2 * number + (word == TRUTH))
            curves.append(Series(heading, columns[""], cells, color, marker=True))
    return tuple(curves)


def _by_output(
    canvas: Canvas, plan: Plan, left: int, columns: Mapping[str, Range]
) -> tuple[Series, ...]:
    """Write the outputs of the only sample one below the other, and return them as curves."""
    outputs = plan.names.layers[-1].activations
    for column, heading in enumerate(("output", TRUTH, PREDICTION), start=left):
        canvas.put(WORK_TOP - 1, column, heading, style.HEADER)
    for row, pair in enumerate(zip(plan.names.targets, outputs, strict=True), start=WORK_TOP):
        canvas.put(row, left, row - WORK_TOP + 1, style.STEP)
        for column, name in enumerate(pair, start=left + 1):
            look = look_of(plan, plan.example.graph[name])
            canvas.put(row, column, columns[name].first, look)
    bottom = WORK_TOP + len(outputs) - 1
    numbers, truth, prediction = (
        Range(WORK_TOP, column, bottom, column, LEARNING_PANEL) for column in range(left, left + 3)
    )
    return tuple(
        Series(replace(cells.first, row=WORK_TOP - 1), numbers, cells, color, marker=True)
        for cells, color in ((truth, style.CURVES[1]), (prediction, style.CURVES[0]))
    )


def prediction_chart(plan: Plan, curves: tuple[Series, ...], place: Chart) -> Chart:
    """Return the chart of predictions against truths.

    Arguments:
        place: a chart that says where it stands and how large it is.
    """
    several = plan.rows.samples > 1
    last = samples_computed(plan) if several else len(plan.names.targets)
    of = "sample" if several else "output"
    return replace(
        place,
        title=f"Prediction against ground truth, by {of}",
        series=curves,
        x_axis=Axis(of, 0, last + 1, number_format="0"),
        y_axis=Axis("target and output", number_format=WRITTEN_OUT),
        description=f"The targets and what the network answers at the step shown, {of} by {of}",
        legend="bottom",
    )
