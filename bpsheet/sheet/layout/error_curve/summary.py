"""What A and B show, the way down in words, and the explanation of the error curve."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, Text, call, compare, join
from bpsheet.model.graph import Role
from bpsheet.sheet.address import Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.error_curve import places
from bpsheet.sheet.layout.error_curve.points import loss_format
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.workbook import Style

EXPLANATION = (
    "The curve shows the {word} for many values of {w}; everything else keeps the value it has at"
    " the step shown. The tangent at a point has the slope {slope}{w}: how fast the {word} changes"
    " there when {w} grows.",
    "Left of the minimum, at A, the slope is negative: the {word} falls as {w} grows, so {w} must"
    " grow. Right of it, at B, the slope is positive: {w} must shrink. Both times the way to go is"
    " against the slope. That is why the update subtracts: −{rate}·{slope}{w} points downhill on"
    " either side.",
    "The steps repeat {w} ← {w} − {rate}·{slope}{w} from the value shown, everything else held"
    " still. Where the curve is steep they are long, near the minimum short; with too large a rate"
    " they jump across it. Training moves all parameters at once, so it takes another way.",
)
CHOSEN = "\n"
"""Stands in an explanation for the chosen parameter, which is live."""

WORDS_HEIGHT = 32
LAST_COLUMN = places.LIST_HALF_WIDTH


def write_summary(canvas: Canvas, plan: Plan, loss: str, slope: str) -> None:
    """Write what A and B show, how the steps went, and what it means.

    Arguments:
        loss: what the curve shows.
        slope: the name of its slope, without the parameter's.
    """
    rate, top, chosen = plan.names.learning_rate, places.SUMMARY_TOP, places.CHOSEN_NAME
    for column, point in enumerate(places.ROW_OF, start=1):
        canvas.put(top - 1, column, point, style.HEADER)
        for row, (content, look) in enumerate(_at(plan, point, column), start=top):
            canvas.put(row, column, content, look)
    labels: tuple[Expression | str, ...] = (
        chosen,
        loss,
        join(f"slope {slope}", chosen),
        "the slope is",
        f"learning rate {rate}",
        join(f"−{rate}·{slope}", chosen),
        join("so ", chosen, " must"),
        join(chosen, " after it"),
    )
    for row, label in enumerate(labels, top):
        canvas.put(row, places.NAME, label, style.LABEL)
    canvas.put(top + 9, places.NAME, "the steps", style.LABEL)
    canvas.put(top + 9, 1, _how_it_went(), style.BESIDE)
    word = "cost" if loss == plan.names.cost else "loss"
    for row, words in enumerate(EXPLANATION, start=places.WORDS_TOP):
        text = words.format(word=word, slope=slope, rate=rate, w=CHOSEN)
        canvas.put(row, 0, _naming_the_chosen(text), style.WORDS, across=LAST_COLUMN + 1)
        canvas.row_heights[row] = WORDS_HEIGHT


def _naming_the_chosen(words: str) -> Expression:
    """Return a formula for words that name the chosen parameter."""
    first, *others = words.split(CHOSEN)
    parts: list[Expression | str] = [first]
    for other in others:
        parts += [places.CHOSEN_NAME, other]
    return join(*parts)


def _at(plan: Plan, point: str, column: int) -> list[tuple[Expression, Style]]:
    """Return what is said of a point, line by line, and its looks."""
    row, top = places.ROW_OF[point], places.SUMMARY_TOP
    place, loss, slope = (
        Reference(row, column) for column in (places.PLACE, places.LOSS, places.SLOPE)
    )
    rate, change = Reference(top + 4, column), Reference(top + 5, column)
    parameter = style.value_style(Role.PARAMETER, places.PLACE_FORMAT)
    gradient = style.value_style(Role.GRADIENT, places.SLOPE_FORMAT)
    error = style.value_style(Role.LOSS, loss_format(plan))
    words = replace(style.WORD_CELL, bold=True)
    return [
        (place, parameter),
        (loss, error),
        (slope, gradient),
        (_by_sign(slope, "negative ↘", "positive ↗", "zero"), words),
        (plan.rate_shown(), style.CELL),
        (-(rate * slope), replace(parameter, number_format=places.SLOPE_FORMAT)),
        (_by_sign(change, "shrink ←", "grow →", "stay"), words),
        (place + change, parameter),
    ]


def _by_sign(value: Expression, negative: str, positive: str, zero: str) -> Expression:
    otherwise = call("IF", compare(value, ">", 0), Text(positive), Text(zero))
    return call("IF", compare(value, "<", 0), Text(negative), otherwise)


def _how_it_went() -> Expression:
    """Return words for how far the steps stay on the part of the curve that is shown."""
    drawn = call("SUM", places.DRAWN_STEPS)
    leaves = join("leave the part shown at step ", drawn)
    stay = Text(f"{places.STEPS} steps, all on the part shown")
    return call("IF", compare(drawn, "=", places.STEPS + 1), stay, leaves)
