"""Gradient check: every gradient beside a central difference that the sheet computes itself."""

from __future__ import annotations

from dataclasses import replace

from bpsheet.expression import Expression, Number, Text, call, compare, join, substitute
from bpsheet.model.graph import Quantity, Role, Scope
from bpsheet.names import gradient_name
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.plan import GRADIENT_CHECK, Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.workbook import Highlight, PrintSetup, Sheet

EXPLANATION = (
    "The central difference (E(w + ε) − E(w − ε)) / 2ε knows nothing of the chain rule: it runs the"
    " forward pass twice, with one parameter moved up and down by ε. Where it agrees with the"
    " gradient of the training table, the gradient is right."
)
BOUND = (
    "The two can only agree as well as the computer's numbers allow: one unit in the last place of"
    " EXP moves the difference by about 4·2⁻⁵²·E/ε, and its curvature by about ε². The bound is"
    " their sum, ten times over."
)
SUMMARY_TOP = 7
HEADINGS = (
    "parameter",
    "gradient",
    "central difference",
    "their difference",
    "bound",
    "verdict",
)
AGREES, DIFFERS = "agrees", "does not agree"
SCIENTIFIC = "0.0E+00"
FORWARD_WIDTH = 78


def gradient_check_sheet(plan: Plan) -> Sheet:
    """Return the sheet that checks every trained parameter's gradient at the step shown."""
    canvas = Canvas(GRADIENT_CHECK)
    parameters = plan.example.derivation.parameters
    canvas.put(0, 0, "Gradient check", style.TITLE)
    canvas.put(1, 0, EXPLANATION, style.WORDS, across=12)
    canvas.put(2, 0, BOUND, style.WORDS, across=12)
    shown = plan.overview.step_shown
    rate = in_words(plan.rate_shown())
    canvas.put(4, 0, join("at step ", shown, " of learning rate ", rate), style.SECTION)
    passes_top = SUMMARY_TOP + len(parameters) + 4
    totals = _forward_passes(canvas, plan, passes_top)
    _summary(canvas, plan, totals)
    columns = len(plan.table.columns)
    canvas.column_widths |= dict.fromkeys(range(columns), FORWARD_WIDTH)
    canvas.column_widths |= {0: 92, 1: 112, 2: 124, 3: 112, 4: 84, 5: 104}
    canvas.row_heights |= {0: 28, 1: 34, 2: 34, SUMMARY_TOP - 1: 22}
    return canvas.sheet(
        frozen=(0, 1),
        tab_color=style.HEADING,
        print_setup=PrintSetup(),
    )


def _summary(canvas: Canvas, plan: Plan, totals: dict[str, tuple[Reference, Reference]]) -> None:
    for column, heading in enumerate(HEADINGS):
        canvas.put(SUMMARY_TOP - 1, column, heading, style.HEADER)
    epsilon = plan.overview.epsilon
    for row, (parameter, (above, below)) in enumerate(totals.items(), start=SUMMARY_TOP):
        gradient = gradient_name(parameter)
        number = style.value_style(Role.GRADIENT, plan.format_of(gradient))
        plain = replace(style.CELL, number_format=plan.format_of(gradient))
        tiny = replace(style.CELL, number_format=SCIENTIFIC)
        canvas.put(row, 0, parameter, style.name_style(Role.PARAMETER))
        analytic = canvas.put(row, 1, plan.shown(gradient), number)
        difference = canvas.put(row, 2, (above - below) / (Number(2) * epsilon), plain)
        gap = canvas.put(row, 3, analytic - difference, tiny)
        bound = canvas.put(row, 4, _bound(plan), tiny)
        agrees = compare(call("ABS", gap), "<=", bound)
        canvas.put(row, 5, call("IF", agrees, Text(AGREES), Text(DIFFERS)), style.WORD_CELL)
    last = SUMMARY_TOP + len(totals) - 1
    first = Reference(SUMMARY_TOP, 5, absolute=False)
    canvas.highlights.append(
        Highlight(
            Range(SUMMARY_TOP, 5, last, 5),
            compare(first, "<>", Text(AGREES)),
            color=style.FAULT,
            bold=True,
        )
    )


def _bound(plan: Plan) -> Expression:
    """Return how far rounding and curvature may drive a central difference from the gradient."""
    epsilon = plan.overview.epsilon
    loss = plan.shown(plan.example.graph.loss.name)
    rounding = Number(4) * Number(2) ** Number(-52) * call("MAX", 1, loss) / epsilon
    return Number(10) * (rounding + epsilon**2)


def _forward_passes(canvas: Canvas, plan: Plan, top: int) -> dict[str, tuple[Reference, Reference]]:
    """Write two forward passes per parameter; return the cells of their losses."""
    graph = plan.example.graph
    moved = graph.of_role(Role.PARAMETER)
    computed = [q for q in graph if q.scope is Scope.ROW and q.role in _FORWARD]
    canvas.put(top - 2, 0, "The forward passes behind it", style.SECTION)
    canvas.put(top - 1, 0, "moved", style.HEADER)
    for column, quantity in enumerate((*moved, *computed), start=1):
        canvas.put(top - 1, column, quantity.name, style.name_style(quantity.role))
    totals = {}
    for number, parameter in enumerate(plan.example.derivation.parameters):
        rows = top + 2 * number, top + 2 * number + 1
        up, down = (
            _forward_pass(canvas, plan, row, parameter, sign, (*moved, *computed))
            for row, sign in zip(rows, (1, -1), strict=True)
        )
        totals[parameter] = (up, down)
    return totals


def _forward_pass(
    canvas: Canvas,
    plan: Plan,
    row: int,
    parameter: str,
    sign: int,
    quantities: tuple[Quantity, ...],
) -> Reference:
    """Write one forward pass with `parameter` moved by ε; return the cell of its loss."""
    graph, epsilon = plan.example.graph, plan.overview.epsilon
    canvas.put(
        row, 0, f"{parameter} {'+' if sign > 0 else '−'} ε", style.name_style(Role.PARAMETER)
    )
    values: dict[str, Expression] = {
        quantity.name: plan.overview.given[quantity.name]
        for quantity in graph.of_role(Role.INPUT, Role.TARGET)
    }
    for column, quantity in enumerate(quantities, start=1):
        if quantity.definition is not None:
            content = substitute(quantity.definition, values)
        else:
            content = plan.shown(quantity.name)
            if quantity.name == parameter:
                content = content + epsilon if sign > 0 else content - epsilon
        look = style.value_style(quantity.role, plan.format_of(quantity.name))
        moved = replace(look, bold=True) if quantity.name == parameter else look
        values[quantity.name] = canvas.put(row, column, content, moved)
    loss = values[graph.loss.name]
    assert isinstance(loss, Reference)
    return loss


_FORWARD = (Role.PRE_ACTIVATION, Role.ACTIVATION, Role.ERROR, Role.LOSS)
