"""The forward pass of a computational graph without layers."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.expression import names_in
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.template import Computation, Template


def computation_graph(template: Template) -> Graph:
    """Return the quantities of one row up to the loss, trained variables standing still.

    Arguments:
        template: a worked example whose model is a ``Computation``.

    Raises:
        ValueError: a name stands twice, or a step mentions one that does not stand before it.
    """
    assert isinstance(template.model, Computation), f"{template.name} has layers"
    names = template.names
    rate = Quantity(names.learning_rate, Role.HYPERPARAMETER, Scope.GIVEN, "learning rate")
    inputs = (
        Quantity(name, Role.INPUT, Scope.SAMPLE, f"{name}, which training leaves as it is")
        for name in names.inputs
    )
    variables = (
        Quantity(name, Role.PARAMETER, Scope.GIVEN, f"{name}, which training changes")
        for name in names.variables
    )
    return Graph((rate, *inputs, *variables, *_steps(template.model)))


def _steps(model: Computation) -> Iterator[Quantity]:
    *steps, (loss, definition) = model.steps
    for number, (name, value) in enumerate(steps, start=1):
        meaning = f"step {number}, from {', '.join(names_in(value)) or 'numbers alone'}"
        yield Quantity(name, Role.STEP, Scope.ROW, meaning, value)
    yield Quantity(loss, Role.LOSS, Scope.ROW, "the loss, which training makes small", definition)
