"""Slips that take several names for others at once: a whole row, a whole unit, two exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from bpsheet.checker.slip import earlier, later
from bpsheet.checker.slips.change import USES, Change
from bpsheet.checker.slips.parts import places, replaced
from bpsheet.checker.slips.relations import BY_ROW, Relations
from bpsheet.expression import Expression, Name, names_in
from bpsheet.model.graph import Role, Scope

MOST_NAMES = 12
"""Up to so many names of a role, every two are exchanged."""


def wrong_together(value: Expression, relations: Relations) -> Iterator[Change]:
    """Yield `value` with several names taken for others at once."""
    names = [name for name in names_in(value) if name in relations.graph]
    yield from _exchanged(value, names, relations)
    yield from _other_weights(value, names, relations)
    yield from _other_groups(value, names, relations)
    yield from _other_rows(value, names, relations)


def renamed(value: Expression, new_names: Mapping[str, str]) -> Expression:
    """Return `value` with names replaced; parts without them stay the same objects."""
    result = value
    for place, part in places(value):
        if isinstance(part, Name) and part.name in new_names:
            result = replaced(result, place, Name(new_names[part.name]))
    return result


def _change(
    value: Expression, new_names: Mapping[str, str], kind: str, sentence: str, effort: int
) -> Change:
    wrong, right = tuple(new_names.values()), tuple(new_names)
    return Change(kind, sentence, renamed(value, new_names), wrong, right, effort)


def _exchanged(value: Expression, names: list[str], relations: Relations) -> Iterator[Change]:
    """Yield two names of one role exchanged."""
    by_role: dict[Role, list[str]] = {}
    for name in names:
        by_role.setdefault(relations.role(name), []).append(name)
    for alike in by_role.values():
        for one, other in combinations(alike[:MOST_NAMES], 2):
            both = {one: other, other: one}
            yield _change(value, both, "swapped-operand", "exchanges {right}", 2)


def _other_weights(value: Expression, names: list[str], relations: Relations) -> Iterator[Change]:
    """Yield all weights of one layer taken for those of another unit or source, or transposed."""
    for layer in relations.layers:
        rows = [[weight for weight, _ in pairs] for pairs in layer.values()]
        for kind in (rows, [list(column) for column in zip(*rows, strict=True)]):
            for own in kind:
                if len(own) > 1 and set(own) <= set(names):
                    for other in kind:
                        if other is not own:
                            pairs = dict(zip(own, other, strict=True))
                            yield _change(value, pairs, "swapped-operand", USES, 2)
    partners = {name: relations.transposed[name] for name in names if name in relations.transposed}
    if len(partners) > 1:
        sentence = f"{USES} (the weights transposed)"
        yield _change(value, partners, "transposed-weights", sentence, 2)


def _other_groups(value: Expression, names: list[str], relations: Relations) -> Iterator[Change]:
    """Yield all inputs, targets or units of a layer taken for another such group."""
    groups = list(_groups(relations))
    for role, own in groups:
        for other_role, other in groups if len(own) > 1 and set(own) <= set(names) else ():
            if other is own or len(other) != len(own) or relations.circular & set(other):
                continue
            pairs = dict(zip(own, other, strict=True))
            if all(relations.stages.get(name) == taken for name, taken in pairs.items()):
                wrong, right = f"the {other_role.value}s {{wrong}}", f"the {role.value}s {{right}}"
                sentence = f"uses {wrong} where {right} belong"
                yield _change(value, pairs, "wrong-stage", sentence, 2)
            else:
                yield _change(value, pairs, "swapped-operand", USES, 3)


def _groups(relations: Relations) -> Iterator[tuple[Role, tuple[str, ...]]]:
    """Yield the inputs, the targets, and the units of each layer before and after activation."""
    for role in (Role.INPUT, Role.TARGET):
        yield role, tuple(quantity.name for quantity in relations.graph.of_role(role))
    for layer in relations.layers:
        yield Role.PRE_ACTIVATION, tuple(layer)
        yield Role.ACTIVATION, tuple(relations.stages[unit] for unit in layer)


def _other_rows(value: Expression, names: list[str], relations: Relations) -> Iterator[Change]:
    """Yield the whole formula one row off, or with all parameters already updated."""
    moving = [name for name in names if relations.graph[name].scope in BY_ROW]
    before = {name: earlier(name) for name in moving}
    after = {name: later(name) for name in moving}
    words = "takes all its numbers from the row before"
    if relations.quantity.scope is Scope.CARRIED:
        yield Change("wrong-row", words, renamed(value, before), effort=2)
        return
    yield Change("wrong-row", words, renamed(value, before))
    words = "takes all its numbers from the next row"
    yield Change("wrong-row", words, renamed(value, after), effort=2)
    updated = {n: after[n] for n in moving if relations.graph[n].scope is Scope.CARRIED}
    if len(updated) > 1:
        sentence = "uses {right} already updated, where the values before the update belong"
        yield _change(value, updated, "updated-parameter", sentence, 1)
