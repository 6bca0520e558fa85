"""The steps of a page's walk: the forward pass node by node, the backward pass factor by factor.

Every step is an equation in symbols whose right side has a number on each row of the training; the
page puts the numbers of the row shown in the place of the names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bpsheet.expression import Expression, Name, names_in
from bpsheet.model.derive import Derivation
from bpsheet.model.graph import FORWARD, Graph, Quantity, Role, Scope
from bpsheet.model.steps import Step
from bpsheet.notation.document import MOST_PATHS, leading_to

STAGES = (Role.ERROR_SIGNAL, Role.DERIVATIVE)
"""The roles of what gradients in stages are built on."""

Path = tuple[Step, ...]


@dataclass(frozen=True)
class WalkStep:
    """One step: ``left = right``.

    Attributes:
        left: the name of what is computed.
        right: what it is; the last is the one that counts, those before it are not yet simplified.
        number: what its number is computed from.
        why: the reason, in words.
        quantity: the quantity that it computes, or the one that is differentiated.
        uses: the names to point at beside it.
    """

    left: str
    right: tuple[Expression, ...]
    number: Expression
    why: str
    quantity: str
    uses: tuple[str, ...]


@dataclass(frozen=True)
class WalkPart:
    """Some steps under a heading.

    Attributes:
        heading: in words, or the name of the quantity that is derived.
        steps: in order.
        paths: for each step the number of the chain-rule path it belongs to; 0 for none.
        quantity: the gradient, error signal or derivative that it derives, or ``None``.
    """

    heading: str
    steps: tuple[WalkStep, ...]
    paths: tuple[int, ...]
    quantity: str | None = None


def walk_of(derivation: Derivation, graph: Graph) -> Iterator[WalkPart]:
    """Yield the forward pass, then what each gradient is made of, from the loss back.

    Arguments:
        derivation: the chain rule.
        graph: every quantity of a row, gradients in the form to show, updates included.
    """
    forward = (one for one in graph.of_role(*FORWARD) if one.scope is Scope.ROW)
    steps = tuple(map(_computed, forward))
    yield WalkPart("Forward pass", steps, (0,) * len(steps))
    staged, loss = bool(graph.of_role(*STAGES)), graph.loss.name
    for of, stage in _stages(derivation, graph):
        yield _part(stage, loss, list(_few_paths(derivation, of, staged=True)))
    for parameter in _backward_order(derivation):
        gradient = graph[derivation.names.gradient(parameter)]
        paths = list(_few_paths(derivation, parameter, staged))
        yield _part(gradient, loss, paths, tuple(_update(graph, parameter)))


def _stages(derivation: Derivation, graph: Graph) -> Iterator[tuple[str, Quantity]]:
    """Yield what gradients in stages are built on: of which quantity, and the stage itself."""
    names = derivation.names
    for stage in graph.of_role(Role.ERROR_SIGNAL, Role.DERIVATIVE):
        for of in derivation.graph.of_role(Role.PRE_ACTIVATION, Role.STEP):
            own = names.derivative(of.name) if of.role is Role.STEP else names.error_signal(of.name)
            if own == stage.name:
                yield of.name, stage


def _backward_order(derivation: Derivation) -> Iterator[str]:
    """Yield the trained parameters, those of the last layer first."""
    layers = derivation.names.layers
    ordered = [name for layer in reversed(layers) for name in layer.parameters]
    trained = derivation.parameters
    return (name for name in (ordered or trained) if name in trained)


def _few_paths(derivation: Derivation, name: str, staged: bool) -> Iterator[Path]:
    return islice(_paths(derivation, name) if staged else derivation.paths(name), MOST_PATHS)


def _paths(derivation: Derivation, name: str) -> Iterator[Path]:
    """Yield the paths that lead down to `name` from the loss or from the next stage."""
    for user in derivation.graph.users[name]:
        link, role = derivation.step(user, name), derivation.graph[user].role
        if role in (Role.PRE_ACTIVATION, Role.STEP, Role.LOSS):
            yield (link,)
        else:
            yield from ((*path, link) for path in _paths(derivation, user))


def _part(
    quantity: Quantity, loss: str, paths: list[Path], update: tuple[WalkStep, ...] = ()
) -> WalkPart:
    """Return how a quantity comes about: the factors of its paths, what they come to, what follows.

    Arguments:
        quantity: a gradient or what gradients in stages are built on.
        loss: its name; paths that begin elsewhere begin at an earlier stage, a factor, too.
        paths: the chain-rule paths that add up to it.
        update: what is made of it.
    """
    factors = [(number, _factor(step)) for number, path in enumerate(paths, 1) for step in path]
    why = "the product of the factors" if paths[0][0].of == loss else "what came back, times these"
    why += ", added up over the paths" if len(paths) > 1 else ""
    last = (_computed(quantity, why), *update)
    steps = (*(step for _, step in factors), *last)
    numbers = (*(number for number, _ in factors), *(0 for _ in last))
    return WalkPart(quantity.name, steps, numbers, quantity.name)


def _factor(step: Step) -> WalkStep:
    return WalkStep(step.name, step.values, step.value, step.why, step.of, (step.by,))


def _computed(quantity: Quantity, why: str = "") -> WalkStep:
    uses = names_in(quantity.computation)
    right, number = quantity.computation, quantity.computation
    if quantity.scope is Scope.BATCH:
        number = Name(quantity.name)  # no single row gives a mean
    return WalkStep(quantity.name, (right,), number, why or quantity.meaning, quantity.name, uses)


def _update(graph: Graph, parameter: str) -> Iterator[WalkStep]:
    """Yield what leads from a gradient to the parameter's next value."""
    following = graph[parameter].computation
    for quantity in leading_to(following, graph):
        yield _computed(quantity)
    why = f"{parameter} after the update"
    uses = names_in(following)
    yield WalkStep(f"{parameter}⁺", (following,), following, why, parameter, uses)
