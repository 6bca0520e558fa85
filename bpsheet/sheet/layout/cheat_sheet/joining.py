"""What the cheat sheet says of how single slopes make up a gradient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bpsheet.expression import Expression, names_in, substitute
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import Graph, Scope
from bpsheet.notation.text import text
from bpsheet.sheet.layout.cheat_sheet.entries import MOST_LETTERS, Entry, listed_names
from bpsheet.sheet.layout.cheat_sheet.uses import (
    distances_from_loss,
    moving_names,
    telling,
    ways_to_loss,
)
from bpsheet.sheet.layout.wrapping import shortened
from bpsheet.worked_example import WorkedExample


def joining_entries(example: WorkedExample) -> Iterator[Entry]:
    """Yield how local derivatives are put together: the chain rule, all paths, the shortcut."""
    derivation, graph = example.derivation, example.derivation.graph
    moving = moving_names(derivation)
    ways, distances = ways_to_loss(graph), distances_from_loss(graph)
    single = [name for name in ways if ways[name] == 1 and distances[name] > 1 and name in moving]
    if single:
        yield _chain_entry(derivation, _clearest_chain(example, single, distances))
    forks = [name for name in ways if len(graph.users[name]) > 1 and name in moving]
    if forks:
        yield _paths_entry(derivation, min(forks, key=ways.__getitem__))
    outputs = derivation.names.layers[-1].pre_activations if derivation.names.layers else ()
    if outputs and derivation.shortcut(outputs[0]):
        yield _shortcut_entry(derivation, outputs)


def _clearest_chain(example: WorkedExample, names: list[str], distances: Mapping[str, int]) -> str:
    """Return the parameter with the shortest chain; without any, the name with the longest."""
    derivation = example.derivation
    parameters = [name for name in names if name in derivation.parameters]
    lengths = [distances[name] for name in parameters or names]
    length = min(lengths) if parameters else max(lengths)
    alike = [name for name in parameters or names if distances[name] == length]
    return alike[telling(example, map(derivation.total, alike))]


def _chain_entry(derivation: Derivation, name: str) -> Entry:
    factors = [step.name for step in next(derivation.paths(name))]
    loss = derivation.names.error
    return _joined_entry(
        derivation,
        name,
        "chain rule",
        f"∂{loss}/∂x = ∂{loss}/∂u·∂u/∂x",
        "From the loss back, the slope of each link is a factor.",
        " · ".join(factors),
    )


def _paths_entry(derivation: Derivation, name: str) -> Entry:
    loss, whole = derivation.graph.loss.name, derivation.names.error
    users = derivation.graph.users[name]
    through = [
        f"{derivation.step(user, name).name} directly"
        if user == loss
        else f"{derivation.names.derivative(user)} · {derivation.step(user, name).name}"
        for user in users
    ]
    return _joined_entry(
        derivation,
        name,
        "sum over all paths",
        f"∂{whole}/∂x = ∂{whole}/∂u·∂u/∂x + ∂{whole}/∂v·∂v/∂x",
        "What acts on the loss by several ways has the sum of what comes back by each.",
        " + ".join(through),
    )


def _shortcut_entry(derivation: Derivation, outputs: tuple[str, ...]) -> Entry:
    shortcut = derivation.shortcut(outputs[0])
    assert shortcut is not None
    words = "The loss is made for this activation: the long chain comes to output − target."
    if shortcut.condition is not None:
        words += f" It needs {text(shortcut.condition)} = 1."
    return _joined_entry(
        derivation,
        outputs[0],
        "shortcut",
        f"∂{derivation.names.error}/∂x = a − t",
        words,
        text(shortcut.chain),
        listed_names([derivation.names.derivative(unit) for unit in outputs[1:]]),
    )


def _joined_entry(
    derivation: Derivation,
    name: str,
    rule: str,
    symbols: str,
    words: str,
    joined: str,
    also: str = "",
) -> Entry:
    value = derivation.total(name)
    return Entry(
        rule=rule,
        symbols=symbols,
        words=words,
        here=shortened(f"{derivation.names.derivative(name)} = {joined}", MOST_LETTERS),
        result=shortened(text(value), MOST_LETTERS),
        value=value,
        function=_loss_of(derivation.graph, name),
        by=name,
        also=also,
    )


def _loss_of(graph: Graph, name: str) -> Expression:
    """Return the loss as an expression in `name`; what does not depend on it keeps its name."""
    written: dict[str, Expression] = {}
    for quantity in graph:
        definition = quantity.definition
        if quantity.scope is not Scope.ROW or definition is None:
            continue
        mentioned = set(names_in(definition))
        if name in mentioned or mentioned & written.keys():
            written[quantity.name] = substitute(definition, written)
    return written[graph.loss.name]
