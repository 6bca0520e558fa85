"""Slips that take one name for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from bpsheet.checker.slip import earlier, later
from bpsheet.checker.slips.change import USES, Change, computes
from bpsheet.checker.slips.parts import Place, as_factor, part_at, places, replaced
from bpsheet.checker.slips.relations import BACKWARD, BY_ROW, Relations
from bpsheet.expression import Expression, Name, Operation, names_in, product, total
from bpsheet.model.graph import Role, Scope

OF_ANOTHER_ROW = ("wrong-row", "updated-parameter")
"""Kinds whose words say of which row a name is, since a formula in this row's names cannot."""

MOST_OCCURRENCES = 3
"""Up to so many occurrences of a name, every choice of some of them is tried."""

ALIKE: Mapping[Role, tuple[Role, ...]] = {
    Role.ERROR: (Role.LOSS,),
    Role.LOSS: (Role.ERROR,),
    Role.GRADIENT: (Role.MEAN_GRADIENT, Role.SEQUENTIAL_GRADIENT),
    Role.MEAN_GRADIENT: (Role.GRADIENT,),
    Role.SEQUENTIAL_GRADIENT: (Role.GRADIENT,),
    Role.INPUT: (Role.TARGET,),
    Role.TARGET: (Role.INPUT,),
}
"""Roles that are easily taken for each other."""


def wrong_operands(value: Expression, relations: Relations, breadth: int) -> Iterator[Change]:
    """Yield `value` with one name taken for another, everywhere or in some of its places.

    Arguments:
        value: the right expression.
        relations: its graph, seen from what it defines.
        breadth: how many other names to try for each.
    """
    found: dict[str, list[Place]] = {}
    for place, part in places(value):
        if isinstance(part, Name):
            found.setdefault(part.name, []).append(place)
    for name, where in found.items():
        for change in _alternatives(name, relations, breadth):
            yield replace(change, new=_with(value, where, change.new))
            if change.effort < 3 and len(where) > 1:
                yield from _in_some_places(value, name, where, change)


def _with(value: Expression, where: Sequence[Place], new: Expression) -> Expression:
    for place in where:
        value = replaced(value, place, new)
    return value


def _in_some_places(
    value: Expression, name: str, where: list[Place], change: Change
) -> Iterator[Change]:
    """Yield the change made in some places of a name only, quoting what is around them."""
    sizes = range(1, len(where)) if len(where) <= MOST_OCCURRENCES else (1,)
    around = _common(where)
    right = part_at(value, around)
    assert right is not None
    for size in sizes:
        for chosen in combinations(where, size):
            new = _with(value, chosen, change.new)
            effort = change.effort + 1
            if change.kind in OF_ANOTHER_ROW:
                inside = tuple(as_factor(_operand(right, place[len(around) :])) for place in chosen)
                sentence = change.words + ", in {right} alone"
                yield Change(change.kind, sentence, new, right=inside, effort=effort)
            else:
                wrong = part_at(new, around)
                assert wrong is not None
                pieces = [_mentioning(piece, right, name) for piece in (wrong, right)]
                yield computes(change.kind, pieces[0], pieces[1], effort, new=new)


def _common(where: Sequence[Place]) -> Place:
    """Return the place of the smallest part that holds all of `where`."""
    first, last = min(where), max(where)
    same = [a for a, b in zip(first, last, strict=False) if a == b]
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return tuple(same[:length])


def _operand(around: Expression, place: Place) -> Expression:
    """Return the operand of `around` that holds `place`."""
    return around.children[place[0]] if place else around


def _mentioning(piece: Expression, right: Expression, name: str) -> Expression:
    """Return of a sum or product only the operands that mention a name in the right version."""
    if not isinstance(piece, Operation) or piece.operator not in ("+", "*"):
        return piece
    pairs = zip(piece.operands, right.children, strict=True)
    kept = [operand for operand, original in pairs if name in names_in(original)]
    return total(kept) if piece.operator == "+" else product(kept)


def _alternatives(name: str, relations: Relations, breadth: int) -> Iterator[Change]:
    """Yield what may stand where `name` belongs; `new` is the name alone."""
    if name not in relations.graph:
        yield from _other_states(name, relations)
        return
    role = relations.role(name)
    if name in relations.stages and relations.stages[name] not in relations.circular:
        yield _other_stage(name, relations)
    for other in relations.nearest(relations.others(role), name, breadth):
        yield _other_operand(name, other, relations)
    for other in relations.others(*ALIKE.get(role, ()))[:breadth]:
        yield Change("swapped-operand", USES, Name(other), (other,), (name,), 2)
    if relations.graph[name].scope in BY_ROW:
        yield from _other_rows(name, relations)
        for other in _far(name, relations, breadth):
            yield Change("swapped-operand", USES, Name(other), (other,), (name,), 3)


def _far(name: str, relations: Relations, breadth: int) -> list[str]:
    """Return the nearest names of other roles; those of the backward pass only for one of it."""
    role = relations.role(name)
    pool = relations.by_row if role in BACKWARD else relations.forward
    done = {role, *ALIKE.get(role, ())}
    stage = relations.stages.get(name)
    return [
        other
        for other in relations.nearest(pool, name, breadth)
        if relations.role(other) not in done and other != stage
    ]


def _other_operand(name: str, other: str, relations: Relations) -> Change:
    if relations.transposed.get(name) == other:
        sentence = f"{USES} (the weights transposed)"
        return Change("transposed-weights", sentence, Name(other), (other,), (name,))
    far = relations.layer_of(name) != relations.layer_of(other)
    return Change("swapped-operand", USES, Name(other), (other,), (name,), 2 if far else 1)


def _other_stage(name: str, relations: Relations) -> Change:
    other = relations.stages[name]
    wrong, right = (f"the {relations.role(each).value} {each}" for each in (other, name))
    return Change("wrong-stage", USES, Name(other), (wrong,), (right,))


def _other_rows(name: str, relations: Relations) -> Iterator[Change]:
    """Yield the name's values of the rows beside; a parameter's of the next row is updated."""
    before = f"{name} of the row before"
    after = f"{name} of the next row"
    this = "that of the same row"
    yield Change("wrong-row", USES, Name(earlier(name)), (before,), (this,), 2)
    quantity = relations.graph[name]
    updating = relations.quantity.scope is Scope.CARRIED
    if quantity.scope is Scope.CARRIED and not updating:
        sentence = "uses {wrong} already updated, where the value before the update belongs"
        yield Change("updated-parameter", sentence, Name(later(name)), (name,), (name,), 2)
    elif not (quantity.scope is Scope.CARRIED and name == relations.quantity.name):
        yield Change("wrong-row", USES, Name(later(name)), (after,), (this,), 2)


def _other_states(name: str, relations: Relations) -> Iterator[Change]:
    """Yield what may stand for a value of the update before, such as m_w5⁻."""
    current = next((q.name for q in relations.graph if earlier(q.name) == name), None)
    if current is None:
        return
    right = f"{current} of the update before"
    for other in relations.others(relations.role(current)):
        if other != current:
            wrong = f"{other} of the update before"
            yield Change("swapped-operand", USES, Name(earlier(other)), (wrong,), (right,))
            yield Change("wrong-row", USES, Name(other), (other,), (right,), 2)
