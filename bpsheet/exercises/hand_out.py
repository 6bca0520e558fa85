"""Names for the files of students, and one archive of all of them for Moodle."""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Student
from bpsheet.files import explained, replacing

FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format has
UNIX, READABLE_BY_ALL = 3, 0o644 << 16
LONGEST = 60  # characters
HASH_LENGTH = 8  # hexadecimal digits

PARTICIPANT = r"(?:particip|teilnehm|partecip|deelnem)[^\d\s_]*"
"""A pattern of the word with a number that Moodle has for a name, in some languages."""

_UNSAFE = re.compile(r"[^A-Za-z0-9@._-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NUMBERED = re.compile(rf"{PARTICIPANT} ?(?P<number>\d+)", re.IGNORECASE)
_NOT_IN_MOODLE = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\/]|\.\.")


def safe_name(text: str) -> str:
    """Return a text as part of a file's name that every system takes.

    Different texts give different names: where a text cannot stand as it is, a hash follows.

    >>> safe_name("s017"), safe_name("ada@example.org")
    ('s017', 'ada@example.org')
    >>> safe_name("Zoë O'Neill/../x"), safe_name("…"), safe_name("con")
    ('Zoe-O-Neill-..-x-cf3470ed', 'b4935894', 'con-1143da2b')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    safe = _UNSAFE.sub("-", plain)[:LONGEST].strip(".-")
    if safe and safe == text and not _RESERVED.fullmatch(text):
        return safe
    digest = hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
    return f"{safe}-{digest}" if safe else digest


def file_name(exercise: str, student: Student, identity: str) -> str:
    """Return the name, without its ending, of a student's file: the exercise's id makes it unique.

    >>> file_name("classic", Student("s017", "Ada Lovelace"), "3f2a9c")
    'classic-s017-3f2a9c'
    """
    return f"{safe_name(exercise)}-{safe_name(student.id)}-{identity}"


def hand_out(files: Mapping[Student, Sequence[Path]], target: Path) -> None:
    """Write the files of all students into one archive in the layout of Moodle's feedback files.

    Moodle hands each file to the person whose number the folder has; it stands in the grading
    worksheet. Of a roster without such numbers, folders have the ids for names. The same files
    always give the same archive.

    Arguments:
        files: of each student.
        target: the archive.

    Raises:
        InputError: some students have a number of Moodle's, and one has none.
        OutputError: it cannot be written.
    """
    check_numbers(tuple(files))
    with (
        replacing([target]) as (temporary,),
        explained(target),
        ZipFile(temporary, "w") as archive,  # not packed: workbooks are packed already
    ):
        for student, paths in files.items():
            for path in paths:
                _add(archive, path, f"{folder_of(student)}/{path.name}")


def folder_of(student: Student) -> str:
    """Return the folder in which Moodle looks for a student's files; else one with the id for name.

    >>> folder_of(Student("a17", "Ada Lovelace", {"Identifier": "Participant 17"}))
    'Ada Lovelace_17_assignsubmission_file_'
    """
    number = moodle_number(student)
    if not number:
        return safe_name(student.id)
    name = _NOT_IN_MOODLE.sub("", student.name.replace("_", " ")).strip() or "Participant"
    return f"{name}_{number}_assignsubmission_file_"


def moodle_number(student: Student) -> str:
    """Return the number by which Moodle knows a student in one assignment; empty without one.

    >>> moodle_number(Student("Participant 17"))
    '17'
    """
    matches = map(_NUMBERED.fullmatch, (student.id, *student.further.values()))
    return next((match["number"] for match in matches if match), "")


def check_numbers(students: Sequence[Student]) -> None:
    """Refuse students of whom only some have a number of Moodle's.

    Raises:
        InputError: one of them, by the id.
    """
    without = [student for student in students if not moodle_number(student)]
    if without and len(without) < len(students):
        raise InputError(
            f"student {without[0].id!r} has no Identifier such as Participant 17, and Moodle would"
            " leave the files out; download the grading worksheet again and take it as the roster"
        )


def entry_named(name: str) -> ZipInfo:
    """Return the entry of a file in an archive: the same on every day and every machine."""
    entry = ZipInfo(name, FIXED_DATE)
    entry.create_system, entry.external_attr = UNIX, READABLE_BY_ALL
    return entry


def _add(archive: ZipFile, path: Path, name: str) -> None:
    with path.open("rb") as source, archive.open(entry_named(name), "w") as entry:
        shutil.copyfileobj(source, entry)
