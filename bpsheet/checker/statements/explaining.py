"""Says in words what is wrong with a statement whose sides are not equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bpsheet.checker.book import Numbers
from bpsheet.checker.statements.points import Points
from bpsheet.checker.statements.reading import DERIVATIVE, SIGNAL
from bpsheet.checker.statements.sides import Side, is_label
from bpsheet.checker.statements.spellings import speakable
from bpsheet.expression import Call, Expression, Name, transform, walk
from bpsheet.model.graph import Graph, Quantity, Role

MOST_EDITS = 1_500
"""The most changed statements that are tried."""

FEWEST_POINTS = 4
"""At how many points both sides must have a number to be compared."""

LONGEST_QUOTE = 60
"""The most characters of a side that a message repeats."""

SAME = 1e-8
"""The relative difference up to which two sides are the same."""


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
    edit = _first_that_fits(_edits(wrong.meaning, points.graph), reference, points)
    works_out = _other_label(right, points.value(wrong.meaning), points)
    if len(sides) == 2 and works_out:
        message = f"{right.words} is written, but what follows equals {works_out}"
        swap = f"{edit.expected} in place of {edit.found}" if edit else ""
        other = f"for {right.words} it needs {swap}" if swap else ""
        return Fault(message, works_out, right.words, other)
    if edit:
        place = f"in {_short(right.words)} = {_short(wrong.words)}"
        message = f"{place}, {edit.found} stands where {edit.expected} belongs"
        return Fault(message, edit.expected, edit.found)
    message = f"{_short(right.words)} does not equal {_short(wrong.words)}"
    return Fault(message, right.words, wrong.words)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"


def _odd_one_out(sides: Sequence[Side], points: Points) -> tuple[Side, Side]:
    """Return a side that differs from most of the others, and the first of those."""
    values = [points.value(side.meaning) for side in sides]
    agreeing = [[are_equal(one, other) for other in values] for one in values]
    right = max(range(len(sides)), key=lambda place: sum(agreeing[place]))
    wrong = agreeing[right].index(False)
    return sides[wrong], sides[right]


def _other_label(side: Side, value: Numbers, points: Points) -> str:
    """Return the name or derivative like that of `side` that has these values; else nothing."""
    if not is_label(side.meaning) or not value.any():
        return ""
    edit = _first_that_fits(_edits(side.meaning, points.graph, kinds=(True,)), value, points)
    return edit.expected if edit else ""


def _first_that_fits(edits: Iterator[_Edit], value: Numbers, points: Points) -> _Edit | None:
    """Return the likeliest edit with these values: first where a label says nothing."""
    tried = list(islice(edits, MOST_EDITS))
    idle = {label: _says_nothing(label, points) for label in {edit.before for edit in tried}}
    likely = sorted(tried, key=lambda edit: not idle[edit.before])
    return next((edit for edit in likely if are_equal(points.value(edit.whole), value)), None)


def _says_nothing(label: Expression, points: Points) -> bool:
    """Return whether a label is the derivative of a quantity by itself or by what follows it."""
    is_derivative = isinstance(label, Call) and label.function == DERIVATIVE
    return is_derivative and (len(set(label.children)) == 1 or not points.value(label).any())


def _edits(
    meaning: Expression, graph: Graph, kinds: tuple[bool, ...] = (True, False)
) -> Iterator[_Edit]:
    """Yield what one other name makes of an expression, names of its kind first."""
    places = sum(isinstance(part, Name) for part in walk(meaning))
    for alike in kinds:
        for place in range(places):
            yield from _edits_at(meaning, place, graph, alike=alike)


@dataclass(frozen=True)
class _Edit:
    whole: Expression
    before: Expression
    after: Expression

    @property
    def found(self) -> str:
        return spelled(self.before)

    @property
    def expected(self) -> str:
        return spelled(self.after)


def _edits_at(meaning: Expression, place: int, graph: Graph, *, alike: bool) -> Iterator[_Edit]:
    """Yield `meaning` with one name of it, counted from 0, replaced by each other one."""
    names = [part.name for part in walk(meaning) if isinstance(part, Name)]
    if names[place] not in graph:
        return
    kind = _kind(graph[names[place]])
    for quantity in speakable(graph):
        if quantity.name != names[place] and (_kind(quantity) == kind) is alike:
            edit = _replaced(meaning, place, Name(quantity.name))
            if alike or not _is_signal(edit.before):
                yield edit


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
        after = Call(part.function, parts) if isinstance(part, Call) else new
        edited.append((part, after))
        return after

    return _Edit(transform(meaning, change), *edited[0])


def _is_signal(label: Expression) -> bool:
    return isinstance(label, Call) and label.function == SIGNAL


def spelled(label: Expression) -> str:
    """Return a label as the worked example writes it."""
    match label:
        case Call(_, (Name(of), Name(by))):
            return f"∂{of}/∂{by}"
        case Call(_, (Name(unit),)):
            return f"δ_{unit}"
        case Name(name):
            return name
    raise ValueError(f"{label!r} is no label")


def _kind(quantity: Quantity) -> Role:
    """Return the role of a quantity; the errors of outputs and their sum are of one kind."""
    return Role.LOSS if quantity.role is Role.ERROR else quantity.role
