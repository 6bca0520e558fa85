"""Where an example uses the rules of calculus."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bpsheet.evaluate import evaluate
from bpsheet.expression import Expression, names_in
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import Graph
from bpsheet.model.rules import rules_of
from bpsheet.worked_example import WorkedExample


@dataclass(frozen=True)
class Use:
    """The derivative of a quantity by a name in its definition.

    Attributes:
        of: the quantity.
        by: the name.
        rules: what it needs.
        size: how many names the definition has.
    """

    of: str
    by: str
    rules: frozenset[str]
    size: int

    @property
    def name(self) -> str:
        """The name of the derivative."""
        return f"∂{self.of}/∂{self.by}"


def uses_of_rules(derivation: Derivation) -> list[Use]:
    """Return every derivative between the loss and a parameter, those next to the loss first."""
    graph, moving = derivation.graph, moving_names(derivation)
    distances = distances_from_loss(graph)
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


def clearest(example: WorkedExample, uses: list[Use]) -> Use:
    """Return the use that stands with the fewest other rules; one that is not 0, if there is."""
    ranks = [(len(use.rules), use.size) for use in uses]
    best = min(ranks)
    alike = [use for use, rank in zip(uses, ranks, strict=True) if rank == best]
    steps = (example.derivation.step(use.of, use.by) for use in alike)
    return alike[telling(example, (step.value for step in steps))]


def telling(example: WorkedExample, values: Iterable[Expression]) -> int:
    """Return which of `values` is the first that is not 0 in the first row; 0 if all are."""
    for place, value in enumerate(values):
        numbers = {name: example.trace.column(name)[0, 0] for name in names_in(value)}
        if evaluate(value, numbers) != 0:
            return place
    return 0


def moving_names(derivation: Derivation) -> set[str]:
    """Return the parameters and everything that depends on them."""
    moving = set(derivation.parameters)
    for quantity in derivation.graph:
        if quantity.definition is not None and moving & set(names_in(quantity.definition)):
            moving.add(quantity.name)
    return moving


def ways_to_loss(graph: Graph) -> dict[str, int]:
    """Return by how many paths each name that the loss depends on acts on it, in order."""
    ways = {graph.loss.name: 1}
    for quantity in reversed(graph.quantities):
        users = [user for user in graph.users[quantity.name] if user in ways]
        if users:
            ways[quantity.name] = sum(ways[user] for user in users)
    return {quantity.name: ways[quantity.name] for quantity in graph if quantity.name in ways}


def distances_from_loss(graph: Graph) -> dict[str, int]:
    """Return how many links of the chain lie between the loss and each name, at the least."""
    distances = {graph.loss.name: 0}
    for quantity in reversed(graph.quantities):
        users = [user for user in graph.users[quantity.name] if user in distances]
        if users:
            distances[quantity.name] = 1 + min(distances[user] for user in users)
    return distances
