"""Slips that add a part: a factor, a term, a sign or a power of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bpsheet.checker.slips.change import Change
from bpsheet.checker.slips.parts import as_factor
from bpsheet.checker.slips.relations import Relations
from bpsheet.expression import (
    ONE,
    Expression,
    Name,
    Number,
    Operation,
    call,
    names_in,
    product,
    total,
)
from bpsheet.model.graph import Role, Scope

FACTORS = (2, Fraction(1, 2), 3, Fraction(1, 3), 4, Fraction(1, 4), 10, Fraction(1, 10), 100)


def wrong_additions(value: Expression, relations: Relations, breadth: int) -> Iterator[Change]:
    """Yield `value` with something added to the whole of it."""
    yield Change("wrong-sign", "has the opposite sign", -value)
    yield Change("wrong-power", "squares the whole", value**2, effort=2)
    yield Change("wrong-power", "takes the square root of the whole", call("SQRT", value), effort=2)
    yield Change("wrong-function", "takes the absolute value", call("ABS", value), effort=2)
    for number in FACTORS:
        factor = Number(number)
        if isinstance(number, int):
            yield _times(value, factor, effort=2)
        else:
            below = Number(number.denominator)
            sentence = f"divides by {below.value} as well"
            yield Change("extra-part", sentence, product([value, factor]), effort=2)
    yield from _terms(value, relations)
    yield from _named(value, relations, breadth)


def wrong_terms(part: Expression, relations: Relations, breadth: int) -> Iterator[Change]:
    """Yield a sum or difference with a further factor in one of its products."""
    match part:
        case Operation("+" | "-" as sign, terms):
            for place, term in enumerate(terms):
                names = dict.fromkeys([*names_in(part), *_factors(term, relations, breadth)])
                for name in list(names)[:breadth] if _is_product(term) else ():
                    more = product([term, Name(name)])
                    new = Operation(sign, (*terms[:place], more, *terms[place + 1 :]))
                    sentence = f"multiplies {{right}} by {name} as well"
                    yield Change("extra-part", sentence, new, right=(term,), effort=3)


def _is_product(value: Expression) -> bool:
    return isinstance(value, Operation) and value.operator == "*"


def _times(value: Expression, factor: Expression, effort: int) -> Change:
    sentence = "multiplies by {wrong} as well"
    return Change(
        "extra-part", sentence, product([value, factor]), (as_factor(factor),), effort=effort
    )


def _factors(value: Expression, relations: Relations, breadth: int) -> list[str]:
    """Return the names that a product may be multiplied by as well, likeliest first.

    Those it mentions already come first, then those of the same roles.
    """
    own = [name for name in names_in(value) if name in relations.graph]
    roles = {relations.role(name) for name in own}
    near = relations.nearest(relations.forward, relations.quantity.name, breadth)
    rest = sorted(near, key=lambda name: relations.role(name) not in roles)
    return list(dict.fromkeys([*own, *rest]))[:breadth]


def _named(value: Expression, relations: Relations, breadth: int) -> Iterator[Change]:
    """Yield `value` with the name of a quantity, or a slope, as one more factor or term."""
    rate = relations.graph.of_role(Role.HYPERPARAMETER)[:1]
    for name in [q.name for q in rate if q.name not in names_in(value)]:
        yield _times(value, Name(name), effort=2)
    for name in _factors(value, relations, breadth):
        factor = Name(name)
        near = name in names_in(value) or relations.role(name) is Role.PARAMETER
        yield _times(value, factor, effort=2 if near else 3)
        yield Change("extra-part", f"adds {name} as well", _plus(value, factor), effort=3)
        if slope := relations.slope(name):
            yield _times(value, product(list(slope.factors)), effort=2)


def _plus(value: Expression, term: Expression) -> Expression:
    is_sum = isinstance(value, Operation) and value.operator == "+"
    return total([*value.children, term] if is_sum else [value, term])


def _terms(value: Expression, relations: Relations) -> Iterator[Change]:
    """Yield a pre-activation with a further term: a bias of 1, or a weight of another unit."""
    if relations.quantity.role is not Role.PRE_ACTIVATION:
        return
    yield Change("extra-part", "adds 1 as well", _plus(value, ONE), effort=2)
    for layer in relations.layers:
        own = layer.get(relations.quantity.name)
        for pairs in layer.values() if own else ():
            for weight, source in pairs if pairs is not own else ():
                term = Name(weight) * Name(source)
                sentence = "adds {wrong} as well"
                yield Change("extra-part", sentence, _plus(value, term), (term,), effort=2)
    names = set(names_in(value))
    for bias in relations.others(Role.PARAMETER):
        given = relations.graph[bias].scope is Scope.CARRIED
        if given and relations.layer_of(bias) < 0 and bias not in names:
            yield Change("extra-part", f"adds {bias} as well", _plus(value, Name(bias)), effort=2)
