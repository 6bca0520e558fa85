"""The whole worked example as a graph: forward pass, gradients, and what an update carries on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bpsheet.expression import Expression, Name, call, substitute
from bpsheet.hyperparameters import SETTINGS
from bpsheet.model.derive import Derivation, gradient_quantities
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.model.optimizers import OPTIMIZERS, following_value, states_of
from bpsheet.names import COUNTER, mean_name, previous_name, sequential_name
from bpsheet.template import Template


def training_graph(template: Template, derivation: Derivation) -> Graph:
    """Return every quantity of a worked example, parameters carried from update to update.

    With more than one sample per update the gradients are averaged over the batch before the
    update. With several samples an epoch has a cost, the mean of its rows' losses: where a batch
    holds them all, that is the cost at the epoch's parameters; otherwise the parameters move from
    row to row, and it is what training programs print.
    """
    forward = derivation.graph
    used = {name: _used_gradient(template, name) for name in derivation.parameters}
    gradients = tuple(gradient_quantities(derivation, template.gradients))
    updates = _updates(template, used)
    return Graph(
        (
            *forward.of_role(Role.HYPERPARAMETER),
            *_hyperparameters(template),
            *(_carried(q, updates) for q in forward if q.role is not Role.HYPERPARAMETER),
            *gradients,
            *_sequential_gradients(template, derivation, updates),
            *_mean_gradients(template, derivation),
            *_states(template, used),
            *_cost(template),
        )
    )


def _hyperparameters(template: Template) -> Iterator[Quantity]:
    for name in template.training.hyperparameters:
        setting = SETTINGS[name]
        yield Quantity(setting.symbol, Role.HYPERPARAMETER, Scope.GIVEN, setting.meaning)


def _averaged(template: Template) -> bool:
    return template.training.batch_size(template.samples) > 1


def _used_gradient(template: Template, parameter: str) -> str:
    """Return the name of the gradient that updates a parameter."""
    gradient = template.names.gradient(parameter)
    if _averaged(template):
        return mean_name(gradient)
    return sequential_name(gradient) if parameter in _hidden_parameters(template) else gradient


def _hidden_parameters(template: Template) -> tuple[str, ...]:
    """Return the parameters whose sequential gradients differ: those before the last layer."""
    if template.training.update == "simultaneous":
        return ()
    return tuple(name for layer in template.names.layers[:-1] for name in layer.parameters)


def _updates(template: Template, used: dict[str, str]) -> dict[str, Expression]:
    optimizer, rate = OPTIMIZERS[template.training.optimizer], template.names.learning_rate
    return {
        parameter: following_value(optimizer, parameter, gradient, rate)
        for parameter, gradient in used.items()
    }


def _carried(quantity: Quantity, updates: dict[str, Expression]) -> Quantity:
    if quantity.name not in updates:
        return quantity
    return replace(quantity, scope=Scope.CARRIED, following=updates[quantity.name])


def _sequential_gradients(
    template: Template, derivation: Derivation, updates: dict[str, Expression]
) -> Iterator[Quantity]:
    """Yield what the sequential rule takes for gradients: those with later layers' new weights."""
    names, hidden = template.names, _hidden_parameters(template)
    for position, layer in reversed(tuple(enumerate(names.layers[:-1]))):
        later = [name for after in names.layers[position + 1 :] for name in after.parameters]
        updated = {name: updates[name] for name in later if name in updates}
        for parameter in layer.parameters:
            if parameter in hidden and parameter in derivation.parameters:
                gradient = names.gradient(parameter)
                yield Quantity(
                    sequential_name(gradient),
                    Role.SEQUENTIAL_GRADIENT,
                    Scope.ROW,
                    f"not the gradient: {gradient} with later weights that are already updated",
                    substitute(derivation.total(parameter, "expanded"), updated),
                )


def _mean_gradients(template: Template, derivation: Derivation) -> Iterator[Quantity]:
    for parameter in derivation.parameters if _averaged(template) else ():
        gradient = template.names.gradient(parameter)
        yield Quantity(
            mean_name(gradient),
            Role.MEAN_GRADIENT,
            Scope.BATCH,
            f"mean of {gradient} over the batch",
            call("AVERAGE", Name(gradient)),
        )


def _states(template: Template, used: dict[str, str]) -> Iterator[Quantity]:
    optimizer = OPTIMIZERS[template.training.optimizer]
    state, update = Role.OPTIMIZER_STATE, Scope.UPDATE
    if optimizer.counts:
        count = Name(previous_name(COUNTER)) + 1
        yield Quantity(COUNTER, state, update, "number of this update, from 1", count)
    for parameter, gradient in used.items():
        for name, value in states_of(optimizer, parameter, gradient):
            meaning = f"what {optimizer.title} remembers of {parameter}"
            yield Quantity(name, state, update, meaning, value)


def _cost(template: Template) -> Iterator[Quantity]:
    names = template.names
    if template.several:
        meaning = f"cost: mean of {names.total} over the rows of the epoch"
        mean = call("AVERAGE", Name(names.total))
        yield Quantity(names.cost, Role.COST, Scope.EPOCH, meaning, mean)
