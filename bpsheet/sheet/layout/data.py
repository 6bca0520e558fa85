"""Data: the samples, to be edited here, and which of them the other sheets show."""

from __future__ import annotations

from bpsheet.expression import Expression, Text, call, compare, total
from bpsheet.functions import LOSSES
from bpsheet.model.graph import Role
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.places import DATA, OVERVIEW, DataPlaces
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import PrintSetup, Sheet, Validation
from bpsheet.template import Samples

LARGEST = 1e6
NEAR = 1e-9
NUMBER_WIDTH, SET_WIDTH, FIRST_WIDTH = 96, 150, 92
WHAT_FOR = "Here other sheets find the step that is shown."
NOT_SHARES = "the targets of a sample must add up to 1"


def data_sheet(plan: Plan) -> Sheet:
    """Return the sheet of the samples; only where there are several."""
    places, canvas = plan.data, Canvas(DATA)
    assert places is not None
    _heading(canvas, plan, places)
    _samples(canvas, plan, places)
    canvas.column_widths |= {0: FIRST_WIDTH}
    canvas.column_widths |= dict.fromkeys(range(1, len(places.columns) + 1), NUMBER_WIDTH)
    canvas.column_widths[len(places.columns) + 1] = SET_WIDTH
    canvas.row_heights[0] = 28
    header = places.top - 1
    return canvas.sheet(
        frozen=(places.top, 1),
        tab_color=style.HEADING,
        print_setup=PrintSetup(landscape=False, repeat_rows=(header, header)),
    )


def _heading(canvas: Canvas, plan: Plan, places: DataPlaces) -> None:
    rows, step = plan.rows, plan.overview.step_shown
    canvas.put(0, 0, "Data", style.TITLE)
    words = f"{rows.samples} samples to learn from"
    if rows.validation:
        words += f", and {rows.validation} for validation, which change nothing"
    canvas.put(1, 0, words, style.SUBTITLE)
    epoch = call("INT", step / rows.samples)
    batch = call("INT", (places.sample - 1) / rows.batch) if rows.averaged else places.sample - 1
    before = places.epoch * rows.per_epoch + rows.validation
    row = before + places.sample
    if rows.averaged:
        row = row + batch
    ends = before + (batch + 1) * (rows.batch + 1)
    update_row = call("MIN", ends, (places.epoch + 1) * rows.per_epoch) if rows.averaged else row
    within = before + batch * (rows.batch + rows.averaged)
    row_before = call("IF", compare(batch, "=", 0), places.epoch * rows.per_epoch, within)
    lines: list[tuple[Reference, str, Expression]] = [
        (places.epoch, "epoch shown", epoch),
        (places.sample, "sample shown", step - rows.samples * places.epoch + 1),
        (places.row, "row of the table", row),
        (places.update_row, "row of its update", update_row),
        (places.row_before, "row of the update before", row_before),
    ]
    for place, label, content in lines:
        canvas.put(place.row, place.column - 2, label, style.LABEL, across=2)
        canvas.put(place.row, place.column, content, style.WORD_CELL)
    canvas.put(places.row_before.row, 0, WHAT_FOR, style.REMARK)
    canvas.put(places.top - 2, 0, "← Overview", style.LINK, link=OVERVIEW)


def _samples(canvas: Canvas, plan: Plan, places: DataPlaces) -> None:
    template, graph = plan.example.template, plan.example.graph
    header, after = places.top - 1, len(places.columns) + 1
    canvas.put(header, 0, "sample", style.HEADER)
    for name, column in places.columns.items():
        look = style.name_style(graph[name].role)
        canvas.put(header, column, name, look, note=graph[name].meaning)
    canvas.put(header, after, "used for", style.HEADER)
    sets: list[tuple[str, Samples]] = [("learning", template.data)]
    if template.data.validation is not None:
        sets.append(("validation", template.data.validation))
    row = places.top
    for use, samples in sets:
        for inputs, targets in zip(samples.inputs, samples.targets, strict=True):
            canvas.put(row, 0, row - places.top + 1, style.STEP)
            for column, value in enumerate((*inputs, *targets), start=1):
                canvas.put(row, column, value, style.INPUT_CELL)
            canvas.put(row, after, use, style.WORD_CELL)
            row += 1
    needed = LOSSES[template.training.loss].targets
    first_target, last_row = len(plan.names.inputs) + 1, row - 1
    limits = (-LARGEST, LARGEST) if needed == "any numbers" else (0.0, 1.0)
    canvas.validations += [
        _numbers(Range(places.top, 1, last_row, first_target - 1), -LARGEST, LARGEST),
        _numbers(Range(places.top, first_target, last_row, after - 1), *limits),
    ]
    if needed.startswith("shares"):
        _check_shares(canvas, plan, places, after + 1)


def _numbers(area: Range, first: float, last: float) -> Validation:
    words = f"a number from {first:,.0f} to {last:,.0f}"
    return Validation(area, "decimal", f"Here stands {words}.", f"Type {words}.", first, last)


def _check_shares(canvas: Canvas, plan: Plan, places: DataPlaces, column: int) -> None:
    """Write beside each sample whether its targets still add up to 1, as the shortcut needs."""
    columns = [places.columns[q.name] for q in plan.example.graph.of_role(Role.TARGET)]
    for row in range(places.top, places.top + places.samples):
        targets = total([Reference(row, target, absolute=False) for target in columns])
        fits = compare(call("ABS", targets - 1), "<=", NEAR)
        canvas.put(row, column, call("IF", fits, Text(""), Text(NOT_SHARES)), style.WARNING)
