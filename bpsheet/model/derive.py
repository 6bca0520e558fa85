"""The derivation of every parameter's gradient by the chain rule, step by step in path order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sympy

from bpsheet.expression import ONE, Call, Expression, Name, names_in, product, total
from bpsheet.functions import LOSSES
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.model.steps import Step, local_derivatives
from bpsheet.model.symbolic import to_sympy
from bpsheet.model.written import to_written
from bpsheet.names import ExampleNames
from bpsheet.shown import Shown
from bpsheet.template import Gradients


@dataclass(frozen=True)
class Shortcut:
    """A derivative of the loss by an output unit's pre-activation that collapses.

    Attributes:
        unit: the pre-activation.
        chain: the sum over all paths as the chain rule gives it.
        value: what it comes to.
        condition: what sums of names must be 1 for that, or ``None``.
    """

    unit: str
    chain: Expression
    value: Expression
    condition: Expression | None


@dataclass(frozen=True)
class Derivation(Shown):
    """Every local derivative of a graph, and the gradients they make up.

    Attributes:
        graph: the forward pass.
        names: the names of its quantities.
        parameters: the names the loss is differentiated by, in order.
    """

    graph: Graph
    names: ExampleNames
    parameters: tuple[str, ...]
    _steps: dict[str, dict[str, Step]] = field(default_factory=dict, repr=False, compare=False)
    _totals: dict[tuple[str, Gradients], Expression] = field(
        default_factory=dict, repr=False, compare=False
    )
    _shortcuts: dict[str, Shortcut | None] = field(default_factory=dict, repr=False, compare=False)

    def step(self, of: str, by: str) -> Step:
        """Return the local derivative of `of` by `by`, a name that its definition mentions."""
        if of not in self._steps:
            self._steps[of] = local_derivatives(self.graph[of], self.graph)
        return self._steps[of][by]

    def paths(self, name: str) -> Iterator[tuple[Step, ...]]:
        """Yield the chain-rule paths from the loss down to `name`, in the order of the outputs.

        A network has as many as the product of the sizes of the layers between the two.
        """
        for user in self.graph.users[name]:
            link = self.step(user, name)
            if user == self.graph.loss.name:
                yield (link,)
            else:
                for path in self.paths(user):
                    yield (*path, link)

    def total(self, name: str, form: Gradients = "expanded") -> Expression:
        """Return ∂E_total/∂`name`, the sum over all paths.

        Arguments:
            name: a quantity of the graph.
            form: ``"expanded"`` writes every factor out; ``"staged"`` stops at the error signals
                δ of the units (or the derivatives by the steps) that use `name`, and its size does
                not grow with depth.
        """
        if name == self.graph.loss.name:
            return ONE
        if (name, form) not in self._totals:
            shortcut = self.shortcut(name)
            self._totals[name, form] = shortcut.value if shortcut else self._chain(name, form)
        return self._totals[name, form]

    def _chain(self, name: str, form: Gradients) -> Expression:
        """Return the sum over the users of `name` of what comes back through each."""
        return total(
            [
                product([self.upstream(user, form), self.step(user, name).value])
                for user in self.graph.users[name]
            ]
        )

    def shortcut(self, name: str) -> Shortcut | None:
        """Return how ∂E_total/∂`name` collapses to a − t, where the loss goes with the activation.

        Source: J. S. Bridle, Probabilistic interpretation of feedforward classification network
        outputs, 1990 (softmax with cross-entropy).
        """
        if name not in self._shortcuts:
            self._shortcuts[name] = self._find_shortcut(name)
        return self._shortcuts[name]

    def _find_shortcut(self, unit: str) -> Shortcut | None:
        graph = self.graph
        if graph[unit].role is not Role.PRE_ACTIVATION:
            return None
        outputs = graph.users[unit]
        errors = [error for output in outputs for error in graph.users[output]]
        if not all(_belong_together(graph, *pair) for pair in zip(outputs, errors, strict=False)):
            return None
        targets = [names_in(_definition(graph, error))[0] for error in errors]
        own = targets[outputs.index(graph.output_of(unit))]
        others = [target for target in targets if target != own]
        chain = self._chain(unit, "expanded")
        condition = total([Name(target) for target in targets]) if others else None
        return Shortcut(unit, chain, _collapsed(chain, own, others), condition)

    def upstream(self, name: str, form: Gradients) -> Expression:
        """Return ∂E_total/∂`name` as it enters a product.

        In staged form that of a unit is its δ, and that of a step has its own name.
        """
        if form == "staged" and self.graph[name].role is Role.STEP:
            return Name(self.names.derivative(name))
        if form == "staged" and self.graph[name].role is Role.PRE_ACTIVATION:
            return Name(self.names.error_signal(name))
        return self.total(name, form)


def _definition(graph: Graph, name: str) -> Expression:
    definition = graph[name].definition
    assert definition is not None
    return definition


def _belong_together(graph: Graph, output: str, error: str) -> bool:
    """Return whether a loss is made for the activation of an output."""
    match graph[output].definition, graph[error].definition:
        case Call(activation, _), Call(loss, _) if loss in LOSSES:
            return LOSSES[loss].shortcut == activation
    return False


def _collapsed(chain: Expression, own: str, others: list[str]) -> Expression:
    """Return the simplest form of a chain; where there are other targets, all add up to 1."""
    value = to_sympy(chain)
    if others:
        rest = 1 - sympy.Symbol(own) - sum(map(sympy.Symbol, others[1:]))
        value = value.subs(sympy.Symbol(others[0]), rest)
    return to_written(sympy.cancel(value))


def route(path: tuple[Step, ...]) -> str:
    """Return the quantities that a chain-rule path leads through.

    >>> route((Step("E1", "a_o1", ONE, ""), Step("a_o1", "o1", ONE, "")))
    'E1 → a_o1 → o1'
    """
    return " → ".join([path[0].of, *(step.by for step in path)])


def gradient_quantities(derivation: Derivation, form: Gradients) -> Iterator[Quantity]:
    """Yield the backward pass as quantities: in staged form the error signals, then the gradients.

    Error signals come from the outputs back, as each is defined over those of the next layer.
    """
    names = derivation.names
    if form == "staged":
        for unit in _backward_order(derivation.graph):
            signal = derivation.total(unit.name, "staged")
            meaning = f"error signal of unit {unit.name}: {error_signal(names, unit.name)}"
            signal_name = names.error_signal(unit.name)
            yield Quantity(signal_name, Role.ERROR_SIGNAL, Scope.ROW, meaning, signal)
        for step in reversed(derivation.graph.of_role(Role.STEP)):
            meaning = f"how {names.total} changes with {step.name}"
            value = derivation.total(step.name, "staged")
            yield Quantity(names.derivative(step.name), Role.DERIVATIVE, Scope.ROW, meaning, value)
    for parameter in derivation.parameters:
        meaning = f"gradient: how {names.total} changes with {parameter}"
        gradient = derivation.total(parameter, form)
        yield Quantity(names.gradient(parameter), Role.GRADIENT, Scope.ROW, meaning, gradient)


def error_signal(names: ExampleNames, unit: str = "(pre-activation)") -> str:
    """Return what the error signal of a unit is, and which sign it has.

    >>> from bpsheet.names import network_names
    >>> error_signal(network_names((2, 2, 2)), "h1")
    '∂E_total/∂h1, with (a_o1 − t1)'
    """
    output, target = names.layers[-1].activations[0], names.targets[0]
    return f"{names.derivative(unit)}, with ({output} − {target})"


def _backward_order(graph: Graph) -> list[Quantity]:
    """Return the pre-activations layer by layer from the outputs back, each layer in order."""
    depth: dict[str, int] = {}
    for quantity in graph:
        above = names_in(quantity.definition) if quantity.definition is not None else ()
        counts = quantity.role is Role.PRE_ACTIVATION
        depth[quantity.name] = max((depth[name] for name in above), default=0) + counts
    units = graph.of_role(Role.PRE_ACTIVATION)
    return sorted(units, key=lambda unit: -depth[unit.name])
