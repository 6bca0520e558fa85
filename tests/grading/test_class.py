"""A whole class: the marks of 300 students, cell by cell, are those that were planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from bpsheet.catalogue import load_template
from bpsheet.exercises.exercise import Answer, Exercise, Student
from bpsheet.exercises.layout import student_workbook
from bpsheet.exercises.making import Assignment, Maker
from bpsheet.exercises.manifest import write_manifest
from bpsheet.exercises.secret import key_of
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.grading.marks import Verdict
from bpsheet.verbs.grade import grade
from tests.applications import round_trip
from tests.grading.synthetic import WAYS, Answering, Planting, fill_in

STUDENTS, SAMPLE = 300, 10
EVEN = dict.fromkeys(WAYS, 1.0)
KINDS: Sequence[Mapping[str, float]] = (
    {"formula": 1.0},
    EVEN | {"formula": 60.0},
    EVEN | {"formula": 20.0, "slip": 5.0},
    EVEN,
)
"""Students who make no mistake, one, a few, and all that there are."""

KEY = key_of("the seed of a synthetic class")

Planted = Mapping[str, Mapping[Answer, Planting]]


def exercises(count: int) -> list[Exercise]:
    vary = ("numbering", "order")
    maker = Maker(Assignment(load_template("classic"), "fill", "all", 1, vary), KEY)
    return [maker.exercise_of(Student(f"s{number:03d}")) for number in range(count)]


def handed_in(made: Sequence[Exercise], folder: Path) -> Planted:
    """Write the workbooks of a class and its manifest; return what was planted by student."""
    (folder / "in").mkdir(parents=True)
    write_manifest(made, folder / "manifest.json", key=KEY)
    planted = {}
    for number, exercise in enumerate(made):
        write_xlsx(student_workbook(exercise), folder / "out.xlsx")
        random, ways = Random(number), KINDS[number % len(KINDS)]
        planted[exercise.student.id] = fill_in(
            folder / "out.xlsx",
            folder / "in" / f"{exercise.student.id}-{exercise.id}.xlsx",
            exercise,
            lambda cells, r=random, w=ways: Answering(cells, r, w).plantings(),  # type: ignore[misc]
        )
    return planted


def found(folder: Path, name: str = "in") -> Mapping[str, Mapping[Answer, tuple[Verdict, str]]]:
    graded = grade([folder / name], folder / "manifest.json", folder / "grades.csv")
    return {
        one.exercise.student.id: {
            Answer(mark.quantity, mark.row): (mark.verdict, mark.slip) for mark in one.marked.marks
        }
        for one in graded.result.results
        if one.marked is not None
    }


def differing(
    planted: Planted, marks: Mapping[str, Mapping[Answer, tuple[Verdict, str]]]
) -> Mapping[tuple[str, Answer], object]:
    return {
        (student, answer): (planting, marks[student][answer])
        for student, plantings in planted.items()
        for answer, planting in plantings.items()
        if marks[student][answer][0] is not planting.verdict
        or planting.slip not in ("", marks[student][answer][1])
    }


def test_the_marks_of_a_class_are_those_that_were_planted(tmp_path: Path) -> None:
    planted = handed_in(exercises(STUDENTS), tmp_path)
    marks = found(tmp_path)
    assert len(marks) == STUDENTS
    assert differing(planted, marks) == {}
    kinds = Counter(planting.way for one in planted.values() for planting in one.values())
    assert kinds.keys() == WAYS.keys()


@pytest.mark.office
def test_a_sample_saved_by_libreoffice_is_marked_alike(tmp_path: Path) -> None:
    planted = handed_in(exercises(SAMPLE), tmp_path)
    (tmp_path / "saved").mkdir()
    for number, path in enumerate(sorted((tmp_path / "in").iterdir())):
        suffix = (".xlsx", ".ods")[number % 2]
        saved = round_trip(path, tmp_path / f"work{number}", suffix)
        saved.rename(tmp_path / "saved" / f"{path.stem}{suffix}")
    assert differing(planted, found(tmp_path, "saved")) == {}
