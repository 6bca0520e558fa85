"""Archives to hand out: folders as Moodle reads them, the same bytes each time, safe names."""

from __future__ import annotations

import os
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.errors import InputError, OutputError
from bpsheet.exercises.exercise import Student
from bpsheet.exercises.hand_out import file_name, folder_of, hand_out, moodle_number, safe_name

ADA = Student("900", "Ada Lovelace", {"Identifier": "Participant 17"})
BOB = Student("901", "Bob", {"Identifier": "Participant 9"})


def moodle_reads(folder: str) -> tuple[str, str, str] | None:
    """Return number, kind and plugin as Moodle's importer of feedback splits a folder's name."""
    parts = folder.split("_", 4)
    if len(parts) < 5 or not parts[1].isdigit():
        return None
    return parts[1], parts[2], parts[3]


FOLDERS = {
    "plain": (ADA, "Ada Lovelace_17_assignsubmission_file_"),
    "no name": (Student("Participant 17"), "Participant_17_assignsubmission_file_"),
    "an underscore": (
        Student("1", "Ada_9 Lovelace", {"Identifier": "Participant 17"}),
        "Ada 9 Lovelace_17_assignsubmission_file_",
    ),
    "what no file has": (
        Student("1", "../O'Neill/\\<x>", {"Identifier": "Participant 17"}),
        "ONeillx_17_assignsubmission_file_",
    ),
    "Spanish": (
        Student("1", "Ada", {"Identificador": "Participante17"}),
        "Ada_17_assignsubmission_file_",
    ),
    "German": (
        Student("Teilnehmer/in 17", "Ada"),
        "Ada_17_assignsubmission_file_",
    ),
}


@pytest.mark.parametrize(("student", "folder"), FOLDERS.values(), ids=FOLDERS)
def test_folders_are_those_that_moodle_looks_for(student: Student, folder: str) -> None:
    assert folder_of(student) == folder
    assert moodle_reads(folder) == ("17", "assignsubmission", "file")


@pytest.mark.parametrize("identity", ["s017", "17", "a17@example.org", "Team 17"])
def test_other_ids_are_no_numbers_of_moodle(identity: str) -> None:
    assert moodle_number(Student(identity, "Ada", {"group": "B 17"})) == ""


def written(tmp_path: Path, *students: Student) -> Path:
    files = {}
    for student in students:
        name = file_name("classic", student, "3f2a9c")
        files[student] = [tmp_path / f"{name}.{ending}" for ending in ("xlsx", "ods")]
        for path in files[student]:
            path.write_bytes(path.name.encode())
    hand_out(files, tmp_path / "out" / "students.zip")
    return tmp_path / "out" / "students.zip"


def test_everyone_gets_their_own_files(tmp_path: Path) -> None:
    with ZipFile(written(tmp_path, ADA, BOB)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "Ada Lovelace_17_assignsubmission_file_/classic-900-3f2a9c.xlsx",
            "Ada Lovelace_17_assignsubmission_file_/classic-900-3f2a9c.ods",
            "Bob_9_assignsubmission_file_/classic-901-3f2a9c.xlsx",
            "Bob_9_assignsubmission_file_/classic-901-3f2a9c.ods",
        ]
        for name in archive.namelist():
            assert archive.read(name) == name.rpartition("/")[2].encode()


def test_folders_have_ids_without_numbers_of_moodle(tmp_path: Path) -> None:
    with ZipFile(written(tmp_path, Student("a.b"), Student("a/b"))) as archive:
        folders = {name.partition("/")[0] for name in archive.namelist()}
    assert len(folders) == 2
    assert "a.b" in folders


def test_the_same_files_give_the_same_archive(tmp_path: Path) -> None:
    first = written(tmp_path, ADA, BOB).read_bytes()
    for path in tmp_path.glob("*.*"):
        os.utime(path, (1e9, 1e9))
        path.chmod(0o600)
    assert written(tmp_path, ADA, BOB).read_bytes() == first


def test_nobody_is_left_out_in_silence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"student 'new' has no Identifier .* roster"):
        written(tmp_path, ADA, Student("new"))
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"students\.zip"):
        hand_out({ADA: [tmp_path / "missing.xlsx"]}, tmp_path / "students.zip")
    assert list(tmp_path.iterdir()) == []


RESERVED = ("con", "PRN", "aux.xlsx", "nul", "com1", "LPT9.x", ".", "..", "", ".hidden", "end.")


@pytest.mark.parametrize("text", RESERVED)
def test_no_name_is_one_that_a_system_refuses(text: str) -> None:
    name = safe_name(text)
    assert name != text
    assert name.strip(".") == name != ""
    assert "-" in name or name.isalnum()


@given(st.lists(st.text(max_size=80), unique=True, max_size=20))
def test_different_ids_have_different_safe_names(texts: list[str]) -> None:
    names = [safe_name(text) for text in texts]
    assert len(set(names)) == len(names)
    for name in names:
        assert name.isascii()
        assert not set(name) & set('/\\:*?"<>| \t\n\0')
        assert 0 < len(name) < 80
