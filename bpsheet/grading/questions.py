"""Which questions are the same in exercises that differ in names."""

from __future__ import annotations

from collections.abc import Mapping

from bpsheet.exercises.exercise import Exercise


def common_names(exercise: Exercise, first: Exercise) -> Mapping[str, str]:
    """Return the names that the quantities of one exercise have in another of the same template.

    Exercises may differ in notation and numbering, and yet have the same quantities in one order.
    """
    own, common = ([quantity.name for quantity in one.graph] for one in (exercise, first))
    return dict(zip(own, common, strict=True)) if len(own) == len(common) else {}
