"""Local derivatives: one link of the chain rule at a time.

They come from SymPy, but for sums of products, whose derivative is read off their structure
(differentiating a sum term by term costs the square of its length), and for softmax and functions
with a kink, whose rows in the table of functions say it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpsheet.expression import (
    Call,
    Expression,
    Name,
    Operation,
    factors_of,
    names_in,
    product,
    substitute,
)
from bpsheet.functions import ACTIVATIONS, LOSSES, over_outputs
from bpsheet.model.graph import Graph, Quantity
from bpsheet.model.rules import listed, rules_of
from bpsheet.model.symbolic import to_sympy
from bpsheet.model.written import to_written


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

    @property
    def values(self) -> tuple[Expression, ...]:
        """The local derivative, first of all as the rule gives it."""
        return (self.value,) if self.unsimplified is None else (self.unsimplified, self.value)


def local_derivatives(quantity: Quantity, graph: Graph) -> dict[str, Step]:
    """Return the derivatives of a quantity's definition by each name in it, in written order.

    Arguments:
        quantity: a quantity with a definition.
        graph: where it stands: a softmax unit's derivatives mention the other units' outputs.
    """
    name, definition = quantity.name, quantity.definition
    assert definition is not None, f"{name} has no definition"
    match definition:
        case Call(function, arguments) if function in ACTIVATIONS and _are_names(arguments):
            if ACTIVATIONS[function].cross is not None:
                return _layer_steps(name, definition, graph)
            return _activation_step(name, definition)
        case Call(function, (Name(), Name(), *_)) if function in LOSSES:
            return _loss_step(name, definition)
    return _sum_steps(name, definition) or _other_steps(name, definition)


def _are_names(arguments: tuple[Expression, ...]) -> bool:
    return all(isinstance(argument, Name) for argument in arguments)


def _activation_step(of: str, definition: Call) -> dict[str, Step]:
    """Return the derivative of σ(h) by h, written with the unit's own output for σ(h)."""
    (argument,) = definition.arguments
    assert isinstance(argument, Name)
    row, by = ACTIVATIONS[definition.function], argument.name
    if row.kink:
        slope = substitute(row.derivative, {"a": Name(of), "x": argument})
        return {by: Step(of, by, slope, row.why)}
    value = to_sympy(definition)
    output = to_written(value.diff(to_sympy(argument)).subs(value, to_sympy(Name(of))))
    spelled = substitute(row.derivative, {"a": definition, "x": argument})
    unsimplified = spelled if spelled != row.derivative else None
    return {by: Step(of, by, output, row.why, unsimplified)}


def _layer_steps(of: str, definition: Call, graph: Graph) -> dict[str, Step]:
    """Return the derivatives of a softmax output by every pre-activation of its layer."""
    row, (own, *layer) = ACTIVATIONS[definition.function], definition.arguments
    assert row.cross is not None
    steps = {}
    for argument in layer:
        assert isinstance(argument, Name)
        by = argument.name
        if argument == own:
            value, why = substitute(row.derivative, {"a": Name(of)}), row.why
        else:
            output = graph.output_of(by)
            value = substitute(row.cross, {"a": Name(of), "b": Name(output)})
            why = f"{of} shares its sum with {output}: what one gains, the others lose"
        steps[by] = Step(of, by, value, why)
    return steps


def _loss_step(of: str, definition: Call) -> dict[str, Step]:
    """Return the derivative of an error by the output; the target is constant."""
    target, output, *_ = definition.arguments
    assert isinstance(target, Name)
    assert isinstance(output, Name)
    row = LOSSES[definition.function]
    value = to_written(to_sympy(definition).diff(to_sympy(output)))
    unsimplified = over_outputs(row.unsimplified, *definition.arguments)
    why = row.why.format(t=target.name, a=output.name)
    return {output.name: Step(of, output.name, value, why, unsimplified)}


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
    value, rules = to_sympy(definition), rules_of(definition)
    return {
        by: Step(of, by, to_written(value.diff(to_sympy(Name(by)))), listed(rules[by]))
        for by in names_in(definition)
    }
