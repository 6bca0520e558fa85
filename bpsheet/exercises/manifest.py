"""The manifest: what the teacher keeps, so that what comes back can be marked.

It is the only file that says whose an exercise is. Forms and samples that students share stand in
it once. Each student's entry is sealed with an HMAC of the given numbers and all that is asked, so
that a damaged or edited entry is noticed; names and further columns may be mended by hand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bpsheet import __version__
from bpsheet.errors import InputError
from bpsheet.exercises.entry import (
    RESTORE,
    Document,
    Parts,
    exercise_in,
    given_text,
    parts_of,
    text_of,
)
from bpsheet.exercises.exercise import Exercise
from bpsheet.exercises.secret import digest
from bpsheet.files import replacing
from bpsheet.template_checks import Entry, Source
from bpsheet.template_files import read_text, why_unreadable

VERSION = 1
LARGEST_FILE = 500_000_000  # bytes; a hundred thousand students need a quarter of it
WARNING = (
    "Keep this file to yourself, and keep a copy: it tells which exercise is whose, and whoever has"
    " it can work out every answer. Without it nothing that comes back can be marked; the same"
    " command with the same seed and roster writes it again."
)


@dataclass(frozen=True)
class Manifest:
    """What a teacher's manifest says.

    Attributes:
        title: of the exercise.
        exercises: one per student.
        options: how they were asked for.
        written_by: the version of bpsheet that wrote it.
    """

    title: str
    exercises: tuple[Exercise, ...]
    options: Mapping[str, object] = field(default_factory=dict)
    written_by: str = ""


def write_manifest(
    exercises: Sequence[Exercise],
    path: Path,
    *,
    key: bytes,
    options: Mapping[str, object] | None = None,
) -> None:
    """Write the manifest of some exercises.

    Arguments:
        exercises: at least one.
        path: the file; replaced whole.
        key: of the teacher's seed; it cannot be found out from the file.
        options: how the exercises were asked for; whatever JSON can hold.

    Raises:
        OutputError: the file cannot be written.
    """
    check = digest(key, "manifest")
    forms, data = _Pool(), _Pool()
    students = [_student(parts_of(exercise), check, forms, data) for exercise in exercises]
    head = {
        "version": VERSION,
        "warning": WARNING,
        "bpsheet": __version__,
        "title": exercises[0].template.title,
        "options": dict(options or {}),
        "checking key": check,
    }
    lists = {"forms": forms.texts, "data": data.texts, "students": map(text_of, students)}
    with replacing([path]) as (temporary,):
        temporary.write_text(_document(head, lists), encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises:
        InputError: one line that names the file, the student if it is about one, and the remedy.
    """
    document = Entry(_loaded(path), (), Source(file=path))
    _check_version(document)
    exercises = tuple(_exercises(document))
    _check_different(exercises, path)
    return Manifest(
        title=str(document.value.get("title", "")),
        exercises=exercises,
        options=document.value.get("options", {}),
        written_by=str(document.value.get("bpsheet", "")),
    )


class _Pool:
    """Documents as text, each once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    @property
    def texts(self) -> Iterable[str]:
        return self._places

    def place(self, document: Document) -> int:
        return self._places.setdefault(text_of(document), len(self._places))


def _student(parts: Parts, check: str, forms: _Pool, data: _Pool) -> Document:
    return {
        **parts.personal,
        "form": forms.place(parts.form),
        "data": data.place(parts.data),
        "seal": _seal(parts, check),
    }


def _seal(parts: Parts, check: str) -> str:
    return digest(bytes.fromhex(check), given_text(parts))


def _document(head: Document, lists: Mapping[str, Iterable[str]]) -> str:
    """Return JSON with a line for each form and student, so that two manifests can be compared."""
    lines = [f'"{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in head.items()]
    lines += [f'"{name}": [\n' + ",\n".join(texts) + "\n]" for name, texts in lists.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _loaded(path: Path) -> Document:
    try:
        document = json.loads(read_text(path, LARGEST_FILE))
    except (OSError, RecursionError, ValueError) as error:
        raise InputError(f"{_why(error)}; {RESTORE}", file=path) from None
    if not isinstance(document, dict) or "students" not in document:
        message = "this is no manifest of bpsheet; name the manifest.json of the exercise"
        raise InputError(message, file=path)
    return document


def _why(error: OSError | RecursionError | ValueError) -> str:
    match error:
        case json.JSONDecodeError():
            return f"no valid JSON in line {error.lineno}: {error.msg}"
        case RecursionError():
            return "lists are nested too deeply"
    return why_unreadable(error)


def _check_version(document: Entry) -> None:
    version = document.value.get("version")
    if version == VERSION:
        return
    if isinstance(version, int) and version > VERSION:
        raise document.key("version").error(f"{version} needs a newer bpsheet; update it")
    message = f"manifests of version {version!r:.20} are no longer read; write it again"
    raise document.key("version").error(f"{message} with the same seed and roster")


def _exercises(document: Entry) -> Iterator[Exercise]:
    forms = document.key("forms", []).entries("form")
    data = document.key("data", []).entries("samples")
    check = document.value.get("checking key")
    for student in document.key("students").entries("student"):
        form, samples = _part(student, "form", forms), _part(student, "data", data)
        _check_seal(student, Parts(form.value, samples.value, dict(student.value)), check)
        yield exercise_in(form, samples, student)


def _part(student: Entry, name: str, entries: Sequence[Entry]) -> Entry:
    """Return the form or the samples that a student's entry refers to."""
    place = student.value.get(name) if isinstance(student.value, dict) else None
    if type(place) is not int or not 0 <= place < len(entries):
        raise _damaged(student)
    return entries[place]


def _check_seal(student: Entry, parts: Parts, check: object) -> None:
    """Refuse an entry that is not as it was written."""
    for name in ("form", "data"):
        parts.personal.pop(name)
    seal = parts.personal.pop("seal", None)
    try:
        sealed = _seal(parts, str(check))
    except (KeyError, ValueError):
        raise _damaged(student) from None
    if seal != sealed:
        raise _damaged(student)


def _damaged(student: Entry) -> InputError:
    value: Any = student.value
    whose = f" {value['id']!r:.40}" if isinstance(value, dict) and "id" in value else ""
    return student.error(f"the entry of{whose or ' a student'} was changed or damaged; {RESTORE}")


def _check_different(exercises: Sequence[Exercise], path: Path) -> None:
    for what, ids in (
        ("student", [exercise.student.id for exercise in exercises]),
        ("exercise", [exercise.id for exercise in exercises]),
    ):
        twice = next((one for one, times in Counter(ids).items() if times > 1), None)
        if twice is not None:
            raise InputError(f"{what} {twice!r:.40} stands there twice; {RESTORE}", file=path)
