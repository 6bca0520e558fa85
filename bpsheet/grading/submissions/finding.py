"""Finds all submissions in files, folders and archives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.grading.submission import Submission
from bpsheet.grading.submissions.archives import LARGEST, is_archive, submissions_of
from bpsheet.grading.submissions.platforms import handed_in, is_text_typed_online

NO_SUBMISSIONS = ("desktop.ini", "thumbs.db", ".ds_store", "onlinetext.html")
NO_FOLDERS = ("__MACOSX",)
BESIDE = ("~$", ".~lock.", "._", ".")
"""How the names of files begin that programs leave beside a document."""


def submissions_in(paths: Sequence[Path]) -> Iterator[Submission]:
    """Yield what was handed in, in the order of names; nothing but litter is passed over.

    A file that cannot be read is yielded, too: reading it says why.

    Arguments:
        paths: files, folders (searched all the way down) and zip archives.

    Raises:
        InputError: there is no such file, or an archive is damaged.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and not _is_litter(file.relative_to(path).parts):
                    yield from _of_file(file)
        elif path.exists():
            yield from _of_file(path)
        else:
            raise InputError("there is no such file or folder; check the path", file=path)


def _of_file(path: Path) -> Iterator[Submission]:
    if is_archive(path):
        for folders, submission in submissions_of(path):
            if not _is_litter((*folders, submission.name)):
                yield submission
        return
    handed, name = handed_in(path.parent.name, path.name)
    yield Submission(str(path), name, handed, partial(_read, path))


def _is_litter(parts: Sequence[str]) -> bool:
    *folders, name = parts
    if any(folder in NO_FOLDERS for folder in folders):
        return True
    folder = folders[-1] if folders else ""
    is_beside = name.startswith(BESIDE) or name.casefold() in NO_SUBMISSIONS
    return is_beside or is_text_typed_online(folder, name)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"it cannot be opened: {error.strerror or error}") from error
    if len(content) > LARGEST:
        raise InputError(f"it is larger than any worksheet ({LARGEST // 2**20} MB)")
    return content
