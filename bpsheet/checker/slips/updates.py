"""Slips in an update: the learning rate, the gradient, the method."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.checker.slip import later
from bpsheet.checker.slips.change import Change
from bpsheet.checker.slips.exchanges import renamed
from bpsheet.checker.slips.relations import BACKWARD, Relations
from bpsheet.expression import ONE, Expression, Name, Number, names_in, substitute
from bpsheet.model.graph import Role, Scope
from bpsheet.model.optimizers import OPTIMIZERS, following_value, states_of

RATES = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9,
         1, 1.5, 2, 3, 5, 10)  # fmt: skip
"""Learning rates that people write into a formula in place of the cell that holds the rate."""

GRADIENTS = (Role.GRADIENT, Role.MEAN_GRADIENT, Role.SEQUENTIAL_GRADIENT)


def wrong_updates(value: Expression, relations: Relations) -> Iterator[Change]:
    """Yield an update with another rate, gradient or method."""
    names = [name for name in names_in(value) if name in relations.graph]
    if relations.quantity.scope is not Scope.CARRIED:
        return
    name = relations.quantity.name
    yield Change("missing-part", "is never updated: it stays as it is", Name(name))
    hyperparameters = relations.graph.of_role(Role.HYPERPARAMETER)
    if hyperparameters and hyperparameters[0].name in names:
        yield from _other_rates(value, hyperparameters[0].name, relations)
    yield from _other_methods(value, relations)
    yield from _updated_gradient(value, names, relations)


def _other_rates(value: Expression, rate: str, relations: Relations) -> Iterator[Change]:
    def with_rate(new: Expression) -> Expression:
        return substitute(value, {rate: new})

    yield Change("wrong-rate", f"leaves out the learning rate {rate}", with_rate(ONE))
    yield Change("wrong-rate", f"squares the learning rate {rate}", with_rate(Name(rate) ** 2))
    divided = ONE / Name(rate)
    yield Change("wrong-rate", f"divides by the learning rate {rate}", with_rate(divided))
    for sentence, factor in (("half", Number(0.5)), ("twice", Number(2))):
        words = f"uses {sentence} the learning rate {rate}"
        yield Change("wrong-rate", words, with_rate(factor * Name(rate)))
    for number in RATES:
        words = f"uses {number} as its learning rate where {rate} belongs"
        yield Change("wrong-rate", words, with_rate(Number(number)))
    for other in relations.graph.of_role(Role.HYPERPARAMETER)[1:]:
        words = f"uses {other.name} where the learning rate {rate} belongs"
        yield Change("wrong-rate", words, with_rate(Name(other.name)))


def _updated_gradient(
    value: Expression, names: list[str], relations: Relations
) -> Iterator[Change]:
    """Yield an update by what the next row holds."""
    for name in names:
        if relations.role(name) in BACKWARD:
            words = f"uses {name} of the next row, made with weights that are already updated"
            yield Change("updated-parameter", words, renamed(value, {name: later(name)}))


def _other_methods(value: Expression, relations: Relations) -> Iterator[Change]:
    """Yield the update of another optimizer that remembers no more than there is."""
    graph, parameter = relations.graph, relations.quantity.name
    gradient = _gradient_of(parameter, relations)
    rate = graph.of_role(Role.HYPERPARAMETER)[0].name
    for optimizer in OPTIMIZERS.values() if gradient else ():
        new = following_value(optimizer, parameter, gradient, rate)
        states = dict(states_of(optimizer, parameter, gradient))
        remembered = all(
            name in graph and graph[name].definition == state for name, state in states.items()
        )
        if new != value and remembered and all(name in graph for name in names_in(new)):
            sentence = f"is the update of {optimizer.title}"
            yield Change("wrong-function", sentence, new)


def _gradient_of(parameter: str, relations: Relations) -> str:
    """Return the name of the gradient that a parameter's update is made of."""
    graph = relations.graph
    needed = graph.needed_by(parameter)
    following = graph[parameter].following
    direct = set(names_in(following)) if following is not None else set()
    for name in names_in(following) if following is not None else ():
        definition = graph[name].definition
        if graph[name].role is Role.OPTIMIZER_STATE and definition is not None:
            direct |= set(names_in(definition))
    candidates = [q.name for q in graph.of_role(*GRADIENTS) if q.name in direct & needed]
    return candidates[-1] if candidates else ""
