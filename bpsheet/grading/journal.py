"""The journal of a grading: what was found so far, one line of JSON each.

A line is a key and a document, ``["key", …]``, written whole and at once. Where a run was
interrupted, the last line may be torn: it is cut off, and its submission marked again. Only where
each line begins is held in memory.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, BinaryIO

from bpsheet import __version__
from bpsheet.checker.diagnostics import Place
from bpsheet.errors import InputError
from bpsheet.exercises.entry import fingerprint
from bpsheet.exercises.exercise import Exercise
from bpsheet.files import explained
from bpsheet.grading.marks import Fact, Mark, Marked, Verdict
from bpsheet.grading.rubric import Tolerance

HEAD = '["bpsheet journal", 1]'
LONGEST_KEY = 200  # bytes

Found = tuple[tuple[Mark, ...], tuple[Fact, ...], str]
"""What marking a file comes to: its marks, facts, and why it could not be marked."""


def marking_key(digest: str, exercise: Exercise, tolerance: Tolerance) -> str:
    """Return the key of all that a file's marks depend on.

    Arguments:
        digest: SHA-256 of the file.
        exercise: by which it is marked.
        tolerance: of typed numbers.
    """
    parts = [digest, fingerprint(exercise), tolerance.kind, tolerance.value, __version__]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Journal:
    """A journal that is read and continued; of several documents with one key, the last counts.

    Arguments:
        path: its file, which need not exist yet.

    Raises:
        InputError: the file is something else than a journal; it is left as it is.
        OutputError: it cannot be written.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "grading.journal"
    >>> with Journal(path) as journal:
    ...     journal.append("key", {"points": 3})
    >>> with Journal(path) as journal:
    ...     journal.find("key")
    {'points': 3}
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, int] = {}
        self._lock = Lock()  # joblib takes up work in a thread of its own
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream: BinaryIO = path.open("a+b")
        try:
            self._take_up()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stream.close()

    def find(self, key: str) -> Any:
        """Return the document with a key; ``None`` where there is none or it is damaged."""
        if key not in self._places:
            return None
        with self._lock:
            self._stream.seek(self._places[key])
            line = self._stream.readline()
        try:
            _, document = json.loads(line)
        except (RecursionError, ValueError):
            return None
        return document

    def append(self, key: str, document: object) -> None:
        """Add a document, so that it is there after an interruption."""
        with explained(self._path), self._lock:
            self._places[key] = self._add(json.dumps([key, document], separators=(",", ":")))

    def _add(self, line: str) -> int:
        """Write a line at the end and return where it begins."""
        place = self._stream.seek(0, 2)
        self._stream.write(line.encode() + b"\n")
        self._stream.flush()
        return place

    def _take_up(self) -> None:
        """Learn where each line begins, and cut off a torn one."""
        self._stream.seek(0)
        first, place = self._stream.readline(), 0
        if not first.endswith(b"\n") and HEAD.encode().startswith(first):
            self._stream.truncate(0)
            self._add(HEAD)
            return
        if first != HEAD.encode() + b"\n":
            message = "this file is in the way, and no journal of bpsheet; move it elsewhere"
            raise InputError(message, file=self._path)
        place = len(first)
        for line in self._stream:
            if not line.endswith(b"\n"):
                self._stream.truncate(place)
                return
            self._places[_key_of(line)] = place
            place += len(line)


def _key_of(line: bytes) -> str:
    """Return the key of a line without reading the document behind it."""
    beginning = line[1:LONGEST_KEY].decode("ascii", "replace")
    try:
        return str(json.JSONDecoder().raw_decode(beginning)[0])
    except ValueError:
        return ""


def document_of(marked: Marked) -> dict[str, Any]:
    """Return what marking a file came to as a document; whose it is is left out."""
    return {
        "marks": [_row_of(mark) for mark in marked.marks],
        "facts": [_row_of(fact) for fact in marked.facts],
        "failure": marked.failure,
    }


def found_in(document: Any) -> Found | None:
    """Return what marking a file came to; ``None`` where a document does not tell."""
    try:
        marks = tuple(_mark(*row) for row in document["marks"])
        facts = tuple(_fact(*row) for row in document["facts"])
        return marks, facts, str(document["failure"])
    except (KeyError, TypeError, ValueError):
        return None


def _row_of(found: Mark | Fact) -> list[Any]:
    """Return the attributes of a mark or a fact in their order."""
    return [_plain(value) for value in vars(found).values()]


def _plain(value: Any) -> Any:
    match value:
        case Verdict():
            return value.name
        case Place():
            return [*vars(value).values()]
        case tuple():
            return [*map(_plain, value)]
    return value


def _mark(quantity: str, row: int, verdict: str, place: list[Any] | None, *further: Any) -> Mark:
    return Mark(quantity, row, Verdict[verdict], Place(*place) if place else None, *further)


def _fact(kind: str, words: str, places: list[list[Any]]) -> Fact:
    return Fact(kind, words, tuple(Place(*place) for place in places))
