"""What a teacher should know of a workbook: facts, no verdicts."""

from __future__ import annotations

import numpy as np

from bpsheet.checker.book import CellError
from bpsheet.checker.diagnostics import Place
from bpsheet.exercises.exercise import Answer
from bpsheet.exercises.runs import Array
from bpsheet.grading.marking.bench import LIKE, NOISE, Bench
from bpsheet.grading.marks import Fact
from bpsheet.grading.placing import Spot, id_in
from bpsheet.grading.scenarios import OWN

MOST_PLACES = 20
"""So many cells are named; a note says that there are more."""


def facts_of(bench: Bench) -> tuple[Fact, ...]:
    """Return the facts about a workbook that was marked."""
    return tuple(
        fact
        for fact in (_other_exercise(bench), _changed(bench), _as_text(bench))
        if fact is not None
    )


def _other_exercise(bench: Bench) -> Fact | None:
    found = id_in(bench.book)
    if found in ("", bench.exercise.id):
        return None
    words = f"the workbook says that it is exercise {found}, not {bench.exercise.id}"
    return Fact("other-exercise", words)


def _changed(bench: Bench) -> Fact | None:
    """Return which cells that were given no longer are as they were; they were marked as given."""
    cells = bench.placed.given_cells(bench.given)
    if not bench.exercise.slips:
        cells |= _table_cells(bench)
    changed = [spot for spot, right in cells.items() if not _is_as_given(bench, spot, right)]
    if not changed:
        return None
    one = len(changed) == 1
    words = (
        f"{len(changed)} cell{'' if one else 's'} that {'was' if one else 'were'} given"
        f" {'was' if one else 'were'} changed; {'it was' if one else 'they were'} marked as given"
    )
    return Fact("given-changed", words, _places(changed))


def _table_cells(bench: Bench) -> dict[Spot, Array]:
    """Return the cells of the table that were not asked for, with their right numbers."""
    asked = set(bench.exercise.answers)
    return {
        spot: bench.right(answer)
        for answer, spot in bench.placed.table.items()
        if answer not in asked and np.isfinite(bench.right_number(answer))
    }


def _is_as_given(bench: Bench, spot: Spot, right: Array) -> bool:
    cell = bench.trial.cell(spot)
    if cell is not None and cell.formula is not None:
        return bench.computes_right(spot, right)
    own = bench.trial.own_number(spot)[OWN]
    return bool(abs(own - right[OWN]) <= LIKE * abs(right[OWN]) + NOISE)


def _as_text(bench: Bench) -> Fact | None:
    """Return which answers are numbers that their program took for text."""
    answers = set(bench.exercise.answers)
    spots = [
        spot
        for answer, spot in bench.placed.table.items()
        if answer in answers and _is_text(bench, answer)
    ]
    if not spots:
        return None
    words = f"{len(spots)} number{'s' * (len(spots) > 1)} typed as text; read as numbers"
    return Fact("number-as-text", words, _places(spots))


def _is_text(bench: Bench, answer: Answer) -> bool:
    cell, spot = bench.cell(answer), bench.placed.table[answer]
    if cell is None or cell.formula is not None or isinstance(cell.value, CellError):
        return False
    is_number = bool(np.isfinite(bench.trial.own_number(spot)[OWN]))
    return isinstance(cell.value, str) and cell.value != "" and is_number


def _places(spots: list[Spot]) -> tuple[Place, ...]:
    return tuple(spot.place for spot in spots[:MOST_PLACES])
