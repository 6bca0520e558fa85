"""A small class with numbers of each student's own, and what it hands in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bpsheet.catalogue import load_template
from bpsheet.exercises.exercise import Answer, Exercise, Student
from bpsheet.exercises.making import Assignment, Maker
from bpsheet.exercises.manifest import write_manifest
from bpsheet.exercises.secret import key_of
from tests.grading.answered import fill
from tests.grading.submissions.zips import written, zip_bytes

KEY = key_of("the seed of a small class")
ADA, BOB, CEM, DAN = STUDENTS = (
    Student("s1", "Ada Lovelace", {"Identifier": "Participant 17"}),
    Student("s2", "Bob Ross", {"Identifier": "Participant 9"}),
    Student("s3", "Cem Öz", {"Identifier": "Participant 170"}),
    Student("s4", "Dan Li", {"Identifier": "Participant 4"}),
)

ANSWERS: Mapping[Student, Mapping[str, Any]] = {
    ADA: {},
    BOB: {"∂E/∂w5": 0.5, "∂E/∂w6": "=({a_o1}-{t1})*{a_o1}*(1-{a_o1})*{i1}"},
    CEM: {"∂E/∂w1": "I do not know", "∂E/∂w2": "0,5"},
    DAN: {f"∂E/∂w{number}": None for number in (1, 2, 3, 4)},
}
"""The gradients that students do not answer by right formulas."""

POINTS = {ADA.id: 100.0, BOB.id: 75.0, CEM.id: 75.0, DAN.id: 50.0}
"""What these answers are worth, of 100: each of the eight gradients counts the same."""


@cache
def exercises() -> Mapping[Student, Exercise]:
    """Return the exercise of each student."""
    maker = Maker(Assignment(load_template("classic"), "fill", "gradients", 1), KEY)
    return {student: maker.exercise_of(student) for student in STUDENTS}


@cache
def workbook(student: Student) -> bytes:
    """Return what a student hands in; always the same bytes."""
    return workbook_with(student, ANSWERS[student])


def workbook_with(student: Student, answers: Mapping[str, Any]) -> bytes:
    """Return a student's workbook with some answers; all others are right formulas."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        fill(exercises()[student], {Answer(name, 0): own for name, own in answers.items()}, path)
        return path.read_bytes()


def manifest_in(folder: Path) -> Path:
    """Write the manifest of the class."""
    path = folder / "manifest.json"
    write_manifest([*exercises().values()], path, key=KEY)
    return path


def moodle_folder(student: Student) -> str:
    """Return the folder that Moodle puts a student's files into."""
    number = student.further["Identifier"].split()[-1]
    return f"{student.name}_{number}_assignsubmission_file_"


def moodle_zip(path: Path, further: Mapping[str, bytes] | None = None) -> Path:
    """Write the archive that Moodle makes of what the class hands in; `further` files replace."""
    files = {f"{moodle_folder(student)}/sheet.xlsx": workbook(student) for student in STUDENTS}
    return written(path, zip_bytes({**files, **(further or {})}))
