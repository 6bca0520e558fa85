"""Names for the files of students, and one archive of all of them for Moodle."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bpsheet.exercise.exercise import Student
from bpsheet.files import explained, replacing

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
LONGEST = 60
PARTICIPANT = "Participant "

_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


def safe_name(text: str) -> str:
    """Return a text as part of a file's name that every system takes.

    >>> safe_name("Zoë O'Neill/../x"), safe_name("…")
    ('Zoe-O-Neill-x', 'unnamed')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", plain).strip("-")[:LONGEST] or "unnamed"


def file_name(exercise: str, student: Student, identity: str) -> str:
    """Return the name, without its ending, of a student's file: the exercise's id makes it unique.

    >>> file_name("classic", Student("s017", "Ada Lovelace"), "3f2a9c")
    'classic-s017-3f2a9c'
    """
    return f"{safe_name(exercise)}-{safe_name(student.id)}-{identity}"


def hand_out(files: Mapping[Student, Sequence[Path]], target: Path) -> None:
    """Write the files of all students into one archive in the layout of Moodle's feedback files.

    Moodle hands each out as feedback to the person whose name and number the folder has; both stand
    in its grading worksheet. Without them the folder is named after the id.

    Arguments:
        files: of each student.
        target: the archive.

    Raises:
        OutputError: it cannot be written.
    """
    with replacing([target]) as (temporary,), explained(target):
        with ZipFile(temporary, "w", ZIP_DEFLATED) as package:
            for student, paths in files.items():
                for path in paths:
                    info = ZipInfo(f"{folder_of(student)}/{path.name}", FIXED_DATE)
                    package.writestr(info, path.read_bytes(), ZIP_DEFLATED)


def folder_of(student: Student) -> str:
    """Return the folder in which Moodle looks for a student's files.

    >>> folder_of(Student("a17", "Ada Lovelace", {"Identifier": "Participant 17"}))
    'Ada Lovelace_17_assignsubmission_file_'
    """
    columns = {heading.casefold(): value for heading, value in student.further.items()}
    number = columns.get("identifier", student.id)
    if not number.startswith(PARTICIPANT):
        return safe_name(student.id)
    name = re.sub(r"[\\/:*?\"<>|]+", "", student.name) or number.replace(" ", "_")
    return f"{name}_{number.removeprefix(PARTICIPANT)}_assignsubmission_file_"
