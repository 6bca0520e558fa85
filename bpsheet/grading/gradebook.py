"""The points of a class as a CSV file: plain, or as Moodle and Canvas take it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TextIO

from bpsheet.files import explained, replacing
from bpsheet.grading.result import ClassResult, Graded

Form = Literal["plain", "moodle", "canvas"]
Value = str | float
Row = tuple[Value, ...]

_MOODLE = (
    *("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"),
    *("Grade can be changed", "Last modified (submission)", "Last modified (grade)"),
)
"""The columns of Moodle's grading worksheet but for the comments: those that are there stay."""

_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""The columns of Canvas's gradebook before those of assignments."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that spreadsheet programs compute when they open a CSV file."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

PARTICIPANT = "Participant "


def write_gradebook(result: ClassResult, target: Path, form: Form) -> None:
    """Write the points of all students.

    Text that a program might take for a formula is preceded by an apostrophe (OWASP, CSV
    injection); numbers stay numbers.

    Arguments:
        result: the points.
        target: the file.
        form: ``"plain"`` with a column per quantity, or that of a platform.

    Raises:
        OutputError: the file cannot be written.
    """
    rows = {"plain": _plain, "moodle": _moodle, "canvas": _canvas}[form](result)
    with replacing([target]) as (temporary,), explained(target), _opened(temporary) as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([_harmless(value) for value in row])


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8-sig", newline="")


def _harmless(value: Value) -> str:
    """Return a value as a field that no program computes."""
    if isinstance(value, float):
        return f"{round(value, 2):.12g}"
    is_harmless = not value.startswith(_FORMULA) or _NUMBER.fullmatch(value)
    return value if is_harmless else f"'{value}"


def _plain(result: ClassResult) -> Iterator[Row]:
    """Yield a row per student, with the points of every quantity that any exercise asks for."""
    scores = [one.score for one in result.results if one.score]
    names = dict.fromkeys(one.quantity for score in scores for one in score.quantities)
    further = dict.fromkeys(key for one in result.results for key in one.exercise.student.further)
    yield ("id", "name", *further, "points", "maximum", "to read", "remark", *names)
    for graded in result.results:
        student, score = graded.exercise.student, graded.score
        earned = {one.quantity: one.points for one in score.quantities} if score else {}
        yield (
            student.id,
            student.name,
            *(student.further.get(heading, "") for heading in further),
            score.points if score else "",
            float(result.rubric.points),
            float(score.open) if score else "",
            remark_of(graded),
            *(earned.get(name, "") for name in names),
        )


def _moodle(result: ClassResult) -> Iterator[Row]:
    """Yield Moodle's grading worksheet; what the roster had of it is kept."""
    yield _MOODLE
    for graded in result.results:
        student = graded.exercise.student
        known = dict(student.further)
        kept = {heading: known.get(heading, "") for heading in _MOODLE}
        yield tuple(
            {
                **kept,
                "Identifier": _identifier(graded),
                "Full name": student.name,
                "Grade": graded.score.points if graded.score else "",
                "Maximum Grade": float(result.rubric.points),
            }.values()
        )


def _identifier(graded: Graded) -> str:
    """Return what Moodle knows a student by: of the roster, else of the folder handed in."""
    student = graded.exercise.student
    for value in (student.id, student.further.get("Identifier", "")):
        if value.startswith(PARTICIPANT):
            return value
    handed = graded.handed
    number = handed.identifier if handed.system == "moodle" else ""
    return f"{PARTICIPANT}{number}" if number else student.id


def _canvas(result: ClassResult) -> Iterator[Row]:
    """Yield Canvas's gradebook with one column for this exercise."""
    yield (*_CANVAS, result.title)
    yield ("    Points Possible", *[""] * (len(_CANVAS) - 1), float(result.rubric.points))
    for graded in result.results:
        student = graded.exercise.student
        known = {**_canvas_ids(graded), **student.further}
        yield (
            student.name,
            *(known.get(heading, "") for heading in _CANVAS[1:]),
            graded.score.points if graded.score else "",
        )


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
    return f"{waiting} answers wait for the teacher" if waiting else ""
