"""The sheet of one learning rate: a row per step, a column per quantity, every number a formula."""

from __future__ import annotations

import math
from dataclasses import replace

from bpsheet.expression import Expression, Text, call, compare, join
from bpsheet.model.graph import Quantity
from bpsheet.names import rate_text
from bpsheet.sheet.address import InRow, Range, Reference
from bpsheet.sheet.layout import style, verdict
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.charts import CHART_COLUMN, CHART_WIDTH, loss_chart
from bpsheet.sheet.layout.number_formats import NARROWEST
from bpsheet.sheet.layout.places import OVERVIEW, RateSheet, TablePlaces
from bpsheet.sheet.layout.plan import Plan, table_quantities
from bpsheet.sheet.layout.table_headings import set_sizes, write_headings
from bpsheet.sheet.layout.table_patterns import Patterns, table_values
from bpsheet.sheet.layout.words import in_words, number_or_words
from bpsheet.sheet.layout.wrapping import height_of
from bpsheet.sheet.workbook import (
    DEFAULT_COLUMN_WIDTH,
    Block,
    Highlight,
    PrintSetup,
    Sheet,
)

TITLE_HEIGHT, SUMMARY_HEIGHT = 26, 22
WIDEST_PAGE, NARROW_PAGE, LONG_TABLE = 3100, 1300, 40
"""The pixels that are still readable when they are shrunk to the width of a page, those that fit
on its short side, and the rows from which on that saves paper."""

ROWS_WITHOUT_A_STEP = "Rows without a step are updates: the means over the batch above them."
ROWS_FOR_VALIDATION = "Rows without an update are samples for validation: forward pass only."


def training_sheet(plan: Plan, rate_sheet: RateSheet) -> Sheet:
    """Return the sheet of one learning rate."""
    canvas = Canvas(rate_sheet.name)
    quantities = table_quantities(plan.example)
    set_sizes(canvas, plan, rate_sheet.number, quantities)
    _above_table(canvas, plan, rate_sheet)
    write_headings(canvas, plan, quantities)
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
    canvas.row_heights |= {0: TITLE_HEIGHT} | dict.fromkeys(range(1, 9), SUMMARY_HEIGHT)
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
