"""Marks a student's workbook, cell by cell."""

from __future__ import annotations

from bpsheet.checker.book import Book
from bpsheet.exercises.exercise import Exercise
from bpsheet.grading.marking.bench import Bench
from bpsheet.grading.marking.facts import facts_of
from bpsheet.grading.marking.fill import marks_of_answers
from bpsheet.grading.marking.find import marks_of_slips
from bpsheet.grading.marks import Fact, Mark
from bpsheet.grading.rubric import Tolerance

__all__ = ["mark"]


def mark(
    book: Book, exercise: Exercise, tolerance: Tolerance
) -> tuple[tuple[Mark, ...], tuple[Fact, ...]]:
    """Return what the answers in a workbook are worth, and what the teacher should know.

    Arguments:
        book: as it was handed in.
        exercise: what was handed out; its given numbers count, whatever the workbook says.
        tolerance: for typed numbers.
    """
    bench = Bench(book, exercise, tolerance)
    marks = marks_of_slips(bench) if exercise.slips else marks_of_answers(bench)
    return marks, facts_of(bench)
