"""Reads the list of a class: a CSV file of one's own, or one that Moodle or Canvas exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.exercise.exercise import Student
from bpsheet.template_checks import shown
from bpsheet.template_files import why_unreadable

LARGEST = 50_000_000  # bytes
LONGEST = 200  # characters
MOST_STUDENTS = 200_000
SEPARATORS = ",;\t"

IDS = ("id", "student id", "id number", "identifier", "sis user id", "student", "username",
       "user id", "login", "email address", "email")  # fmt: skip
"""What the column of ids may be headed, the likeliest first."""

NAMES = ("name", "full name", "student name", "student")
FIRST, LAST = ("first name", "given name", "firstname"), ("last name", "surname", "lastname")


def read_roster(path: Path) -> tuple[Student, ...]:
    """Return the students of a class, in the order of the file.

    Arguments:
        path: a CSV file with headings, among them one for the id and perhaps one for the name; a
            grading worksheet of Moodle or a gradebook of Canvas will do as it is.

    Raises:
        InputError: the file cannot be read, has no ids, or has one twice; one line names it.
    """
    headings, rows = _rows(path)
    place = _column(headings, IDS)
    if place is None:
        listed = ", ".join(shown(heading) for heading in headings[:8])
        raise InputError(f"no column is headed id; the headings are {listed}", file=path, line=1)
    students: dict[str, Student] = {}
    for line, row in rows:
        if _is_canvas_limit(headings, row):
            continue
        student = _student(headings, row, place)
        _check(student, students, path, line)
        students[student.id.casefold()] = student
    if not students:
        raise InputError("has no students; write one per line below the headings", file=path)
    return tuple(students.values())


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the headings, and every filled row with its line."""
    text = _text(path)
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise InputError(f"is no CSV file ({error})", file=path, line=reader.line_num) from error
    if not rows:
        raise InputError("is empty; write the headings id and name, then a line per student",
                         file=path)  # fmt: skip
    if len(rows) > MOST_STUDENTS:
        raise InputError(f"has over {MOST_STUDENTS:,} lines; split it", file=path)
    return [cell.strip() for cell in rows[0][1]], rows[1:]


def _text(path: Path) -> str:
    """Return the text of a file in the encodings that spreadsheets save."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise InputError(why_unreadable(error), file=path) from error
    if len(content) > LARGEST:
        raise InputError("is no list of a class; save it as CSV", file=path)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError("is no text; save it as CSV in UTF-8", file=path)


def _column(headings: Sequence[str], known: Sequence[str]) -> int | None:
    plain = [heading.casefold() for heading in headings]
    return next((plain.index(name) for name in known if name in plain), None)


def _student(headings: Sequence[str], row: Sequence[str], place: int) -> Student:
    cells = [cell.strip() for cell in row] + [""] * (len(headings) - len(row))
    values = dict(zip(headings, cells, strict=False))
    name = _name(headings, cells)
    further = {
        heading: value
        for column, (heading, value) in enumerate(values.items())
        if heading and column != place and value != name
    }
    return Student(cells[place], name, further)


def _name(headings: Sequence[str], cells: Sequence[str]) -> str:
    whole = _column(headings, NAMES)
    if whole is not None:
        return cells[whole]
    parts = (_column(headings, FIRST), _column(headings, LAST))
    return " ".join(cells[part] for part in parts if part is not None).strip()


def _is_canvas_limit(headings: Sequence[str], row: Sequence[str]) -> bool:
    """Return whether a row is the one with which Canvas tells how many points there are."""
    return headings[0] == "Student" and row[0].strip() in ("Points Possible", "")


def _check(student: Student, known: Mapping[str, Student], path: Path, line: int) -> None:
    texts = (student.id, student.name, *student.further.values())
    if not student.id:
        raise InputError("the id is missing; give every student one", file=path, line=line)
    if student.id.casefold() in known:
        message = f"the id {shown(student.id)} stands there twice; give each student one of their own"
        raise InputError(message, file=path, line=line)
    for text in texts:
        if len(text) > LONGEST or not text.isprintable():
            raise InputError(
                f"{shown(text)} is no id or name: it is too long or cannot be shown",
                file=path,
                line=line,
            )
