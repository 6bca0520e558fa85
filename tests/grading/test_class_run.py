"""A broken file harms no other, and it does not matter where a class is marked."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn
from zipfile import ZipFile

import openpyxl
import pytest

from bpsheet.checker.book import Book
from bpsheet.exercises.exercise import Exercise
from bpsheet.grading.marking import mark
from bpsheet.grading.marks import Verdict
from bpsheet.grading.rubric import Tolerance
from tests.clusters import cluster
from tests.grading.graded import graded, of, outputs, points, rows_of
from tests.grading.handed_in import (
    ADA,
    BOB,
    POINTS,
    exercises,
    moodle_folder,
    moodle_zip,
    workbook,
)
from tests.grading.submissions.zips import written, zip_bytes


def another_workbook() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book["Sheet"]["A1"] = "my diary"
    book.save(buffer)
    return buffer.getvalue()


def workbook_with_sheet(sheet: bytes) -> bytes:
    """Return a workbook in which something else is in place of the worksheet."""
    with ZipFile(io.BytesIO(workbook(BOB))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zip_bytes({**parts, "xl/worksheets/sheet2.xml": sheet})


ENTITIES = b"""<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</worksheet>"""
MEGABYTES = 30_000_000
BROKEN: Mapping[str, Callable[[], bytes]] = {
    "a torn workbook": lambda: workbook(BOB)[:-2000],
    "the beginning of a workbook": lambda: workbook(BOB)[:100],
    "text": lambda: b"I could not do it",
    "nothing": lambda: b"",
    "zeros": lambda: bytes(MEGABYTES),
    "a bomb": lambda: workbook_with_sheet(bytes(MEGABYTES)),
    "a bomb of entities": lambda: workbook_with_sheet(ENTITIES),
    "an archive": lambda: zip_bytes({"sheet.xlsx": workbook(BOB)}),
    "an empty archive": lambda: zip_bytes({}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_stays_its_owners_trouble(
    tmp_path: Path, broken: Callable[[], bytes]
) -> None:
    bad = {f"{moodle_folder(BOB)}/sheet.xlsx": broken()}
    result = graded(tmp_path, moodle_zip(tmp_path / "class.zip", bad))
    assert points(result) == {name: own for name, own in POINTS.items() if name != BOB.id}
    marked = of(result, BOB).marked
    assert marked is not None
    assert marked.failure
    assert "\n" not in marked.failure
    assert "report this fault" not in marked.failure
    names = {path.name for path in result.files if BOB.name in str(path)}
    assert names == {f"{exercises()[BOB].id}-feedback.html"}
    summary = (tmp_path / "grades.html").read_text(encoding="utf-8")
    assert "class.zip: Bob Ross" in summary


def test_what_is_nobodys_is_listed(tmp_path: Path) -> None:
    for name, broken in BROKEN.items():
        written(tmp_path / "in" / f"{name}.xlsx", broken())
    written(tmp_path / "in" / "diary.xlsx", another_workbook())
    written(tmp_path / "in" / "notes.docx", b"words")
    written(tmp_path / "in" / "empty.zip", zip_bytes({}))
    written(tmp_path / "in" / "torn.zip", zip_bytes({"sheet.xlsx": b"x" * 1000})[:-9])
    written(tmp_path / "in" / "ada.xlsx", workbook(ADA))
    result = graded(tmp_path, tmp_path / "in")
    assert points(result) == {ADA.id: POINTS[ADA.id]}
    assert {Path(stray.source).name for stray in result.result.strays} == {
        *(f"{name}.xlsx" for name in BROKEN),
        *("diary.xlsx", "notes.docx", "empty.zip", "torn.zip"),
    }
    assert all(stray.failure for stray in result.result.strays)
    summary = (tmp_path / "grades.html").read_text(encoding="utf-8")
    assert all(f"{Path(s.source).name}" in summary for s in result.result.strays)


def workbook_without_worksheet() -> bytes:
    return workbook_with_sheet(b"<worksheet")


@pytest.mark.parametrize("without", [another_workbook, workbook_without_worksheet])
def test_a_workbook_without_the_answers_waits_for_the_teacher(
    tmp_path: Path, without: Callable[[], bytes]
) -> None:
    bad = {f"{moodle_folder(BOB)}/sheet.xlsx": without()}
    result = graded(tmp_path, moodle_zip(tmp_path / "class.zip", bad), form="plain")
    bob = of(result, BOB)
    assert bob.marked is not None and bob.score is not None
    assert {mark.verdict for mark in bob.marked.marks} == {Verdict.UNREADABLE}
    assert rows_of(tmp_path)[1]["to read"] == "8"


def test_someone_elses_exercise_is_marked_by_ones_own_numbers_and_told(tmp_path: Path) -> None:
    bad = {f"{moodle_folder(BOB)}/sheet.xlsx": workbook(ADA)}
    result = graded(tmp_path, moodle_zip(tmp_path / "class.zip", bad))
    bob = of(result, BOB)
    assert bob.marked is not None
    facts = {fact.kind: fact.words for fact in bob.marked.facts}
    assert exercises()[ADA].id in facts["other-exercise"]
    assert points(result).keys() == POINTS.keys()


FAULTS: Mapping[str, tuple[Exception, str]] = {
    "a fault": (ZeroDivisionError("by\n0"), "please report this fault of bpsheet (test_class_run"),
    "no memory": (MemoryError(), "there is not enough memory to mark it"),
    "too deep": (RecursionError("too deep"), "RecursionError: too deep"),
}


@pytest.mark.parametrize(("error", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_ours_with_one_file_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def marks(book: Book, exercise: Exercise, tolerance: Tolerance) -> Any:
        if exercise.student == BOB:
            raise error
        return mark(book, exercise, tolerance)

    monkeypatch.setattr("bpsheet.grading.marked_file.mark", marks)
    result = graded(tmp_path, moodle_zip(tmp_path / "class.zip"))
    assert points(result) == {name: own for name, own in POINTS.items() if name != BOB.id}
    bob = of(result, BOB).marked
    assert bob is not None
    assert words in bob.failure
    assert "\n" not in bob.failure


def test_a_fault_of_ours_in_reading_whose_it_is_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(_: bytes) -> NoReturn:
        raise KeyError("sheet")

    monkeypatch.setattr("bpsheet.grading.class_run.book_in", fault)
    source = moodle_zip(tmp_path / "class.zip", {"sheet.xlsx": workbook(BOB)})
    result = graded(tmp_path, source)
    assert points(result) == POINTS
    (stray,) = result.result.strays
    assert "KeyError: 'sheet'" in stray.failure


def test_nobody_has_handed_in_anything(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = graded(tmp_path, tmp_path / "in", form="plain")
    assert points(result) == {}
    assert {row["remark"] for row in rows_of(tmp_path)} == {"nothing handed in"}


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take any class for a large one, which is worth more processes."""
    monkeypatch.setattr("bpsheet.verbs.grade.FEW", 0)


@pytest.mark.usefixtures("many")
def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    source = moodle_zip(tmp_path / "class.zip", {"nobody.xlsx": b"text"})
    results = []
    for jobs in (1, 2):
        folder = tmp_path / f"{jobs}"
        folder.mkdir()
        results.append(graded(folder, source, jobs=jobs).result)
    assert results[0] == results[1]
    assert outputs(tmp_path / "1") == outputs(tmp_path / "2")
    one, two = ((tmp_path / name / "grades.journal").read_bytes() for name in "12")
    assert one == two


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Return the address of a Dask cluster of several processes on this machine."""
    with cluster(processes=True) as address:
        yield address


def test_a_cluster_changes_nothing(tmp_path: Path, scheduler: str) -> None:
    source = moodle_zip(tmp_path / "class.zip", {"nobody.xlsx": b"text"})
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    here = graded(tmp_path / "here", source)
    there = graded(tmp_path / "there", source, scheduler=scheduler)
    assert here.result == there.result
    assert outputs(tmp_path / "here") == outputs(tmp_path / "there")
    assert (tmp_path / "here" / "grades.journal").read_bytes() == (
        tmp_path / "there" / "grades.journal"
    ).read_bytes()
