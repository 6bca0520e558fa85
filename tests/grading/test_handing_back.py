"""What students get back stands where their platform looks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from bpsheet.checker.reading import read_book
from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Exercise, Student
from bpsheet.grading.handing_back import hand_back
from bpsheet.grading.marking import mark
from bpsheet.grading.marks import Marked
from bpsheet.grading.result import ClassResult, Graded
from bpsheet.grading.rubric import Rubric, Tolerance
from bpsheet.grading.scores import score_of
from bpsheet.grading.submission import Handed, Submission
from tests.grading.answered import exercise_of, fill
from tests.grading.classes import absent, class_of, graded

EXERCISE = exercise_of(part="gradients")
FOLDER = "Ada Lovelace_17_assignsubmission_file_"
BY_MOODLE = Handed("moodle", "Ada Lovelace", "17", folder=FOLDER)


def exercise(identity: str) -> Exercise:
    return replace(EXERCISE, id=f"id-{identity}", student=Student(identity, "Ada"))


def marked_file(identity: str, handed: Handed, folder: Path) -> tuple[Graded, Submission]:
    """Return what came of a workbook that was handed in."""
    own, path = exercise(identity), folder / f"{identity}.xlsx"
    fill(own, {}, path)
    marks, facts = mark(read_book(path), own, Tolerance())
    marked = Marked(own.id, identity, path.name, "0a", marks, facts)
    score = score_of(own, marked, Rubric(), ())
    return Graded(own, marked, score, handed), Submission(
        path.name, path.name, handed, path.read_bytes
    )


def handed_back(
    results: list[tuple[Graded, Submission]], folder: Path, jobs: int = 1
) -> list[Path]:
    result = class_of(*(graded for graded, _ in results))
    return hand_back(result, {g.exercise.id: s for g, s in results}, folder, jobs)


def names_in(archive: Path) -> list[str]:
    with ZipFile(archive) as package:
        return package.namelist()


def test_moodle_finds_each_folder(tmp_path: Path) -> None:
    results = [
        marked_file("s1", BY_MOODLE, tmp_path),
        marked_file("s2", Handed(), tmp_path),
    ]
    archive, *files = handed_back(results, tmp_path / "feedback")
    assert names_in(archive) == [
        f"{FOLDER}/id-s1-feedback.html",
        f"{FOLDER}/id-s1-marked.xlsx",
        "s2/id-s2-feedback.html",
        "s2/id-s2-marked.xlsx",
    ]
    with ZipFile(archive) as package:
        for path, name in zip(files, package.namelist(), strict=True):
            assert path == archive.parent / name
            assert path.read_bytes() == package.read(name)


def test_the_same_class_gives_the_same_archive(tmp_path: Path) -> None:
    results = [marked_file(identity, Handed(), tmp_path) for identity in ("s1", "s2", "s3")]
    one, *_ = handed_back(results, tmp_path / "one")
    two, *_ = handed_back(results, tmp_path / "two", jobs=2)
    assert one.read_bytes() == two.read_bytes()


def no_longer_there() -> bytes:
    raise InputError("is gone")


@pytest.mark.parametrize("content", [no_longer_there, lambda: b"no workbook", lambda: b""])
def test_without_a_workbook_there_is_a_page(content: Callable[[], bytes], tmp_path: Path) -> None:
    result = graded(Student("s1"))
    submission = Submission("s1.xlsx", "s1.xlsx", Handed(), content)
    archive, *_ = handed_back([(result, submission)], tmp_path)
    assert names_in(archive) == ["s1/id-s1-feedback.html"]


def test_who_handed_in_nothing_gets_nothing(tmp_path: Path) -> None:
    result: ClassResult = class_of(absent(Student("s1")))
    (archive,) = hand_back(result, {}, tmp_path, 1)
    assert names_in(archive) == []


def test_an_id_is_no_way_out_of_the_folder(tmp_path: Path) -> None:
    submission = Submission("x.xlsx", "x.xlsx", Handed(), lambda: b"")
    _, page = handed_back([(graded(Student("../../evil")), submission)], tmp_path / "feedback")
    assert page.resolve().is_relative_to((tmp_path / "feedback").resolve())
