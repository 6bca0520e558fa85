"""Every small edit of a right expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, islice

from bpsheet.checker.slip import Slip
from bpsheet.checker.slips.additions import wrong_additions, wrong_terms
from bpsheet.checker.slips.brackets import wrong_brackets
from bpsheet.checker.slips.change import Change, together
from bpsheet.checker.slips.exchanges import wrong_together
from bpsheet.checker.slips.functions import (
    written_out,
    wrong_definition,
    wrong_function,
    wrong_logarithms,
    wrong_slope,
)
from bpsheet.checker.slips.meaning import Meaning
from bpsheet.checker.slips.neighbours import wrong_quantity, wrong_signals
from bpsheet.checker.slips.operands import wrong_operands
from bpsheet.checker.slips.operators import wrong_operator
from bpsheet.checker.slips.parts import part_at, places, replaced
from bpsheet.checker.slips.relations import Relations
from bpsheet.checker.slips.updates import wrong_updates
from bpsheet.expression import Expression, Operation
from bpsheet.model.graph import Graph, Quantity

MOST = 1000
"""The slips of one expression, unless it is long."""

MOST_WORK = 300_000
"""The parts of all slips of one expression together: a sum of 784 terms has fewer slips."""

MOST_TERMS = 12
"""Up to so many terms of a sum, a change is also made in all of them at once."""

BREADTH = 40
"""How many names are tried in place of one, in an expression of a few names."""


Rule = Callable[[Expression], Iterator[Change]]
"""What may be written in place of a part."""


def slips_of(quantity: Quantity, definition: Expression, graph: Graph) -> Iterator[Slip]:
    """Yield every small edit of a right expression that changes its meaning, likeliest first.

    Arguments:
        quantity: what is defined; of a carried one, `definition` is its next value over the
            names of this row.
        definition: the right expression.
        graph: the worked example; all names in the edits are of it, or of its rows beside
            (`earlier`, `later`).

    The number is bounded: of a very long expression only the likeliest edits are tried.
    """
    relations = Relations(graph, quantity)
    value = written_out(definition)
    size = sum(1 for _ in places(value))
    most = max(100, min(MOST, MOST_WORK // size))
    breadth = max(2, min(BREADTH, most // size))
    changes = sorted(
        islice(_changes(definition, value, relations, breadth), 4 * most),
        key=lambda change: change.effort,
    )
    known = Meaning()
    known.is_new(value)
    different = (change for change in changes if known.is_new(change.new))
    for change in islice(different, most):
        yield Slip(change.kind, change.words, change.new, change.effort)


def _changes(
    definition: Expression, value: Expression, relations: Relations, breadth: int
) -> Iterator[Change]:
    """Yield all edits; of two with the same meaning and effort the first is the one kept."""

    def slopes(part: Expression) -> Iterator[Change]:
        return wrong_slope(part, relations)

    def parts(part: Expression) -> Iterator[Change]:
        return chain(wrong_operator(part, relations), wrong_brackets(part), wrong_function(part))

    def terms(part: Expression) -> Iterator[Change]:
        return wrong_terms(part, relations, breadth)

    return chain(
        wrong_definition(definition),
        wrong_updates(value, relations),
        _in_all_terms(value, slopes),
        _in_one_place(value, slopes),
        wrong_together(value, relations),
        wrong_operands(value, relations, breadth),
        wrong_logarithms(value),
        _in_all_terms(value, parts),
        _in_one_place(value, parts),
        wrong_signals(value, relations),
        wrong_quantity(relations, breadth),
        wrong_additions(value, relations, breadth),
        _in_one_place(value, terms),
        _inner_parts(value),
    )


def _in_one_place(value: Expression, rule: Rule) -> Iterator[Change]:
    for place, part in places(value):
        for change in rule(part):
            yield replace(change, new=replaced(value, place, change.new))


def _in_all_terms(value: Expression, rule: Rule) -> Iterator[Change]:
    """Yield the same change made in every term of a sum, such as all paths of a gradient."""
    for place, part in places(value):
        match part:
            case Operation("+", terms) if len(terms) <= MOST_TERMS and _alike(terms):
                for inside, _ in places(terms[0]):
                    pieces = [part_at(term, inside) for term in terms]
                    found = [list(rule(piece)) for piece in pieces if piece is not None]
                    for changes in zip(*found, strict=False):
                        new: Expression = part
                        for number, change in enumerate(changes):
                            new = replaced(new, (number, *inside), change.new)
                        yield together(changes, replaced(value, place, new))


def _inner_parts(value: Expression) -> Iterator[Change]:
    """Yield each part as if it were the whole."""
    for _, part in places(value):
        if part.children:
            yield Change("missing-part", "stops at {wrong}", part, (part,), effort=3)


def _alike(terms: tuple[Expression, ...]) -> bool:
    """Return whether terms are built alike, so that they differ in names and numbers only."""
    return len({_shape(term) for term in terms}) == 1


def _shape(value: Expression) -> tuple[object, ...]:
    own = value.operator if isinstance(value, Operation) else type(value).__name__
    return (own, *(_shape(child) for child in value.children))
