"""What a student gets depends on template, seed and id alone, and does not lead to the key."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import isclose
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree

from bpsheet.catalogue import load_template
from bpsheet.errors import BpsheetError, InputError, OutputError
from bpsheet.exercises.exercise import Exercise, Student
from bpsheet.exercises.making import Assignment
from bpsheet.exercises.manifest import read_manifest
from bpsheet.exercises.secret import key_of
from bpsheet.template import Data
from bpsheet.verbs.exercise import HandedOut, exercise
from tests.grading.synthetic import right_table

SEED = "correct horse battery staple"
ADA, BOB, CEM, DAN = (Student(f"matriculation-{n}", name) for n, name in enumerate("ABCD", 4711))
IN_MOODLE = [
    Student("u1", "Ada Lovelace", {"Identifier": "Participant 17"}),
    Student("u2", "Bob", {"Identifier": "Participant 9"}),
]

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "blanks": {"template": "classic"},
    "slips to find": {"template": "classic", "kind": "find-the-slip", "rows": 2, "slips": 2},
    "another structure": {
        "template": "mazur",
        "blank": "gradients",
        "vary": ("order", "numbering", "outputs", "notation"),
    },
    "OpenDocument, several samples": {
        "template": "and-gate",
        "rows": 2,
        "blank": "gradients",
        "formats": ("ods",),
        "self_check": True,
    },
}
every_setting = pytest.mark.parametrize("setting", SETTINGS)


def made(folder: Path, *students: Student, **settings: Any) -> HandedOut:
    """Make exercises, small ones unless others are asked for."""
    small = {"template": "gates", "output": folder, "roster": students, "seed": SEED}
    return exercise(**{**small, **settings})


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def without_manifest(folder: Path) -> dict[str, bytes]:
    files = contents(folder)
    del files["manifest.json"]
    return files


def write_classes(folder: Path) -> dict[str, HandedOut]:
    """Make a class with every setting, each in a folder below one."""
    return {name: made(folder / name, ADA, BOB, CEM, **SETTINGS[name]) for name in SETTINGS}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what is made once."""
    return tmp_path_factory.mktemp("classes")


@pytest.fixture(scope="module")
def classes(folder: Path) -> Mapping[str, HandedOut]:
    """Return a class with every setting."""
    return write_classes(folder)


@every_setting
def test_neither_the_order_of_a_roster_nor_who_else_is_on_it_changes_a_file(
    tmp_path: Path, folder: Path, classes: Mapping[str, HandedOut], setting: str
) -> None:
    assert classes[setting].files
    made(tmp_path, DAN, CEM, replace(ADA, further={"group": "B"}), **SETTINGS[setting])
    one, other = without_manifest(folder / setting), without_manifest(tmp_path)
    both = one.keys() & other.keys()
    assert len(both) == 4
    assert all(one[name] == other[name] for name in both)


def test_the_number_of_processes_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpsheet.verbs.exercise.FEW", 0)
    for jobs in (1, 2):
        made(tmp_path / f"{jobs}", *IN_MOODLE, jobs=jobs, archive=True, formats=("xlsx", "ods"))
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


PROGRAM = """
import sys
from pathlib import Path
from tests.verbs.test_exercise import write_classes

write_classes(Path(sys.argv[1]))
"""


def test_a_fresh_process_with_other_hashes_makes_the_same_files(
    tmp_path: Path, folder: Path, classes: Mapping[str, HandedOut]
) -> None:
    hashes = "4711" if os.environ.get("PYTHONHASHSEED") != "4711" else "1"
    subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": hashes, "LC_ALL": "C", "TZ": "Asia/Tokyo"},
        check=True,
    )
    assert len(contents(tmp_path)) == sum(len(one.files) for one in classes.values())
    assert contents(tmp_path) == contents(folder)


@every_setting
def test_students_and_seeds_have_other_numbers(
    tmp_path: Path, classes: Mapping[str, HandedOut], setting: str
) -> None:
    other = made(tmp_path, ADA, **{**SETTINGS[setting], "seed": "another secret"})
    for first, second in combinations([*classes[setting].exercises, *other.exercises], 2):
        assert first.id != second.id
        assert first.template.parameters != second.template.parameters


def test_without_a_seed_a_new_one_is_drawn_which_makes_the_same_again(tmp_path: Path) -> None:
    first, second = (made(tmp_path / name, ADA, seed=None) for name in ("first", "second"))
    again = made(tmp_path / "again", ADA, seed=first.seed)
    assert first.seed != second.seed
    assert contents(tmp_path / "again") == contents(tmp_path / "first")
    assert again.exercises == first.exercises


def test_an_id_is_an_hmac_under_the_stretched_seed(tmp_path: Path) -> None:
    """It is computed here once more, by the definitions of HMAC and scrypt."""
    (ada,) = made(tmp_path, ADA).exercises
    key = hashlib.scrypt(
        SEED.encode(), salt=b"bpsheet exercise, version 1", n=2**14, r=8, p=1, dklen=32
    )
    asked = Assignment(load_template("gates"), "fill", "all", 1).fingerprint
    words = [word.encode() for word in ("exercise id", asked, ADA.id)]
    message = b"".join(len(word).to_bytes(8, "big") + word for word in words)
    assert ada.id == hmac.new(key, message, "sha256").hexdigest()[:16]


NUMBER = re.compile(r"(?<![A-Za-z$\d.])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def numbers_in(path: Path) -> Iterator[float]:
    """Yield all numbers that a workbook holds: typed, stored as results, or within formulas."""
    for results in (False, True):
        for sheet in openpyxl.load_workbook(path, data_only=results):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                yield from map(float, NUMBER.findall(str(cell.value)))


HIDING: Sequence[Mapping[str, Any]] = (
    {"template": "classic"},
    {"template": "classic", "self_check": True, "blank": "gradients"},
    {"template": "and-gate", "rows": 2, "blank": "updates"},
    {},
)


@pytest.mark.parametrize("settings", HIDING)
def test_no_right_answer_stands_in_a_students_workbook(
    tmp_path: Path, settings: Mapping[str, Any]
) -> None:
    handed_out = made(tmp_path, ADA, BOB, **settings)
    for one, path in zip(handed_out.exercises, handed_out.files, strict=False):
        found = {abs(number) for number in numbers_in(path)}
        assert found >= {abs(number) for number in one.template.parameters.weights}
        for right in right_numbers(one):
            if right in one.template.parameters.weights:
                continue  # an input of 0 leaves it as it was given
            assert not any(isclose(number, abs(right), rel_tol=1e-6) for number in found)


def right_numbers(one: Exercise) -> list[float]:
    columns = right_table(one).columns
    numbers = [float(columns[answer.quantity][0, answer.row]) for answer in one.answers]
    assert numbers
    return numbers


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("kind", ["fill", "find-the-slip"])
def test_a_students_workbook_names_neither_seed_nor_structure_nor_student(
    tmp_path: Path, form: str, kind: str
) -> None:
    handed_out = made(tmp_path, ADA, kind=kind, formats=(form,))
    (one,), sheet = handed_out.exercises, handed_out.files[0]
    with ZipFile(sheet) as package:
        text = "\n".join(package.read(name).decode("utf-8") for name in package.namelist())
    assert one.id in text
    for secret in (SEED, key_of(SEED).hex(), ADA.id, "bpsheet template"):
        assert secret not in text
    for slip in one.slips:
        assert slip.words not in text


def test_the_manifest_comes_last_and_tells_all(tmp_path: Path) -> None:
    students = (ADA, BOB, CEM)
    seen: list[int] = []
    handed_out = made(tmp_path, *students, on_student=lambda: seen.append(1))
    assert len(seen) == 3
    assert handed_out.files[-1] == tmp_path / "manifest.json"
    assert read_manifest(handed_out.files[-1]).exercises == handed_out.exercises
    assert [one.student for one in handed_out.exercises] == [*students]
    assert {path.relative_to(tmp_path).as_posix() for path in handed_out.files} == {
        *contents(tmp_path)
    }


def other_data() -> Mapping[str, Any]:
    """Return the settings of an exercise of the same structure about other samples."""
    samples = load_template("and-gate")
    inputs = tuple(tuple(1.0 - value for value in row) for row in samples.data.inputs)
    return {"template": replace(samples, data=Data(inputs, samples.data.targets)), "rows": 2}


OTHERS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "seed": ({}, {"seed": "another secret"}),
    "what is asked": ({}, {"blank": "gradients"}),
    "rows": ({}, {"rows": 2}),
    "students": ({}, {"roster": [BOB]}),
    "kind": ({}, {"kind": "find-the-slip", "rows": 1}),
    "samples": ({"template": "and-gate", "rows": 2}, other_data()),
}


@pytest.mark.parametrize(("first", "second"), OTHERS.values(), ids=OTHERS)
def test_a_manifest_of_other_exercises_is_kept(
    tmp_path: Path, first: Mapping[str, Any], second: Mapping[str, Any]
) -> None:
    made(tmp_path, ADA, **first)
    before = contents(tmp_path)
    with pytest.raises(OutputError, match=r"manifest\.json: holds other exercises"):
        made(tmp_path, ADA, **second)
    assert contents(tmp_path) == before


def test_a_manifest_grows_with_the_class(tmp_path: Path) -> None:
    made(tmp_path, ADA, BOB)
    before = without_manifest(tmp_path)
    handed_out = made(tmp_path, CEM, BOB, ADA)
    assert read_manifest(tmp_path / "manifest.json").exercises == handed_out.exercises
    assert contents(tmp_path).items() >= before.items()


def test_what_is_no_manifest_is_not_replaced_either(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"manifest\.json: "):
        made(tmp_path, ADA)
    assert contents(tmp_path) == {"manifest.json": b"{"}


def test_one_archive_has_the_folders_that_moodle_expects(tmp_path: Path) -> None:
    handed_out = made(tmp_path, *IN_MOODLE, archive=True)
    first, second = (one.id for one in handed_out.exercises)
    with ZipFile(tmp_path / "students.zip") as package:
        assert package.namelist() == [
            f"Ada Lovelace_17_assignsubmission_file_/gates-u1-{first}.xlsx",
            f"Bob_9_assignsubmission_file_/gates-u2-{second}.xlsx",
        ]
    assert sorted(contents(tmp_path)) == [
        f"keys/gates-u1-{first}-key.xlsx",
        f"keys/gates-u2-{second}-key.xlsx",
        "manifest.json",
        "students.zip",
    ]
    assert not (tmp_path / "students").exists()


def test_ids_are_no_ways_out_of_the_folder(tmp_path: Path) -> None:
    students = [Student("../../evil"), Student("/etc/passwd"), Student("a\\..\\b"), Student("CON")]
    for archive in (False, True):
        folder = tmp_path / f"{archive}"
        for path in made(folder, *students, archive=archive).files:
            assert path.resolve().is_relative_to(folder.resolve())
    with ZipFile(tmp_path / "True" / "students.zip") as package:
        for name in package.namelist():
            assert re.fullmatch(r"[A-Za-z0-9.-]+/[A-Za-z0-9.-]+\.xlsx", name)
            assert not name.startswith((".", "CON/"))


def test_a_question_bank_asks_for_the_same_numbers(tmp_path: Path) -> None:
    handed_out = made(tmp_path, ADA, BOB, formats=("moodle-xml",))
    assert sorted(contents(tmp_path)) == ["manifest.json", "questions.xml"]
    bank = etree.parse(tmp_path / "questions.xml").getroot()
    questions = bank.findall("question[@type='cloze']")
    assert len(questions) == 2
    for one, question in zip(handed_out.exercises, questions, strict=True):
        text = question.findtext("questiontext/text") or ""
        found = [float(number) for number in re.findall(r"NUMERICAL:=([^:}]+):", text)]
        assert found == pytest.approx(right_numbers(one), rel=1e-5)


SHORT, UNREADABLE = "seven77", "long secret \udcff"
REFUSED: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "no such template": ({"template": "clasic"}, "did you mean|choose from"),
    "no rows": ({"rows": 0}, "0 rows"),
    "endless rows": ({"rows": 10**9}, "choose 1 to 1,000"),
    "no such format": ({"formats": ("xlsx", "pdf")}, "unknown format 'pdf'"),
    "a short seed": ({"seed": SHORT}, "--seed: the seed is too short"),
    "no text as a seed": ({"seed": UNREADABLE}, "--seed: the seed is no text"),
    "no such roster": ({"roster": "nobody.csv"}, r"nobody\.csv"),
    "a self-check of slips": ({"kind": "find-the-slip", "self_check": True}, "--self-check"),
    "a self-check of nothing": ({"blank": "forward", "self_check": True}, "--self-check"),
    "slips as questions": ({"kind": "find-the-slip", "formats": ("xlsx", "moodle-xml")}, "--kind"),
    "an archive of nothing": ({"formats": ("moodle-xml",), "archive": True}, "--zip"),
    "who is not in Moodle": ({"roster": [*IN_MOODLE, ADA], "archive": True}, ADA.id),
    "too many slips": (
        {"kind": "find-the-slip", "rows": 1, "blank": "forward", "slips": 20},
        "ask for fewer",
    ),
}


@pytest.mark.parametrize(("settings", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_made_is_refused_before_anything_is_written(
    tmp_path: Path, settings: Mapping[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match=words) as refusal:
        made(tmp_path, ADA, **settings)
    assert "\n" not in str(refusal.value)
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", ["students", "keys", "manifest.json"])
def test_what_is_in_the_way_leaves_no_half_of_a_file(tmp_path: Path, name: str) -> None:
    if name == "manifest.json":
        (tmp_path / name / "folder").mkdir(parents=True)
    else:
        (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(BpsheetError, match=name):
        made(tmp_path, ADA)
    assert all(content == b"mine" for content in contents(tmp_path).values())
