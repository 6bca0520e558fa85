"""Finds all submissions in files, folders and archives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.grading.submission import Handed, Submission
from bpsheet.grading.submissions.archives import is_workbook, members_of, read_member
from bpsheet.grading.submissions.contents import read_file, readable, refuse, why_unusable
from bpsheet.grading.submissions.platforms import handed_in, is_typed_online

LITTER = ("desktop.ini", "thumbs.db", "onlinetext.html", "__macosx")
BESIDE = (".", "~$")
"""How the names of files begin that programs and systems leave beside a document."""


def submissions_in(paths: Sequence[Path]) -> Iterator[Submission]:
    """Yield what was handed in, path by path and in the order of names; each file once.

    Nothing but litter is passed over: of a file that is no worksheet, or an archive that cannot be
    opened, there is a submission too, and reading it says what is wrong.

    Arguments:
        paths: files, folders (searched all the way down) and zip archives.

    Raises:
        InputError: there is no such file or folder.
    """
    seen: set[Path] = set()
    for path in paths:
        for folders, file in _files(path):
            real = file.resolve()
            if real not in seen:
                seen.add(real)
                yield from _submissions_of(file, folders, asked_for=file == path)


def _files(path: Path) -> Iterator[tuple[tuple[str, ...], Path]]:
    """Yield a path, or the files below it, each with the names of its folders from there on."""
    try:
        is_folder = path.is_dir()
        if not is_folder and not path.exists():
            raise InputError("there is no such file or folder; check the path", file=path)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be opened ({error}); check the path", file=path) from error
    if not is_folder:
        yield (path.parent.name,), path
        return
    for file in _files_below(path):
        yield (path.name, *file.relative_to(path).parts[:-1]), file


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield all files in a folder and its folders, and what cannot be looked into."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path != folder and (path.is_symlink() or not path.is_dir()):
            yield path
            continue
        try:
            inside = sorted(path.iterdir(), reverse=True)
        except OSError:
            yield path
        else:
            waiting += [each for each in inside if not _is_litter((), each.name)]


def _submissions_of(
    file: Path, folders: tuple[str, ...], *, asked_for: bool
) -> Iterator[Submission]:
    """Yield what a file holds; a link is followed only where the teacher names it."""
    if _is_litter(folders, file.name):
        return
    handed, name = handed_in(tuple(map(readable, folders)), readable(file.name))
    one = partial(Submission, readable(str(file)), name, handed)
    if file.is_symlink() and not asked_for:
        yield one(partial(refuse, "is a link; put the file itself there", readable(str(file))))
    elif file.suffix.lower() == ".zip" and file.is_file():
        yield from _submissions_of_archive(file, folders, handed, one)
    else:
        yield one(_reader_of(file))


def _submissions_of_archive(
    archive: Path,
    folders: tuple[str, ...],
    handed: Handed,
    whole: Callable[[Callable[[], bytes]], Submission],
) -> Iterator[Submission]:
    """Yield the files in an archive; of one that a person handed in, all are that person's."""
    try:
        members = members_of(archive)
    except InputError as error:
        yield whole(partial(refuse, error.message, readable(str(archive))))
        return
    if is_workbook(members):
        yield whole(partial(read_file, archive, readable(str(archive))))
        return
    for member in members:
        *inside, name = member.parts
        if not _is_litter((*folders, *inside), name):
            source = f"{readable(archive.name)}: {member.shown}"
            by_member, name = handed_in(tuple(inside), name)
            by = handed if handed.system else by_member
            yield Submission(source, name, by, partial(read_member, archive, member, source))


def _reader_of(file: Path) -> Callable[[], bytes]:
    source = readable(str(file))
    if file.is_file() and (message := why_unusable(file.name)):
        return partial(refuse, message, source)
    return partial(read_file, file, source)


def _is_litter(folders: tuple[str, ...], name: str) -> bool:
    """Return whether a file, or all in a folder, is nothing that a person hands in."""
    words = {word.casefold() for word in (*folders[1:], name)}
    beside = any(word.startswith(BESIDE) for word in (*folders[1:], name))
    return beside or not words.isdisjoint(LITTER) or is_typed_online(folders, name)
