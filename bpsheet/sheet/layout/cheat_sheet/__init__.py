"""Cheat sheet: the calculus rules that the example uses, in its own terms and with live numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bpsheet.expression import (
    Expression,
    Number,
    Text,
    call,
    compare,
    join,
    names_in,
    substitute,
    walk,
)
from bpsheet.model.graph import Role
from bpsheet.model.kinks import distance_from_kink
from bpsheet.notation.formula import EXCEL, formula
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.cheat_sheet.entries import Entry, function_entries, rule_entries
from bpsheet.sheet.layout.cheat_sheet.joining import joining_entries
from bpsheet.sheet.layout.number_formats import GENERAL
from bpsheet.sheet.layout.places import VIEW_SHEETS
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.layout.wrapping import height_of
from bpsheet.sheet.limits import LONGEST_FORMULA
from bpsheet.sheet.workbook import PrintSetup, Sheet

CHEAT_SHEET = VIEW_SHEETS["cheat-sheet"]

COLUMNS = (
    ("rule", 152),
    ("in symbols", 210),
    ("in words", 240),
    ("here, for example", 250),
    ("comes to", 210),
    ("number", 92),
    ("difference D(ε)", 104),
    ("apart by", 74),
    ("also", 110),
)
RULE, SYMBOLS, WORDS, HERE, RESULT, NUMBER, DIFFERENCE, APART, ALSO = range(len(COLUMNS))
NAMED, VALUED, MEANT = 0, 1, 2
AT_A_KINK, TOO_LONG = "at a kink", "too long"
TINY, WHOLE = "0.0E+00", "0.000000"
WORDS_CELL = replace(style.WORDS, border=style.RULE, vertical="center", indent=1)
RULE_CELL = replace(WORDS_CELL, bold=True)

EXPLANATION = (
    "The rules of differentiation that this example uses. x is what one differentiates by, u and v"
    " depend on it, c and n do not. The numbers are those of the step and the learning rate chosen"
    " on the Overview."
)
COMPARISON = (
    "D(ε) = (f(x + ε) − f(x − ε)) / 2ε knows no rule: it computes the function twice, a little to"
    " the right of x and a little to the left. Where it agrees, the rule was used rightly."
)
SECTIONS = (
    ("Rules for sums, products and functions", rule_entries),
    ("The slopes of the activations", function_entries),
    ("From single slopes to the gradient", joining_entries),
)


def cheat_sheet(plan: Plan) -> Sheet:
    """Return the sheet of the calculus rules that a worked example uses."""
    canvas = Canvas(CHEAT_SHEET)
    sections = [(title, list(entries(plan.example))) for title, entries in SECTIONS]
    used = [(title, entries) for title, entries in sections if entries]
    numbers_top = 6 + sum(len(entries) + 3 for _, entries in used)
    cells = _numbers(canvas, plan, [entry for _, entries in used for entry in entries], numbers_top)
    _heading(canvas, plan)
    row = 4
    for title, entries in used:
        canvas.put(row, 0, title, style.SECTION)
        row = _table(canvas, plan, entries, cells, row + 1) + 1
    canvas.column_widths |= {column: width for column, (_, width) in enumerate(COLUMNS)}
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup())


def _heading(canvas: Canvas, plan: Plan) -> None:
    step, rate = plan.overview.step_shown, in_words(plan.rate_shown())
    canvas.put(0, 0, CHEAT_SHEET, style.TITLE)
    shown = join("with the numbers of step ", step, " at learning rate ", rate)
    canvas.put(1, 0, shown, style.SUBTITLE)
    width = sum(width for _, width in COLUMNS)
    for row, words in ((2, EXPLANATION), (3, COMPARISON)):
        canvas.put(row, 0, words, style.WORDS, across=len(COLUMNS))
        canvas.row_heights[row] = height_of([(words, width)])
    canvas.row_heights[0] = 28


def _table(
    canvas: Canvas, plan: Plan, entries: Iterable[Entry], cells: dict[str, Expression], top: int
) -> int:
    """Write a line per entry, and return the row after them."""
    for column, (heading, _) in enumerate(COLUMNS):
        canvas.put(top, column, heading, style.HEADER)
    row = top
    for row, entry in enumerate(entries, start=top + 1):
        words = {
            RULE: entry.rule,
            SYMBOLS: entry.symbols,
            WORDS: entry.words,
            HERE: entry.here,
            RESULT: entry.result,
            ALSO: entry.also,
        }
        for column, content in words.items():
            canvas.put(row, column, content, RULE_CELL if column == RULE else WORDS_CELL)
        canvas.row_heights[row] = height_of((words[at], COLUMNS[at][1]) for at in words)
        _compare(canvas, plan, entry, cells, row)
    return row + 1


def _compare(
    canvas: Canvas, plan: Plan, entry: Entry, cells: dict[str, Expression], row: int
) -> None:
    """Write the number that the rule gives, the central difference, and how far they are apart."""
    fixed = plan.format_for(entry.value)
    number = style.value_style(Role.GRADIENT, WHOLE if fixed == GENERAL else fixed)
    plain = replace(number, fill=None)
    value = canvas.put(row, NUMBER, substitute(plan.in_cells(entry.value), cells), number)
    difference = _central_difference(plan, entry, cells)
    if len(formula(difference, EXCEL)) > LONGEST_FORMULA:
        canvas.put(row, DIFFERENCE, TOO_LONG, style.WORD_CELL)
        canvas.put(row, APART, None, style.WORD_CELL)
        return
    near = canvas.put(row, DIFFERENCE, difference, plain)
    gap = call("IF", call("ISNUMBER", near), call("ABS", value - near), Text(""))
    canvas.put(row, APART, gap, replace(plain, number_format=TINY))


def _central_difference(plan: Plan, entry: Entry, cells: dict[str, Expression]) -> Expression:
    """Return a formula for D(ε) of an entry's function; at a kink there is none."""
    epsilon, here = plan.overview.epsilon, cells[entry.by]
    right, left = cells | {entry.by: here + epsilon}, cells | {entry.by: here - epsilon}
    function = plan.in_cells(entry.function)
    rise = substitute(function, right) - substitute(function, left)
    difference: Expression = rise / (Number(2) * epsilon)
    for part in walk(entry.function):
        distance = distance_from_kink(part)
        if distance is not None and entry.by in names_in(distance):
            sides = substitute(distance, right) * substitute(distance, left)
            difference = call("IF", compare(sides, "<=", 0), Text(AT_A_KINK), difference)
    return difference


def _numbers(canvas: Canvas, plan: Plan, entries: list[Entry], top: int) -> dict[str, Expression]:
    """Write the numbers that the entries are computed with, and return their cells by name."""
    mentioned = {
        name
        for entry in entries
        for name in (entry.by, *names_in(entry.value), *names_in(entry.function))
    }
    canvas.put(top - 2, 0, "The numbers above are computed with these", style.SECTION)
    for column, heading in ((NAMED, "name"), (VALUED, "value"), (MEANT, "meaning")):
        canvas.put(top - 1, column, heading, style.HEADER)
    cells: dict[str, Expression] = {}
    shown = [quantity for quantity in plan.example.derivation.graph if quantity.name in mentioned]
    for row, quantity in enumerate(shown, start=top):
        number = style.value_style(quantity.role, plan.format_of(quantity.name))
        canvas.put(row, NAMED, quantity.name, style.name_style(quantity.role))
        cells[quantity.name] = canvas.put(row, VALUED, plan.shown(quantity.name), number)
        canvas.put(row, MEANT, quantity.meaning, style.BESIDE)
    return cells
