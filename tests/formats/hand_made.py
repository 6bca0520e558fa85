"""A small workbook made by hand that uses every feature of the format-free workbook."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bpsheet.expression import Expression, Number, Text, call, compare, join
from bpsheet.sheet.address import InRow, Range, Reference
from bpsheet.sheet.workbook import (
    Axis,
    Block,
    Cell,
    CellError,
    Chart,
    Highlight,
    Line,
    Point,
    PrintSetup,
    RowKind,
    Series,
    Sheet,
    Style,
    Validation,
    Workbook,
)

TOP, STEPS = 4, 12
BOTTOM = TOP + STEPS - 1
HEADER = Style(bold=True, fill="#dbeafe", border="#9aa5b1", horizontal="center", wrap=True)
INPUT = Style(fill="#fff3bf", border="#f0b429", number_format="0.0##", locked=False)
LINK = Style(underline=True, color="#1d4ed8")
NUMBER = Style(number_format="0.000000")
HIDDEN = Style(hidden=True)
LONG_NOTE = "What this column shows." + "\nA paragraph that is long enough to wrap in its box." * 5


def small(value: Expression, then: str, otherwise: str) -> Expression:
    return call("IF", compare(value, "<", 1), Text(then), Text(otherwise))


def table(start: float) -> Block:
    """Return a table of step, loss, a gap, and the negated square of the loss."""
    losses = start * 0.9 ** np.arange(STEPS)
    first = (Number(0), Number(start), None, -(InRow(2) ** 2))
    later = (InRow(1, -1) + 1, InRow(2, -1) * Number(0.9), None, -(InRow(2) ** 2))
    styles = (Style(), NUMBER, Style(), NUMBER)
    gap = np.full(STEPS, np.nan)
    return Block(
        top=TOP,
        left=1,
        kinds=(RowKind(first, styles), RowKind(later, styles)),
        kind_of_row=np.array([0] + [1] * (STEPS - 1)),
        values=np.column_stack([np.arange(STEPS), losses, gap, -(losses**2)]),
    )


def curve(sheet: str | None, column: int, color: str, **look: bool) -> Series:
    x, y = (Range(TOP, each, BOTTOM, each, sheet) for each in (1, column))
    return Series(Reference(TOP - 1, column, sheet), x, y, color, **look)


def rate_sheet(name: str, rate: float, rate_row: int) -> Sheet:
    headers = {1: "step", 2: "E_total", 4: "−E²"}
    chart = Chart(
        row=TOP,
        column=7,
        width=480,
        height=288,
        title=Reference(1, 0),
        series=(
            curve(None, 2, "#1f77b4"),
            curve(None, 4, "#d62728", dashed=True),
            curve("Overview", 1, "#000000", hidden=True),
        ),
        x_axis=Axis("step"),
        y_axis=Axis("E_total", minimum=0, maximum=0.5, number_format="0.00"),
        description="The loss falls by a tenth at each step",
        legend="bottom",
    )
    rate_cell = Cell(rate, NUMBER, Reference(rate_row, 1, "Overview"))
    words = join("when learning rate is ", Reference(0, 1))
    return Sheet(
        name=name,
        cells={
            (0, 0): Cell("learning rate", Style(bold=True)),
            (0, 1): rate_cell,
            (1, 0): Cell(f"when learning rate is {rate:g}", Style(size=12), words),
            **{
                (TOP - 1, column): Cell(text, HEADER, note=LONG_NOTE)
                for column, text in headers.items()
            },
            (TOP + 1, 0): Cell("left of the table"),
            (TOP + 1, 6): Cell(0.3 * 0.9, NUMBER, InRow(2)),
        },
        blocks=(table(0.3),),
        column_widths={1: 100},
        row_heights={TOP + 2: 30},
        charts=(chart,),
        highlights=(
            Highlight(
                Range(TOP, 1, BOTTOM, 4),
                compare(InRow(2, fixed=True), "<", 0.1),
                color="#9aa5b1",
                fill="#e6ffed",
                bold=True,
            ),
        ),
        frozen=(TOP, 2),
        names={"learning_rate": Reference(0, 1)},
        print_setup=PrintSetup(repeat_rows=(TOP - 1, TOP - 1), repeat_columns=2),
        tab_color="#1f77b4",
    )


OVERVIEW_CELLS = {
    (0, 0): Cell("A worked example", Style(bold=True, size=16, color="#ffffff", fill="#243b53")),
    (2, 0): Cell("=1+1"),
    (2, 1): Cell(True),
    (2, 2): Cell(CellError("#N/A")),
    (2, 3): Cell(None, HEADER),
    (3, 0): Cell("rate <η> & co"),
    (3, 1): Cell(0.1, INPUT),
    (4, 0): Cell("step"),
    (4, 1): Cell(7, INPUT),
    (5, 0): Cell("to the first rate", LINK, link="lr 0.1"),
    (5, 1): Cell(0.3 * 0.9**3, LINK, Reference(7, 2, "lr 0.1"), link="lr 0.1"),
    (6, 0): Cell("learning", HIDDEN, small(Reference(3, 1), "learning", "too 'fast' & \"wild\"")),
    (6, 1): Cell("", Style(), small(Reference(3, 1), "", "too fast")),
    (6, 2): Cell(True, Style(), compare(Reference(3, 1), "<", 1)),
    (6, 3): Cell(CellError("#NUM!"), Style(), call("EXP", 1000)),
    (8, 0): Cell(
        "a text that wraps within its cell", Style(wrap=True, vertical="top", italic=True)
    ),
    (8, 1): Cell("indented", Style(indent=2, horizontal="left")),
    (8, 2): Cell("right", Style(horizontal="right", vertical="bottom")),
    (12, 1): Cell("i1", HEADER),
    (12, 5): Cell("h1", HEADER),
    (16, 1): Cell("i2", HEADER),
    (16, 5): Cell("h2", HEADER),
}

LINES = (
    Line(Point(12, 1, 1, 0.5), Point(16, 5, 0, 0.5)),
    Line(Point(16, 1, 1, 0.5), Point(12, 5, 0, 0.5), color="#d62728", width=2.5),
    Line(Point(16, 5, 0.5, 1), Point(18, 5, 0.5, 1)),
)

VALIDATIONS = (
    Validation(Range(3, 1, 3, 1), "decimal", "Above 0", "Type a number above 0", minimum=0.0001),
    Validation(
        Range(4, 1, 4, 1),
        "whole",
        "A step from 0",
        "Type a step of the table",
        minimum=0,
        maximum=call("MAX", Range(TOP, 1, BOTTOM, 1, "lr 0.1")),
    ),
    Validation(Range(3, 2, 3, 2), "list", "A rate", "Choose a rate", source=Range(3, 1, 4, 1)),
    Validation(Range(3, 3, 3, 3), "decimal", "At most 1", "Type at most 1", maximum=1),
    Validation(Range(3, 4, 3, 4), "decimal", "Any", "Type a number", heading="Your number"),
)

OVERVIEW = Sheet(
    name="Overview",
    cells=OVERVIEW_CELLS,
    merges=(Range(0, 0, 0, 5),),
    column_widths={0: 150, 2: 96, 5: 80},
    row_heights={0: 36, 8: 60, 13: 10},
    charts=(
        Chart(
            row=20,
            column=2,
            width=520,
            height=300,
            title=Reference(0, 0),
            series=(curve("lr 0.1", 2, "#1f77b4"), curve("lr 2", 2, "#e8590c", marker=True)),
            x_axis=Axis("step", 0, STEPS),
            y_axis=Axis("E_total", 1e-3, 1, logarithmic=True, number_format="0E+0"),
            description="Both curves",
            legend="right",
            x_shift=10,
            y_shift=5,
        ),
    ),
    lines=LINES,
    validations=VALIDATIONS,
    highlights=(
        Highlight(
            Range(3, 1, 4, 1), compare(Reference(3, 1, absolute=False), "=", 7), fill="#ffc9c9"
        ),
    ),
    print_setup=PrintSetup(landscape=False, pages_tall=1, area=Range(0, 0, 40, 9)),
)


def to_fill_in(sheet: Sheet) -> Sheet:
    """Return a sheet protected but for empty cells in the gap of its table, for other paper."""
    [block] = sheet.blocks
    kinds = tuple(
        replace(kind, blank=frozenset({2}), styles=(*kind.styles[:2], INPUT, *kind.styles[3:]))
        for kind in block.kinds
    )
    paper = replace(sheet.print_setup, paper="Letter")
    return replace(sheet, blocks=(replace(block, kinds=kinds),), protected=True, print_setup=paper)


WORKBOOK = Workbook(
    sheets=(OVERVIEW, rate_sheet("lr 0.1", 0.1, 3), to_fill_in(rate_sheet("lr 2", 7, 4))),
    names={"first_rate": Reference(3, 1, "Overview")},
    title="Two inputs, two hidden units, two outputs",
    subject="Back propagation",
    keywords="gradient descent, spreadsheet",
)
