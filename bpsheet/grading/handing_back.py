"""Writes what students get back: a page and a marked copy of their workbook, and a zip of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from bpsheet.errors import InputError
from bpsheet.exercises.hand_out import entry_named, safe_name
from bpsheet.files import explained, replacing
from bpsheet.grading.feedback import feedback_page, marked_copy
from bpsheet.grading.result import ClassResult, Graded
from bpsheet.grading.rubric import Rubric
from bpsheet.grading.submission import Submission
from bpsheet.parallel import in_parallel

PAGE, ARCHIVE = "feedback.html", "feedback.zip"

Files = list[tuple[str, bytes]]
"""Names in the archive, and what the files hold."""


def hand_back(
    result: ClassResult, submissions: Mapping[str, Submission], folder: Path, jobs: int
) -> list[Path]:
    """Write the feedback of a class into a folder, and return the files: the archive first.

    Arguments:
        result: the points, marks and facts.
        submissions: what was handed in, by the exercise's id.
        folder: to write to.
        jobs: how many processes.

    Raises:
        OutputError: a file cannot be written.
    """
    archive = folder / ARCHIVE
    written = [archive]
    work = _work(result, submissions)
    with (
        replacing([archive]) as (temporary,),
        explained(archive),
        ZipFile(temporary, "w", ZIP_DEFLATED) as package,
    ):
        for files in in_parallel(_feedback, work, jobs=jobs):
            for name, content in files:
                package.writestr(entry_named(name), content, ZIP_DEFLATED)
                written.append(_write(folder / PurePosixPath(name), content))
    return written


def _work(
    result: ClassResult, submissions: Mapping[str, Submission]
) -> Iterator[tuple[Graded, str, bytes, str, Rubric]]:
    """Yield what each student's feedback is made of; files are read again one by one."""
    for graded in result.results:
        submission = submissions.get(graded.exercise.id)
        if graded.marked is not None and submission is not None:
            yield graded, submission.name, _content(graded, submission), result.title, result.rubric


def _content(graded: Graded, submission: Submission) -> bytes:
    """Return what was handed in, to be marked; nothing where it cannot be."""
    if graded.marked is None or graded.marked.failure:
        return b""
    try:
        return submission.read()
    except InputError:  # it was there when it was marked
        return b""


def _feedback(graded: Graded, name: str, content: bytes, title: str, rubric: Rubric) -> Files:
    """Return the files that one student gets back."""
    folder = graded.handed.folder or safe_name(graded.exercise.student.id)
    own = f"{folder}/{graded.exercise.id}"  # a group shares its folder
    files = [(f"{own}-{PAGE}", feedback_page(graded, title, rubric).encode())]
    with TemporaryDirectory(prefix="bpsheet-") as temporary:
        source = Path(temporary) / f"sheet{Path(name).suffix.lower()}"
        target = source.with_stem("marked")
        if content:
            source.write_bytes(content)
            try:
                marked_copy(graded, source, target)
                files.append((f"{own}-marked{target.suffix}", target.read_bytes()))
            except Exception:
                pass  # the page says it all; a copy only shows where
    return files


def _write(path: Path, content: bytes) -> Path:
    with replacing([path]) as (temporary,), explained(path):
        temporary.write_bytes(content)
    return path
