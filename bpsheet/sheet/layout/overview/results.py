"""What the learning rates came to, and the parameters before and after training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bpsheet.expression import Expression, Text, call, compare, join
from bpsheet.model.graph import Role
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style, verdict
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.number_formats import format_showing
from bpsheet.sheet.layout.overview.limits import any_number, numbers_between
from bpsheet.sheet.layout.overview.slots import fit
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words, number_or_words
from bpsheet.sheet.limits import LARGEST_RATE, SMALLEST_RATE
from bpsheet.sheet.workbook import Style

SAME_LOSS = 1e-15
"""Losses no further apart count as the same: not all programs tell them from one another."""
RESULTS = {
    "first loss": 80,
    "lowest loss": 84,
    "last loss": 84,
    "steps to goal": 86,
    "verdict": 120,
    "sheet": 84,
}
"""The columns of the table of rates, and their least width in pixels."""

MULTIPLE = {
    "first loss": "first cost",
    "lowest loss": "lowest cost",
    "last loss": "last cost",
    "steps to goal": "epochs to goal",
}
"""What they are called where there are several samples."""

NUMBER_WIDTH = 84
MARK = "mark"
LOWEST = "◀ lowest {word} among the rates tried"


def rates_table(canvas: Canvas, plan: Plan) -> None:
    """Write the learning rates, which are edited here, and what each came to."""
    slots = dict(zip((*RESULTS, MARK), fit(plan, [*RESULTS.values(), 0]), strict=True))
    places, top = plan.overview, plan.overview.rates_top
    canvas.put(top - 2, 1, "Learning rates and what they came to", style.SECTION)
    canvas.put(top - 1, 1, "№", style.HEADER)
    canvas.put(top - 1, 2, f"rate {plan.names.learning_rate}", style.HEADER)
    for heading in RESULTS:
        column, across = slots[heading]
        words = heading if plan.rows.single else MULTIPLE.get(heading, heading)
        canvas.put(top - 1, column, words, style.HEADER, across=across)
    lowest, _ = slots["lowest loss"]
    all_lowest = Range(top, lowest, places.rates[-1].row, lowest)
    for sheet, rate in zip(plan.sheets, places.rates, strict=True):
        row = rate.row
        canvas.put(row, 1, "yours" if sheet.yours else sheet.number + 1, style.WORD_CELL)
        canvas.put(row, 2, sheet.built, style.INPUT_CELL)
        for heading, (content, look) in _results(plan, sheet.name, sheet.number).items():
            column, across = slots[heading]
            canvas.put(row, column, content, look, across=across)
        column, across = slots["sheet"]
        canvas.put(row, column, sheet.name, style.CELL_LINK, link=sheet.name, across=across)
        is_lowest = compare(Reference(row, lowest), "<=", call("MIN", all_lowest) + SAME_LOSS)
        words = LOWEST.format(word=plan.curve_word.lower())
        mark = call("IF", is_lowest, Text(words), Text(""))
        canvas.put(row, slots[MARK][0], mark, style.REMARK)
    canvas.validations.append(
        numbers_between(
            Range(top, 2, places.rates[-1].row, 2),
            "A learning rate above 0.",
            SMALLEST_RATE,
            LARGEST_RATE,
        )
    )


def _results(plan: Plan, sheet: str, number: int) -> dict[str, tuple[Expression, Style]]:
    """Return what a rate came to, and its look, by the heading it stands under."""
    table, losses = plan.table, plan.example.trace.cost[number]
    usual = replace(style.CELL, number_format=plan.format_of(plan.curve_name))
    steps = replace(style.WORD_CELL, number_format="0")
    return {
        "first loss": (table.first.on(sheet), _showing(losses[0], usual)),
        "lowest loss": (table.lowest.on(sheet), _showing(np.fmin.reduce(losses), usual)),
        "last loss": (table.last.on(sheet), _showing(losses[-1], usual)),
        "steps to goal": (verdict.steps_to_goal(plan, number), steps),
        "verdict": (table.verdict.on(sheet), style.WORD_CELL),
    }


def _showing(value: float, look: Style) -> Style:
    """Return a look with a number format that suits the one value."""
    if not np.isfinite(value):
        return look
    return replace(look, number_format=format_showing(value, look.number_format))


def parameters_table(canvas: Canvas, plan: Plan) -> None:
    """Write the initial parameters, which are edited here, and those of every rate's last row."""
    slots = fit(plan, [NUMBER_WIDTH] * len(plan.sheets))
    places, table = plan.overview, plan.table
    top, names = places.parameters_top, plan.names.parameters
    drawn = plan.example.template.parameters.drawn
    words = "Parameters: initial, and in the last row of each rate"
    canvas.put(top - 2, 1, words, style.SECTION)
    if drawn:
        canvas.put(top - 2, 8, f"initial ones drawn at random: {drawn}", style.REMARK)
    canvas.put(top - 1, 1, "name", style.HEADER)
    canvas.put(top - 1, 2, "initial", style.HEADER)
    for sheet, (column, across) in zip(plan.sheets, slots, strict=False):
        heading = join(f"{plan.names.learning_rate} = ", in_words(places.rates[sheet.number]))
        canvas.put(top - 1, column, heading, style.HEADER, across=across)
    for name in names:
        place = places.given[name]
        initial = float(plan.example.trace.column(name)[0, 0])
        canvas.put(place.row, 1, name, style.name_style(Role.PARAMETER))
        canvas.put(place.row, place.column, initial, style.INPUT_CELL)
        look = style.value_style(Role.PARAMETER, plan.format_of(name))
        for sheet, (column, across) in zip(plan.sheets, slots, strict=False):
            last = Reference(table.bottom, table.columns[name], sheet.name)
            shown = _showing(float(plan.example.trace.column(name)[sheet.number, -1]), look)
            canvas.put(place.row, column, number_or_words(last), shown, across=across)
    prompt = "An initial parameter: any number."
    canvas.validations.append(any_number(Range(top, 2, top + len(names) - 1, 2), prompt))
