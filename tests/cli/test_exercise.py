"""What ``bpsheet exercise`` says, how it reads its options, and what it refuses in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bpsheet.exercises.exercise import Student
from bpsheet.exercises.manifest import read_manifest
from bpsheet.verbs.exercise import HandedOut
from tests.cli.result import Run
from tests.grading.answered import exercise_of

SEED = "correct horse battery staple"
ROSTER = "id,name,group\ns1,Ada,A\ns2,Bob,B\n"
MADE = HandedOut(
    tuple(replace(exercise_of("gates", "forward"), draws=draws) for draws in (10, 31)),
    (Path("out/students/a.xlsx"), Path("out/keys/a-key.xlsx"), Path("out/manifest.json")),
    "a new secret",
    3,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a roster."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what the verb is asked, which makes nothing."""
    asked: dict[str, Any] = {}

    def verb(template: str, output: Path, **options: Any) -> HandedOut:
        asked.update(options, template=template, output=output)
        return MADE

    monkeypatch.setattr("bpsheet.verbs.exercise.exercise", verb)
    return asked


STUDENTS = (Student("s1", "Ada", {"group": "A"}), Student("s2", "Bob", {"group": "B"}))
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "": {
        "template": "classic",
        "output": Path("exercises"),
        "kind": "fill",
        "blank": "all",
        "rows": None,
        "slips": 1,
        "vary": None,
        "self_check": False,
        "seed": None,
        "roster": (),
        "formats": ("xlsx",),
        "paper": "A4",
        "archive": False,
    },
    "xor --kind find-the-slip --slips 3": {"template": "xor", "kind": "find-the-slip", "slips": 3},
    "--blank gradients --rows 12": {"blank": "gradients", "rows": 12},
    "--rows all": {"rows": "all"},
    "--vary order --vary numbering --vary order": {"vary": ("numbering", "order")},
    "--vary nothing": {"vary": ()},
    "--self-check --paper Letter --zip": {"self_check": True, "paper": "Letter", "archive": True},
    "--seed four-random-words": {"seed": "four-random-words"},
    "--roster class.csv -o out": {"roster": STUDENTS, "output": Path("out")},
    "--format ods --format moodle-xml --format ods": {"formats": ("ods", "moodle-xml")},
}


@pytest.mark.parametrize("options", OPTIONS)
def test_options_reach_the_verb(run: Run, asked: dict[str, Any], options: str) -> None:
    result = run("exercise", *options.split())
    assert (result.status, result.errors) == (0, "")
    assert asked.items() >= OPTIONS[options].items()


@pytest.mark.parametrize("content", [SEED, f"{SEED}\r\n", f"\ufeff{SEED}"], ids=repr)
def test_a_seed_may_stand_in_a_file(
    run: Run, asked: dict[str, Any], folder: Path, content: str
) -> None:
    (folder / "secret.txt").write_text(content, encoding="utf-8", newline="")
    assert run("exercise", "--seed", "secret.txt").status == 0
    assert asked["seed"] == SEED


def test_only_a_new_seed_is_printed(run: Run, asked: dict[str, Any]) -> None:
    assert asked == {}
    assert run("exercise").output.splitlines() == [
        "out/students/a.xlsx",
        "out/keys/a-key.xlsx",
        "out/manifest.json",
        "numbers: 20 draws a student, at most 31; 3 known slips cannot show in these rows",
        "seed: a new secret (keep it secret; it makes the same exercises again)",
    ]
    assert "seed" not in run("exercise", "--seed", SEED).output


def test_many_files_are_counted(
    run: Run, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = (*(Path(f"out/students/{n}.xlsx") for n in range(11)), Path("out/manifest.json"))
    monkeypatch.setattr("tests.cli.test_exercise.MADE", replace(MADE, files=files))
    assert run("exercise", "--seed", SEED).output.splitlines()[:2] == [
        "out/students: 11 files",
        "out/manifest.json",
    ]


def test_a_class_is_made(run: Run, folder: Path) -> None:
    result = run("exercise", "gates", "--roster", "class.csv", "--seed", SEED)
    assert (result.status, result.errors) == (0, "")
    *files, numbers = result.output.splitlines()
    assert sorted(folder / file for file in files) == sorted((folder / "exercises").rglob("*.*"))
    assert len(files) == 5
    assert re.fullmatch(r"numbers: \d+ draws a student, at most \d+; .*", numbers)
    made = read_manifest(folder / "exercises" / "manifest.json").exercises
    assert [one.student for one in made] == [*STUDENTS]


REFUSED = {
    "clasic": "clasic",
    "--kind guess": "--kind",
    "--blank everything": "--blank",
    "--rows 0": "0 rows",
    "--rows -3": "--rows",
    "--rows 1.5": "--rows",
    "--rows ²": "--rows",
    "--rows 1001": "choose 1 to 1,000",
    "--slips 0": "--slips",
    "--slips many": "--slips",
    "--vary everything": "--vary",
    "--vary nothing --vary order": "--vary",
    "--seed short": "--seed",
    "--seed binary.txt": "binary.txt: is no text",
    "--seed empty.txt": "--seed",
    "--roster nobody.csv": "nobody.csv",
    "--roster empty.txt": "empty.txt",
    "--roster binary.txt": "binary.txt",
    "--roster twice.csv": "twice.csv:3: ",
    "--roster .": ".: ",
    "--format pdf": "--format",
    "--format moodle-xml --kind find-the-slip": "--format",
    "--format moodle-xml --zip": "--zip",
    "--paper A5": "--paper",
    "--kind find-the-slip --self-check": "--self-check",
    "--blank forward --self-check": "--self-check",
    "-o class.csv": "class.csv",
    "--colour red": "--colour",
    "gates xor": "xor",
}


@pytest.mark.parametrize("options", REFUSED)
def test_what_cannot_be_used_is_one_line_and_leaves_nothing(
    run: Run, folder: Path, options: str
) -> None:
    (folder / "binary.txt").write_bytes(b"\x81\x8d\x8f\x90\x9d" * 9)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "twice.csv").write_text("id,name\ns1,Ada\ns1,Bob\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run("exercise", *("gates" for _ in range(options[0] == "-")), *options.split())
    assert (result.status, result.output) == (2, "")
    assert result.errors.startswith("bpsheet: ")
    assert result.errors.count("\n") == 1
    assert REFUSED[options] in result.errors
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_other_exercises_are_kept(run: Run, folder: Path) -> None:
    command = ("exercise", "gates", "-o", "out", "--seed")
    assert run(*command, SEED).status == 0
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    result = run(*command, "another secret")
    assert (result.status, result.output) == (2, "")
    assert "manifest.json: holds other exercises" in result.errors
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before
