"""Exercises to lay out, and what stands in their workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bpsheet.catalogue import load_template
from bpsheet.exercises.asked import asked_in, with_rows
from bpsheet.exercises.exercise import Exercise, Part, Student, quantities_of
from bpsheet.exercises.labels import WORKSHEET
from bpsheet.exercises.layout.places import places_of
from bpsheet.exercises.planting import planted
from bpsheet.exercises.secret import Choices
from bpsheet.sheet.address import Reference
from bpsheet.sheet.calculate import calculate
from bpsheet.sheet.workbook import Cell, Sheet, Value, Workbook

EXERCISE_ID = "0123456789abcdef"
ADA = Student("s001", "Ada Lovelace")
NO_NUMBER = (None, "")


def to_fill(name: str, part: Part = "all", rows: int = 1) -> Exercise:
    """Return an exercise in the numbers of a bundled template, with blanks."""
    template = with_rows(load_template(name), rows)
    asked, order = asked_in(template, part, rows), _order(name)
    return Exercise(EXERCISE_ID, ADA, "fill", template, rows, asked, order)


def to_find(name: str, rows: int = 2, count: int = 1, seed: str = "secret") -> Exercise:
    """Return an exercise in the numbers of a bundled template, with slips in it."""
    template = with_rows(load_template(name), rows)
    slips = planted(template, rows, Choices(seed.encode()), count)
    return Exercise(EXERCISE_ID, ADA, "find-the-slip", template, rows, (), _order(name), slips)


def table_values(exercise: Exercise, workbook: Workbook) -> Iterator[tuple[str, int, Value]]:
    """Yield the value of each cell of the table by quantity and row; ``None`` where it is empty."""
    places, sheet = places_of(exercise), workbook.sheet(WORKSHEET)
    for name, column in places.columns.items():
        for row in range(exercise.count):
            yield name, row, sheet.value(places.top + row, column)


def filled_in(workbook: Workbook, entries: Mapping[Reference, Value]) -> Workbook:
    """Return a workbook, calculated anew, in which values are typed into cells."""
    return calculate(
        replace(workbook, sheets=tuple(_typed(sheet, entries) for sheet in workbook.sheets))
    )


def _typed(sheet: Sheet, entries: Mapping[Reference, Value]) -> Sheet:
    typed = {
        (place.row, place.column): Cell(value)
        for place, value in entries.items()
        if place.sheet == sheet.name
    }
    return replace(sheet, cells={**sheet.cells, **typed})


def _order(name: str) -> tuple[str, ...]:
    return tuple(quantity.name for quantity in quantities_of(load_template(name)))
