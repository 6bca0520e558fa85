"""A derivation as a document: plain text, Markdown, LaTeX or HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from bpsheet.expression import Call, Expression, Name, names_in, walk
from bpsheet.functions import ACTIVATIONS, X
from bpsheet.model.derive import Derivation, error_signal
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role
from bpsheet.names import ExampleNames, previous_name
from bpsheet.notation.text import text
from bpsheet.notation.writer import Writer
from bpsheet.notation.writers import WRITERS

MOST_PATHS = 6
MOST_SHORTCUTS = 3
UPDATING = (Role.SEQUENTIAL_GRADIENT, Role.MEAN_GRADIENT, Role.OPTIMIZER_STATE)
"""The roles of what stands between a gradient and the parameter's next value."""


def document(
    title: str, derivation: Derivation, graph: Graph, parameters: Iterable[str], form: str = "text"
) -> str:
    """Return a derivation as a document.

    Arguments:
        title: its heading.
        derivation: the chain-rule steps.
        graph: every quantity of a row, with the gradients in the form to show and the updates.
        parameters: the parameters whose gradients are derived.
        form: ``"text"``, ``"markdown"``, ``"latex"`` (a whole article) or ``"html"`` (a page).
    """
    writer = WRITERS[form]()
    names = derivation.names
    lines = list(_forward_pass(writer, graph))
    lines += _shortcuts(writer, derivation)
    lines += _stages(writer, names, graph)
    lines += _memory(writer, graph)
    for parameter in parameters:
        lines += _parameter(writer, derivation, graph, parameter)
    return "\n".join(writer.whole(title, lines)) + "\n"


def error_signal_heading(names: ExampleNames) -> str:
    """Return what the error signals are, and which sign they have.

    >>> from bpsheet.names import network_names
    >>> error_signal_heading(network_names((2, 2, 2)))
    'Error signals δ = ∂E_total/∂(pre-activation), with (a_o1 − t1)'
    """
    return f"Error signals δ = {error_signal(names)}"


def derivative_heading(names: ExampleNames) -> str:
    """Return what the derivatives by the steps of a computation are."""
    return f"How {names.total} changes with each step, from the last step back"


def _forward_pass(writer: Writer, graph: Graph) -> Iterator[str]:
    yield from writer.heading("Forward pass")
    for quantity in graph.of_role(*FORWARD, Role.COST):
        yield writer.definition(quantity)
    for function in _activations(graph):
        row, unit = ACTIVATIONS[function], Call(function, (X,))
        if text(unit) != text(row.definition):
            yield writer.equation(unit, row.definition)


def _activations(graph: Graph) -> list[str]:
    """Return the activations of a graph in the order of their first use."""
    parts = (
        part for quantity in graph if quantity.definition for part in walk(quantity.definition)
    )
    functions = (part.function for part in parts if isinstance(part, Call))
    return [name for name in dict.fromkeys(functions) if name in ACTIVATIONS]


def _shortcuts(writer: Writer, derivation: Derivation) -> Iterator[str]:
    """Yield the long chain of each output unit whose derivative collapses, and what it comes to."""
    outputs = derivation.names.layers[-1].pre_activations if derivation.names.layers else ()
    found = [shortcut for unit in outputs if (shortcut := derivation.shortcut(unit))]
    if found:
        yield from writer.heading("The shortcut at the outputs")
    for shortcut in found[:MOST_SHORTCUTS]:
        name = Name(derivation.names.derivative(shortcut.unit))
        yield writer.equation(name, shortcut.chain)
        yield writer.equation(name, shortcut.value)
        if shortcut.condition is not None:
            yield from writer.remark(f"because {text(shortcut.condition)} = 1")
    if found[MOST_SHORTCUTS:]:
        yield from writer.remark("… and the other outputs likewise")


def _stages(writer: Writer, names: ExampleNames, graph: Graph) -> Iterator[str]:
    """Yield what the gradients are built on: error signals, or the derivatives by the steps."""
    for role, heading in (
        (Role.ERROR_SIGNAL, error_signal_heading),
        (Role.DERIVATIVE, derivative_heading),
    ):
        quantities = graph.of_role(role)
        if quantities:
            yield from writer.heading(heading(names))
            yield from map(writer.definition, quantities)


def _memory(writer: Writer, graph: Graph) -> Iterator[str]:
    """Yield what the symbols of an optimizer mean that remembers something."""
    states = graph.of_role(Role.OPTIMIZER_STATE)
    if not states:
        return
    yield from writer.heading("What an update remembers")
    for quantity in graph.of_role(Role.HYPERPARAMETER):
        yield from writer.remark(f"{quantity.name}: {quantity.meaning}")
    remembered = [state.name for state in states if _mentions_itself(state)][-1]
    words = f"{remembered} before this update, 0 before the first; so with every ⁻"
    yield from writer.remark(f"{previous_name(remembered)}: {words}")


def _mentions_itself(state: Quantity) -> bool:
    assert state.definition is not None
    return previous_name(state.name) in names_in(state.definition)


def _parameter(writer: Writer, derivation: Derivation, graph: Graph, parameter: str) -> list[str]:
    gradient = graph[derivation.names.gradient(parameter)]
    following = graph[parameter].following
    assert following is not None
    paths = list(islice(derivation.paths(parameter), MOST_PATHS + 1))
    lines = writer.heading(writer.name(gradient.name))
    for number, path in enumerate(paths[:MOST_PATHS], start=1):
        lines += writer.path(number if len(paths) > 1 else None, path)
    if len(paths) > MOST_PATHS:
        lines += writer.remark("… and further paths of the same kind")
    lines.append(writer.definition(gradient))
    for quantity in leading_to(following, graph):
        if quantity.role is Role.SEQUENTIAL_GRADIENT:
            lines += writer.remark(quantity.meaning)
        lines.append(writer.definition(quantity))
    return [*lines, writer.equation(Name(f"{parameter}⁺"), following)]


def leading_to(value: Expression, graph: Graph) -> list[Quantity]:
    """Return what an update computes of a gradient before `value`, in order."""
    found: dict[str, Quantity] = {}
    for name in names_in(value):
        if name in graph and graph[name].role in UPDATING:
            definition = graph[name].definition
            assert definition is not None
            found |= {quantity.name: quantity for quantity in leading_to(definition, graph)}
            found[name] = graph[name]
    return list(found.values())
