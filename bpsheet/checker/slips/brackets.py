"""Slips with brackets: left out, or put around what does not belong together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bpsheet.checker.slips.change import Change, computes
from bpsheet.checker.slips.parts import spoken
from bpsheet.expression import ONE, Expression, Number, Operation, factors_of, product, total

KIND = "misplaced-bracket"
LEFT_OUT = "leaves out the brackets around {right}"
ADDED = "puts brackets around {wrong}"


def wrong_brackets(part: Expression) -> Iterator[Change]:
    """Yield what an operation becomes where brackets stand wrong."""
    match part:
        case Operation("*", factors):
            yield from _opened_factors(factors)
            yield from _long_divisors(factors)
        case Operation("/", (above, Operation("+" | "-" as sign, (first, *rest)) as below)):
            yield _left_out(_joined(sign, above / first, rest), below)
        case Operation("/", (above, Operation("*", (first, *rest)) as below)):
            yield _left_out(product([above / first, *rest]), below)
        case Operation("/", (Operation("+" | "-" as sign, operands) as above, below)):
            *front, last = operands
            yield _left_out(_joined(sign, front[0], [*front[1:], last / below]), above)
        case Operation("^", (Operation("+" | "-" as sign, operands) as base, exponent)):
            *front, last = operands
            yield _left_out(_joined(sign, front[0], [*front[1:], last**exponent]), base)
            first, *others = (operand**exponent for operand in operands)
            yield computes(KIND, _joined(sign, first, others), part)
        case Operation("^", (Operation("*", factors) as base, exponent)):
            yield _left_out(product([*factors[:-1], factors[-1] ** exponent]), base)
        case Operation("+" | "-" as sign, operands):
            yield from _closed(sign, operands)


def _left_out(new: Expression, inside: Expression, effort: int = 1) -> Change:
    return Change(KIND, LEFT_OUT, new, right=(spoken(inside),), effort=effort)


def _joined(sign: str, first: Expression, others: list[Expression]) -> Expression:
    return total([first, *others]) if sign == "+" else first - others[0]


def _opened_factors(factors: tuple[Expression, ...]) -> Iterator[Change]:
    """Yield a product in which a sum or difference has lost its brackets."""
    for place, factor in enumerate(factors):
        match factor:
            case Operation("+" | "-" as sign, operands):
                front = product([*factors[:place], operands[0]])
                back = product([operands[-1], *factors[place + 1 :]])
                yield _left_out(_joined(sign, front, [*operands[1:-1], back]), factor)
            case Operation("^", (base, exponent)) if place:
                # The power of the whole product so far, as in (½·(t1 − a_o1))².
                inside = product([*factors[:place], base])
                new = product([inside**exponent, *factors[place + 1 :]])
                yield Change(KIND, ADDED, new, (inside,))


def _long_divisors(factors: tuple[Expression, ...]) -> Iterator[Change]:
    """Yield a product in which a division has taken in the factors after it."""
    for place, factor in enumerate(factors[:-1]):
        before, after = list(factors[:place]), list(factors[place + 1 :])
        match factor:
            case Operation("/", (above, below)):
                taken = product([below, *after])
                yield Change(
                    KIND, "divides by {wrong}", product([*before, above / taken]), (taken,)
                )
            case Number(Fraction(numerator=1, denominator=below)) if below > 1:
                taken = product([Number(below), *after])
                yield Change(KIND, "divides by {wrong}", product([*before, ONE / taken]), (taken,))


def _closed(sign: str, operands: tuple[Expression, ...]) -> Iterator[Change]:
    """Yield a sum in which brackets hold two neighbours that belong to different products."""
    for place in range(len(operands) - 1):
        *front, last = factors_of(operands[place])
        first, *back = factors_of(operands[place + 1])
        inside = _joined(sign, last, [first])
        new = product([*front, inside, *back])
        if front or back:
            rest = [*operands[:place], new, *operands[place + 2 :]]
            yield Change(KIND, ADDED, total(rest), (inside,), effort=2)
