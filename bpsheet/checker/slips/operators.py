"""Slips in the operators of an expression: signs, parts left out, powers and constants.

Each rule yields what may be written in place of one part.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bpsheet.checker.slips.change import USES, Change, computes
from bpsheet.checker.slips.parts import as_factor
from bpsheet.checker.slips.relations import BACKWARD, Relations
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
from bpsheet.model.graph import Role

LONGEST_RUN = 3
"""The most neighbouring factors that are left out at once."""


def wrong_operator(part: Expression, relations: Relations) -> Iterator[Change]:
    """Yield what may be written in place of an operation or a constant."""
    match part:
        case Operation("+", terms):
            yield from _sum(terms, relations)
        case Operation("-", (first, second)):
            yield from _difference(part, first, second)
        case Operation("*", factors):
            yield from _product(factors)
        case Operation("/", (above, below)):
            yield from _quotient(part, above, below)
        case Operation("^", (base, Number(exponent))):
            yield from _power(part, base, exponent)
        case Operation("negative", (operand,)):
            sentence = "leaves out the minus sign before {right}"
            yield Change("wrong-sign", sentence, operand, right=(as_factor(operand),))
        case Number(number):
            yield from _constant(number)


def _sum(terms: tuple[Expression, ...], relations: Relations) -> Iterator[Change]:
    for place, term in enumerate(terms):
        before, after = list(terms[:place]), list(terms[place + 1 :])
        label = _term(terms, place, relations)
        yield Change("missing-part", "leaves out {right}", total([*before, *after]), right=(label,))
        minus = "subtracts {right} where it should be added"
        yield Change("wrong-sign", minus, total([*before, -term, *after]), right=(label,), effort=2)
        twice = total([*before, term, term, *after])
        yield Change("extra-part", "adds {right} twice", twice, right=(label,), effort=2)
        if after:
            multiplied = total([*before, product([term, after[0]]), *after[1:]])
            sentence = "multiplies {right} where they should be added"
            right = (label, _term(terms, place + 1, relations))
            yield Change("wrong-sign", sentence, multiplied, right=right, effort=2)

    if len(terms) > 2:
        labels = tuple(_term(terms, place, relations) for place in range(len(terms)))
        sentence = "multiplies {right} where they should be added"
        yield Change("wrong-sign", sentence, product(list(terms)), right=labels, effort=2)


def _term(terms: tuple[Expression, ...], place: int, relations: Relations) -> Expression | str:
    """Return a term as a sentence names it: in a gradient by the unit its path leads through."""
    if relations.quantity.role not in BACKWARD:
        return terms[place]
    elsewhere = {name for term in terms if term is not terms[place] for name in names_in(term)}
    for name in names_in(terms[place]):
        if name not in elsewhere and name in relations.graph:
            role = relations.role(name)
            if role is Role.ACTIVATION:
                return f"the path through {relations.stages[name]}"
            if role in (Role.ERROR_SIGNAL, Role.DERIVATIVE):
                return f"the path with {name}"
    return terms[place]


def _difference(part: Expression, first: Expression, second: Expression) -> Iterator[Change]:
    yield computes("wrong-sign", second - first, part)
    yield computes("wrong-sign", total([first, second]), part)
    yield computes("missing-part", first, part)
    yield computes("missing-part", second, part)
    yield computes("missing-part", -second, part, 2)
    yield computes("wrong-sign", product([first, second]), part, 2)
    for place, operand in enumerate((first, second)):
        if isinstance(operand, Name):
            squared = (operand**2, second) if place == 0 else (first, operand**2)
            yield computes("wrong-power", squared[0] - squared[1], part, 2)


def _product(factors: tuple[Expression, ...]) -> Iterator[Change]:
    for place, factor in enumerate(factors):
        before, after = list(factors[:place]), list(factors[place + 1 :])
        named = as_factor(factor)
        yield Change(
            "missing-part",
            "leaves out the factor{s} {right}",
            product([*before, *after]),
            right=(named,),
        )
        if not isinstance(factor, Number):
            squared = product([*before, factor**2, *after])
            yield Change("wrong-power", "squares {right}", squared, right=(named,))
        if before:
            divided = product([product(before) / factor, *after])
            sentence = "divides by {right} where it should multiply"
            yield Change("wrong-sign", sentence, divided, right=(named,), effort=2)
            front, back = product(before), product([factor, *after])
            for sign, wrong in (("+", total([front, back])), ("−", front - back)):
                sentence = f"has {sign} where · should stand before {{right}}"
                yield Change("wrong-sign", sentence, wrong, right=(named,), effort=2)
    if len(factors) > 2:
        sentence = "adds {right} where they should be multiplied"
        named_factors = tuple(map(as_factor, factors))
        yield Change("wrong-sign", sentence, total(list(factors)), right=named_factors, effort=2)
    yield from _runs(factors)


def _runs(factors: tuple[Expression, ...]) -> Iterator[Change]:
    """Yield a product without several neighbouring factors."""
    for length in range(2, min(LONGEST_RUN, len(factors) - 1) + 1):
        for place in range(len(factors) - length + 1):
            run = list(factors[place : place + length])
            rest = product([*factors[:place], *factors[place + length :]])
            right = tuple(map(as_factor, run))
            sentence = "leaves out the factors {right}"
            yield Change("missing-part", sentence, rest, right=right, effort=2)


def _quotient(part: Expression, above: Expression, below: Expression) -> Iterator[Change]:
    yield computes("missing-part", above, part)
    if above == ONE:
        yield computes("missing-part", below, part, 2)
    else:
        yield computes("swapped-operand", below / above, part)
        yield computes("missing-part", ONE / below, part)
        yield computes("wrong-sign", product([above, below]), part)


def _power(
    part: Expression, base: Expression, exponent: int | float | Fraction
) -> Iterator[Change]:
    yield computes("wrong-power", base, part)
    yield computes("wrong-power", product([Number(exponent), base]), part)
    for other in (2, 3, 4):
        if other != exponent:
            yield computes("wrong-power", base**other, part)
    yield computes("wrong-power", call("SQRT", base), part, 2)
    yield computes("wrong-function", call("ABS", base), part, 2)


def _constant(number: int | float | Fraction) -> Iterator[Change]:
    if number == 0:
        others: list[Expression] = [ONE, Number(-1)]
    else:
        exact = Fraction(number)
        values = (2 * exact, exact / 2, 1 / exact, -exact, exact * 10, exact / 10, exact + 1)
        others = [_number(value) for value in (*values, exact - 1, Fraction(1, 3))]
    for other in dict.fromkeys(others):
        yield Change("wrong-constant", USES, other, (other,), (Number(number),), 2)


def _number(value: Fraction) -> Number:
    return Number(int(value) if value.denominator == 1 else value)
