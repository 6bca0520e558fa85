"""What ``bpsheet grade`` says, how it reads its options, and what it refuses in one line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bpsheet.exercises.exercise import Student
from bpsheet.grading.marks import Marked, Verdict
from bpsheet.verbs.grade import GradedClass
from tests.cli.result import Run
from tests.clusters import run_impatiently
from tests.grading.classes import absent, class_of, graded
from tests.grading.handed_in import BOB, manifest_in, moodle_folder, moodle_zip
from tests.grading.submissions.zips import written

STRAY = Marked("", "", "in/diary.xlsx", failure="it cannot be told whose it is")
RESULT = class_of(
    graded(Student("s1")),
    graded(Student("s2"), {"∂E/∂w1": Verdict.WRONG, "∂E/∂w2": Verdict.UNREADABLE}),
    absent(Student("s3")),
    absent(Student("s4"), "is empty"),
    strays=(STRAY,),
    changes=tuple(f"s{number} has other points." for number in range(12)),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with what a class has handed in."""
    monkeypatch.chdir(tmp_path)
    moodle_zip(tmp_path / "class.zip")
    manifest_in(tmp_path)
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what the verb is asked, which grades nothing."""
    asked: dict[str, Any] = {}

    def verb(submissions: tuple[Path, ...], manifest: Path, output: Path, **more: Any) -> Any:
        asked.update(more, submissions=submissions, manifest=manifest, output=output)
        return GradedClass(RESULT, tuple(Path(f"back/{number}/page.html") for number in range(6)))

    monkeypatch.setattr("bpsheet.verbs.grade.grade", verb)
    return asked


OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "a.zip b": {
        "submissions": (Path("a.zip"), Path("b")),
        "manifest": Path("manifest.json"),
        "output": Path("grades.csv"),
        "rubric": None,
        "overrides": (),
        "template": None,
        "form": None,
        "feedback": None,
        "jobs": -1,
        "scheduler": None,
    },
    "a --rubric r.toml --overrides o.toml": {"rubric": Path("r.toml"), "overrides": Path("o.toml")},
    "a --template mine.toml -o out.csv": {"template": "mine.toml", "output": Path("out.csv")},
    "a --gradebook canvas --feedback back": {"form": "canvas", "feedback": Path("back")},
    "a --jobs 3 --scheduler tcp://host:8786": {"jobs": 3, "scheduler": "tcp://host:8786"},
}


@pytest.mark.parametrize("options", OPTIONS)
def test_options_reach_the_verb(run: Run, asked: dict[str, Any], options: str) -> None:
    result = run("grade", "--manifest", "manifest.json", *options.split())
    assert (result.status, result.errors) == (0, "")
    assert asked.items() >= OPTIONS[options].items()


def test_what_it_came_to_is_told_in_a_few_lines(run: Run, asked: dict[str, Any]) -> None:
    assert asked == {}
    assert run("grade", "a", "--manifest", "manifest.json").output.splitlines() == [
        *(f"back/{number}/page.html" for number in range(4)),
        "back: 2 more files",
        "graded: 2, mean 87.5 of 100 points",
        "nothing handed in: 1",
        "could not be marked: 1",
        "belong to no student of the manifest: 1",
        "answers that you must read yourself: 1",
        *(f"s{number} has other points." for number in range(10)),
        "2 more changes stand in the summary",
    ]


def test_a_class_is_graded(run: Run, folder: Path) -> None:
    written(folder / "more" / "torn.xlsx", b"PK")
    command = ("grade", "class.zip", "more", "--manifest", "manifest.json", "--feedback", "back")
    result = run(*command)
    assert (result.status, result.errors) == (0, "")
    assert result.output.splitlines() == [
        "grades.csv",
        "grades.html",
        "back/feedback.zip",
        f"back/{moodle_folder(Student('s1', 'Ada Lovelace', {'Identifier': 'Participant 17'}))}"
        f"/{one_page(folder)}",
        "back: 7 more files",
        "graded: 4, mean 75.0 of 100 points",
        "belong to no student of the manifest: 1",
        "answers that you must read yourself: 1",
    ]
    (folder / "rubric.toml").write_text("points = 10", encoding="utf-8")
    again = run(*command, "--rubric", "rubric.toml").output
    assert "The rubric's points changed from 100 to 10." in again
    assert "s1 has 10 points in place of 100" in again


def one_page(folder: Path) -> str:
    (page,) = (folder / "back").glob("Ada*/*.html")
    return page.name


RUBRIC = 'points = 100\ntolerance = "much"\n'
DECISIONS = f'[[student]]\nstudent = "{BOB.name}"\npoints = 2\nreason = "kind"\n'
REFUSED = {
    "": "SUBMISSIONS",
    "nobody.zip": "nobody.zip: there is no such file or folder",
    "class.zip --manifest nothing.json": "nothing.json: there is no such file",
    "class.zip --manifest class.zip": "class.zip:1: not text",
    "class.zip --manifest rubric.toml": "rubric.toml: no valid JSON",
    "class.zip --manifest .": ".: ",
    "class.zip --rubric nothing.toml": "nothing.toml: ",
    "class.zip --rubric rubric.toml": "rubric.toml:2: tolerance",
    "class.zip --rubric manifest.json": "manifest.json:1: ",
    "class.zip --overrides nothing.toml": "nothing.toml: ",
    "class.zip --overrides decisions.toml": "decisions.toml:2: ",
    "class.zip --template clasic": "clasic",
    "class.zip --template xor": "--template: xor has other quantities",
    "class.zip --gradebook excel": "--gradebook",
    "class.zip --jobs many": "--jobs",
    "class.zip -o grades.html": "-o: 'grades.html' is no name for a gradebook",
    "class.zip -o .": "-o: '.' is no name for a gradebook",
    "class.zip -o rubric.toml/grades.csv": "rubric.toml",
    "class.zip --feedback": "--feedback",
}


@pytest.mark.parametrize("options", REFUSED)
def test_what_cannot_be_used_is_one_line_and_leaves_nothing(
    run: Run, folder: Path, options: str
) -> None:
    (folder / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
    (folder / "decisions.toml").write_text(DECISIONS, encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    manifest = () if "--manifest" in options else ("--manifest", "manifest.json")
    result = run("grade", *manifest, *options.split())
    assert (result.status, result.output) == (2, "")
    assert result.errors.startswith("bpsheet: ")
    assert result.errors.count("\n") == 1
    assert REFUSED[options] in result.errors
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tcp://127.0.0.1:port", "nowhere"])
def test_no_scheduler_is_one_line_soon(folder: Path, address: str) -> None:
    command = ("grade", "class.zip", "--manifest", "manifest.json", "--scheduler", address)
    result = run_impatiently(folder, *command)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"bpsheet: --scheduler: there is no Dask scheduler at {address} (" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (folder / "grades.csv").exists()


def test_a_manifest_must_be_named(run: Run, folder: Path) -> None:
    result = run("grade", "class.zip")
    assert (result.status, result.output) == (2, "")
    assert result.errors == "bpsheet: Missing option '--manifest'.\n"
    assert not (folder / "grades.csv").exists()
