"""Finds all submissions in files, folders and archives."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bpsheet.errors import InputError
from bpsheet.grading.submission import Submission
from bpsheet.grading.submissions.archives import Member, is_workbook, members_of, read_member
from bpsheet.grading.submissions.contents import read_file, readable, refuse, why_unusable
from bpsheet.grading.submissions.platforms import handed_in, is_typed_online

LITTER = ("desktop.ini", "thumbs.db", "onlinetext.html", "__macosx")
BESIDE = (".", "~$")
"""How the names of files begin that programs and systems leave beside a document."""


class _File(NamedTuple):
    """A file, the names of its folders from where the search began, and whether that was there."""

    path: Path
    folders: tuple[str, ...]
    is_asked_for: bool

    @property
    def shown(self) -> str:
        return readable(str(self.path))

    @property
    def real(self) -> str:
        """The path that the file has however it is written."""
        return os.path.join(os.path.realpath(self.path.parent), self.path.name)  # noqa: PTH118


def submissions_in(paths: Sequence[Path]) -> Iterator[Submission]:
    """Yield what was handed in, path by path and in the order of names; each file once.

    Nothing but litter is passed over: of a file that is no worksheet, or an archive that cannot be
    opened, there is a submission too, and reading it says what is wrong.

    Arguments:
        paths: files, folders (searched all the way down) and zip archives.

    Raises:
        InputError: there is no such file or folder.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _files(path):
            if file.real not in seen:
                seen.add(file.real)
                yield from _submissions_of(file)


def _files(path: Path) -> Iterator[_File]:
    """Yield a file, or those below a folder."""
    try:
        below = sorted(path.iterdir(), reverse=True) if path.is_dir() else None
        if below is None and not path.exists():
            raise InputError("there is no such file or folder; check the path", file=path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot be opened ({reason}); check the path", file=path) from error
    if below is None:
        yield _File(path, (path.parent.name,), is_asked_for=True)
        return
    for file in _files_below(below):
        folders = (path.name, *file.relative_to(path).parts[:-1])
        if not _is_litter(folders[1:], file.name):
            yield _File(file, folders, is_asked_for=False)


def _files_below(waiting: list[Path]) -> Iterator[Path]:
    """Yield files, those in folders among them, and folders that cannot be looked into.

    Arguments:
        waiting: files and folders, the last first.
    """
    while waiting:
        path = waiting.pop()
        try:
            if path.is_symlink():
                raise NotADirectoryError  # wherever it leads, it is not part of this folder
            waiting += sorted(path.iterdir(), reverse=True)
        except OSError:
            yield path


def _submissions_of(file: _File) -> Iterator[Submission]:
    """Yield what a file holds; a link is followed only where the teacher names it."""
    handed, name = handed_in(tuple(map(readable, file.folders)), readable(file.path.name))
    one = partial(Submission, file.shown, name, handed)
    try:
        is_regular = file.path.is_file() and (file.is_asked_for or not file.path.is_symlink())
    except OSError:
        is_regular = False
    if is_regular and file.path.suffix.lower() == ".zip":
        yield from _submissions_in_archive(file, one)
    elif is_regular and (message := why_unusable(file.path.name)):
        yield one(partial(refuse, message, file.shown))
    else:
        yield one(partial(read_file, file.path, file.shown, is_link_followed=file.is_asked_for))


def _submissions_in_archive(
    file: _File, whole: Callable[[Callable[[], bytes]], Submission]
) -> Iterator[Submission]:
    """Yield the files in an archive, or the archive itself where none can be told.

    Arguments:
        file: the archive.
        whole: makes a submission of it from what reads it.
    """
    try:
        members = members_of(file.path)
    except InputError as error:
        yield whole(partial(refuse, error.message, file.shown))
        return
    if not members:
        yield whole(partial(refuse, "is an archive without files; download it again", file.shown))
    if is_workbook(members):
        yield whole(partial(read_file, file.path, file.shown))
        return
    for member in members:
        if not _is_litter(member.parts[:-1], member.parts[-1]):
            yield _submission_of(member, file)


def _submission_of(member: Member, archive: _File) -> Submission:
    """Return a file in an archive; of an archive that a person handed in, all is that person's."""
    source = f"{archive.shown}: {member.shown}"
    handed, name = handed_in(member.parts[:-1], member.parts[-1])
    outer, _ = handed_in(archive.folders, archive.path.name)
    read = partial(read_member, archive.path, member, source)
    return Submission(source, name, outer if outer.system else handed, read)


def _is_litter(folders: tuple[str, ...], name: str) -> bool:
    """Return whether a file is nothing that a person hands in."""
    words = [word.casefold() for word in (*folders, name)]
    beside = any(word.startswith(BESIDE) or word in LITTER for word in words)
    return beside or (is_typed_online(folders, name) and why_unusable(name) != "")
