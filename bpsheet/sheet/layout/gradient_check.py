"""Gradient check: gradients beside central differences that the sheet computes itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bpsheet.expression import (
    Expression,
    Number,
    Operation,
    Text,
    call,
    compare,
    join,
    substitute,
    total,
)
from bpsheet.functions import LEAST, LOSSES, over_outputs
from bpsheet.model.graph import Quantity, Role
from bpsheet.model.kinks import kinks
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.passes import (
    Values,
    forward_quantities,
    look_of,
    sample_shown,
    write_pass,
)
from bpsheet.sheet.layout.places import GRADIENT_CHECK
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.workbook import Highlight, PrintSetup, Sheet

EXPLANATION = (
    "The central difference D(ε) = (E(w + ε) − E(w − ε)) / 2ε knows nothing of the chain rule: it"
    " runs the forward pass twice, with one parameter moved up and down by ε. Where it agrees with"
    " the gradient of the training table, the gradient is right."
)
BOUND = (
    "The two can only agree as well as the computer's numbers and the curve allow: rounding moves"
    " D(ε) by about 4·2⁻⁵²·S/ε, where S is the size of the loss and of what the last digits of the"
    " outputs do to it; what the curve's bend does to it shows in how much D(2ε) differs. The bound"
    " is ten times the first and twice the second. Where it is larger than the gradient, nobody can"
    " tell."
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
LEAST_CHECKED, MOST_CHECKED, MOST_TERMS = 10, 100, 60_000
"""How many parameters are checked: each needs forward passes of as many terms as parameters."""

AGREES, DIFFERS, ON_A_KINK = "agrees", "does not agree", "at a kink: no slope"
HIDDEN, SEEN = "rounding hides it", 0.01
"""What is said where the bound is larger than the gradient, and than so much."""

MOST_ARGUMENTS = 30
SCIENTIFIC = "0.0E+00"
FORWARD_WIDTH = 90
MOVES = ((1, "+ ε"), (-1, "− ε"), (2, "+ 2ε"), (-2, "− 2ε"))


def gradient_check_sheet(plan: Plan) -> Sheet:
    """Return the sheet that checks trained parameters' gradients at the step shown."""
    canvas = Canvas(GRADIENT_CHECK)
    trained = plan.example.derivation.parameters
    most = MOST_TERMS // (len(MOVES) * len(plan.names.parameters))
    checked = trained[:: -(-len(trained) // min(max(most, LEAST_CHECKED), MOST_CHECKED))]
    _heading(canvas, plan, len(checked))
    passes = _forward_passes(canvas, plan, checked, SUMMARY_TOP + len(checked) + 4)
    _summary(canvas, plan, passes)
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


def _summary(canvas: Canvas, plan: Plan, passes: Mapping[str, list[Values]]) -> None:
    """Write a line per parameter.

    Arguments:
        passes: per parameter the cells of its forward passes, in the order of ``MOVES``.
    """
    distances, loss = kinks(plan.example.derivation.graph), plan.names.total
    for column, heading in enumerate(HEADINGS):
        canvas.put(SUMMARY_TOP - 1, column, heading, style.HEADER)
    epsilon = plan.overview.epsilon
    tiny = replace(style.CELL, number_format=SCIENTIFIC)
    for row, (parameter, moved) in enumerate(passes.items(), SUMMARY_TOP):
        up, down, far_up, far_down = (values[loss] for values in moved)
        name = plan.example.template.names.gradient(parameter)
        number = style.value_style(Role.GRADIENT, plan.format_of(name))
        plain = replace(number, fill=None)
        canvas.put(row, 0, parameter, style.name_style(Role.PARAMETER))
        gradient = canvas.put(row, 1, plan.shown(name), number)
        near = canvas.put(row, 2, (up - down) / (Number(2) * epsilon), plain)
        gap = canvas.put(row, 3, gradient - near, tiny)
        bend = canvas.put(row, 4, (far_up - far_down) / (Number(4) * epsilon) - near, tiny)
        bound = canvas.put(row, 5, _bound(epsilon, _size(plan, moved[0]), bend), tiny)
        agrees = compare(call("ABS", gap), "<=", bound)
        hidden = compare(bound, ">", call("MAX", SEEN, call("ABS", gradient)))
        verdict = call("IF", agrees, Text(AGREES), Text(DIFFERS))
        verdict = call("IF", hidden, Text(HIDDEN), verdict)
        if distances:
            verdict = call("IF", _over_a_kink(distances, *moved[2:]), Text(ON_A_KINK), verdict)
        canvas.put(row, VERDICT, verdict, style.WORD_CELL)
    first = Reference(SUMMARY_TOP, VERDICT, absolute=False)
    area = Range(SUMMARY_TOP, VERDICT, SUMMARY_TOP + len(passes) - 1, VERDICT)
    canvas.highlights.append(
        Highlight(area, compare(first, "=", Text(DIFFERS)), color=style.FAULT, bold=True)
    )


def _over_a_kink(distances: list[Expression], above: Values, below: Values) -> Expression:
    """Return whether a function has its kink between two forward passes, or at one of them."""
    sides = [
        compare(substitute(distance, above) * substitute(distance, below), "<=", 0)
        for distance in distances
    ]
    starts = range(0, len(sides), MOST_ARGUMENTS)
    return call("OR", *(call("OR", *sides[start : start + MOST_ARGUMENTS]) for start in starts))


def _size(plan: Plan, values: Values) -> Expression:
    """Return the size of what a loss is computed from: itself, and its slope times each output.

    Of an output near 1, ln(1 − a) keeps few digits.
    """
    loss = call("MAX", 1, call("ABS", values[plan.names.total]))
    template = plan.example.template
    if not template.layered:
        return loss
    slope, outputs = LOSSES[template.training.loss].derivative, plan.names.layers[-1].activations
    pairs = [
        (values[target], values[output])
        for target, output in zip(plan.names.targets, outputs, strict=True)
    ]
    return total(
        [
            loss,
            *(
                call("ABS", _never_by_zero(over_outputs(slope, t, a, Number(len(pairs)))) * a)
                for t, a in pairs
            ),
        ]
    )


def _never_by_zero(value: Expression) -> Expression:
    """Return a quotient with the least number a loss knows in place of a smaller divisor."""
    match value:
        case Operation("/", (above, below)):
            return above / call("MAX", below, LEAST)
        case Operation("negative", (inner,)):
            return -_never_by_zero(inner)
    return value


def _bound(epsilon: Reference, size: Expression, bend: Reference) -> Expression:
    """Return how far rounding and curvature may drive D(ε) from the gradient.

    D(2ε) is wrong by four times what D(ε) is wrong by, so their difference is three times that.
    """
    rounding = Number(4) * Number(2) ** Number(-52) * size / epsilon
    return Number(10) * rounding + Number(2) * call("ABS", bend)


def _forward_passes(
    canvas: Canvas, plan: Plan, checked: tuple[str, ...], top: int
) -> dict[str, list[Values]]:
    """Write the parameters as they are, and forward passes with one of them moved.

    Returns:
        Per parameter the cells of its forward passes by name, in the order of ``MOVES``.
    """
    graph, computed = plan.example.graph, forward_quantities(plan)
    sample = graph.of_role(Role.INPUT, Role.TARGET) if plan.data is not None else ()
    given = (*graph.of_role(Role.PARAMETER), *sample)
    _pass_headings(canvas, (*given, *computed), top)
    canvas.put(top, 0, "none", style.WORD_CELL)
    columns = {quantity.name: column for column, quantity in enumerate(given, start=1)}
    values = dict(sample_shown(plan))
    for name, column in columns.items():
        values[name] = canvas.put(top, column, plan.shown(name), look_of(plan, graph[name]))
    left = 1 + len(given)
    write_pass(canvas, plan, top, left, computed, values)
    passes: dict[str, list[Values]] = {name: [] for name in columns if name in checked}
    moves = [(name, *move) for name in passes for move in MOVES]
    for row, (name, times, words) in enumerate(moves, start=top + 1):
        canvas.put(row, 0, f"{name} {words}", style.name_style(Role.PARAMETER))
        moved = _moved(values[name], times, plan.overview.epsilon)
        cell = canvas.put(row, columns[name], moved, look_of(plan, graph[name]))
        known = values | {name: cell}
        passes[name].append(write_pass(canvas, plan, row, left, computed, known))
    return passes


def _pass_headings(canvas: Canvas, quantities: Iterable[Quantity], top: int) -> None:
    canvas.put(top - 2, 0, "The forward passes, one parameter moved in each", style.SECTION)
    canvas.put(top - 1, 0, "moved", style.HEADER)
    for column, quantity in enumerate(quantities, start=1):
        canvas.put(top - 1, column, quantity.name, style.name_style(quantity.role))


def _moved(value: Expression, times: int, epsilon: Reference) -> Expression:
    """Return `value` with so many ε added to it or taken from it."""
    step = epsilon if abs(times) == 1 else Number(abs(times)) * epsilon
    return value + step if times > 0 else value - step
