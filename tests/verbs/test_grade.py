"""Everyone is found in every layout; names, ids and bad settings do no harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn
from zipfile import ZipFile

import pytest

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Student
from bpsheet.exercises.manifest import write_manifest
from bpsheet.grading.rubric import Rubric
from bpsheet.verbs.grade import grade
from tests.grading.classes import renumbered
from tests.grading.graded import graded, of, points, rows_of
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


@pytest.mark.parametrize("name", ["xor", "gates", "mazur"])
def test_a_template_with_other_quantities_corrects_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"--template: {name} has other quantities"):
        graded(tmp_path, moodle_zip(tmp_path / "class.zip"), template=name)
    assert not (tmp_path / "grades.csv").exists()


def test_other_names_in_an_exercise_find_no_other_template(tmp_path: Path) -> None:
    write_manifest([renumbered()], tmp_path / "manifest.json", key=KEY)
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="--template: line has other quantities"):
        grade([tmp_path / "in"], tmp_path / "manifest.json", tmp_path / "g.csv", template="line")


DECISIONS = """
[[cell]]
student = "s2"
quantity = "∂E/∂w5"
credit = 1
reason = "as <b>we</b> agreed"

[[student]]
student = "s3"
points = 2
reason = "asked"
"""


def test_a_decision_is_told_in_the_feedback_and_survives(tmp_path: Path) -> None:
    decisions = written(tmp_path / "decisions.toml", DECISIONS.encode())
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
    "no processes": ({"jobs": 0}, "--jobs: 0 processes"),
}


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take any class for a large one, which is worth more processes."""
    monkeypatch.setattr("bpsheet.verbs.grade.FEW", 0)


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
