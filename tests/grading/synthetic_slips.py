"""Synthetic answers about slips to find, each with the verdict it must get."""

from __future__ import annotations

from random import Random

from openpyxl.utils import get_column_letter

from bpsheet.exercises.exercise import Answer, PlantedSlip, is_computed
from bpsheet.exercises.labels import cell_label, formula_label
from bpsheet.exercises.planting import slip_of
from bpsheet.grading.marks import Verdict
from bpsheet.model.graph import Scope
from tests.grading.synthetic import Cells, Planting, right_table

CELL_WAYS = ("address", "heading", "other column", "blank", "text")
FORMULA_WAYS = ("formula", "slip", "blank", "text")


def answers_about_slips(cells: Cells, random: Random) -> dict[Answer, Planting]:
    """Return what is planted in the answers about all slips of an exercise."""
    planted = {}
    for number, slip in enumerate(cells.exercise.slips, 1):
        row = random.choice(_rows(cells, slip.quantity))
        way = random.choice(CELL_WAYS)
        planted[Answer(cell_label(number), 0)] = _cell(way, cells, slip.quantity, row)
        way = random.choice(FORMULA_WAYS)
        planted[Answer(formula_label(number), 0)] = _formula(way, cells, slip, row)
    return planted


def _rows(cells: Cells, quantity: str) -> list[int]:
    """Return the rows in which a quantity is computed."""
    exercise = cells.exercise
    kinds = [exercise.table.kinds[place] for place in exercise.table.kind_of_row[: exercise.count]]
    held = exercise.graph[quantity]
    return [row for row, kind in enumerate(kinds) if is_computed(held, kind, exercise.table)]


def _cell(way: str, cells: Cells, quantity: str, row: int) -> Planting:
    wrong = {slip.quantity for slip in cells.exercise.slips}
    right = next(
        name
        for name in cells.exercise.order
        if name not in wrong and cells.exercise.graph[name].scope is Scope.ROW
    )
    content, verdict = {
        "address": (_address(cells, quantity, row), Verdict.CORRECT),
        "heading": (quantity, Verdict.CORRECT),
        "other column": (_address(cells, right, row), Verdict.WRONG),
        "blank": (None, Verdict.BLANK),
        "text": ("somewhere", Verdict.UNREADABLE),
    }[way]
    return Planting(way, content, 0.0, verdict)


def _formula(way: str, cells: Cells, slip: PlantedSlip, row: int) -> Planting:
    answer = Answer(slip.quantity, row)
    right, _ = right_table(cells.exercise).made_of(*answer)
    wrong = slip_of(slip, cells.exercise.graph).expression
    content, verdict = {
        "formula": (cells.formula(answer, right), Verdict.CORRECT),
        "slip": (cells.formula(answer, wrong), Verdict.WRONG),
        "blank": (None, Verdict.BLANK),
        "text": ("multiply them", Verdict.UNREADABLE),
    }[way]
    return Planting(way, content, 0.0, verdict)


def _address(cells: Cells, quantity: str, row: int) -> str:
    return f"{get_column_letter(cells.columns[quantity] + 1)}{cells.header + 2 + row}"
