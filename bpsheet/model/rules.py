"""Which rules of calculus a definition needs, read off the form it is written in."""

from __future__ import annotations

from dataclasses import dataclass

from bpsheet.expression import Call, Expression, Name, Operation, names_in
from bpsheet.functions import ACTIVATIONS, LOSSES, over_outputs, unguarded

Rules = dict[str, frozenset[str]]
"""Per name the rules that the derivative by it needs, by their titles."""


@dataclass(frozen=True)
class Rule:
    """A rule of calculus; u and v depend on x, c and n do not.

    Attributes:
        title: what it is called.
        symbols: the rule.
        words: what it says.
    """

    title: str
    symbols: str
    words: str


RULES = {
    row.title: row
    for row in (
        Rule(
            "sum rule",
            "∂(u + v)/∂x = ∂u/∂x + ∂v/∂x",
            "Each term has its own slope; a term without x has the slope 0.",
        ),
        Rule(
            "difference rule",
            "∂(u − v)/∂x = ∂u/∂x − ∂v/∂x",
            "What is taken away brings a −1.",
        ),
        Rule(
            "constant factor",
            "∂(c·u)/∂x = c·∂u/∂x",
            "What does not depend on x stays as a factor.",
        ),
        Rule(
            "product rule",
            "∂(u·v)/∂x = ∂u/∂x·v + u·∂v/∂x",
            "Each factor has its turn while the other stands still.",
        ),
        Rule(
            "quotient rule",
            "∂(u/v)/∂x = (∂u/∂x·v − u·∂v/∂x)/v²",
            "Dividing by more makes less: the denominator's slope counts negative.",
        ),
        Rule(
            "power rule",
            "∂(uⁿ)/∂x = n·uⁿ⁻¹·∂u/∂x",
            "The exponent comes down as a factor and is one less above.",
        ),
        Rule(
            "exponential",
            "∂(eᵘ)/∂x = eᵘ·∂u/∂x",
            "The exponential is its own slope.",
        ),
        Rule(
            "constant to a power",
            "∂(cᵘ)/∂x = ln c·cᵘ·∂u/∂x",
            "As the exponential, with the logarithm of its base.",
        ),
        Rule(
            "logarithm",
            "∂(ln u)/∂x = 1/u·∂u/∂x",
            "The natural logarithm grows the more slowly the further out it is.",
        ),
        Rule(
            "square root",
            "∂(√u)/∂x = 1/(2·√u)·∂u/∂x",
            "The power rule with the exponent ½.",
        ),
        Rule(
            "absolute value",
            "∂|u|/∂x = ∂u/∂x if u > 0, −∂u/∂x if u < 0",
            "It has a kink at 0.",
        ),
        Rule(
            "maximum",
            "∂max(u, v)/∂x = ∂u/∂x if u > v, ∂v/∂x if u < v",
            "Only the larger one counts; there is a kink where both are alike.",
        ),
        Rule(
            "minimum",
            "∂min(u, v)/∂x = ∂u/∂x if u < v, ∂v/∂x if u > v",
            "Only the smaller one counts; there is a kink where both are alike.",
        ),
        Rule(
            "function of a function",
            "∂f(u)/∂x = f′(u)·∂u/∂x",
            "The outer slope, taken at u, times the inner slope.",
        ),
    )
}

_OF_FUNCTION = {
    "EXP": "exponential",
    "LN": "logarithm",
    "SQRT": "square root",
    "ABS": "absolute value",
    "MAX": "maximum",
    "MIN": "minimum",
}
CROSS = "by another unit"
"""Added to the name of an activation that looks at its whole layer: the slope by other units."""


def rules_of(definition: Expression) -> Rules:
    """Return, per name in a definition, which rules the derivative by it needs.

    The rules are titles of `RULES` or names of activations. A loss counts as its definition,
    without its guards against ln 0.

    >>> rules = rules_of(Name("w") ** 2 * Name("c"))
    >>> sorted(rules["w"]), sorted(rules["c"])
    (['constant factor', 'power rule'], ['constant factor'])
    """
    match definition:
        case Name(name):
            return {name: frozenset()}
        case Operation(operator, operands):
            return _of_operation(operator, operands)
        case Call(function, arguments) if function in LOSSES:
            written = over_outputs(LOSSES[function].definition, *arguments)
            return rules_of(unguarded(written))
        case Call(function, (own, *layer)) if function in ACTIVATIONS:
            cross = [_with_rule(rules_of(unit), f"{function} {CROSS}") for unit in layer]
            return _merged(cross) | _inner(own, function)
        case Call(function, arguments):
            return _merged([_inner(argument, _OF_FUNCTION[function]) for argument in arguments])
    return {}


def listed(rules: frozenset[str]) -> str:
    """Return rules as words, in the order of the table.

    >>> listed(frozenset({"power rule", "difference rule", "sigmoid"}))
    'difference rule, power rule, slope of sigmoid'
    """
    general = [title for title in RULES if title in rules]
    return ", ".join([*general, *(f"slope of {name}" for name in sorted(rules - RULES.keys()))])


def _of_operation(operator: str, operands: tuple[Expression, ...]) -> Rules:
    inside = _merged([rules_of(operand) for operand in operands])
    match operator:
        case "+":
            return _with_rule(inside, "sum rule")
        case "-":
            return _with_rule(inside, "difference rule")
        case "*":
            return _of_factors(inside, "product rule", _repeated(operands))
        case "/":
            return _of_factors(inside, "quotient rule", set(names_in(operands[1])))
        case "^":
            base, exponent = operands
            powers = _with_rule(rules_of(exponent), "constant to a power")
            return _merged([_inner(base, "power rule"), powers])
    return _with_rule(inside, "constant factor")


def _of_factors(inside: Rules, rule: str, names: set[str]) -> Rules:
    """Return the rules of a product or a quotient, in which `names` need a rule of their own."""
    return {
        name: rules | {rule if name in names else "constant factor"}
        for name, rules in inside.items()
    }


def _repeated(factors: tuple[Expression, ...]) -> set[str]:
    """Return the names that stand in more than one factor."""
    met: set[str] = set()
    repeated: set[str] = set()
    for factor in factors:
        names = set(names_in(factor))
        repeated |= met & names
        met |= names
    return repeated


def _inner(argument: Expression, rule: str) -> Rules:
    """Return the rules of a function of `argument`."""
    rules = _with_rule(rules_of(argument), rule)
    return rules if isinstance(argument, Name) else _with_rule(rules, "function of a function")


def _with_rule(rules: Rules, rule: str) -> Rules:
    return {name: known | {rule} for name, known in rules.items()}


def _merged(parts: list[Rules]) -> Rules:
    merged: Rules = {}
    for part in parts:
        for name, rules in part.items():
            merged[name] = merged.get(name, frozenset()) | rules
    return merged
