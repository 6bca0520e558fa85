"""Marks the answers about slips to find: which cell is wrong, and what belongs there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from bpsheet.exercises.exercise import Answer, PlantedSlip
from bpsheet.exercises.labels import cell_label, formula_label
from bpsheet.grading.marking.bench import Bench, shown
from bpsheet.grading.marks import Mark, Verdict
from bpsheet.grading.placing import Spot
from bpsheet.notation.text import text
from bpsheet.sheet.address import cell_name

_CELL = re.compile(r"(?:column\s+)?(?:.*!)?\$?([A-Za-z]{1,3})(?:\$?([1-9]\d{0,6}))?(?::.*)?")


def marks_of_slips(bench: Bench) -> tuple[Mark, ...]:
    """Return the marks of the answers about all slips, two for each."""
    return tuple(_marks(bench))


def _marks(bench: Bench) -> Iterator[Mark]:
    """Yield the marks; slips may be named in any order, each counts once."""
    hidden = list(bench.exercise.slips)
    for number in range(1, len(bench.exercise.slips) + 1):
        named, row = _named(bench, number)
        slip = next((slip for slip in hidden if slip.quantity == named), None)
        if slip is not None:
            hidden.remove(slip)
        meant = slip or _left(bench, number, hidden)
        yield _of_cell(bench, number, named, slip, meant)
        yield _of_formula(bench, number, meant, row)


def _left(bench: Bench, number: int, hidden: list[PlantedSlip]) -> PlantedSlip:
    """Return the slip that a formula is judged by where no wrong cell was named."""
    spot = bench.placed.slips.get(formula_label(number))
    for slip in hidden:
        cells = _cells(bench, slip.quantity)
        if spot and any(bench.computes_right(spot, bench.right(answer)) for answer in cells):
            return slip
    return hidden[0] if hidden else bench.exercise.slips[number - 1]


def _named(bench: Bench, number: int) -> tuple[str, int | None]:
    """Return the quantity and the row of the cell that an answer names; empty without one."""
    spot = bench.placed.slips.get(cell_label(number))
    cell = bench.trial.cell(spot) if spot else None
    words = shown(cell.value).strip() if cell is not None else ""
    if words in bench.exercise.order:
        return words, None
    match = _CELL.fullmatch(words)
    if spot is None or match is None:
        return "", None
    column = _column(match[1])
    row = int(match[2]) - 1 if match[2] else None
    for answer, place in bench.placed.table.items():
        if place.column == column and row in (None, place.row):
            return answer.quantity, None if row is None else answer.row
    return "", None


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _of_cell(
    bench: Bench, number: int, named: str, slip: PlantedSlip | None, meant: PlantedSlip
) -> Mark:
    spot = bench.placed.slips.get(cell_label(number))
    mark = _plain(bench, cell_label(number), meant, spot)
    mark = replace(mark, expected=_where(bench, meant.quantity), right=None)
    cell = bench.trial.cell(spot) if spot else None
    if spot is None:
        return replace(mark, verdict=Verdict.UNREADABLE, words="its label was not found")
    if cell is None or cell.value in (None, ""):
        return mark
    if slip is not None:
        return replace(mark, verdict=Verdict.CORRECT)
    if not named:
        words = f"{shown(cell.value)!r} is no cell of the table"
        return replace(mark, verdict=Verdict.UNREADABLE, words=words)
    return replace(mark, verdict=Verdict.WRONG, words=f"{named} is right")


def _where(bench: Bench, quantity: str) -> str:
    """Return a quantity with the first of its cells."""
    spot = bench.placed.table.get(_cells(bench, quantity)[0])
    return f"{cell_name(spot.row, spot.column)} ({quantity})" if spot else quantity


def _of_formula(bench: Bench, number: int, meant: PlantedSlip, row: int | None) -> Mark:
    spot = bench.placed.slips.get(formula_label(number))
    mark = _plain(bench, formula_label(number), meant, spot)
    cell = bench.trial.cell(spot) if spot else None
    if spot is None:
        return replace(mark, verdict=Verdict.UNREADABLE, words="its label was not found")
    if cell is None or (cell.formula is None and cell.value in (None, "")):
        return mark
    if cell.formula is None:
        words = f"{shown(cell.value)!r} is no formula"
        is_text = isinstance(cell.value, str)
        return replace(mark, verdict=Verdict.UNREADABLE if is_text else Verdict.WRONG, words=words)
    cells = [a for a in _cells(bench, meant.quantity) if row in (None, a.row)]
    if any(bench.computes_right(spot, bench.right(answer)) for answer in cells):
        return replace(mark, verdict=Verdict.CORRECT)
    if unread := bench.trial.unread(spot):
        return replace(mark, verdict=Verdict.UNREADABLE, words=f"it has {unread}")
    words = f"it does not compute {mark.expected}"
    return replace(mark, verdict=Verdict.WRONG, words=words)


def _plain(bench: Bench, label: str, meant: PlantedSlip, spot: Spot | None) -> Mark:
    """Return the mark of a blank answer about a slip."""
    cells = _cells(bench, meant.quantity)
    return Mark(
        quantity=label,
        row=0,
        verdict=Verdict.BLANK,
        place=None if spot is None else spot.place,
        found="" if spot is None else bench.shown(spot),
        right=bench.right_number(cells[0]),
        expected=text(bench.key.made_of(*cells[0])[0]),
        slip=meant.kind,
        words=f"{meant.quantity} {meant.words}",
    )


def _cells(bench: Bench, quantity: str) -> list[Answer]:
    """Return the cells of the table in which a quantity is computed."""
    exercise = bench.exercise
    held = exercise.graph[quantity]
    return [
        Answer(quantity, row)
        for row in range(exercise.rows)
        if np.isfinite(bench.right_number(Answer(quantity, row)))
        and (held.following is None or row > 0)
    ]
