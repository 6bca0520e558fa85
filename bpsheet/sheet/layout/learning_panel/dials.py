"""The dials of the learning panel: what stands on them and how they are arranged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bpsheet.expression import Expression
from bpsheet.sheet.address import Reference
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.learning_panel import looks
from bpsheet.sheet.layout.learning_panel.history import point_shown, validation_cost
from bpsheet.sheet.layout.learning_panel.places import PAIRS
from bpsheet.sheet.layout.places import OVERVIEW
from bpsheet.sheet.layout.plan import Plan

MOST_DIALS = 40
DIAL_HEIGHT = 25
BUTTONS = ("Learn: raise the step on the Overview", "Reset: set the step there to 0")


@dataclass(frozen=True)
class Dial:
    """A label with a live number beside it.

    Attributes:
        border: the colour of its frame.
    """

    label: str
    content: Expression
    number_format: str
    border: str


Line = tuple[Dial, ...]
"""One dial over the panel's whole width, or two side by side."""


def dial_lines(plan: Plan, parameters: Mapping[str, Reference]) -> tuple[Line, ...]:
    """Return the panel's dials, line by line from the top."""
    names = plan.names
    rate = Dial(f"Learning rate {names.learning_rate}", plan.rate_shown(), "General", looks.CONTROL)
    step = Dial("Step", plan.overview.step_shown, "0", looks.CONTROL)
    epoch = Dial("Current epoch", point_shown(plan), "0", looks.STATE)
    cost_format = plan.format_of(plan.curve_name)
    cost = plan.shown(plan.curve_name)
    costs = [Dial(f"Current {plan.curve_word.lower()}", cost, cost_format, looks.COST)]
    if plan.compare.validated:
        validation = validation_cost(plan, point_shown(plan))
        costs.append(Dial("On validation", validation, cost_format, looks.COST))
    return ((rate,), (step,), *_parameter_lines(plan, parameters), (epoch,), tuple(costs))


def _parameter_lines(plan: Plan, parameters: Mapping[str, Reference]) -> Iterator[Line]:
    """Yield the dials of the parameters: weights, then biases, two on a line if there are many."""
    names = plan.names
    shown = list(parameters)[:MOST_DIALS]
    for word, group in (
        ("weight", names.weights),
        ("bias", names.biases),
        ("variable", names.variables),
    ):
        dials = [
            Dial(f"Current {word} {name}", parameters[name], plan.format_of(name), looks.STATE)
            for name in shown
            if name in group
        ]
        together = 1 if len(dials) == 1 else 2
        for first in range(0, len(dials), together):
            yield tuple(dials[first : first + together])


def write_dials(canvas: Canvas, lines: tuple[Line, ...], top: int) -> None:
    """Write the buttons' words and the dials.

    Arguments:
        top: the first row.
    """
    left, right = PAIRS
    width = right + 2 - left
    for row, words in enumerate(BUTTONS, start=top):
        look = looks.button(looks.CONTROL)
        canvas.put(row, left, words, look, link=OVERVIEW, across=width)
    for row, line in enumerate(lines, start=top + len(BUTTONS)):
        across = width - 1 if len(line) == 1 else 1
        for column, dial in zip(PAIRS, line, strict=False):
            canvas.put(row, column, dial.label, looks.label(dial.border))
            look = looks.number(dial.border, dial.number_format)
            canvas.put(row, column + 1, dial.content, look, across=across)
    for row in range(top, top + rows_of(lines)):
        canvas.row_heights[row] = DIAL_HEIGHT


def rows_of(lines: tuple[Line, ...]) -> int:
    """Return how many rows the buttons and the dials take."""
    return len(BUTTONS) + len(lines)
