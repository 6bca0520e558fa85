"""Grading the small class, and reading what came of it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from bpsheet.exercises.exercise import Student
from bpsheet.grading.result import Graded
from bpsheet.verbs.grade import GradedClass, grade
from tests.grading.handed_in import manifest_in


def graded(folder: Path, *sources: Path, **settings: Any) -> GradedClass:
    """Grade the class; all that is written stands below a folder."""
    given = {"output": folder / "grades.csv", "feedback": folder / "feedback", **settings}
    return grade(sources, manifest_in(folder), **given)


def points(result: GradedClass) -> dict[str, float]:
    return {one.exercise.student.id: one.score.points for one in result.result.results if one.score}


def of(result: GradedClass, student: Student) -> Graded:
    return next(one for one in result.result.results if one.exercise.student == student)


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def outputs(folder: Path) -> dict[str, bytes]:
    """Return all that grading has written, but for the journal."""
    names = [folder / "grades.csv", folder / "grades.html", *folder.glob("feedback/**/*.*")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in names if path.is_file()}
