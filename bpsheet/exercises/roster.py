"""Reads the list of a class: a CSV file of one's own, or one that Moodle or Canvas exports."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.exercises.exercise import Student
from bpsheet.template_checks import listing, shown
from bpsheet.template_csv import DELIMITERS
from bpsheet.template_files import why_unreadable

LARGEST = 50_000_000  # bytes
MOST_STUDENTS = 200_000
LONGEST, LONGEST_FURTHER = 100, 500  # characters
HEADINGS_SHOWN = 8

OWN_IDS = ("id", "student id", "student number", "matriculation number")
"""What the column of ids is headed, in small letters."""

EXPORTED_IDS = (
    *("id number", "sis user id", "username", "sis login id"),
    *("email address", "email", "identifier"),
)
"""What else tells students apart in exports: the first counts that all have, and differently."""

NAMES = ("name", "full name", "student name", "student")
FIRST_NAMES = ("first name", "firstname", "given name")
LAST_NAMES = ("last name", "lastname", "surname", "family name")

_QUOTED = re.compile(r'"[^"]*"')

JOINERS = "\u200c\u200d"
"""Characters that cannot be seen and yet belong to names in some scripts."""


@dataclass(frozen=True)
class _Line:
    """A line of the file: where it stands, and its cells, as many as there are headings."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True)
class _Table:
    """A file's lines below its headings."""

    path: Path
    headings: Sequence[str]
    lines: Sequence[_Line]

    def column(self, known: Sequence[str]) -> int | None:
        """Return the column that has the first of some headings."""
        return next((self._places[word] for word in known if word in self._places), None)

    @cached_property
    def _places(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for place, heading in enumerate(self.headings):
            places.setdefault(heading.casefold(), place)
        return places

    def error(self, message: str, line: int | None = None) -> InputError:
        return InputError(message, file=self.path, line=line)


def read_roster(path: Path) -> tuple[Student, ...]:
    """Return the students of a class, in the order of the file.

    Arguments:
        path: a CSV file (commas, semicolons or tabs) with a line of headings, among them one for
            ids and perhaps some for names; a grading worksheet of Moodle or a gradebook of Canvas
            will do as it is.

    Raises:
        InputError: one line that names the file, the line and the remedy: it cannot be read, has
            no ids, has one twice, or an id or a name cannot be shown.
    """
    table = _table(path)
    ids, names = _id_column(table), _name_columns(table)
    students: dict[str, Student] = {}
    for line in table.lines:
        student = _student(table, line, ids, names)
        if student.id.casefold() in students:
            message = f"the id {shown(student.id)} stands there twice; give each student their own"
            raise table.error(message, line.number)
        students[student.id.casefold()] = student
    if not students:
        raise table.error("has no students; write one per line below the headings")
    return tuple(students.values())


def _table(path: Path) -> _Table:
    lines = _lines(_text(path), path)
    headings = next(lines, None)
    if headings is None:
        message = "is empty; write the headings id and name, and a line per student"
        raise InputError(message, file=path)
    table = _Table(path, headings.cells, ())
    return replace(table, lines=tuple(_filled(table, lines)))


def _lines(text: str, path: Path) -> Iterator[_Line]:
    """Yield the lines that are not empty."""
    head = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True
    )
    try:
        for record in reader:
            cells = [unicodedata.normalize("NFC", " ".join(cell.split())) for cell in record]
            if any(cells):
                yield _Line(reader.line_num, cells)
    except csv.Error as error:
        reason = str(error).replace("\t", "tab")
        message = f"cannot be read as CSV ({reason}); mend the quotes of this line"
        raise InputError(message, file=path, line=reader.line_num) from None


def _filled(table: _Table, lines: Iterator[_Line]) -> Iterator[_Line]:
    """Yield the lines of students, with a cell for each heading."""
    for count, line in enumerate(lines):
        if count >= MOST_STUDENTS:
            raise table.error(f"has over {MOST_STUDENTS:,} lines; split it")
        if any(line.cells[len(table.headings) :]):
            message = (
                f"{len(line.cells)} cells stand below {len(table.headings)} headings; put quotes"
                " around what has a comma in it"
            )
            raise table.error(message, line.number)
        missing = len(table.headings) - len(line.cells)
        cells = (*line.cells[: len(table.headings)], *[""] * missing)
        if not _is_about_columns(table, cells):
            yield _Line(line.number, cells)


def _is_about_columns(table: _Table, cells: Sequence[str]) -> bool:
    """Return whether a line of Canvas's gradebook says something of assignments, not a student."""
    names, ids = table.column(("student",)), table.column(("id",))
    if names is None or ids is None or table.column(("sis user id", "section")) is None:
        return False
    return not cells[ids] and cells[names] in ("", "Points Possible")


def _text(path: Path) -> str:
    """Return the text of a file in one of the encodings that spreadsheets save."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{why_unreadable(error)}; check the path", file=path) from None
    if len(content) > LARGEST:
        raise InputError("is too large for the list of a class; save it as CSV", file=path)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError("is no text; save it as CSV in UTF-8", file=path)


def _id_column(table: _Table) -> int:
    own = table.column(OWN_IDS)
    if own is not None:
        return own
    exported = [place for word in EXPORTED_IDS if (place := table.column((word,))) is not None]
    if not exported:
        listed = listing(map(shown, table.headings), most=HEADINGS_SHOWN)
        message = f"no column is headed id; the first line is {listed}: write headings there"
        raise table.error(message, 1)
    return next((place for place in exported if _is_key(table, place)), exported[0])


def _is_key(table: _Table, place: int) -> bool:
    """Return whether every line has an entry of its own in a column."""
    entries = {line.cells[place].casefold() for line in table.lines}
    return "" not in entries and len(entries) == len(table.lines)


def _name_columns(table: _Table) -> tuple[int, ...]:
    whole = table.column(NAMES)
    parts = (whole,) if whole is not None else (table.column(FIRST_NAMES), table.column(LAST_NAMES))
    return tuple(place for place in parts if place is not None)


def _student(table: _Table, line: _Line, ids: int, names: Sequence[int]) -> Student:
    further: dict[str, str] = {}
    for place, (heading, cell) in enumerate(zip(table.headings, line.cells, strict=True)):
        if heading and place != ids and place not in names:
            further.setdefault(_printable(heading), _printable(cell))
    name = " ".join(filter(None, (line.cells[place] for place in names)))
    return Student(
        _checked(table, line, line.cells[ids], "id"),
        name and _checked(table, line, name, "name"),
        further,
    )


def _printable(text: str) -> str:
    """Return a further column's text without what cannot be shown, and not too long."""
    return "".join(filter(str.isprintable, text[:LONGEST_FURTHER]))


def _checked(table: _Table, line: _Line, text: str, what: str) -> str:
    if not text:
        raise table.error(f"the {what} is missing; give every student one", line.number)
    if len(text) > LONGEST:
        message = f"the {what} {shown(text)} has over {LONGEST} characters; shorten it"
        raise table.error(message, line.number)
    if not all(letter.isprintable() or letter in JOINERS for letter in text):
        message = f"the {what} {shown(text)} has a character that cannot be shown; type it anew"
        raise table.error(message, line.number)
    return text
