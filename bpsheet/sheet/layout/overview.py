"""Overview: the network with live numbers, what the rates came to, and every cell to edit."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, Text, call, compare, join
from bpsheet.hyperparameters import SETTINGS, Setting
from bpsheet.model.graph import Role
from bpsheet.notation.text import text
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style, verdict
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.places import COMPARE, DATA, DERIVATION, GRADIENT_CHECK, OVERVIEW
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words, number_or_words
from bpsheet.sheet.limits import LARGEST_RATE, SMALLEST_RATE
from bpsheet.sheet.workbook import PrintSetup, Sheet, Style, Validation

EPSILON = 1e-5
SMALLEST_EPSILON, LARGEST_EPSILON = 1e-8, 1e-2
SMALLEST_LOSS = 1e-12
SAME_LOSS = 1e-15
"""Losses no further apart count as the same: not all programs tell them from one another."""
LARGEST_NUMBER = 1e6
LARGEST_SHARE = 0.999999
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

LINK_LETTER, LINK_AIR = 7, 8

FIRST_SLOT, NUMBER_WIDTH, EXTRA_WIDTH, LEGEND_WIDTH = 3, 84, 92, 100
MOST_ROWS_ON_A_PAGE = 70
MARK = "mark"
LOWEST = "◀ lowest loss among the rates tried"
LEGEND = (
    ("given", Role.INPUT),
    ("parameter", Role.PARAMETER),
    ("forward pass", Role.ACTIVATION),
    ("error, loss", Role.ERROR),
    ("gradient", Role.GRADIENT),
)
TOO_LARGE = "The network is too large to draw; its numbers stand on the sheets of the rates."

Slot = tuple[int, int]
"""A column, and over how many columns a cell that starts there spans."""


def overview_sheet(plan: Plan) -> Sheet:
    """Return the first sheet of the workbook."""
    canvas = Canvas(OVERVIEW)
    canvas.column_widths |= dict.fromkeys(range(2 * len(plan.sheets) + FIRST_SLOT), EXTRA_WIDTH)
    canvas.column_widths |= dict(enumerate(plan.overview.drawing.columns))
    _heading(canvas, plan)
    _selectors(canvas, plan)
    _legend(canvas, _fit(plan, [NUMBER_WIDTH] * 4 + [LEGEND_WIDTH] * 3)[4:])
    _network(canvas, plan)
    _rates(canvas, plan)
    _parameters(canvas, plan)
    last_row = _data(canvas, plan)
    pages_tall = 1 if last_row < MOST_ROWS_ON_A_PAGE else 0
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup(pages_tall=pages_tall))


def _fit(plan: Plan, wanted: list[int]) -> list[Slot]:
    """Return places for columns of a table, right of the first two columns of the sheet.

    Arguments:
        wanted: the least width of each, in pixels; the drawing's columns are joined until they
            are as wide.
    """
    widths = [*plan.overview.drawing.columns, *[EXTRA_WIDTH] * 2 * len(wanted)]
    slots, column = [], FIRST_SLOT
    for width in wanted:
        across = next(n for n in range(1, len(widths)) if sum(widths[column : column + n]) >= width)
        slots.append((column, across))
        column += across
    return slots


def _heading(canvas: Canvas, plan: Plan) -> None:
    template = plan.example.template
    canvas.row_heights |= {0: 30, 1: 20, 2: 22}
    canvas.put(0, 1, template.title, style.TITLE)
    canvas.put(1, 1, template.summary, style.SUBTITLE)
    sheets = [DERIVATION, COMPARE, GRADIENT_CHECK, *plan.further_sheets]
    slots = ((1, 2), *_fit(plan, [LINK_LETTER * len(name) + LINK_AIR for name in sheets[1:]]))
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
        shown = ((1, "epoch", plan.data.epoch), (4, "sample", plan.data.sample))
        for column, label, place in shown:
            canvas.put(6, column, label, style.LABEL)
            canvas.put(6, column + 1, place, look)
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


def _rates(canvas: Canvas, plan: Plan) -> None:
    """Write the learning rates, which are edited here, and what each came to."""
    slots = dict(zip((*RESULTS, MARK), _fit(plan, [*RESULTS.values(), 0]), strict=True))
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
        mark = call("IF", is_lowest, Text(LOWEST), Text(""))
        canvas.put(row, slots[MARK][0], mark, style.REMARK)
    canvas.validations.append(
        _numbers(
            Range(top, 2, places.rates[-1].row, 2),
            "A learning rate above 0.",
            SMALLEST_RATE,
            LARGEST_RATE,
        )
    )


def _results(plan: Plan, sheet: str, number: int) -> dict[str, tuple[Expression, Style]]:
    """Return what a rate came to, and its look, by the heading it stands under."""
    table = plan.table
    loss = replace(style.CELL, number_format=plan.format_of(plan.curve_name))
    steps = replace(style.WORD_CELL, number_format="0")
    return {
        "first loss": (table.first.on(sheet), loss),
        "lowest loss": (table.lowest.on(sheet), loss),
        "last loss": (table.last.on(sheet), loss),
        "steps to goal": (verdict.steps_to_goal(plan, number), steps),
        "verdict": (table.verdict.on(sheet), style.WORD_CELL),
    }


def _parameters(canvas: Canvas, plan: Plan) -> None:
    """Write the initial parameters, which are edited here, and those of every rate's last row."""
    slots = _fit(plan, [NUMBER_WIDTH] * len(plan.sheets))
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
            canvas.put(place.row, column, number_or_words(last), look, across=across)
    prompt = "An initial parameter: any number."
    canvas.validations.append(_any_number(Range(top, 2, top + len(names) - 1, 2), prompt))


def _data(canvas: Canvas, plan: Plan) -> int:
    """Write the inputs, the targets, the goal and ε, all edited here, and the verdict's rule.

    Returns:
        The last row.
    """
    places, graph = plan.overview, plan.example.graph
    top, training = places.data_top, plan.example.template.training
    loss = plan.curve_word.lower()
    data = graph.of_role(Role.INPUT, Role.TARGET) if plan.data is None else ()
    if plan.data is None:
        canvas.put(top - 2, 1, "Sample, goal and ε", style.SECTION)
        canvas.put(top - 1, 1, "name", style.HEADER)
        canvas.put(top - 1, 2, "value", style.HEADER)
    else:
        canvas.put(top - 2, 1, "Goal and ε", style.SECTION)
        canvas.put(top, 1, "samples: see Data", style.LINK, link=DATA, across=2)
    for quantity in data:
        place = places.given[quantity.name]
        given = float(plan.example.trace.column(quantity.name)[0, 0])
        canvas.put(place.row, 1, quantity.name, style.name_style(quantity.role))
        canvas.put(place.row, place.column, given, style.INPUT_CELL)
    lines: list[tuple[Reference, str, float | None, str, str]] = [
        (places.goal, "goal", training.goal, "General", f"the {loss} that is small enough"),
        (places.epsilon, "ε", EPSILON, "0E+00", "by which the gradient check moves a parameter"),
    ]
    settings = [SETTINGS[name] for name in training.hyperparameters]
    lines += [
        (
            places.given[row.symbol],
            row.symbol,
            training.hyperparameters[row.name],
            "General" if row.below_one else "0E+00",
            f"{row.name}: {row.meaning}",
        )
        for row in settings
    ]
    for place, name, value, number_format, remark in lines:
        canvas.put(place.row, 4, name, style.HEADER)
        canvas.put(place.row, 5, value, replace(style.INPUT_CELL, number_format=number_format))
        canvas.put(place.row, 6, remark, style.BESIDE)
    bottom = places.data_bottom
    canvas.put(bottom + 2, 1, verdict.RULE_HEADING, style.REMARK)
    for line, (word, meaning) in enumerate(verdict.RULE, start=bottom + 3):
        canvas.put(line, 1, word, replace(style.REMARK, bold=True, italic=False), across=2)
        canvas.put(line, 3, meaning, style.REMARK)
    if data:
        area = Range(top, 2, top + len(data) - 1, 2)
        canvas.validations.append(_any_number(area, "An input or a target: any number."))
    canvas.validations += [
        *(_setting(places.given[row.symbol], row) for row in settings),
        _numbers(places.goal.area, "A loss above 0.", SMALLEST_LOSS, LARGEST_NUMBER),
        _numbers(
            places.epsilon.area,
            "ε of the gradient check.",
            SMALLEST_EPSILON,
            LARGEST_EPSILON,
        ),
    ]
    return bottom + 2 + len(verdict.RULE)


def _setting(place: Reference, setting: Setting) -> Validation:
    largest = LARGEST_SHARE if setting.below_one else LARGEST_NUMBER
    return _numbers(place.area, f"{setting.name}: {setting.meaning}.", 0, largest)


def _any_number(area: Range, prompt: str) -> Validation:
    return _numbers(area, prompt, -LARGEST_NUMBER, LARGEST_NUMBER)


def _numbers(area: Range, prompt: str, minimum: float, maximum: float) -> Validation:
    error = f"Type a number from {minimum:g} to {maximum:g}."
    return Validation(area, "decimal", prompt, error, minimum, maximum)
