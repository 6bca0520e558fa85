"""Slips with functions: another one, none, or the slope of another."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.checker.slips.change import USES, Change, computes
from bpsheet.checker.slips.relations import Relations, slope_of
from bpsheet.expression import (
    Call,
    Expression,
    Name,
    Number,
    Operation,
    Operator,
    call,
    factors_of,
    names_in,
    product,
    transform,
)
from bpsheet.functions import ACTIVATIONS, LEAST, LOSSES, definition_of
from bpsheet.model.graph import Role

MOST_OTHERS = 8
"""How many other units' slopes are tried in place of one."""

MIRRORED: dict[str, Operator] = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


def written_out(value: Expression) -> Expression:
    """Return what an activation or a loss is defined as; anything else as it is."""
    written = definition_of(value.function, value.arguments) if isinstance(value, Call) else None
    return value if written is None else written


def wrong_definition(value: Expression) -> Iterator[Change]:
    """Yield another activation or loss in place of the one that `value` is, or none at all."""
    match value:
        case Call(own, (unit, *_)) if own in ACTIVATIONS:
            yield from _other_activations(own, unit)
        case Call(own, arguments) if own in LOSSES:
            for other in LOSSES:
                if other != own:
                    new = definition_of(other, (*arguments[:2], *(arguments[2:] or (Number(1),))))
                    assert new is not None
                    yield computes("wrong-function", new, value, 2)


def _other_activations(own: str, unit: Expression) -> Iterator[Change]:
    right = Call(own, (unit,))
    if own != "linear":
        yield Change(
            "missing-part",
            "leaves out the activation function: uses {wrong} as it is",
            unit,
            (unit,),
        )
        slope = product(list(slope_of(own, right, unit)))
        yield computes("wrong-function", slope, right, 2)
    for other in dict.fromkeys((*_like(own), "relu")):
        if other == own:
            continue
        yield computes("wrong-function", call(other, unit), right, 2)


def _like(own: str) -> list[str]:
    """Return the activations that one is taken for: smooth ones, or those with a kink."""
    return [
        name
        for name, row in ACTIVATIONS.items()
        if name not in (own, "linear")
        and row.cross is None
        and (own == "linear" or row.kink == ACTIVATIONS[own].kink)
    ]


def wrong_logarithms(value: Expression) -> Iterator[Change]:
    """Yield that all logarithms of a loss are taken to the base 10."""

    def to_base_10(part: Expression) -> Expression | None:
        match part:
            case Call("LN", (inside,)):
                return call("LOG10", inside)
        return None

    yield Change("wrong-function", USES, transform(value, to_base_10), ("LOG10",), ("LN",))


def wrong_function(part: Expression) -> Iterator[Change]:
    """Yield what may be written in place of a call."""
    match part:
        case Call("LN", (inside,)):
            yield Change("wrong-function", USES, call("LOG10", inside), ("LOG10",), ("LN",))
            yield computes("missing-part", inside, part)
        case Call("EXP", (inside,)):
            for base in (10, 2):
                yield computes("wrong-function", Number(base) ** inside, part, 2)
            yield computes("missing-part", inside, part)
        case Call("SQRT" | "ABS" | "TANH", (inside,)):
            yield computes("missing-part", inside, part)
        case Call("MAX" | "MIN" as own, arguments) if LEAST not in arguments:
            other = "MIN" if own == "MAX" else "MAX"
            yield Change("wrong-function", USES, call(other, *arguments), (other,), (own,))
            for argument in arguments:
                yield computes("missing-part", argument, part)
        case Call("AVERAGE", arguments):
            sentence = "adds up {right} over the batch where the mean belongs"
            yield Change("wrong-function", sentence, call("SUM", *arguments), right=arguments)
        case Call("IF", (Operation() as condition, first, second)):
            yield from _wrong_choice(part, condition, first, second)


def _wrong_choice(
    part: Expression, condition: Operation, first: Expression, second: Expression
) -> Iterator[Change]:
    yield computes("wrong-sign", call("IF", condition, second, first), part)
    if condition.operator in MIRRORED:
        mirrored = Operation(MIRRORED[condition.operator], condition.operands)
        yield computes("wrong-sign", call("IF", mirrored, first, second), part)
    yield computes("missing-part", first, part)
    yield computes("missing-part", second, part)


def wrong_slope(part: Expression, relations: Relations) -> Iterator[Change]:
    """Yield a product without the slope of an activation, or with the slope of another."""
    factors = list(factors_of(part))
    for name in names_in(part):
        slope = relations.slope(name)
        start = _start(factors, list(slope.factors)) if slope else None
        if slope is None or start is None:
            continue
        before, after = factors[:start], factors[start + len(slope.factors) :]
        right = product(list(slope.factors))
        if before or after:
            sentence = "leaves out the slope{s} {right} of the activation{s}"
            yield Change("missing-part", sentence, product([*before, *after]), right=(right,))
        for kind, wrong, effort in _other_slopes(name, slope.function, relations):
            new = product([*before, *wrong, *after])
            yield Change(kind, USES, new, (product(list(wrong)),), (right,), effort)


def _start(factors: list[Expression], wanted: list[Expression]) -> int | None:
    """Return where `wanted` stands in a row among `factors`."""
    starts = range(len(factors) - len(wanted) + 1)
    return next((at for at in starts if factors[at : at + len(wanted)] == wanted), None)


def _other_slopes(
    name: str, own: str, relations: Relations
) -> Iterator[tuple[str, tuple[Expression, ...], int]]:
    """Yield what may be taken for a slope, with the kind of slip that it is and the effort."""
    output, unit = Name(name), Name(relations.stages[name])
    if own in ("sigmoid", "tanh"):
        yield "wrong-stage", slope_of(own, unit, unit), 2
        yield "wrong-stage", slope_of(own, call(own, output), output), 2
    for other in relations.others(Role.ACTIVATION)[:MOST_OTHERS]:
        if other != name and (slope := relations.slope(other)):
            yield "swapped-operand", slope.factors, 2
    for function in _like(own):
        yield "wrong-function", slope_of(function, output, unit), 2
