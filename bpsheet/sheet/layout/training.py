"""The sheet of one learning rate: a row per step, a column per quantity, every number a formula."""

from __future__ import annotations

import math
import textwrap
from dataclasses import replace

from bpsheet.expression import Expression, Text, call, compare, join
from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.names import rate_text
from bpsheet.notation.text import equation
from bpsheet.sheet.address import InRow, Range, Reference
from bpsheet.sheet.layout import style, verdict
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.charts import CHART_COLUMN, CHART_WIDTH, loss_chart
from bpsheet.sheet.layout.number_formats import NARROWEST, width_of
from bpsheet.sheet.layout.places import OVERVIEW, RateSheet, TablePlaces
from bpsheet.sheet.layout.plan import Plan, table_quantities
from bpsheet.sheet.layout.table_patterns import Patterns, table_values
from bpsheet.sheet.layout.words import in_words, number_or_words
from bpsheet.sheet.layout.wrapping import height_of, shortened
from bpsheet.sheet.workbook import (
    DEFAULT_COLUMN_WIDTH,
    Block,
    Highlight,
    PrintSetup,
    Sheet,
    Style,
)

WIDEST_PAGE, NARROW_PAGE, LONG_TABLE = 3100, 1300, 40
"""The pixels that are still readable when they are shrunk to the width of a page, those that fit
on its short side, and the rows from which on that saves paper."""

STEP_WIDTH, COUNTER_WIDTH, COST_WIDTH, SUMMARY_HEIGHT = 44, 54, 96, 22
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
        "error signals δ = ∂E/∂(pre-activation), with (a − t)",
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
COUNTERS = {
    "step": "step: counts the samples seen, from 0; a row without one is not a step",
    "epoch": "epoch: how many times all samples have been seen before this row",
    "sample": "sample: its number on the Data sheet",
    "update": "update: how many times the parameters have changed before this row",
}
ROWS_WITHOUT_A_STEP = "Rows without a step are updates: the means over the batch above them."
ROWS_FOR_VALIDATION = "Rows without an update are samples for validation: forward pass only."
EQUATION = Style(size=8, color=style.MUTED, wrap=True, horizontal="center", border=style.RULE)


def training_sheet(plan: Plan, rate_sheet: RateSheet) -> Sheet:
    """Return the sheet of one learning rate."""
    canvas = Canvas(rate_sheet.name)
    quantities = table_quantities(plan.example)
    _sizes(canvas, plan, rate_sheet, quantities)
    _above_table(canvas, plan, rate_sheet)
    _headers(canvas, plan, quantities)
    canvas.blocks.append(_table(plan, rate_sheet, quantities))
    _highlights(canvas, plan.table)
    canvas.charts.append(loss_chart(plan, rate_sheet))
    canvas.names["learning_rate"] = plan.table.rate
    return canvas.sheet(
        frozen=(plan.table.top, len(plan.table.counters)),
        tab_color=style.curve_color(rate_sheet.number),
        print_setup=_print_setup(canvas, plan.table),
    )


def _print_setup(canvas: Canvas, table: TablePlaces) -> PrintSetup:
    """Return how the table prints: upright where it is narrow and long, else across."""
    last_column = max(table.right, CHART_COLUMN + math.ceil(CHART_WIDTH / NARROWEST))
    width = sum(canvas.column_widths.values())
    pages_wide = math.ceil(width / WIDEST_PAGE)
    return PrintSetup(
        landscape=width > NARROW_PAGE or table.rows < LONG_TABLE,
        pages_wide=pages_wide,
        repeat_rows=(table.header - 2, table.header),
        repeat_columns=len(table.counters) if pages_wide > 1 else 0,
        area=Range(0, 0, table.bottom, last_column),
    )


def _above_table(canvas: Canvas, plan: Plan, rate_sheet: RateSheet) -> None:
    """Write the title, the rate, and what the losses say."""
    table, rate = plan.table, plan.overview.rates[rate_sheet.number]
    title = join("when learning rate is ", in_words(table.rate))
    first = 1 if plan.rows.single else 0
    width = 4 if plan.rows.single else 7
    look = replace(style.TITLE, size=14)
    canvas.put(table.title.row, table.title.column, title, look, across=width)
    losses = plan.losses(rate_sheet)
    if plan.rows.single:
        losses = losses.on(None)
    loss_format = plan.format_of(plan.curve_name, rate_sheet.number)
    loss, row = ("loss", "row") if plan.rows.single else ("cost", "epoch")
    lines: list[tuple[Reference, str, Expression, str]] = [
        (table.rate, f"learning rate {plan.names.learning_rate}", rate, "General"),
        (table.first, f"{loss} in the first {row}", number_or_words(losses.first), loss_format),
        (table.last, f"{loss} in the last {row}", number_or_words(losses.last), loss_format),
        (table.lowest, f"lowest {loss}", _lowest(plan, rate_sheet), loss_format),
        (table.verdict, "verdict", verdict.verdict(plan, losses), "General"),
        (table.shown, "step shown on the Overview", _step_shown(plan, rate_sheet), "0"),
    ]
    for place, label, value, number_format in lines:
        canvas.put(place.row, first, label, style.LABEL, across=4 - first)
        look = replace(style.CELL, number_format=number_format, horizontal="right", bold=True)
        canvas.put(place.row, place.column, value, look, across=2)
    canvas.put(7, 1, "← Overview", style.LINK, link=OVERVIEW, across=2)
    look = style.REMARK if rate_sheet.yours else style.WARNING
    canvas.put(8, 1, _other_rate_note(table, rate_sheet), look)
    _rows_of_other_kinds(canvas, plan)


def _rows_of_other_kinds(canvas: Canvas, plan: Plan) -> None:
    """Say, between the summary and the chart, what rows without a step or an update are."""
    remarks = [ROWS_WITHOUT_A_STEP] * plan.rows.averaged
    remarks += [ROWS_FOR_VALIDATION] * (plan.rows.validation > 0)
    if not remarks:
        return
    first, words = plan.table.first.column - 1, " ".join(remarks)
    columns = range(first, CHART_COLUMN)
    look = replace(style.REMARK, wrap=True)
    canvas.put(7, first, words, look, across=len(columns))
    room = sum(canvas.column_widths.get(column, DEFAULT_COLUMN_WIDTH) for column in columns)
    canvas.row_heights[7] = height_of([(words, room)])


def _lowest(plan: Plan, rate_sheet: RateSheet) -> Expression:
    return plan.compare.lowest(rate_sheet.number).last


def _step_shown(plan: Plan, rate_sheet: RateSheet) -> Expression:
    number = compare(plan.overview.rate_number, "=", rate_sheet.number + 1)
    return call("IF", number, plan.overview.step_shown, Text("another rate"))


def _other_rate_note(table: TablePlaces, rate_sheet: RateSheet) -> Expression | str:
    """Return the live remark that the rate is no longer the one in the tab's name."""
    if rate_sheet.yours:
        return "The last rate in the Overview's table is yours to change."
    same = compare(table.rate, "=", rate_sheet.built)
    built = rate_text(rate_sheet.built)
    note = join(f"Built for {built}; the Overview now says ", in_words(table.rate), ".")
    return call("IF", same, Text(""), note)


def _headers(canvas: Canvas, plan: Plan, quantities: tuple[Quantity, ...]) -> None:
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


def _table(plan: Plan, rate_sheet: RateSheet, quantities: tuple[Quantity, ...]) -> Block:
    patterns = Patterns(plan, rate_sheet, quantities)
    kinds = tuple(map(patterns.row_kind, plan.rows.kinds))
    numbers = table_values(plan, rate_sheet.number, quantities)
    return Block(plan.table.top, 0, kinds, plan.rows.kind_of_row, numbers)


def _highlights(canvas: Canvas, table: TablePlaces) -> None:
    """Mark the row that the Overview shows, and fade what follows an overflow."""
    area = Range(table.top, 0, table.bottom, table.right)
    in_row = InRow(0, fixed=True)
    shown: Expression = compare(in_row, "=", table.shown)
    if len(table.counters) > 1:
        shown = call("AND", call("ISNUMBER", in_row), shown)  # an empty cell is equal to 0
    canvas.highlights.append(Highlight(area, shown, fill=style.SHOWN_ROW, bold=True))
    number = Reference(table.top, 0, absolute=False)
    canvas.highlights.append(Highlight(area, call("ISERROR", number), color=style.FADED))


def _sizes(
    canvas: Canvas, plan: Plan, rate_sheet: RateSheet, quantities: tuple[Quantity, ...]
) -> None:
    """Set the widths of the columns, and the heights of the rows above the table."""
    table = plan.table
    canvas.column_widths |= dict.fromkeys(table.counters.values(), COUNTER_WIDTH)
    canvas.column_widths[0] = STEP_WIDTH
    if plan.rows.validation:
        canvas.column_widths[table.right] = COST_WIDTH
    lines = 1
    for quantity in quantities:
        width = _width(plan, rate_sheet.number, quantity)
        lines = max(lines, len(textwrap.wrap(_equation(quantity), _letters(width))))
        canvas.column_widths[table.columns[quantity.name]] = width
    canvas.row_heights |= {0: 26} | dict.fromkeys(range(1, 9), SUMMARY_HEIGHT)
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
