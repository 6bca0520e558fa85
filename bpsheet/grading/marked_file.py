"""Marks one file; whatever is wrong with it stays its own trouble."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from bpsheet.checker.book import Book
from bpsheet.checker.reading import read_book
from bpsheet.errors import InputError, fault_in_words
from bpsheet.exercises.exercise import Exercise
from bpsheet.grading.marking import mark
from bpsheet.grading.marks import Marked
from bpsheet.grading.rubric import Tolerance


def marked_file(source: str, content: bytes, exercise: Exercise, tolerance: Tolerance) -> Marked:
    """Return what came of one submission.

    Arguments:
        source: as the teacher knows it.
        content: of the file.
        exercise: by which it is marked.
        tolerance: for typed numbers.
    """
    digest = digest_of(content)
    student = exercise.student.id
    try:
        marks, facts = mark(book_in(content), exercise, tolerance)
    except Exception as error:  # a fault of bpsheet with one file must not stop the class
        return Marked(exercise.id, student, source, digest, failure=why_unmarked(error))
    return Marked(exercise.id, student, source, digest, marks, facts)


def book_in(content: bytes) -> Book:
    """Return the workbook that a file's content is.

    Raises:
        InputError: it is none, or cannot be read.
    """
    with TemporaryDirectory(prefix="bpsheet-") as folder:
        path = Path(folder) / "submission"
        path.write_bytes(content)
        return read_book(path)


def digest_of(content: bytes) -> str:
    """Return what tells a file from all others."""
    return hashlib.sha256(content).hexdigest()


def why_unmarked(error: Exception) -> str:
    """Return in one line why a file could not be marked; of a fault, what authors need to know."""
    if isinstance(error, InputError):
        return error.message
    if isinstance(error, MemoryError):
        return "there is not enough memory to mark it"
    return f"it could not be marked; {fault_in_words(error)}"
