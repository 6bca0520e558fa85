"""What the cheat sheet says: each rule of calculus that an example uses, at one of its places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsheet.expression import Call, Expression, Name, names_in, substitute
from bpsheet.functions import ACTIVATIONS, LOSSES, X
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import Graph, Scope
from bpsheet.model.rules import CROSS, RULES, rules_of
from bpsheet.model.steps import Step
from bpsheet.notation.text import text
from bpsheet.sheet.layout.wrapping import shortened

MOST_LETTERS = 220
MOST_NAMED = 4


@dataclass(frozen=True)
class Entry:
    """A rule and one place where the example uses it.

    Attributes:
        rule: what it is called.
        symbols: the rule in general.
        words: what it says.
        here: the derivative that uses it, and what it is the derivative of.
        result: what it comes to.
        value: the same as an expression.
        function: what is differentiated, as an expression in `by`.
        by: the name it is differentiated by.
        also: where else the example uses it.
    """

    rule: str
    symbols: str
    words: str
    here: str
    result: str
    value: Expression
    function: Expression
    by: str
    also: str = ""


@dataclass(frozen=True)
class Use:
    """One derivative of a definition by a name in it, and the rules that it needs."""

    of: str
    by: str
    rules: frozenset[str]
    size: int

    @property
    def name(self) -> str:
        """The name of the derivative."""
        return f"∂{self.of}/∂{self.by}"


def rule_entries(derivation: Derivation) -> Iterator[Entry]:
    """Yield the general rules that the derivatives of an example use, in the order of the table."""
    uses = _uses(derivation)
    for title, rule in RULES.items():
        found = [use for use in uses if title in use.rules]
        if found:
            yield _entry(derivation, title, rule.symbols, rule.words, found)


def function_entries(derivation: Derivation) -> Iterator[Entry]:
    """Yield the slopes of the activations that an example uses."""
    uses = _uses(derivation)
    for name, row in ACTIVATIONS.items():
        own = [use for use in uses if name in use.rules]
        others = [use for use in uses if f"{name} {CROSS}" in use.rules]
        function = f"{row.symbol}(x)" if row.symbol else "linear: a"
        if own:
            slope = text(row.derivative)
            written = text(row.definition) if row.definition != X else "x"
            symbols = f"{function} = {written}; its slope is {slope}"
            symbols += f", with a = {function}" if "a" in names_in(row.derivative) else ""
            yield _entry(derivation, name, symbols, _sentence(row.why), own)
        if others and row.cross is not None:
            symbols = f"∂a/∂(another unit's x) = {text(row.cross)}, with b that unit's output"
            words = "The outputs share one sum: what one gains, the others lose."
            yield _entry(derivation, f"{name}, {CROSS}", symbols, words, others)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _uses(derivation: Derivation) -> list[Use]:
    """Return every derivative that leads from the loss to a parameter, the loss's first."""
    graph = derivation.graph
    moving, distances = moving_names(derivation), _distances(graph)
    computed = [quantity for quantity in graph if quantity.name in distances]
    uses = []
    for quantity in sorted(computed, key=lambda quantity: distances[quantity.name]):
        if quantity.definition is not None:
            rules = rules_of(quantity.definition)
            size = len(names_in(quantity.definition))
            uses += [
                Use(quantity.name, name, needed, size)
                for name, needed in rules.items()
                if name in moving
            ]
    return uses


def moving_names(derivation: Derivation) -> set[str]:
    """Return the parameters and everything that depends on them."""
    moving = set(derivation.parameters)
    for quantity in derivation.graph:
        if quantity.definition is not None and moving & set(names_in(quantity.definition)):
            moving.add(quantity.name)
    return moving


def _entry(derivation: Derivation, title: str, symbols: str, words: str, uses: list[Use]) -> Entry:
    """Return the entry of a rule at the place where it stands with the fewest others."""
    use = min(uses, key=lambda use: (len(use.rules), use.size))
    definition = derivation.graph[use.of].definition
    assert definition is not None
    step = derivation.step(use.of, use.by)
    others = [other.name for other in uses if other is not use]
    return Entry(
        rule=title,
        symbols=symbols,
        words=words,
        here=f"{use.name} = ∂{_bracketed(definition)}/∂{use.by}",
        result=_result(step),
        value=step.value,
        function=definition,
        by=use.by,
        also=_listed(others),
    )


def _bracketed(definition: Expression) -> str:
    """Return a definition as it stands behind a ∂."""
    written = shortened(text(definition), MOST_LETTERS)
    plain = isinstance(definition, Name)
    if isinstance(definition, Call) and definition.function not in LOSSES:
        plain = True
    return written if plain else f"({written})"


def _result(step: Step) -> str:
    values = [step.value] if step.unsimplified is None else [step.unsimplified, step.value]
    return shortened(" = ".join(map(text, values)), MOST_LETTERS)


def _listed(names: list[str]) -> str:
    listed = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{listed} and {more:,} more" if more > 0 else listed


def joining_entries(derivation: Derivation) -> Iterator[Entry]:
    """Yield how local derivatives are put together: the chain rule, all paths, the shortcut."""
    graph, moving = derivation.graph, moving_names(derivation)
    ways, distances = _ways(graph), _distances(graph)
    single = [name for name in ways if ways[name] == 1 and distances[name] > 1 and name in moving]
    parameters = [name for name in derivation.parameters if name in single]
    if parameters:
        yield _chain_entry(derivation, min(parameters, key=distances.__getitem__))
    elif single:
        yield _chain_entry(derivation, max(single, key=distances.__getitem__))
    forks = [name for name in ways if len(graph.users[name]) > 1 and name in moving]
    if forks:
        yield _paths_entry(derivation, min(forks, key=ways.__getitem__))
    outputs = derivation.names.layers[-1].pre_activations if derivation.names.layers else ()
    if outputs and derivation.shortcut(outputs[0]):
        yield _shortcut_entry(derivation, outputs)


def _ways(graph: Graph) -> dict[str, int]:
    """Return by how many paths each name that the loss depends on acts on it, in order."""
    ways = {graph.loss.name: 1}
    for quantity in reversed(graph.quantities):
        users = [user for user in graph.users[quantity.name] if user in ways]
        if users:
            ways[quantity.name] = sum(ways[user] for user in users)
    return {quantity.name: ways[quantity.name] for quantity in graph if quantity.name in ways}


def _distances(graph: Graph) -> dict[str, int]:
    """Return how many links of the chain lie between the loss and each name, at the least."""
    distances = {graph.loss.name: 0}
    for quantity in reversed(graph.quantities):
        users = [user for user in graph.users[quantity.name] if user in distances]
        if users:
            distances[quantity.name] = 1 + min(distances[user] for user in users)
    return distances


def _chain_entry(derivation: Derivation, name: str) -> Entry:
    factors = [step.name for step in next(derivation.paths(name))]
    return _joined_entry(
        derivation,
        name,
        "chain rule",
        "∂L/∂x = ∂L/∂u·∂u/∂x",
        "From the loss back, the slope of each link is a factor.",
        " · ".join(factors),
    )


def _paths_entry(derivation: Derivation, name: str) -> Entry:
    loss = derivation.graph.loss.name
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
        "∂L/∂x = ∂L/∂u·∂u/∂x + ∂L/∂v·∂v/∂x",
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
        "∂L/∂x = a − t",
        words,
        text(shortcut.chain),
        _listed([derivation.names.derivative(unit) for unit in outputs[1:]]),
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
