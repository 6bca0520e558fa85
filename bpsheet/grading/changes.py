"""What changed since the last grading, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from bpsheet.grading.overrides import Override
from bpsheet.grading.result import ClassResult, Graded
from bpsheet.template_checks import listing

Record = Mapping[str, Any]
"""What is kept of a grading, as JSON can hold it; students appear by their exercise ids alone."""

LAST_GRADING = "last grading"
"""The key of the record in a journal."""

FEWEST_POINTS = 0.005
"""Points that differ by less are shown as the same."""

QUANTITIES_SHOWN = 5


def record_of(result: ClassResult) -> Record:
    """Return what a later grading of the same class is compared with."""
    near = result.rubric.tolerance
    return {
        "rubric": {**asdict(result.rubric), "tolerance": {near.kind: near.value}},
        "results": {one.exercise.id: _standing(one) for one in result.results},
    }


def changes(before: Record | None, after: ClassResult) -> tuple[str, ...]:
    """Return what changed since the last grading, one sentence each.

    Arguments:
        before: what was kept of it; ``None`` for the first grading, and what is no record of one
            counts as none.
        after: the new results.
    """
    try:
        return tuple(_sentences(before, after)) if before else ()
    except (AttributeError, KeyError, TypeError, ValueError):
        return ()


def _standing(graded: Graded) -> Record:
    score, marked = graded.score, graded.marked
    return {
        "file": marked.digest if marked else "",
        "points": score.points if score else None,
        "quantities": {one.quantity: one.points for one in score.quantities} if score else {},
        "decisions": [*map(_decision, score.overrides)] if score else [],
    }


def _decision(override: Override) -> Record:
    decision = asdict(override)
    del decision["student"]
    return decision


def _sentences(before: Record, after: ClassResult) -> Iterator[str]:
    now = record_of(after)
    yield from _of_rubric(before["rubric"], now["rubric"])
    for graded in after.results:
        old = before["results"].get(graded.exercise.id)
        words = _of_student(old, now["results"][graded.exercise.id])
        if words:
            yield f"{graded.exercise.student.id} {words}."
    gone = before["results"].keys() - now["results"].keys()
    if gone:
        yield f"Exercises of the last grading that the manifest lacks now: {len(gone)}."


def _of_rubric(old: Record, new: Record) -> Iterator[str]:
    for name, value in new.items():
        if old.get(name) != value:
            yield f"The rubric's {name} changed from {_shown(old.get(name))} to {_shown(value)}."


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items()) or "nothing"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _of_student(old: Record | None, new: Record) -> str:
    """Return what changed for one student, to follow the id; empty if nothing did."""
    if old is None:
        return "is new in the manifest"
    parts = (
        _file(old["file"], new["file"]),
        "has other decisions of the teacher's" if old["decisions"] != new["decisions"] else "",
        _points(old, new),
    )
    return " and ".join(part for part in parts if part)


def _file(old: str, new: str) -> str:
    if old == new:
        return ""
    if not old:
        return "handed in for the first time"
    return "handed in another file" if new else "has nothing handed in any more"


def _points(old: Record, new: Record) -> str:
    before, now = old["points"], new["points"]
    if before is None and now is None:
        return ""
    if before is None or now is None:
        return "has no points any more" if now is None else f"has {now:.4g} points now"
    quantities = _quantities(old["quantities"], new["quantities"])
    if abs(now - before) < FEWEST_POINTS and not quantities:
        return ""
    return f"has {now:.4g} points in place of {before:.4g}{quantities}"


def _quantities(old: Mapping[str, float], new: Mapping[str, float]) -> str:
    """Return the quantities that earned other points, in brackets."""
    changed = [
        f"{name} {old[name]:.3g} → {points:.3g}"
        for name, points in new.items()
        if name in old and abs(points - old[name]) >= FEWEST_POINTS
    ]
    return f" ({listing(changed, most=QUANTITIES_SHOWN)})" if changed else ""
