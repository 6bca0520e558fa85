"""The derivation of every parameter's gradient by the chain rule, step by step in path order.

Local derivatives come from SymPy, but for sums of products, whose derivative is read off their
structure (differentiating a sum term by term costs the square of its length).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bpsheet.expression import (
    ONE,
    Call,
    Expression,
    Name,
    Operation,
    factors_of,
    names_in,
    product,
    substitute,
    total,
)
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.model.graph import Graph, Quantity, Role, Scope
from bpsheet.model.symbolic import to_sympy, to_written
from bpsheet.names import error_signal_name, gradient_name
from bpsheet.template import Gradients


@dataclass(frozen=True)
class Step:
    """One link of the chain: the derivative of a quantity by one that its definition mentions.

    Attributes:
        of: the quantity that is differentiated.
        by: the quantity it is differentiated by.
        value: the local derivative.
        why: the rule, in words.
        unsimplified: what the rule gives before it is tidied up, where that is worth showing.
    """

    of: str
    by: str
    value: Expression
    why: str
    unsimplified: Expression | None = None

    @property
    def name(self) -> str:
        """The derivative's name, such as ``∂o1/∂w5``."""
        return f"∂{self.of}/∂{self.by}"


@dataclass(frozen=True)
class Derivation:
    """Every local derivative of a graph, and the gradients they make up.

    Attributes:
        graph: the forward pass.
        parameters: the names the loss is differentiated by, in order.
    """

    graph: Graph
    parameters: tuple[str, ...]
    _steps: dict[str, dict[str, Step]] = field(default_factory=dict, repr=False, compare=False)
    _totals: dict[tuple[str, Gradients], Expression] = field(
        default_factory=dict, repr=False, compare=False
    )

    def step(self, of: str, by: str) -> Step:
        """Return the local derivative of `of` by `by`, a name that its definition mentions."""
        if of not in self._steps:
            self._steps[of] = local_derivatives(self.graph[of])
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
                δ of the units that use `name`, and its size does not grow with depth.
        """
        if name == self.graph.loss.name:
            return ONE
        if (name, form) not in self._totals:
            terms = [
                product([self.upstream(user, form), self.step(user, name).value])
                for user in self.graph.users[name]
            ]
            self._totals[name, form] = total(terms)
        return self._totals[name, form]

    def upstream(self, name: str, form: Gradients) -> Expression:
        """Return ∂E_total/∂`name` as it enters a product: in staged form a unit's is its δ."""
        if form == "staged" and self.graph[name].role is Role.PRE_ACTIVATION:
            return Name(error_signal_name(name))
        return self.total(name, form)


def route(path: tuple[Step, ...]) -> str:
    """Return the quantities that a chain-rule path leads through.

    >>> route((Step("E1", "a_o1", ONE, ""), Step("a_o1", "o1", ONE, "")))
    'E1 → a_o1 → o1'
    """
    return " → ".join([path[0].of, *(step.by for step in path)])


def local_derivatives(quantity: Quantity) -> dict[str, Step]:
    """Return the derivatives of a quantity's definition by each name in it, in written order."""
    definition = quantity.definition
    assert definition is not None, f"{quantity.name} has no definition"
    steps = _activation_step(quantity.name, definition) or _loss_step(quantity.name, definition)
    return steps or _sum_steps(quantity.name, definition) or _other_steps(quantity.name, definition)


def _activation_step(of: str, definition: Expression) -> dict[str, Step]:
    """Return the derivative of σ(h) by h, written with the unit's own output for σ(h)."""
    match definition:
        case Call(function, (Name(by),)) if function in ACTIVATIONS:
            value = to_sympy(definition)
            output = value.diff(to_sympy(Name(by))).subs(value, to_sympy(Name(of)))
            row = ACTIVATIONS[function]
            spelled = substitute(row.derivative, {"a": definition, "x": Name(by)})
            unsimplified = spelled if spelled != row.derivative else None
            return {by: Step(of, by, to_written(output), row.why, unsimplified)}
    return {}


def _loss_step(of: str, definition: Expression) -> dict[str, Step]:
    """Return the derivative of an error by the output; the target is constant."""
    match definition:
        case Call(function, (Name(target), Name(by))) if function in LOSSES:
            row = LOSSES[function]
            places: dict[str, Expression] = {"t": Name(target), "a": Name(by)}
            value = to_written(to_sympy(definition).diff(to_sympy(Name(by))))
            unsimplified = substitute(row.unsimplified, places)
            why = row.why.format(t=target, a=by)
            return {by: Step(of, by, value, why, unsimplified)}
    return {}


def _sum_steps(of: str, definition: Expression) -> dict[str, Step]:
    """Return the derivatives of a sum of products of distinct names, each by its cofactor."""
    is_sum = isinstance(definition, Operation) and definition.operator == "+"
    terms = definition.children if is_sum else (definition,)
    factors = [factors_of(term) for term in terms]
    names = [factor.name for term in factors for factor in term if isinstance(factor, Name)]
    if len(names) != sum(map(len, factors)) or len(set(names)) != len(names):
        return {}
    steps = {}
    for term in factors:
        for place, factor in enumerate(term):
            assert isinstance(factor, Name)
            value = product([*term[:place], *term[place + 1 :]])
            steps[factor.name] = Step(of, factor.name, value, _why_of_sum(term, place, len(terms)))
    return steps


def _why_of_sum(term: tuple[Expression, ...], place: int, terms: int) -> str:
    name = names_in(term[place])[0]
    others = "·".join(names_in(product([*term[:place], *term[place + 1 :]])))
    kept = f"its factor {others} stays" if others else "a name by itself has the slope 1"
    if terms == 1:
        return f"the only term is linear in {name}: {kept}"
    return f"sum rule: only the term with {name} depends on it; {kept}"


def _other_steps(of: str, definition: Expression) -> dict[str, Step]:
    value = to_sympy(definition)
    return {
        by: Step(of, by, to_written(value.diff(to_sympy(Name(by)))), "differentiated as it stands")
        for by in names_in(definition)
    }


def gradient_quantities(derivation: Derivation, form: Gradients) -> Iterator[Quantity]:
    """Yield the backward pass as quantities: in staged form the error signals, then the gradients.

    Error signals come from the outputs back, as each is defined over those of the next layer.
    """
    if form == "staged":
        for unit in _backward_order(derivation.graph):
            signal = derivation.total(unit.name, "staged")
            meaning = f"error signal of unit {unit.name}: ∂E_total/∂{unit.name}, with (a − t)"
            yield Quantity(
                error_signal_name(unit.name), Role.ERROR_SIGNAL, Scope.ROW, meaning, signal
            )
    for parameter in derivation.parameters:
        meaning = f"gradient: how E_total changes with {parameter}"
        gradient = derivation.total(parameter, form)
        yield Quantity(gradient_name(parameter), Role.GRADIENT, Scope.ROW, meaning, gradient)


def _backward_order(graph: Graph) -> list[Quantity]:
    """Return the pre-activations layer by layer from the outputs back, each layer in order."""
    depth: dict[str, int] = {}
    for quantity in graph:
        above = names_in(quantity.definition) if quantity.definition is not None else ()
        counts = quantity.role is Role.PRE_ACTIVATION
        depth[quantity.name] = max((depth[name] for name in above), default=0) + counts
    units = graph.of_role(Role.PRE_ACTIVATION)
    return sorted(units, key=lambda unit: -depth[unit.name])
