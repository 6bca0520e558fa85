"""How an update turns gradients into the next row's parameters; each optimizer is one row."""

from __future__ import annotations

from collections.abc import Callable

from bpsheet.expression import Expression, Name, call
from bpsheet.model.derive import Derivation, gradient_quantities
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.names import NetworkNames, gradient_name
from bpsheet.template import Template

Update = Callable[[Expression, Expression, Expression], Expression]
"""Returns a parameter's next value from its value, its gradient and the learning rate."""

UPDATES: dict[str, Update] = {
    "sgd": lambda parameter, gradient, rate: parameter - rate * gradient,
}


def training_graph(template: Template, derivation: Derivation) -> Graph:
    """Return the whole worked example: forward pass, gradients, and parameters carried along.

    With more than one sample per update the gradients are averaged over the batch before the
    update. Where a batch holds all samples, the cost of an epoch is the mean of its rows' losses;
    with smaller batches the rows of an epoch have different parameters, and no cost in common.
    """
    names = template.network.names
    samples = len(template.data.inputs)
    batch = template.training.batch_size(samples)
    averaged = batch > 1
    update = UPDATES[template.training.optimizer]
    following: dict[str, Expression] = {
        parameter: update(
            Name(parameter),
            Name(_used_gradient(parameter, averaged)),
            Name(names.learning_rate),
        )
        for parameter in derivation.parameters
    }
    return Graph(
        (
            *(_carried(quantity, following) for quantity in derivation.graph),
            *gradient_quantities(derivation, template.gradients),
            *(_mean(parameter) for parameter in derivation.parameters if averaged),
            *([_cost(names)] if batch == samples > 1 else []),
        )
    )


def _used_gradient(parameter: str, averaged: bool) -> str:
    return f"mean {gradient_name(parameter)}" if averaged else gradient_name(parameter)


def _carried(quantity: Quantity, following: dict[str, Expression]) -> Quantity:
    if quantity.name not in following:
        return quantity
    return Quantity(
        quantity.name,
        quantity.role,
        Scope.CARRIED,
        quantity.meaning,
        following=following[quantity.name],
    )


def _mean(parameter: str) -> Quantity:
    gradient = gradient_name(parameter)
    return Quantity(
        f"mean {gradient}",
        Role.MEAN_GRADIENT,
        Scope.BATCH,
        f"mean over the batch of {gradient}",
        call("AVERAGE", Name(gradient)),
    )


def _cost(names: NetworkNames) -> Quantity:
    meaning = "cost: mean of E_total over the samples of the epoch"
    return Quantity(names.cost, Role.COST, Scope.EPOCH, meaning, call("AVERAGE", Name(names.total)))
