"""Gradient check: gradients beside central differences that the sheet computes itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpsheet.expression import Expression, Number, Text, call, compare, join, substitute
from bpsheet.model.graph import FORWARD, Quantity, Role, Scope
from bpsheet.names import gradient_name
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.plan import GRADIENT_CHECK, Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.workbook import Highlight, PrintSetup, Sheet, Style

EXPLANATION = (
    "The central difference D(ε) = (E(w + ε) − E(w − ε)) / 2ε knows nothing of the chain rule: it"
    " runs the forward pass twice, with one parameter moved up and down by ε. Where it agrees with"
    " the gradient of the training table, the gradient is right."
)
BOUND = (
    "The two can only agree as well as the computer's numbers and the curve allow: one unit in the"
    " last place of EXP moves D(ε) by about 4·2⁻⁵²·E/ε; what the curve's bend does to it shows in"
    " how much D(2ε) differs. The bound is ten times the first and twice the second."
)
HEADINGS = (
    "parameter",
    "gradient",
    "difference D(ε)",
    "gradient − D(ε)",
    "D(2ε) − D(ε)",
    "bound",
    "verdict",
)
VERDICT = HEADINGS.index("verdict")
WIDTHS = (92, 112, 124, 112, 112, 90, 104)
SUMMARY_TOP = 7
MOST_CHECKED = 100
AGREES, DIFFERS = "agrees", "does not agree"
SCIENTIFIC = "0.0E+00"
FORWARD_WIDTH = 90
MOVES = ((1, "+ ε"), (-1, "− ε"), (2, "+ 2ε"), (-2, "− 2ε"))


def gradient_check_sheet(plan: Plan) -> Sheet:
    """Return the sheet that checks trained parameters' gradients at the step shown."""
    canvas = Canvas(GRADIENT_CHECK)
    trained = plan.example.derivation.parameters
    checked = trained[:: -(-len(trained) // MOST_CHECKED)]
    _heading(canvas, plan, len(checked))
    losses = _forward_passes(canvas, plan, checked, SUMMARY_TOP + len(checked) + 4)
    _summary(canvas, plan, losses)
    columns = len(plan.table.columns)
    canvas.column_widths |= dict.fromkeys(range(columns), FORWARD_WIDTH) | dict(enumerate(WIDTHS))
    canvas.row_heights |= {0: 28, 1: 34, 2: 34, SUMMARY_TOP - 1: 22}
    return canvas.sheet(frozen=(0, 1), tab_color=style.HEADING, print_setup=PrintSetup())


def _heading(canvas: Canvas, plan: Plan, checked: int) -> None:
    step, rate = plan.overview.step_shown, in_words(plan.rate_shown())
    canvas.put(0, 0, "Gradient check", style.TITLE)
    canvas.put(1, 0, EXPLANATION, style.WORDS, across=12)
    canvas.put(2, 0, BOUND, style.WORDS, across=12)
    canvas.put(4, 0, join("at step ", step, " of learning rate ", rate), style.SECTION)
    trained = len(plan.example.derivation.parameters)
    if checked < trained:
        words = f"{checked} of the {trained:,} parameters, spread over all of them"
        canvas.put(5, 0, words, style.REMARK)


def _summary(canvas: Canvas, plan: Plan, losses: Mapping[str, list[Reference]]) -> None:
    """Write a line per parameter.

    Arguments:
        losses: per parameter the losses of its forward passes, in the order of ``MOVES``.
    """
    for column, heading in enumerate(HEADINGS):
        canvas.put(SUMMARY_TOP - 1, column, heading, style.HEADER)
    epsilon = plan.overview.epsilon
    tiny = replace(style.CELL, number_format=SCIENTIFIC)
    for row, (parameter, (up, down, far_up, far_down)) in enumerate(losses.items(), SUMMARY_TOP):
        name = gradient_name(parameter)
        number = style.value_style(Role.GRADIENT, plan.format_of(name))
        plain = replace(number, fill=None)
        canvas.put(row, 0, parameter, style.name_style(Role.PARAMETER))
        gradient = canvas.put(row, 1, plan.shown(name), number)
        near = canvas.put(row, 2, (up - down) / (Number(2) * epsilon), plain)
        gap = canvas.put(row, 3, gradient - near, tiny)
        bend = canvas.put(row, 4, (far_up - far_down) / (Number(4) * epsilon) - near, tiny)
        bound = canvas.put(row, 5, _bound(epsilon, up, bend), tiny)
        agrees = compare(call("ABS", gap), "<=", bound)
        verdict = call("IF", agrees, Text(AGREES), Text(DIFFERS))
        canvas.put(row, VERDICT, verdict, style.WORD_CELL)
    first = Reference(SUMMARY_TOP, VERDICT, absolute=False)
    area = Range(SUMMARY_TOP, VERDICT, SUMMARY_TOP + len(losses) - 1, VERDICT)
    canvas.highlights.append(
        Highlight(area, compare(first, "<>", Text(AGREES)), color=style.FAULT, bold=True)
    )


def _bound(epsilon: Reference, loss: Reference, bend: Reference) -> Expression:
    """Return how far rounding and curvature may drive D(ε) from the gradient.

    D(2ε) is wrong by four times what D(ε) is wrong by, so their difference is three times that.
    """
    rounding = Number(4) * Number(2) ** Number(-52) * call("MAX", 1, loss) / epsilon
    return Number(10) * rounding + Number(2) * call("ABS", bend)


def _forward_passes(
    canvas: Canvas, plan: Plan, checked: tuple[str, ...], top: int
) -> dict[str, list[Reference]]:
    """Write the parameters as they are, and forward passes with one of them moved.

    Returns:
        Per parameter the cells of the losses, in the order of ``MOVES``.
    """
    graph = plan.example.graph
    parameters = graph.of_role(Role.PARAMETER)
    computed = tuple(q for q in graph.of_role(*FORWARD) if q.scope is Scope.ROW)
    canvas.put(top - 2, 0, "The forward passes, one parameter moved in each", style.SECTION)
    canvas.put(top - 1, 0, "moved", style.HEADER)
    for column, quantity in enumerate((*parameters, *computed), start=1):
        canvas.put(top - 1, column, quantity.name, style.name_style(quantity.role))
    values: dict[str, Expression] = {
        quantity.name: plan.overview.given[quantity.name]
        for quantity in graph.of_role(Role.INPUT, Role.TARGET)
    }
    canvas.put(top, 0, "none", style.WORD_CELL)
    for column, quantity in enumerate(parameters, start=1):
        values[quantity.name] = canvas.put(
            top, column, plan.shown(quantity.name), _look(plan, quantity)
        )
    _forward_pass(canvas, plan, top, values, computed)
    losses: dict[str, list[Reference]] = {}
    row = top + 1
    for column, quantity in enumerate(parameters, start=1):
        if quantity.name in checked:
            losses[quantity.name] = []
            for times, words in MOVES:
                canvas.put(row, 0, f"{quantity.name} {words}", style.name_style(Role.PARAMETER))
                moved = _moved(values[quantity.name], times, plan.overview.epsilon)
                cell = canvas.put(row, column, moved, _look(plan, quantity))
                changed = values | {quantity.name: cell}
                losses[quantity.name].append(_forward_pass(canvas, plan, row, changed, computed))
                row += 1
    return losses


def _moved(value: Expression, times: int, epsilon: Reference) -> Expression:
    """Return `value` with so many ε added to it or taken from it."""
    step = epsilon if abs(times) == 1 else Number(abs(times)) * epsilon
    return value + step if times > 0 else value - step


def _forward_pass(
    canvas: Canvas,
    plan: Plan,
    row: int,
    given: Mapping[str, Expression],
    computed: tuple[Quantity, ...],
) -> Reference:
    """Write one forward pass to the right of the parameters; return the cell of its loss."""
    values = dict(given)
    first = 1 + len(plan.example.graph.of_role(Role.PARAMETER))
    for column, quantity in enumerate(computed, start=first):
        assert quantity.definition is not None
        content = substitute(plan.in_cells(quantity.definition), values)
        values[quantity.name] = canvas.put(row, column, content, _look(plan, quantity))
    loss = values[plan.example.graph.loss.name]
    assert isinstance(loss, Reference)
    return loss


def _look(plan: Plan, quantity: Quantity) -> Style:
    return style.value_style(quantity.role, plan.format_of(quantity.name))
