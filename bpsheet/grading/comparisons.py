"""Facts that only show when the submissions of a class are laid side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from bpsheet.grading.marks import Fact, Mark, Marked, Verdict

FEWEST = 3
"""From so many equal numbers on it is told."""

COMMON = 5
"""Numbers that so many students share, such as 0 or 1, tell nothing."""

DIGITS = 4
"""The significant digits that must agree."""

Number = tuple[str, int, str]
"""A quantity, a row, and a number in it, with few digits."""


def compared(submissions: Sequence[Marked]) -> Mapping[str, tuple[Fact, ...]]:
    """Return facts about students whose answers are alike, by their exercise's id.

    Two students with different numbers have the same wrong answers, or one has the right answers
    for the other's numbers: both are facts and may have good reasons.

    Arguments:
        submissions: of a class, each with marks.
    """
    facts: dict[str, list[Fact]] = defaultdict(list)
    for one, other, count in _alike(submissions):
        words = f"{count} wrong numbers are the same as those of {{}}, whose given numbers differ"
        facts[one.exercise].append(Fact("same-wrong-answers", words.format(other.student)))
        facts[other.exercise].append(Fact("same-wrong-answers", words.format(one.student)))
    for one, other, count in _right_for_another(submissions):
        words = f"{count} wrong numbers would be right with the given numbers of {other.student}"
        facts[one.exercise].append(Fact("other-numbers", words))
    return {exercise: tuple(found) for exercise, found in facts.items()}


def _alike(submissions: Sequence[Marked]) -> Iterator[tuple[Marked, Marked, int]]:
    """Yield pairs of submissions with the same wrong numbers, and how many."""
    holders: dict[Number, list[int]] = defaultdict(list)
    for place, marked in enumerate(submissions):
        for mark in _wrong_numbers(marked):
            holders[_number(mark, float(mark.found))].append(place)
    pairs = Counter(
        pair
        for places in holders.values()
        if len(places) < COMMON
        for pair in combinations(places, 2)
    )
    for (one, other), count in sorted(pairs.items()):
        if count >= FEWEST and submissions[one].exercise != submissions[other].exercise:
            yield submissions[one], submissions[other], count


def _right_for_another(submissions: Sequence[Marked]) -> Iterator[tuple[Marked, Marked, int]]:
    """Yield pairs of submissions of which the first has the right numbers of the second."""
    owners: dict[Number, list[int]] = defaultdict(list)
    for place, marked in enumerate(submissions):
        for mark in marked.marks:
            if mark.right is not None:
                owners[_number(mark, mark.right)].append(place)
    for place, marked in enumerate(submissions):
        found = Counter(
            owner
            for mark in _wrong_numbers(marked)
            for owner in owners.get(_number(mark, float(mark.found)), ())
            if owner != place
        )
        for owner, count in sorted(found.items()):
            if count >= FEWEST:
                yield marked, submissions[owner], count


def _wrong_numbers(marked: Marked) -> Iterator[Mark]:
    """Yield the marks of typed numbers that are wrong and not simple."""
    for mark in marked.marks:
        if mark.verdict is Verdict.WRONG and mark.typed and _is_telling(mark.found):
            yield mark


def _is_telling(found: str) -> bool:
    """Return whether a number has digits enough to be no chance.

    >>> _is_telling("0.0719"), _is_telling("-1"), _is_telling("0.5")
    (True, False, False)
    """
    try:
        float(found)
    except ValueError:
        return False
    return len(found.lstrip("-0.").replace(".", "").partition("e")[0]) >= 3


def _number(mark: Mark, number: float) -> Number:
    return mark.quantity, mark.row, f"{number:.{DIGITS}g}"
