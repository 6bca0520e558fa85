"""Overview: the network with live numbers, what the rates came to, and every cell to edit."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Text, call
from bpsheet.model.graph import Role
from bpsheet.notation.text import text
from bpsheet.sheet.address import Range
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.overview.given import given_table
from bpsheet.sheet.layout.overview.results import NUMBER_WIDTH, parameters_table, rates_table
from bpsheet.sheet.layout.overview.slots import EXTRA_WIDTH, FIRST_SLOT, Slot, fit
from bpsheet.sheet.layout.places import COMPARE, DERIVATION, GRADIENT_CHECK, OVERVIEW
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import PrintSetup, Sheet, Validation

LINK_LETTER, LINK_AIR = 7, 8
LEGEND_WIDTH = 100
MOST_ROWS_ON_A_PAGE = 70
LEGEND = (
    ("given", Role.INPUT),
    ("parameter", Role.PARAMETER),
    ("forward pass", Role.ACTIVATION),
    ("error, loss", Role.ERROR),
    ("gradient", Role.GRADIENT),
)
EPOCH_SHOWN, SAMPLE_SHOWN = 5, 7
"""The columns of the epoch and the sample that the step shown belongs to."""
TOO_LARGE = "The network is too large to draw; its numbers stand on the sheets of the rates."


def overview_sheet(plan: Plan) -> Sheet:
    """Return the first sheet of the workbook."""
    canvas = Canvas(OVERVIEW)
    canvas.column_widths |= dict.fromkeys(range(2 * len(plan.sheets) + FIRST_SLOT), EXTRA_WIDTH)
    canvas.column_widths |= dict(enumerate(plan.overview.drawing.columns))
    _heading(canvas, plan)
    _selectors(canvas, plan)
    _legend(canvas, _legend_slots(plan))
    _network(canvas, plan)
    rates_table(canvas, plan)
    parameters_table(canvas, plan)
    last_row = given_table(canvas, plan)
    pages_tall = 1 if last_row < MOST_ROWS_ON_A_PAGE else 0
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup(pages_tall=pages_tall))


def _heading(canvas: Canvas, plan: Plan) -> None:
    template = plan.example.template
    canvas.row_heights |= {0: 30, 1: 20, 2: 22}
    canvas.put(0, 1, template.title, style.TITLE)
    canvas.put(1, 1, template.summary, style.SUBTITLE)
    sheets = [DERIVATION, COMPARE, GRADIENT_CHECK, *plan.further_sheets]
    slots = ((1, 2), *fit(plan, [LINK_LETTER * len(name) + LINK_AIR for name in sheets[1:]]))
    for name, (column, across) in zip(sheets, slots, strict=True):
        canvas.put(2, column, name, style.LINK, link=name, across=across)


def _selectors(canvas: Canvas, plan: Plan) -> None:
    places, last_step = plan.overview, len(plan.example.trace.step) - 1
    rates = Range(places.rates[0].row, 2, places.rates[-1].row, 2)
    canvas.put(3, 1, "Shown here, in the derivation and in the gradient check", style.SECTION)
    for place, label, value in (
        (places.step_shown, "step", 0),
        (places.rate_shown, f"rate {plan.names.learning_rate}", plan.sheets[0].built),
    ):
        canvas.put(place.row, 1, label, style.LABEL)
        canvas.put(place.row, place.column, value, style.INPUT_CELL)
    canvas.put(4, 3, f"0 to {last_step}", style.BESIDE)
    canvas.put(5, 3, "see list", style.BESIDE)
    canvas.put(5, 4, "№", style.LABEL)
    found = call("MATCH", places.rate_shown, rates, 0)
    number = call("IF", call("ISNUMBER", found), found, 1)
    look = replace(style.CELL, number_format="0", horizontal="center")
    canvas.put(places.rate_number.row, places.rate_number.column, number, look)
    gone = Text("no longer in the table: its first rate is shown")
    missing = call("IF", call("ISNUMBER", found), Text(""), gone)
    canvas.put(5, 6, missing, style.BESIDE)
    if plan.data is not None:
        shown = (
            (EPOCH_SHOWN, "epoch", plan.data.epoch),
            (SAMPLE_SHOWN, "sample", plan.data.sample),
        )
        for column, label, place in shown:
            canvas.put(4, column - 1, label, style.LABEL)
            canvas.put(4, column, place, look)
    canvas.validations += [
        Validation(
            places.step_shown.area,
            "whole",
            prompt=f"The step to show, 0 to {last_step}.",
            error=f"There are steps 0 to {last_step}.",
            minimum=0,
            maximum=last_step,
        ),
        Validation(
            places.rate_shown.area,
            "list",
            prompt="The learning rate to show, one of those in the table below.",
            error="Choose one of the learning rates in the table below.",
            source=rates,
        ),
    ]


def _legend_slots(plan: Plan) -> list[Slot]:
    """Return where the legend's columns stand, right of the selectors and of what they show."""
    slots = fit(plan, [NUMBER_WIDTH] * 4 + [LEGEND_WIDTH] * 4)[4:]
    return [slot for slot in slots if plan.data is None or slot[0] > SAMPLE_SHOWN][:3]


def _legend(canvas: Canvas, slots: list[Slot]) -> None:
    words = [(word, style.name_style(role)) for word, role in LEGEND]
    words.append(("yours to edit", replace(style.INPUT_CELL, horizontal="center", locked=True)))
    for position, (word, look) in enumerate(words):
        line, place = divmod(position, len(slots))
        column, across = slots[place]
        canvas.put(4 + line, column, word, look, across=across)


def _network(canvas: Canvas, plan: Plan) -> None:
    drawing, graph = plan.overview.drawing, plan.example.graph
    if not drawing.drawn:
        canvas.put(drawing.bottom, 1, TOO_LARGE, style.REMARK)
    for column, heading in drawing.headings.items():
        canvas.put(drawing.top - 1, column, heading, style.REMARK)
    for name, (row, column) in drawing.cells.items():
        role = graph[name].role
        number = style.value_style(role, plan.format_of(name))
        canvas.put(row, column, name, style.name_style(role), note=graph[name].meaning)
        canvas.put(row, column + 1, plan.shown(name), number)
        definition = graph[name].definition
        if not plan.names.layers and definition is not None:
            canvas.put(row, column + 2, f"= {text(definition)}", style.BESIDE)
    canvas.lines.extend(drawing.lines)
