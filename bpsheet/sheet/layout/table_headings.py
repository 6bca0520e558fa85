"""What stands above the columns of the training table, and the room they take."""

from __future__ import annotations

import textwrap

from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.notation.text import equation
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.number_formats import width_of
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.wrapping import shortened
from bpsheet.sheet.workbook import Style

STEP_WIDTH, COUNTER_WIDTH, COST_WIDTH = 44, 54, 96
EQUATION_LETTER, EQUATION_LINE, EQUATION_AIR, MOST_LINES = 5.4, 12.5, 4, 8
NAME_LETTER, NAME_AIR, BAND_LETTER = 7, 6, 6.8
"""The room that a letter, a line and the margins take, in pixels; longer equations are cut off."""
WIDTHS = ((60, 128), (24, 96), (0, 0))
"""How wide a column is whose equation is longer than so many letters, in pixels."""
FORWARD_NAMES = ("forward pass", "forward")
BAND_NAMES: dict[Role, tuple[str, ...]] = {
    Role.STEP: FORWARD_NAMES,
    Role.TARGET: ("targets", "target"),
    Role.INPUT: ("inputs", "input"),
    Role.PARAMETER: ("parameters", "parameter"),
    Role.PRE_ACTIVATION: FORWARD_NAMES,
    Role.ACTIVATION: FORWARD_NAMES,
    Role.ERROR: ("errors", "error"),
    Role.LOSS: ("errors", "loss"),
    Role.ERROR_SIGNAL: (
        "error signals δ: how the loss changes with each pre-activation",
        "error signals δ",
        "δ",
    ),
    Role.DERIVATIVE: ("going back, step by step", "going back", "back"),
    Role.GRADIENT: ("gradients", "gradient"),
    Role.SEQUENTIAL_GRADIENT: (
        "what the sequential rule subtracts: not the gradients",
        "not the gradients",
        "sequential",
    ),
    Role.MEAN_GRADIENT: ("mean gradients of the batch", "mean gradients", "mean gradient"),
    Role.OPTIMIZER_STATE: ("what the optimizer remembers", "optimizer state", "state"),
    Role.COST: ("costs", "cost"),
}
"""What stands over a group of columns, the longest first; the last is for a single column."""
ROOMY = (
    Role.PARAMETER,
    Role.ERROR_SIGNAL,
    Role.DERIVATIVE,
    Role.GRADIENT,
    Role.SEQUENTIAL_GRADIENT,
    Role.MEAN_GRADIENT,
    Role.OPTIMIZER_STATE,
)
"""Whose columns may grow with their equations."""
COUNTERS = {
    "step": "step: counts the samples seen, from 0; a row without one is not a step",
    "epoch": "epoch: how many times all samples have been seen before this row",
    "sample": "sample: its number on the Data sheet",
    "update": "update: how many times the parameters have changed before this row",
}
EQUATION = Style(size=8, color=style.MUTED, wrap=True, horizontal="center", border=style.RULE)


def write_headings(canvas: Canvas, plan: Plan, quantities: tuple[Quantity, ...]) -> None:
    """Write the bands, the equations and the names above the columns."""
    band, equations, header = (plan.table.header - back for back in (2, 1, 0))
    if plan.rows.single:
        canvas.put(equations, 0, "row", EQUATION)
        canvas.put(header, 0, "step", style.HEADER, note="step: counts the rows from 0")
    else:
        for counter, column in plan.table.counters.items():
            canvas.put(equations, column, "", EQUATION)
            canvas.put(header, column, counter, style.HEADER, note=COUNTERS[counter])
    for quantity in quantities:
        column = plan.table.columns[quantity.name]
        look = style.name_style(quantity.role)
        canvas.put(header, column, quantity.name, look, note=_note(plan, quantity))
        letters = MOST_LINES * _letters(canvas.column_widths[column])
        canvas.put(equations, column, shortened(_equation(quantity), letters), EQUATION)
    for first, last, role in _bands(plan, quantities):
        name = _band_name(canvas, first, last, role)
        canvas.put(band, first, name, style.name_style(role), across=last - first + 1)
    if plan.rows.validation:
        look = style.name_style(Role.COST)
        column = plan.table.right
        canvas.put(band, column, "validation", look)
        canvas.put(equations, column, f"mean {plan.names.total} of these samples", EQUATION)
        canvas.put(header, column, f"{plan.names.cost} validation", look)


def _note(plan: Plan, quantity: Quantity) -> str:
    if quantity.scope is Scope.GIVEN:
        return f"{quantity.name}: {quantity.meaning}, from the Overview"
    if quantity.scope is Scope.SAMPLE:
        place = "Overview" if plan.data is None else "Data sheet"
        return f"{quantity.name}: {quantity.meaning}, from the {place}"
    if quantity.following is not None:
        update = equation("the next row's", quantity.following)
        return f"{quantity.name}: {quantity.meaning}\n{update}"
    assert quantity.definition is not None
    return f"{quantity.meaning}\n{equation(quantity.name, quantity.definition)}"


def _equation(quantity: Quantity) -> str:
    if quantity.following is not None:
        return equation(f"{quantity.name}⁺", quantity.following)
    if quantity.definition is not None:
        return equation(quantity.name, quantity.definition)
    return "given"


def _bands(plan: Plan, quantities: tuple[Quantity, ...]) -> list[tuple[int, int, Role]]:
    """Return the runs of neighbouring columns that share a band: first, last, role."""
    bands: list[tuple[int, int, Role]] = []
    for quantity in quantities:
        column = plan.table.columns[quantity.name]
        if bands and BAND_NAMES[bands[-1][2]][0] == BAND_NAMES[quantity.role][0]:
            bands[-1] = (bands[-1][0], column, quantity.role)
        else:
            bands.append((column, column, quantity.role))
    return bands


def _band_name(canvas: Canvas, first: int, last: int, role: Role) -> str:
    """Return the longest name that the columns have room for."""
    *names, narrowest = BAND_NAMES[role]
    if first == last:
        return narrowest
    room = sum(canvas.column_widths[column] for column in range(first, last + 1))
    return next((name for name in names if len(name) * BAND_LETTER < room), narrowest)


def set_sizes(canvas: Canvas, plan: Plan, rate: int, quantities: tuple[Quantity, ...]) -> None:
    """Set the widths of the columns and the height of the equations.

    Arguments:
        rate: the number of the learning rate, from 0: its numbers must fit.
    """
    table = plan.table
    canvas.column_widths |= dict.fromkeys(table.counters.values(), COUNTER_WIDTH)
    canvas.column_widths[0] = STEP_WIDTH
    if plan.rows.validation:
        canvas.column_widths[table.right] = COST_WIDTH
    lines = 1
    for quantity in quantities:
        width = _width(plan, rate, quantity)
        lines = max(lines, len(textwrap.wrap(_equation(quantity), _letters(width))))
        canvas.column_widths[table.columns[quantity.name]] = width
    canvas.row_heights[table.header - 1] = round(8 + EQUATION_LINE * min(lines, MOST_LINES))


def _width(plan: Plan, rate: int, quantity: Quantity) -> int:
    """Return the width of a quantity's column: its numbers, its name and its equation fit."""
    values = plan.example.trace.column(quantity.name)[rate]
    number = width_of(plan.format_of(quantity.name, rate), values)
    least = max(number, NAME_AIR + NAME_LETTER * len(quantity.name))
    if quantity.role not in ROOMY:
        return least
    letters = len(_equation(quantity))
    return max(least, next(width for fewest, width in WIDTHS if letters > fewest))


def _letters(width: int) -> int:
    """Return how many letters of an equation a line of a column holds."""
    return int((width - EQUATION_AIR) / EQUATION_LETTER)
