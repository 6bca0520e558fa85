"""The sheet of one learning rate: a row per step, a column per quantity, every number a formula."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from bpsheet.expression import Expression, Number, Text, call, compare, join, substitute
from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.names import rate_text
from bpsheet.notation.text import equation
from bpsheet.sheet.address import InRow, Range, Reference
from bpsheet.sheet.layout import style, verdict
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.charts import CHART_COLUMN, CHART_WIDTH, loss_chart
from bpsheet.sheet.layout.number_formats import NARROWEST, width_of
from bpsheet.sheet.layout.plan import OVERVIEW, Plan, RateSheet, TablePlaces, table_quantities
from bpsheet.sheet.layout.words import in_words, number_or_words
from bpsheet.sheet.workbook import Block, Highlight, PrintSetup, RowKind, Sheet, Style

STEP_WIDTH, SUMMARY_HEIGHT = 44, 22
EQUATION_LETTER, EQUATION_LINE = 6.4, 12.5
"""The room a letter and a line of an equation take, in pixels; words do not break everywhere."""
WIDTHS = ((60, 128), (24, 96), (0, 0))
"""How wide a column is whose equation is longer than so many letters, in pixels."""
BAND_NAMES = {
    Role.TARGET: "targets",
    Role.INPUT: "inputs",
    Role.PARAMETER: "parameters",
    Role.PRE_ACTIVATION: "forward pass",
    Role.ACTIVATION: "forward pass",
    Role.ERROR: "errors",
    Role.LOSS: "errors",
    Role.ERROR_SIGNAL: "error signals δ = ∂E/∂(pre-activation), with (a − t)",
    Role.GRADIENT: "gradients",
}
NARROW_BAND_NAMES = BAND_NAMES | {
    Role.TARGET: "target",
    Role.INPUT: "input",
    Role.PARAMETER: "weight",
    Role.ERROR_SIGNAL: "δ",
    Role.GRADIENT: "gradient",
}
"""The names of bands over a single column."""
BACKWARD = (Role.ERROR_SIGNAL, Role.GRADIENT)
EQUATION = Style(size=8, color=style.MUTED, wrap=True, horizontal="center", border=style.RULE)


def training_sheet(plan: Plan, rate_sheet: RateSheet) -> Sheet:
    """Return the sheet of one learning rate."""
    canvas = Canvas(rate_sheet.name)
    quantities = table_quantities(plan.example)
    _above_table(canvas, plan, rate_sheet)
    _headers(canvas, plan, quantities)
    canvas.blocks.append(_table(plan, rate_sheet, quantities))
    _highlights(canvas, plan.table)
    _sizes(canvas, plan, rate_sheet, quantities)
    canvas.charts.append(loss_chart(plan, rate_sheet))
    canvas.names["learning_rate"] = plan.table.rate
    last_column = max(len(quantities), CHART_COLUMN + math.ceil(CHART_WIDTH / NARROWEST))
    return canvas.sheet(
        frozen=(plan.table.top, 1),
        tab_color=style.curve_color(rate_sheet.number),
        print_setup=PrintSetup(
            repeat_rows=(plan.table.header - 2, plan.table.header),
            area=Range(0, 0, plan.table.bottom, last_column),
        ),
    )


def _above_table(canvas: Canvas, plan: Plan, rate_sheet: RateSheet) -> None:
    """Write the title, the rate, and what the losses say."""
    table, rate = plan.table, plan.overview.rates[rate_sheet.number]
    title = join("when learning rate is ", in_words(table.rate))
    canvas.put(table.title.row, table.title.column, title, replace(style.TITLE, size=14), across=4)
    losses = table.column(plan.example.graph.loss.name)
    loss_format = plan.format_of(plan.example.graph.loss.name, rate_sheet.number)
    lines: list[tuple[Reference, str, Expression, str]] = [
        (table.rate, "learning rate η", rate, "General"),
        (table.first, "loss in the first row", number_or_words(losses.first), loss_format),
        (table.last, "loss in the last row", number_or_words(losses.last), loss_format),
        (table.lowest, "lowest loss", _lowest(plan, rate_sheet), loss_format),
        (table.verdict, "verdict", verdict.verdict(plan, losses), "General"),
        (table.shown, "step shown on the Overview", _step_shown(plan, rate_sheet), "0"),
    ]
    for place, label, value, number_format in lines:
        canvas.put(place.row, 1, label, style.LABEL, across=3)
        look = replace(style.CELL, number_format=number_format, horizontal="right", bold=True)
        canvas.put(place.row, place.column, value, look, across=2)
    canvas.put(7, 1, "← Overview", style.LINK, link=OVERVIEW, across=2)
    look = style.REMARK if rate_sheet.yours else style.WARNING
    canvas.put(8, 1, _other_rate_note(table, rate_sheet), look)


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
    canvas.put(equations, 0, "row", EQUATION)
    canvas.put(header, 0, "step", style.HEADER, note="step: counts the rows from 0")
    for quantity in quantities:
        column = plan.table.columns[quantity.name]
        look = style.name_style(quantity.role)
        canvas.put(header, column, quantity.name, look, note=_note(quantity))
        canvas.put(equations, column, _equation(quantity), EQUATION)
    for first, last, role in _bands(plan, quantities):
        name = BAND_NAMES[role] if last > first else NARROW_BAND_NAMES[role]
        canvas.put(band, first, name, style.name_style(role), across=last - first + 1)


def _note(quantity: Quantity) -> str:
    if quantity.scope is Scope.GIVEN:
        return f"{quantity.name}: {quantity.meaning}, from the Overview"
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
        if bands and BAND_NAMES[bands[-1][2]] == BAND_NAMES[quantity.role]:
            bands[-1] = (bands[-1][0], column, quantity.role)
        else:
            bands.append((column, column, quantity.role))
    return bands


def _table(plan: Plan, rate_sheet: RateSheet, quantities: tuple[Quantity, ...]) -> Block:
    trace, columns = plan.example.trace, plan.table.columns
    here: dict[str, Expression] = {name: InRow(column) for name, column in columns.items()}
    above: dict[str, Expression] = {name: InRow(column, -1) for name, column in columns.items()}
    here[trace.names.learning_rate] = above[trace.names.learning_rate] = plan.table.rate
    styles = (style.STEP, *(_number_style(plan, rate_sheet.number, q) for q in quantities))
    first = [_first_value(plan, quantity, here) for quantity in quantities]
    later = [
        substitute(quantity.following, above) if quantity.following is not None else value
        for quantity, value in zip(quantities, first, strict=True)
    ]
    kinds = (
        RowKind((Number(0), *first), styles),
        RowKind((InRow(0, -1) + 1, *later), styles),
    )
    values = [trace.step, *(trace.column(q.name)[rate_sheet.number] for q in quantities)]
    kind_of_row = np.minimum(np.arange(plan.table.rows), 1)
    numbers = np.column_stack(values) + 0.0  # no spreadsheet tells −0 from 0
    return Block(plan.table.top, 0, kinds, kind_of_row, numbers)


def _first_value(plan: Plan, quantity: Quantity, here: dict[str, Expression]) -> Expression:
    """Return a quantity's formula in the first row: its definition, or the cell that gives it."""
    if quantity.definition is not None:
        return substitute(plan.in_cells(quantity.definition), here)
    return plan.overview.given[quantity.name]


def _number_style(plan: Plan, number: int, quantity: Quantity) -> Style:
    return style.value_style(quantity.role, plan.format_of(quantity.name, number))


def _highlights(canvas: Canvas, table: TablePlaces) -> None:
    """Mark the row that the Overview shows, and fade what follows an overflow."""
    area = Range(table.top, 0, table.bottom, len(table.columns))
    in_row = InRow(0, fixed=True)
    canvas.highlights.append(
        Highlight(area, compare(in_row, "=", table.shown), fill=style.SHOWN_ROW, bold=True)
    )
    number = Reference(table.top, 0, absolute=False)
    canvas.highlights.append(Highlight(area, call("ISERROR", number), color=style.FADED))


def _sizes(
    canvas: Canvas, plan: Plan, rate_sheet: RateSheet, quantities: tuple[Quantity, ...]
) -> None:
    rate = rate_sheet.number
    formats = {plan.table.columns[q.name]: plan.format_of(q.name, rate) for q in quantities}
    lengths = {plan.table.columns[q.name]: len(_equation(q)) for q in quantities}
    gradients = {plan.table.columns[q.name] for q in quantities if q.role in BACKWARD}
    canvas.column_widths[0] = STEP_WIDTH
    for column, length in lengths.items():
        wide = next(width for least, width in WIDTHS if length > least)
        number = width_of(formats[column])
        canvas.column_widths[column] = max(wide, number) if column in gradients else number
    lines = max(
        length * EQUATION_LETTER / canvas.column_widths[column]
        for column, length in lengths.items()
    )
    canvas.row_heights |= {0: 26} | dict.fromkeys(range(1, 9), SUMMARY_HEIGHT)
    canvas.row_heights[plan.table.header - 1] = round(8 + EQUATION_LINE * math.ceil(lines))
