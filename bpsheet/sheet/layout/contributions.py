"""What flows back through a quantity that several others use: one path each, and their sum."""

from __future__ import annotations

from bpsheet.expression import Expression, Name, Text, call, compare, product, total
from bpsheet.model.derive import Shortcut
from bpsheet.model.graph import Graph, Role
from bpsheet.model.steps import Step
from bpsheet.notation.text import text
from bpsheet.sheet.layout import style
from bpsheet.sheet.layout.ledger import NAME, NUMBER, Ledger

SUMMED, COLLAPSED = "all that flows back to it", "what the long chain comes to"
NEAR = 1e-9
MOST_LETTERS = 60
"""What the columns before the reasons have room for."""


def shortcuts(ledger: Ledger) -> None:
    """Write for each output unit whose chain collapses to a − t the long chain beside the short."""
    derivation = ledger.plan.example.derivation
    units = derivation.graph.of_role(Role.PRE_ACTIVATION)
    found = [shortcut for unit in units if (shortcut := derivation.shortcut(unit.name))]
    if not found:
        return
    ledger.section("The loss is made for the output layer: the long chain comes to output − target")
    for shortcut in found:
        _shortcut(ledger, shortcut)
    condition = found[0].condition
    if condition is not None:
        _condition(ledger, condition)


def _shortcut(ledger: Ledger, shortcut: Shortcut) -> None:
    name = ledger.plan.names.derivative(shortcut.unit)
    ledger.computation(f"{name}, long", Role.GRADIENT, shortcut.chain)
    ledger.cells[name] = ledger.computation(name, Role.GRADIENT, shortcut.value)


def _condition(ledger: Ledger, condition: Expression) -> None:
    """Write the sum of the targets, and whether it is 1, as the shortcut needs."""
    place = ledger.computation("sum of the targets", Role.TARGET, condition)
    holds = compare(call("ABS", place - 1), "<=", NEAR)
    words = call("IF", holds, Text("1, as it must be"), Text("not 1: the short form is wrong"))
    ledger.canvas.put(ledger.row, NAME, "the short form needs 1", style.LABEL)
    ledger.canvas.put(ledger.row, NUMBER, words, style.BESIDE)
    ledger.row += 1


def contributions(ledger: Ledger) -> None:
    """Write what flows back to every quantity between the parameters and the loss."""
    names = _between(ledger)
    if not names:
        return
    ledger.section("What flows back: one path per quantity that uses it, and their sum")
    for number, name in enumerate(names):
        ledger.row += number > 0
        _contribution(ledger, name)


def _between(ledger: Ledger) -> list[str]:
    """Return hidden activations from the last layer back, or steps from the loss back."""
    names, derivation = ledger.plan.names, ledger.plan.example.derivation
    graph = derivation.graph
    signals = ledger.plan.example.graph.of_role(Role.ERROR_SIGNAL, Role.DERIVATIVE)
    if not names.layers:
        return [] if signals else list(reversed(names.steps[:-1]))
    hidden = [unit for layer in reversed(names.layers[:-1]) for unit in layer.activations]
    shared = [
        unit
        for unit in names.layers[-1].pre_activations
        if len(graph.users[unit]) > 1 and derivation.shortcut(unit) is None
    ]
    return shared + hidden


def _contribution(ledger: Ledger, name: str) -> None:
    """Write ∂E_total/∂name: what comes through each of its users, and their sum."""
    names, derivation = ledger.plan.names, ledger.plan.example.derivation
    parts: list[str] = []
    for user in derivation.graph.users[name]:
        step = derivation.step(user, name)
        part = _part_name(ledger, name, user)
        value = product([_upstream(ledger, user), step.value])
        above = [names.derivative(user)]
        if _error_of(derivation.graph, user) and names.derivative(user) not in ledger.cells:
            above = [link.name for link in chain(ledger, user)[1:]]
        if user == names.total:
            above = []
        through = f"through {user}: {' · '.join([*above, step.name])}"
        ledger.cells[part] = ledger.line(part, Role.GRADIENT, value, f"= {text(value)}", through)
        parts.append(part)
    whole = names.derivative(name)
    why = "the sum of all paths" if parts[1:] else "the only path"
    words = f"= {' + '.join(parts)}"
    if len(words) > MOST_LETTERS:
        words = f"= the {len(parts)} lines above, added up"
    value = total([Name(part) for part in parts])
    ledger.cells[whole] = ledger.line(whole, Role.GRADIENT, value, words, why)


def _upstream(ledger: Ledger, user: str) -> Expression:
    """Return ∂E_total/∂user: the cell that has it already, or what it is."""
    derivation = ledger.plan.example.derivation
    written = ledger.plan.names.derivative(user)
    if written in ledger.cells and user in ledger.plan.names.steps:
        return Name(written)
    return derivation.upstream(user, ledger.plan.example.template.gradients)


def _part_name(ledger: Ledger, name: str, user: str) -> str:
    """Return the name of what comes to a quantity through one of its users."""
    graph = ledger.plan.example.derivation.graph
    error = user if graph[user].role is Role.ERROR else _error_of(graph, user)
    return f"∂{error}/∂{name}" if error else f"{ledger.plan.names.derivative(name)} by {user}"


def _error_of(graph: Graph, unit: str) -> str | None:
    """Return the error that an output unit's activation alone makes; ``None`` for other names."""
    if graph[unit].role is not Role.PRE_ACTIVATION or len(graph.users[unit]) > 1:
        return None
    user = graph.users[graph.output_of(unit)][0]
    return user if graph[user].role is Role.ERROR else None


def chain(ledger: Ledger, user: str) -> list[Step]:
    """Return the steps from the loss to `user`; they start at what was summed up above, if any."""
    plan = ledger.plan
    derivation, graph = plan.example.derivation, plan.example.derivation.graph
    loss = graph.loss.name
    if user == loss:
        return []
    error = _error_of(graph, user)
    if error is None and graph[user].role is not Role.PRE_ACTIVATION:
        return [_whole(ledger, user, SUMMED)]
    if error is None and plan.names.derivative(user) in ledger.cells:
        words = SUMMED if derivation.shortcut(user) is None else COLLAPSED
        return [_whole(ledger, user, words)]
    activation = graph.output_of(user)
    last = derivation.step(activation, user)
    if error is not None:
        return [derivation.step(loss, error), derivation.step(error, activation), last]
    return [_whole(ledger, activation, SUMMED), last]


def _whole(ledger: Ledger, name: str, why: str) -> Step:
    loss, written = ledger.plan.names.total, ledger.plan.names.derivative(name)
    return Step(loss, name, Name(written), why)
