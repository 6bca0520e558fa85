"""Derivation: the chain rule for every parameter, factor by factor, with one step's numbers."""

from __future__ import annotations

from itertools import islice

from bpsheet.expression import Name, Text, call, compare, join, product, total
from bpsheet.functions import ACTIVATIONS
from bpsheet.model.derive import Step, route
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role, Scope
from bpsheet.names import LayerNames, gradient_name
from bpsheet.notation.text import text
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.ledger import FORMULA, NAME, NUMBER, WHY, Ledger
from bpsheet.sheet.layout.plan import DERIVATION, Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.workbook import Highlight, PrintSetup, Sheet

MOST_PATHS = 6
AGREES, DIFFERS = "the same", "not the same"
NEAR = 1e-12
SUMMED = "see above"


def derivation_sheet(plan: Plan) -> Sheet:
    """Return the sheet that derives every gradient."""
    ledger = Ledger(plan, Canvas(DERIVATION))
    _heading(ledger)
    _forward_pass(ledger)
    layers = plan.example.template.network.names.layers
    hidden = [unit for layer in reversed(layers[:-1]) for unit in layer.activations]
    if hidden:
        ledger.section(
            "What the hidden units' outputs contribute: one path per unit that uses them"
        )
        for unit in hidden:
            _contribution(ledger, unit)
    for layer in reversed(layers):
        _layer(ledger, layer)
    _finish(ledger)
    return ledger.canvas.sheet(
        frozen=(2, 1),
        tab_color=style.HEADING,
        print_setup=PrintSetup(repeat_rows=(0, 1)),
    )


def _heading(ledger: Ledger) -> None:
    plan, canvas = ledger.plan, ledger.canvas
    step, rate = plan.overview.step_shown, plan.rate_shown()
    words = join("with the numbers of step ", step, " at learning rate ", in_words(rate))
    canvas.put(0, NAME, "Derivation", style.TITLE)
    canvas.put(1, NAME, words, style.SUBTITLE)
    canvas.put(1, WHY, "Choose the step and the rate on the Overview.", style.REMARK)
    canvas.row_heights[0] = 28
    ledger.row = 2


def _forward_pass(ledger: Ledger) -> None:
    plan, graph = ledger.plan, ledger.plan.example.graph
    ledger.section("Given at this step")
    for quantity in graph:
        if quantity.role is Role.HYPERPARAMETER:
            ledger.given(quantity.name, quantity.role, plan.rate_shown(), quantity.meaning)
        elif quantity.scope in (Scope.GIVEN, Scope.CARRIED):
            ledger.given(quantity.name, quantity.role, plan.shown(quantity.name), quantity.meaning)
    ledger.section("Forward pass: symbols, and below them numbers")
    for name in dict.fromkeys(plan.example.template.network.activations):
        activation = ACTIVATIONS[name]
        meaning = text(activation.definition)
        if activation.symbol and meaning != f"{activation.symbol}(x)":
            ledger.remark(f"{activation.symbol}(x) = {meaning}")
    for quantity in graph.of_role(*FORWARD):
        _define(ledger, quantity)
    signals = graph.of_role(Role.ERROR_SIGNAL)
    if signals:
        ledger.section("Error signals δ = ∂E_total/∂(pre-activation), with (a − t)")
        for quantity in signals:
            _define(ledger, quantity)


def _define(ledger: Ledger, quantity: Quantity) -> None:
    assert quantity.definition is not None
    cell = ledger.computation(quantity.name, quantity.role, quantity.definition)
    ledger.cells[quantity.name] = cell


def _contribution(ledger: Ledger, unit: str) -> None:
    """Write ∂E_total/∂a of a hidden unit: what comes through each of its users, and their sum."""
    derivation = ledger.plan.example.derivation
    form = ledger.plan.example.template.gradients
    parts: list[str] = []
    for user in derivation.graph.users[unit]:
        step = derivation.step(user, unit)
        value = product([derivation.upstream(user, form), step.value])
        name = _part_name(derivation.graph, unit, user)
        above = [f"∂E_total/∂{user}"]
        if _error_of(derivation.graph, user):
            above = [link.name for link in _chain(ledger, user)[1:]]
        through = f"through {user}: {' · '.join([*above, step.name])}"
        ledger.cells[name] = ledger.line(name, Role.GRADIENT, value, f"= {text(value)}", through)
        parts.append(name)
    whole = f"∂E_total/∂{unit}"
    words, why = f"= {' + '.join(parts)}", "the sum of all paths" if parts[1:] else "the only path"
    value = total([Name(part) for part in parts])
    ledger.cells[whole] = ledger.line(whole, Role.GRADIENT, value, words, why)
    ledger.row += 1


def _part_name(graph: Graph, unit: str, user: str) -> str:
    """Return the name of what comes to a hidden unit's output through one of its users."""
    error = _error_of(graph, user)
    return f"∂{error}/∂{unit}" if error else f"∂E_total/∂{unit} by {user}"


def _error_of(graph: Graph, unit: str) -> str | None:
    """Return the error that an output unit's activation makes; ``None`` for a hidden unit."""
    (activation,) = graph.users[unit]
    user = graph.users[activation][0]
    return user if graph[user].role is Role.ERROR else None


def _layer(ledger: Ledger, layer: LayerNames) -> None:
    derivation = ledger.plan.example.derivation
    names = [weight for unit in layer.weights for weight in unit]
    names += dict.fromkeys(layer.biases)
    trained = [name for name in names if name in derivation.parameters]
    for parameter in trained:
        _parameter(ledger, parameter)


def _parameter(ledger: Ledger, parameter: str) -> None:
    """Write a parameter's paths, factors, closed form and update."""
    graph = ledger.plan.example.graph
    gradient = graph[gradient_name(parameter)]
    assert gradient.definition is not None
    ledger.section(f"{gradient.name}: how E_total changes with {parameter}")
    _paths(ledger, parameter)
    _factors(ledger, parameter)
    result = ledger.computation(gradient.name, gradient.role, gradient.definition)
    ledger.cells[gradient.name] = result
    _compare(ledger, gradient, result)
    following = graph[parameter].following
    assert following is not None
    ledger.computation(f"{parameter}⁺", Role.PARAMETER, following)


def _compare(ledger: Ledger, gradient: Quantity, result: Reference) -> None:
    """Write the training table's gradient, and whether it is the one derived here."""
    number = style.value_style(gradient.role, ledger.plan.format_of(gradient.name))
    table = ledger.canvas.put(ledger.row, NUMBER, ledger.plan.shown(gradient.name), number)
    near = compare(call("ABS", result - table), "<=", NEAR * (1 + call("ABS", table)))
    words = call("IF", near, Text(AGREES), Text(DIFFERS))
    ledger.canvas.put(ledger.row, NAME, "in the training table", style.LABEL)
    ledger.canvas.put(ledger.row, FORMULA, words, style.BESIDE)
    ledger.row += 1


def _paths(ledger: Ledger, parameter: str) -> None:
    derivation = ledger.plan.example.derivation
    paths = list(islice(derivation.paths(parameter), MOST_PATHS + 1))
    for number, path in enumerate(paths[:MOST_PATHS], start=1):
        label = f"path {number}" if len(paths) > 1 else "path"
        ledger.remark(f"{label}: {route(path)}")
    if len(paths) > MOST_PATHS:
        ledger.remark("… and further paths of the same kind; the sums above hold them all")


def _factors(ledger: Ledger, parameter: str) -> None:
    """Write each factor of the chain on its own line, from the loss down to the parameter."""
    derivation = ledger.plan.example.derivation
    for unit in derivation.graph.users[parameter]:
        steps = [*_chain(ledger, unit), derivation.step(unit, parameter)]
        ledger.remark(f"chain rule: {' · '.join(step.name for step in steps)}")
        for step in steps:
            _factor(ledger, step)


def _chain(ledger: Ledger, unit: str) -> list[Step]:
    """Return the steps from the loss to `unit`; a hidden unit's start at what was summed above."""
    derivation = ledger.plan.example.derivation
    graph = derivation.graph
    (activation,) = graph.users[unit]
    last = derivation.step(activation, unit)
    error = _error_of(graph, unit)
    if error is not None:
        loss = graph.loss.name
        return [derivation.step(loss, error), derivation.step(error, activation), last]
    whole = Step(graph.loss.name, activation, Name(f"∂{graph.loss.name}/∂{activation}"), SUMMED)
    return [whole, last]


def _factor(ledger: Ledger, step: Step) -> None:
    words = f"= {text(step.value)}"
    if step.value == Name(step.name):
        words = "summed up over all paths"
    if step.unsimplified is not None:
        words = f"= {text(step.unsimplified)} = {text(step.value)}"
    ledger.line(step.name, Role.GRADIENT, step.value, words, step.why)


def _finish(ledger: Ledger) -> None:
    """Set the widths, and make a gradient that differs from the table's stand out."""
    ledger.set_widths()
    area = Range(2, FORMULA, ledger.row, FORMULA)
    words = Reference(area.top, FORMULA, absolute=False)
    ledger.canvas.highlights.append(
        Highlight(area, compare(words, "=", Text(DIFFERS)), color=style.FAULT, bold=True)
    )
