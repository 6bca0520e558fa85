"""Derivation: the chain rule for every parameter, factor by factor, with one step's numbers."""

from __future__ import annotations

from itertools import islice

from bpsheet.expression import Name, Text, call, compare, join, names_in
from bpsheet.functions import ACTIVATIONS
from bpsheet.model.derive import route
from bpsheet.model.graph import FORWARD, Quantity, Role, Scope
from bpsheet.model.optimizers import OPTIMIZERS
from bpsheet.model.steps import Step
from bpsheet.names import mean_name, previous_name, sequential_name
from bpsheet.notation.text import text
from bpsheet.sheet.address import Range, Reference
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.canvas import Canvas
from bpsheet.sheet.layout.contributions import chain, contributions, shortcuts
from bpsheet.sheet.layout.ledger import FORMULA, NAME, NUMBER, WHY, Ledger
from bpsheet.sheet.layout.places import DERIVATION
from bpsheet.sheet.layout.plan import Plan
from bpsheet.sheet.layout.words import in_words
from bpsheet.sheet.workbook import Highlight, PrintSetup, Sheet

MOST_PATHS = 6
MOST_PARAMETERS = 300
"""Networks with more are derived for the first and the last parameters of each layer."""

FEW = 4
AGREES, DIFFERS = "the same", "not the same"
NEAR = 1e-12


def derivation_sheet(plan: Plan) -> Sheet:
    """Return the sheet that derives every gradient."""
    ledger = Ledger(plan, Canvas(DERIVATION))
    _heading(ledger)
    _forward_pass(ledger)
    shortcuts(ledger)
    contributions(ledger)
    for parameter in _derived(ledger):
        _parameter(ledger, parameter)
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
        if quantity.name == plan.names.learning_rate:
            ledger.given(quantity.name, quantity.role, plan.rate_shown(), quantity.meaning)
        elif quantity.scope in (Scope.GIVEN, Scope.SAMPLE, Scope.CARRIED):
            ledger.given(quantity.name, quantity.role, plan.shown(quantity.name), quantity.meaning)
    ledger.section("Forward pass: symbols, and below them numbers")
    for activation in _activations(plan):
        ledger.remark(activation)
    for quantity in graph.of_role(*FORWARD):
        _define(ledger, quantity)
    signals = graph.of_role(Role.ERROR_SIGNAL, Role.DERIVATIVE)
    if signals:
        ledger.section("Going back: how the loss changes with each quantity, from the last one on")
        for quantity in signals:
            _define(ledger, quantity)


def _activations(plan: Plan) -> list[str]:
    """Return what the network's activations stand for, one line each."""
    if not plan.example.template.layered:
        return []
    rows = (ACTIVATIONS[name] for name in dict.fromkeys(plan.example.template.network.activations))
    meanings = ((row.symbol, text(row.definition)) for row in rows)
    return [
        f"{symbol}(x) = {meaning}"
        for symbol, meaning in meanings
        if symbol and meaning != f"{symbol}(x)"
    ]


def _define(ledger: Ledger, quantity: Quantity) -> None:
    assert quantity.definition is not None
    cell = ledger.computation(quantity.name, quantity.role, quantity.definition)
    ledger.cells[quantity.name] = cell


def _derived(ledger: Ledger) -> list[str]:
    """Return the parameters to derive, those of the last layer first."""
    plan = ledger.plan
    trained = plan.example.derivation.parameters
    if not plan.names.layers:
        return list(trained)
    layers = [
        [name for name in layer.parameters if name in trained]
        for layer in reversed(plan.names.layers)
    ]
    if len(trained) <= MOST_PARAMETERS:
        return [name for layer in layers for name in layer]
    ledger.section(
        f"Of the {len(trained):,} parameters the first and the last {FEW} of each layer follow;"
        " the others differ in their numbers only"
    )
    return [name for layer in layers for name in dict.fromkeys(layer[:FEW] + layer[-FEW:])]


def _parameter(ledger: Ledger, parameter: str) -> None:
    """Write a parameter's paths, factors, closed form and update."""
    names, graph = ledger.plan.names, ledger.plan.example.graph
    gradient = graph[names.gradient(parameter)]
    assert gradient.definition is not None
    ledger.section(f"{gradient.name}: how {names.total} changes with {parameter}")
    _paths(ledger, parameter)
    _factors(ledger, parameter)
    result = ledger.computation(gradient.name, gradient.role, gradient.definition)
    ledger.cells[gradient.name] = result
    _compare(ledger, gradient, result)
    _update(ledger, parameter, gradient)


def _update(ledger: Ledger, parameter: str, gradient: Quantity) -> None:
    """Write what leads from the gradient to the parameter's next value, and that value."""
    plan, graph = ledger.plan, ledger.plan.example.graph
    mean, sequential = mean_name(gradient.name), sequential_name(gradient.name)
    if mean in graph:
        meaning = f"{graph[mean].meaning}, of which this sample is one"
        ledger.given(mean, Role.MEAN_GRADIENT, plan.shown(mean), meaning)
    if sequential in graph:
        ledger.remark(graph[sequential].meaning)
        _define(ledger, graph[sequential])
    remembered = graph.of_role(Role.OPTIMIZER_STATE)
    needed = graph.needed_by(parameter) if remembered else set()
    if needed:
        optimizer = OPTIMIZERS[plan.example.template.training.optimizer].title
        ledger.remark(f"{optimizer}: what it remembers of {parameter}, and what it makes of it")
    for quantity in remembered:
        if quantity.name in ledger.cells or quantity.name not in needed:
            continue
        assert quantity.definition is not None
        before = previous_name(quantity.name)
        if before in names_in(quantity.definition):
            meaning = f"{quantity.name} before this update, 0 before the first"
            content = plan.shown_before(quantity.name)
            ledger.given(before, Role.OPTIMIZER_STATE, content, meaning)
        _define(ledger, quantity)
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
    users = derivation.graph.users[parameter]
    for user in users:
        steps = [*chain(ledger, user), derivation.step(user, parameter)]
        names = [step.name for step in steps]
        if users[1:] and not steps[1:]:
            names = [f"{names[0]} by {user}"]  # all paths together have the plain name
        ledger.remark(f"chain rule: {' · '.join(names)}")
        for name, step in zip(names, steps, strict=True):
            _factor(ledger, name, step)


def _factor(ledger: Ledger, name: str, step: Step) -> None:
    words = f"= {text(step.value)}"
    if step.value == Name(name):
        words = "from above"
    if step.unsimplified is not None:
        words = f"= {text(step.unsimplified)} = {text(step.value)}"
    ledger.line(name, Role.GRADIENT, step.value, words, step.why)


def _finish(ledger: Ledger) -> None:
    """Set the widths, and make a gradient that differs from the table's stand out."""
    ledger.set_widths()
    area = Range(2, FORMULA, ledger.row, FORMULA)
    words = Reference(area.top, FORMULA, absolute=False)
    ledger.canvas.highlights.append(
        Highlight(area, compare(words, "=", Text(DIFFERS)), color=style.FAULT, bold=True)
    )
