"""Gradient vector: the slopes of all parameters as one vector, and the step against it."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, Text, call, join
from bpsheet.model.graph import Role
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.gradient_vector import places as at
from bpsheet.sheet.layout.gradient_vector.picture import write_picture
from bpsheet.sheet.layout.gradient_vector.places import VectorTable
from bpsheet.sheet.layout.gradient_vector.table import (
    MOST_LISTED,
    is_mean,
    listed,
    slope_name,
    vector_key,
    vector_table,
    write_table,
)
from bpsheet.sheet.layout.lookup import one_of
from bpsheet.sheet.layout.passes import faded_errors
from bpsheet.sheet.layout.places import OVERVIEW
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words, number_or_words
from bpsheet.sheet.workbook import PrintSetup, Sheet, Style

WIDTH, CHANGE_WIDTH, PRINTED_COLUMNS, WORDS_HEIGHT = 96, 136, 13, 32
HALVES = "half-squared-error"
WHY_PARTIAL = (
    "Why partial (∂, not d): the {word} depends on all parameters at once. {slope} asks how it"
    " changes when this one parameter moves a little and all the others stand still: a number for"
    " each parameter."
)
WHY_VECTOR = (
    "What ∇ (nabla) is: ∇{loss} puts all these numbers into one vector, the gradient. Among all"
    " directions in which the parameters could move, it is the one in which the {word} rises"
    " fastest; its length says how steeply. A parameter with a large component matters much at this"
    " step."
)
WHY_MINUS = (
    "Why the minus sign: the {word} is to fall, so the step goes against the gradient: Δw ="
    " −{rate}·∇{loss}, for all parameters in one step; {rate} says how far."
)
OTHER_STEP = " Here {optimizer} makes the step; it looks at earlier gradients as well."
WHY_HALF = (
    "Why the ½ in the loss: the square's derivative brings a factor 2 to the front, and ½·2 = 1."
    " What stays is the plain difference, output minus target. The ½ moves no minimum."
)


def gradient_vector_sheet(plan: Plan) -> Sheet:
    """Return the sheet that shows the gradient as a vector, and the update that follows from it."""
    canvas, layered = Canvas(at.GRADIENT_VECTOR), plan.example.template.layered
    words_top = at.WORDS_BELOW_PICTURE if layered else at.WORDS_ALONE
    words = _words(plan)
    table = vector_table(plan, words_top + len(words) + 3)
    _heading(canvas, plan)
    left = at.SUMMARY_LEFT if layered else 0
    rate = _summary(canvas, plan, table, left)
    if layered:
        weights = tuple(name for name in listed(plan) if name in plan.names.weights)
        write_picture(canvas, plan, table, weights)
    for row, text in enumerate(words, start=words_top):
        canvas.put(row, 0, text, style.WORDS, across=PRINTED_COLUMNS)
        canvas.row_heights[row] = WORDS_HEIGHT
    canvas.put(table.top - 2, 0, "All parameters", style.SECTION)
    write_table(canvas, plan, table, rate)
    bottom, last = table.top + table.rows - 1, len(table.columns) - 1
    canvas.highlights.append(faded_errors(Range(at.PICTURE_TOP, 0, bottom, last)))
    printed = max(PRINTED_COLUMNS, table.printed)
    if layered:
        canvas.put(table.top - 2, table.printed + 1, "For the picture", style.SECTION)
    canvas.column_widths |= dict.fromkeys(range(len(table.columns)), WIDTH)
    canvas.column_widths[table.columns.index(at.CHANGE)] = CHANGE_WIDTH
    area = Range(0, 0, bottom, printed - 1)
    return canvas.sheet(tab_color=style.HEADING, print_setup=PrintSetup(area=area))


def _heading(canvas: Canvas, plan: Plan) -> None:
    step, rate = plan.overview.step_shown, in_words(plan.rate_shown())
    canvas.put(0, 0, at.GRADIENT_VECTOR, style.TITLE)
    canvas.put(1, 0, join("at step ", step, " of learning rate ", rate), style.SUBTITLE)
    remarks = [f"Step and rate are chosen on the {OVERVIEW}."]
    if is_mean(plan):
        words = "The vector is the mean over the batch of the step shown."
        remarks.append(f"{words} {plan.names.gradient('w')} alone is that of the step's sample.")
    trained = len(plan.example.template.trained)
    if trained > MOST_LISTED:
        remarks.append(f"Only the first {MOST_LISTED} of the {trained:,} parameters are looked at.")
    canvas.put(2, 0, " ".join(remarks), style.REMARK)
    canvas.row_heights[0] = 28


def _summary(canvas: Canvas, plan: Plan, table: VectorTable, left: int) -> Reference:
    """Write the length of the vector and its largest component; return the rate's cell.

    Arguments:
        left: the first column.
    """
    vector, name, top = f"∇{_loss(plan)}", plan.names.learning_rate, at.SUMMARY_TOP
    sizes, value = table.column(at.SIZE), left + 2
    shares = table.column(at.SHARE)
    largest = one_of(table.column(at.NAME), call("MATCH", call("MAX", shares), shares, 0))
    slope = style.value_style(Role.GRADIENT, at.NUMBER_FORMAT)
    change = style.value_style(Role.PARAMETER, at.NUMBER_FORMAT)
    lines: tuple[tuple[str, Expression, Style], ...] = (
        (f"learning rate {name}", plan.rate_shown(), style.CELL),
        (f"length of {vector}", _length(table.column(vector_key(plan))), slope),
        ("length of Δw", _length(table.column(at.CHANGE)), change),
        ("largest component", number_or_words(call("MAX", sizes)), slope),
        ("it belongs to", _or_none(sizes, largest), replace(style.WORD_CELL, bold=True)),
    )
    canvas.put(top - 1, left, f"The vector {vector}", style.SECTION)
    for row, (label, content, look) in enumerate(lines, start=top):
        canvas.put(row, left, label, style.LABEL, across=2)
        canvas.put(row, value, content, look)
    effect = f" matters most here: a small change of it changes the {_word(plan)} most."
    words = join(largest, effect)
    canvas.put(top + len(lines), left, _or_none(sizes, words), style.REMARK)
    return Reference(top, value)


def _length(cells: Range) -> Expression:
    """Return a formula for the length of the vector whose components stand in `cells`."""
    return number_or_words(call("SQRT", call("SUMPRODUCT", cells, cells)))


def _or_none(sizes: Range, words: Expression) -> Expression:
    """Return a formula for `words`, or nothing where a component is no number."""
    return call("IF", call("ISNUMBER", call("MAX", sizes)), words, Text(""))


def _loss(plan: Plan) -> str:
    return plan.names.cost if is_mean(plan) else plan.names.error


def _word(plan: Plan) -> str:
    return "cost" if is_mean(plan) else "loss"


def _words(plan: Plan) -> list[str]:
    """Return the explanations that suit the example."""
    training = plan.example.template.training
    slope, rate, loss, word = slope_name(plan), plan.names.learning_rate, _loss(plan), _word(plan)
    minus = WHY_MINUS.format(word=word, loss=loss, rate=rate)
    if training.optimizer != "sgd":
        minus += OTHER_STEP.format(optimizer=OPTIMIZERS[training.optimizer].title)
    partial = WHY_PARTIAL.format(word=word, slope=slope)
    texts = [partial, WHY_VECTOR.format(word=word, loss=loss), minus]
    halves = plan.example.template.layered and training.loss == HALVES
    return [*texts, WHY_HALF] if halves else texts
