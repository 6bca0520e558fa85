"""Says in words what is wrong with a statement whose sides are not equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bpsheet.check.book import Numbers
from bpsheet.check.statements.points import Points
from bpsheet.check.statements.reading import DERIVATIVE
from bpsheet.check.statements.spellings import speakable
from bpsheet.expression import Call, Expression, Name, transform, walk
from bpsheet.model.graph import Graph, Quantity, Role

MOST_EDITS = 1_500
"""The most changed statements that are tried."""

FEWEST_POINTS = 4
"""At how many points both sides must have a number to be compared."""

SAME = 1e-8
"""The relative difference up to which two sides are the same."""


@dataclass(frozen=True)
class Side:
    """One side of a statement: its words as they stand there, and what they mean."""

    words: str
    meaning: Expression


@dataclass(frozen=True)
class Fault:
    """What is wrong with a statement.

    Attributes:
        message: in one sentence without a full stop.
        expected: what should stand there.
        found: what stands there.
        other: another way to mend it, as a sentence; empty where there is none.
    """

    message: str
    expected: str
    found: str
    other: str = ""


def are_equal(first: Numbers, second: Numbers) -> bool:
    """Return whether two sides are the same at all points where both have a number.

    At too few such points they count as the same.
    """
    both = np.isfinite(first) & np.isfinite(second)
    if both.sum() < FEWEST_POINTS:
        return True
    largest = np.maximum(np.abs(first), np.abs(second))[both].max()
    return bool((np.abs(first - second)[both] <= SAME * largest).all())


def fault_of(sides: Sequence[Side], points: Points) -> Fault:
    """Return what is wrong with sides that are not all equal at `points`."""
    wrong, right = _odd_one_out(sides, points)
    reference = points.value(right.meaning)
    belongs = _other_label(wrong, reference, points)
    if belongs and len(sides) > 2:
        return Fault(f"{wrong.words} stands where {belongs} belongs", belongs, wrong.words)
    edit = next(_edits_that_fit(wrong, reference, points), None)
    works_out = _other_label(right, points.value(wrong.meaning), points)
    if len(sides) == 2 and works_out:
        message = f"{right.words} is written, but what follows is {works_out}"
        other = f"for {right.words} it needs {edit[1]} in place of {edit[0]}" if edit else ""
        return Fault(message, works_out, right.words, other)
    if edit:
        found, expected = edit
        return Fault(f"{right.words} uses {found} where {expected} belongs", expected, found)
    return Fault(f"{right.words} is not {wrong.words}", right.words, wrong.words)


def _odd_one_out(sides: Sequence[Side], points: Points) -> tuple[Side, Side]:
    """Return a side that differs from most of the others, and the first of those."""
    values = [points.value(side.meaning) for side in sides]
    agreeing = [[are_equal(one, other) for other in values] for one in values]
    right = max(range(len(sides)), key=lambda place: sum(agreeing[place]))
    wrong = agreeing[right].index(False)
    return sides[wrong], sides[right]


def _other_label(side: Side, value: Numbers, points: Points) -> str:
    """Return the name or derivative like that of `side` that has these values; else nothing."""
    if not is_label(side.meaning):
        return ""
    edits = _edits_that_fit(side, value, points, kinds=(True,))
    return next((expected for _, expected in edits), "")


def _edits_that_fit(
    side: Side, value: Numbers, points: Points, kinds: tuple[bool, ...] = (True, False)
) -> Iterator[tuple[str, str]]:
    """Yield what in a side, replaced by what, gives it these values: names of its kind first."""
    places = sum(isinstance(part, Name) for part in walk(side.meaning))
    edits = (
        edit
        for alike in kinds
        for place in range(places)
        for edit in _edits_at(side.meaning, place, points.graph, alike=alike)
    )
    for edit in islice(edits, MOST_EDITS):
        if are_equal(points.value(edit.whole), value):
            yield spelled(edit.before), spelled(edit.after)


@dataclass(frozen=True)
class _Edit:
    whole: Expression
    before: Expression
    after: Expression


def _edits_at(meaning: Expression, place: int, graph: Graph, *, alike: bool) -> Iterator[_Edit]:
    """Yield `meaning` with one name of it, counted from 0, replaced by each other one."""
    names = [part.name for part in walk(meaning) if isinstance(part, Name)]
    if names[place] not in graph:
        return
    kind = _kind(graph[names[place]])
    for quantity in speakable(graph):
        if quantity.name != names[place] and (_kind(quantity) == kind) is alike:
            yield _replaced(meaning, place, Name(quantity.name))


def _replaced(meaning: Expression, place: int, new: Name) -> _Edit:
    names_before = 0
    edited: list[tuple[Expression, Expression]] = []

    def change(part: Expression) -> Expression | None:
        nonlocal names_before
        if not is_label(part):
            return None
        inside = part.children or (part,)
        within = place - names_before
        names_before += len(inside)
        if not 0 <= within < len(inside):
            return part
        parts = tuple(new if at == within else name for at, name in enumerate(inside))
        after = Call(DERIVATIVE, parts) if part.children else new
        edited.append((part, after))
        return after

    return _Edit(transform(meaning, change), *edited[0])


def is_label(meaning: Expression) -> bool:
    """Return whether this is a name, or the derivative of one by another."""
    match meaning:
        case Name() | Call("derivative", (Name(), Name())):
            return True
    return False


def spelled(label: Expression) -> str:
    """Return a label as the worked example writes it."""
    match label:
        case Call(_, (Name(of), Name(by))):
            return f"∂{of}/∂{by}"
        case Name(name):
            return name
    raise ValueError(f"{label!r} is no label")


def _kind(quantity: Quantity) -> Role:
    """Return the role of a quantity; the errors of outputs and their sum are of one kind."""
    return Role.LOSS if quantity.role is Role.ERROR else quantity.role
