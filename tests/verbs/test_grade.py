"""What a class hands in becomes its grades, whatever the archive, and whatever is broken in it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn
from zipfile import ZipFile

import openpyxl
import pytest
from distributed import LocalCluster

from bpsheet.catalogue import load_template
from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Exercise, Student
from bpsheet.exercises.manifest import write_manifest
from bpsheet.grading.marked_file import marked_file
from bpsheet.grading.marks import Marked, Verdict
from bpsheet.grading.overrides import Override
from bpsheet.grading.result import Graded
from bpsheet.grading.rubric import Rubric, Tolerance
from bpsheet.verbs.grade import GradedClass, grade
from tests.grading.handed_in import (
    ADA,
    BOB,
    CEM,
    DAN,
    KEY,
    POINTS,
    STUDENTS,
    exercises,
    manifest_in,
    moodle_folder,
    moodle_zip,
    workbook,
    workbook_with,
)
from tests.grading.submissions.zips import written, zip_bytes


def graded(folder: Path, *sources: Path, **settings: Any) -> GradedClass:
    """Grade the class; all that is written stands below a folder."""
    given = {"output": folder / "grades.csv", "feedback": folder / "feedback", **settings}
    return grade(sources, manifest_in(folder), **given)


def points(result: GradedClass) -> dict[str, float]:
    return {
        one.exercise.student.id: one.score.points for one in result.result.results if one.score
    }


def of(result: GradedClass, student: Student) -> Graded:
    return next(one for one in result.result.results if one.exercise.student == student)


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def outputs(folder: Path) -> dict[str, bytes]:
    """Return all that grading has written, but for the journal."""
    names = [folder / "grades.csv", folder / "grades.html", *folder.glob("feedback/**/*.*")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in names if path.is_file()}


def names_of(scheme: Callable[[Student], str], folder: str = "") -> dict[str, bytes]:
    return {f"{folder}{scheme(student)}": workbook(student) for student in STUDENTS}


def handed_out(student: Student) -> str:
    return f"classic-{student.id}-{exercises()[student].id}.xlsx"


def number_of(student: Student) -> str:
    return student.further["Identifier"].split()[-1]


def canvas_name(student: Student) -> str:
    first, last = student.name.split()
    return f"{last}{first}_43{number_of(student)}_9876_sheet.xlsx".lower()


LAYOUTS: Mapping[str, tuple[str, Callable[[Student], str]]] = {
    "files as they were handed out": ("", handed_out),
    "files of any name": ("", lambda student: f"copy of {student.id} (2).xlsx"),
    "a folder in a folder": ("", lambda student: f"Monday/{student.id}/sheet.xlsx"),
    "folders of Moodle": ("moodle", lambda student: f"{moodle_folder(student)}/sheet.xlsx"),
    "files of Moodle": ("moodle", lambda student: f"{moodle_folder(student)}sheet.xlsx"),
    "groups in Moodle": (
        "moodle",
        lambda student: f"Group A-{moodle_folder(student)}/my sheet.xlsx",
    ),
    "anonymous in Moodle": (
        "moodle",
        lambda student: f"Participant_{number_of(student)}_assignsubmission_file_/x.xlsx",
    ),
    "Canvas": ("canvas", canvas_name),
    "late in Canvas": ("canvas", lambda student: canvas_name(student).replace("_43", "_LATE_43")),
    "anonymous in Canvas": (
        "canvas",
        lambda student: f"anon_x7K{number_of(student)}_9876_sheet.xlsx",
    ),
}
FIRST_COLUMN = {"": "id", "moodle": "Identifier", "canvas": "Student"}


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "folder"])
@pytest.mark.parametrize(("system", "scheme"), LAYOUTS.values(), ids=LAYOUTS)
def test_everyone_is_found_in_every_layout(
    tmp_path: Path, system: str, scheme: Callable[[Student], str], zipped: bool
) -> None:
    files = names_of(scheme)
    if zipped:
        source = written(tmp_path / "class.zip", zip_bytes(files))
    else:
        source = tmp_path / "in"
        for name, content in files.items():
            written(source / name, content)
    result = graded(tmp_path, source, feedback=None)
    assert points(result) == POINTS
    assert result.result.strays == ()
    assert next(iter(rows_of(tmp_path)[0])) == FIRST_COLUMN[system]


def test_of_what_is_handed_in_again_to_canvas_the_last_counts(tmp_path: Path) -> None:
    first = canvas_name(ADA)
    files = {
        first: workbook_with(ADA, {"∂E/∂w5": 0.5}),
        first.replace("sheet", "sheet-1"): workbook_with(ADA, {"∂E/∂w5": None}),
        first.replace("sheet", "sheet-2"): workbook(ADA),
    }
    result = graded(tmp_path, written(tmp_path / "class.zip", zip_bytes(files)))
    assert points(result) == {ADA.id: POINTS[ADA.id]}
    (fact,) = of(result, ADA).facts
    assert fact.kind == "several-submissions"
    assert fact.words.count(".xlsx") == 2


def test_of_several_files_at_once_the_fullest_counts(tmp_path: Path) -> None:
    folder = moodle_folder(DAN)
    further = {f"{folder}/a.xlsx": workbook_with(DAN, {}), f"{folder}/b.pdf": b"%PDF"}
    result = graded(tmp_path, moodle_zip(tmp_path / "class.zip", further))
    assert points(result) == {**POINTS, DAN.id: 100.0}
    marked = of(result, DAN).marked
    assert marked is not None
    assert marked.source.endswith("a.xlsx")
    assert ["b.pdf" in fact.words for fact in marked.facts] == [True]


def another_workbook() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book["Sheet"]["A1"] = "my diary"
    book.save(buffer)
    return buffer.getvalue()


def workbook_with_sheet(sheet: bytes) -> bytes:
    """Return a workbook with a sheet in place of its own."""
    with ZipFile(io.BytesIO(workbook(BOB))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zip_bytes({**parts, "xl/worksheets/sheet1.xml": sheet})


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
    "no sheet": lambda: workbook_with_sheet(b"<worksheet"),
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


def test_another_workbook_waits_for_the_teacher(tmp_path: Path) -> None:
    bad = {f"{moodle_folder(BOB)}/sheet.xlsx": another_workbook()}
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


def test_nobody_has_handed_in_anything(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = graded(tmp_path, tmp_path / "in", form="plain")
    assert points(result) == {}
    assert {row["remark"] for row in rows_of(tmp_path)} == {"nothing handed in"}


class Counted:
    """Marks a file, and counts how often it did."""

    def __init__(self) -> None:
        self.sources: list[str] = []

    def __call__(
        self, source: str, content: bytes, exercise: Exercise, tolerance: Tolerance
    ) -> Marked:
        self.sources.append(source)
        return marked_file(source, content, exercise, tolerance)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Count which files are marked."""
    counted = Counted()
    monkeypatch.setattr("bpsheet.grading.class_run.marked_file", counted)
    return counted


KILLED = """
import os, sys
from pathlib import Path
from bpsheet.verbs.grade import grade

folder, left = Path(sys.argv[1]), int(sys.argv[2])

def seen(total):
    global left
    left -= 1
    if not left:
        os._exit(9)

grade([folder / "class.zip"], folder / "manifest.json", folder / "grades.csv", on_submission=seen)
"""


def test_a_run_that_was_killed_goes_on_behind_what_was_marked(
    tmp_path: Path, counted: Counted
) -> None:
    source = moodle_zip(tmp_path / "class.zip")
    whole = graded(tmp_path, source)
    expected = outputs(tmp_path)
    for name in ("grades.csv", "grades.journal"):
        (tmp_path / name).unlink()
    process = subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path, "2"], cwd=Path(__file__).parents[2], check=False
    )
    assert process.returncode == 9
    assert not (tmp_path / "grades.csv").exists()
    with (tmp_path / "grades.journal").open("ab") as journal:
        journal.write(b'["torn')
    counted.sources.clear()
    resumed = graded(tmp_path, source)
    assert len(counted.sources) == 2
    assert resumed.result == whole.result
    assert outputs(tmp_path) == expected


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9])
def test_a_journal_that_is_cut_anywhere_is_completed(
    tmp_path: Path, counted: Counted, share: float
) -> None:
    source, journal = moodle_zip(tmp_path / "class.zip"), tmp_path / "grades.journal"
    whole = graded(tmp_path, source, feedback=None)
    content = journal.read_bytes()
    journal.write_bytes(content[: int(len(content) * share)])
    kept = max(journal.read_bytes().count(b"\n") - 1, 0)
    counted.sources.clear()
    assert graded(tmp_path, source, feedback=None).result == whole.result
    assert len(counted.sources) == len(STUDENTS) - kept
    keys = [json.loads(line)[0] for line in journal.read_bytes().splitlines()]
    assert len(keys) == len(STUDENTS) + 2
    assert len({*keys}) == len(keys)


def test_an_interruption_from_the_keyboard_keeps_what_was_marked(
    tmp_path: Path, counted: Counted
) -> None:
    def interrupt(total: int) -> None:
        assert total == len(STUDENTS)
        if len(counted.sources) == 3:
            raise KeyboardInterrupt

    source = moodle_zip(tmp_path / "class.zip")
    with pytest.raises(KeyboardInterrupt):
        graded(tmp_path, source, on_submission=interrupt)
    assert points(graded(tmp_path, source)) == POINTS
    assert len(counted.sources) == len({*counted.sources}) == len(STUDENTS)


HARDER = Rubric(points=10, quantities={"∂E/∂w5": 3})
BOBS = Override(BOB.id, quantity="∂E/∂w5", credit=1, reason="as we agreed")
MORE = Override(CEM.id, points=2, reason="a good <question>")
SECOND: Mapping[str, tuple[Mapping[str, Any], tuple[str, ...], int]] = {
    "nothing": ({}, (), 0),
    "a rubric": (
        {"rubric": HARDER},
        ("The rubric's points changed", "The rubric's quantities", "s1 has 10 points in place"),
        0,
    ),
    "a tolerance": (
        {"rubric": Rubric(tolerance=Tolerance("decimals", 4))},
        ("The rubric's tolerance changed from relative 0.005 to decimals 4",),
        4,
    ),
    "decisions": (
        {"overrides": [BOBS, MORE]},
        (
            "s2 has other decisions of the teacher's and has 87.5 points in place of 75"
            " (∂E/∂w5 0 → 12.5)",
            "s3 has other decisions of the teacher's and has 77 points in place of 75",
        ),
        0,
    ),
}


@pytest.mark.parametrize(("settings", "words", "marked"), SECOND.values(), ids=SECOND)
def test_grading_again_says_what_changed_and_marks_only_what_it_must(
    tmp_path: Path,
    counted: Counted,
    settings: Mapping[str, Any],
    words: tuple[str, ...],
    marked: int,
) -> None:
    source = moodle_zip(tmp_path / "class.zip")
    assert graded(tmp_path, source).result.changes == ()
    assert len(counted.sources) == 4
    again = graded(tmp_path, source, **settings)
    assert len(counted.sources) - 4 == marked
    told = "\n".join(again.result.changes)
    assert bool(told) == bool(words)
    for word in words:
        assert word in told
    summary = (tmp_path / "grades.html").read_text(encoding="utf-8")
    assert all(change in summary for change in again.result.changes if "'" not in change)
    back = graded(tmp_path, source)
    assert len(counted.sources) - 4 == marked
    assert bool(back.result.changes) == bool(words)
    assert points(back) == POINTS


def test_only_a_file_that_was_replaced_is_marked_again(tmp_path: Path, counted: Counted) -> None:
    source = moodle_zip(tmp_path / "class.zip")
    graded(tmp_path, source)
    counted.sources.clear()
    moodle_zip(source, {f"{moodle_folder(DAN)}/sheet.xlsx": workbook_with(DAN, {})})
    again = graded(tmp_path, source)
    assert [source.endswith("Dan Li_4_assignsubmission_file_/sheet.xlsx") for source in
            counted.sources] == [True]  # fmt: skip
    (change,) = again.result.changes
    assert change.startswith("s4 handed in another file and has 100 points in place of 50")


def test_a_corrected_template_marks_by_other_definitions(tmp_path: Path, counted: Counted) -> None:
    """With another activation, only the second layer's signals to the outputs stay right."""
    classic = load_template("classic")
    assert classic.network is not None
    source = moodle_zip(tmp_path / "class.zip")
    graded(tmp_path, source)
    network = replace(classic.network, activations=("tanh", "tanh"))
    again = graded(tmp_path, source, template=replace(classic, network=network))
    assert len(counted.sources) == 8
    assert points(again)[ADA.id] < 100
    assert any(change.startswith("s1 has ") for change in again.result.changes)
    assert points(graded(tmp_path, source, template="classic")) == POINTS


@pytest.mark.parametrize("name", ["xor", "gates", "mazur"])
def test_a_template_with_other_quantities_corrects_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"--template: {name} has other quantities"):
        graded(tmp_path, moodle_zip(tmp_path / "class.zip"), template=name)
    assert not (tmp_path / "grades.csv").exists()


def test_a_decision_is_told_in_the_feedback_and_survives(tmp_path: Path) -> None:
    decisions = written(
        tmp_path / "decisions.toml",
        '[[cell]]\nstudent = "s2"\nquantity = "∂E/∂w5"\ncredit = 1\nreason = "as <b>we</b> agreed"\n'
        '[[student]]\nstudent = "s3"\npoints = 2\nreason = "asked"\n'.encode(),
    )
    source = moodle_zip(tmp_path / "class.zip")
    for _ in range(2):
        result = graded(tmp_path, source, overrides=decisions)
        assert points(result) == {**POINTS, BOB.id: 87.5, CEM.id: 77.0}
        page = feedback_of(tmp_path, BOB)
        assert "∂E/∂w5 counts 100% (as &lt;b&gt;we&lt;/b&gt; agreed)" in page
        assert "+2 points (asked)" in feedback_of(tmp_path, CEM)
        assert "Your teacher decided" not in feedback_of(tmp_path, ADA)


def feedback_of(folder: Path, student: Student) -> str:
    (page,) = (folder / "feedback").glob(f"*/{exercises()[student].id}-feedback.html")
    return page.read_text(encoding="utf-8")


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
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


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


HOSTILE = (
    '=HYPERLINK("http://evil","x")',
    "+1+1|cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "../../../etc/passwd",
)


@pytest.mark.parametrize("form", ["plain", "moodle", "canvas"])
def test_names_and_ids_of_attackers_are_text_everywhere(tmp_path: Path, form: str) -> None:
    own = exercises()[ADA]
    made = [
        replace(own, id=f"{number:016x}", student=Student(text, text, {"Section": text}))
        for number, text in enumerate(HOSTILE)
    ]
    write_manifest(made, tmp_path / "manifest.json", key=KEY)
    for one in made:
        written(tmp_path / "in" / f"{one.id}.xlsx", workbook(ADA))
    result = grade(
        [tmp_path / "in"],
        tmp_path / "manifest.json",
        tmp_path / "out" / "grades.csv",
        form=form,  # type: ignore[arg-type]
        feedback=tmp_path / "out" / "feedback",
    )
    assert len(points(result)) == len(HOSTILE)
    text = (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8-sig")
    rows = [*csv.reader(io.StringIO(text, newline=""))]
    assert len({len(row) for row in rows}) == 1
    for field in (field for row in rows for field in row):
        assert field.lstrip()[:1] not in {*"=+-@"}, field
    assert "<script" not in (tmp_path / "out" / "grades.html").read_text(encoding="utf-8")
    for path in result.files:
        assert path.resolve().is_relative_to((tmp_path / "out").resolve())
        if path.name.endswith("feedback.html"):
            page = path.read_text(encoding="utf-8")
            assert "<script" not in page
            assert "<img" not in page
    with ZipFile(tmp_path / "out" / "feedback" / "feedback.zip") as package:
        for name in package.namelist():
            assert not name.startswith("/")
            assert ".." not in name.split("/")
            assert "<" not in name


REFUSED: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "no such rubric": ({"rubric": "nothing.toml"}, r"nothing\.toml"),
    "a rubric for another exercise": ({"rubric": Rubric(quantities={"∂E/∂w99": 1})}, "∂E/∂w99"),
    "no such decisions": ({"overrides": "nothing.toml"}, r"nothing\.toml"),
    "no such template": ({"template": "clasic"}, "clasic"),
    "a gradebook that the summary would replace": ({"output": "grades.html"}, r"-o: .*\.csv"),
    "a gradebook that is the journal": ({"output": "grades.journal"}, r"-o: .*\.csv"),
    "a gradebook that is a manifest": ({"output": "manifest.json"}, r"-o: .*\.csv"),
    "a gradebook without a name": ({"output": ""}, r"-o: .*\.csv"),
    "no scheduler's address": ({"scheduler": "nowhere"}, "--scheduler: there is no Dask"),
    "no processes": ({"jobs": 0}, "--jobs: 0 processes"),
}


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(("settings", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_refused_before_anything_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Mapping[str, Any], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    source = moodle_zip(tmp_path / "class.zip")
    before = manifest_in(tmp_path).read_bytes()
    with pytest.raises(InputError, match=words) as refusal:
        graded(tmp_path, source, **settings)
    assert "\n" not in str(refusal.value)
    assert (tmp_path / "manifest.json").read_bytes() == before
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"class.zip", "manifest.json", "grades.journal"}


@pytest.mark.parametrize("name", ["nobody.zip", "nobody"])
def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"{name}: there is no such file or folder"):
        graded(tmp_path, moodle_zip(tmp_path / "class.zip"), tmp_path / name)
    assert not (tmp_path / "grades.csv").exists()


def test_a_copy_that_cannot_be_marked_stops_no_feedback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> NoReturn:
        raise RuntimeError("a fault of bpsheet")

    monkeypatch.setattr("bpsheet.grading.handing_back.marked_copy", fault)
    result = graded(tmp_path, moodle_zip(tmp_path / "class.zip"))
    assert points(result) == POINTS
    pages = [path for path in result.files if path.name.endswith("feedback.html")]
    assert len(pages) == len(STUDENTS)
