"""The points of a class as a CSV file: plain, or as Moodle and Canvas take it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Literal, TextIO

from bpsheet.exercises.exercise import Student
from bpsheet.exercises.hand_out import moodle_number
from bpsheet.files import explained, replacing
from bpsheet.grading.html_page import points_text
from bpsheet.grading.questions import common_names
from bpsheet.grading.result import ClassResult, Graded

Form = Literal["plain", "moodle", "canvas"]
Value = str | float
Row = tuple[Value, ...]

_MOODLE = (
    *("Identifier", "Full name", "ID number", "Email address", "Status", "Grade", "Maximum Grade"),
    *("Grade can be changed", "Last modified (submission)", "Last modified (grade)"),
)
"""The columns of Moodle's grading worksheet but for the comments: those that are there stay."""

_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""The columns of Canvas's gradebook before those of assignments."""

_FORMULA = re.compile(r"(?:^|(?<=[;,|\t\r\n]))(?=\s*[=+\-@＝＋－＠])")
"""The places in a text from which on a program may compute it when it opens a CSV file.

One that takes other characters for the separator sees fields where we see none.
"""

_HARMLESS = re.compile(r"-|[+-]?\d+(\.\d+)?")
"""Numbers, and the line that platforms write for nothing."""

_ASSIGNMENT = re.compile(r"(?P<title>.*?) \(\d+\)")
"""How Canvas heads the column of an assignment that it has: with its number."""


def write_gradebook(result: ClassResult, target: Path, form: Form) -> None:
    """Write the points of all students.

    Text that a program might take for a formula is preceded by an apostrophe; numbers stay numbers.

    Arguments:
        result: the points.
        target: the file.
        form: ``"plain"`` with a column per quantity, or that of a platform.

    Raises:
        OutputError: the file cannot be written.
    """
    rows = {"plain": _plain, "moodle": _moodle, "canvas": _canvas}[form](result)
    with replacing([target]) as (temporary,), explained(target), _opened(temporary) as file:
        csv.writer(file).writerows(map(_field, row) for row in rows)


def _opened(path: Path) -> TextIO:
    """Open a file that spreadsheet programs take for UTF-8, too."""
    return path.open("w", encoding="utf-8-sig", newline="")


def _field(value: Value) -> str:
    """Return a value as a field that no program computes.

    >>> _field("=1+1"), _field("Ada;@SUM(A1)"), _field("-5"), _field("-"), _field(79.999)
    ("'=1+1", "Ada;'@SUM(A1)", '-5', '-', '80')
    """
    if isinstance(value, float):
        return points_text(value)
    return value if _HARMLESS.fullmatch(value) else _FORMULA.sub("'", value)


def _plain(result: ClassResult) -> Iterator[Row]:
    """Yield a row per student, with the points of every quantity that any exercise asks for.

    Where exercises differ in names, quantities have those of the first student's.
    """
    earned = [_points_by_quantity(graded, result) for graded in result.results]
    names = dict.fromkeys(chain.from_iterable(earned))
    further = dict.fromkeys(key for one in result.results for key in one.exercise.student.further)
    yield ("id", "name", *further, "points", "maximum", "to read", "remark", *names)
    for graded, points in zip(result.results, earned, strict=True):
        student, score = graded.exercise.student, graded.score
        yield (
            student.id,
            student.name,
            *(student.further.get(heading, "") for heading in further),
            score.points if score else "",
            float(result.rubric.points),
            float(score.open) if score else "",
            remark_of(graded),
            *(points.get(name, "") for name in names),
        )


def _points_by_quantity(graded: Graded, result: ClassResult) -> dict[str, float]:
    if graded.score is None:
        return {}
    names = common_names(graded.exercise, result.results[0].exercise)
    return {names.get(one.quantity, one.quantity): one.points for one in graded.score.quantities}


def _moodle(result: ClassResult) -> Iterator[Row]:
    """Yield Moodle's grading worksheet; what the roster had of it is kept."""
    yield _MOODLE
    for graded in result.results:
        student = graded.exercise.student
        known = {
            **{heading: student.further.get(heading, "") for heading in _MOODLE},
            "Identifier": _identifier(graded),
            "Full name": student.name,
            "Grade": graded.score.points if graded.score else "",
            "Maximum Grade": float(result.rubric.points),
        }
        yield tuple({**known, "ID number": known["ID number"] or student.id}.values())


def _identifier(graded: Graded) -> str:
    """Return what Moodle knows a student by: of the roster, else of the folder handed in.

    Moodle takes the digits at the end for its number; another number would hit another student.
    """
    student, handed = graded.exercise.student, graded.handed
    for value in (student.id, *student.further.values()):
        if moodle_number(Student(value)):
            return value
    number = handed.identifier if handed.system == "moodle" else ""
    return f"Participant {number}" if number else ""


def _canvas(result: ClassResult) -> Iterator[Row]:
    """Yield Canvas's gradebook with one column for this exercise."""
    yield (*_CANVAS, _assignment(result))
    yield ("    Points Possible", *[""] * (len(_CANVAS) - 1), float(result.rubric.points))
    for graded in result.results:
        student = graded.exercise.student
        known = {**_canvas_ids(graded), **student.further}
        yield (
            student.name,
            *(known.get(heading, "") for heading in _CANVAS[1:]),
            graded.score.points if graded.score else "",
        )


def _assignment(result: ClassResult) -> str:
    """Return the heading that Canvas gives the assignment, as the roster has it, else the title.

    Without the number Canvas looks for an assignment of that title, and offers to make one.
    """
    for heading in result.results[0].exercise.student.further if result.results else ():
        match = _ASSIGNMENT.fullmatch(heading)
        if match and match["title"].casefold() == result.title.casefold():
            return heading
    return result.title


def _canvas_ids(graded: Graded) -> dict[str, str]:
    """Return what Canvas knows a student by; a number that is not its own would hit another."""
    student, handed = graded.exercise.student, graded.handed
    if "SIS Login ID" in student.further or "Section" in student.further:
        return {"ID": student.id}
    number = handed.identifier if handed.system == "canvas" else ""
    return {"ID": number, "SIS User ID": student.id}


def remark_of(graded: Graded) -> str:
    """Return in a few words why there are no points, or that some answers are not read yet."""
    if graded.marked is None:
        return "nothing handed in"
    if graded.score is None:
        return f"could not be marked: {graded.marked.failure}"
    waiting = graded.score.open
    return f"answers for the teacher to read: {waiting}" if waiting else ""
