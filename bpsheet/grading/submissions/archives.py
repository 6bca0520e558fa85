"""Files in a zip archive that a stranger may have made: read one by one, within limits."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile
from zlib import error as ZlibError  # noqa: N812

from bpsheet.errors import InputError
from bpsheet.grading.submission import Submission
from bpsheet.grading.submissions.platforms import handed_in

LARGEST = 20 * 2**20
"""The bytes that a worksheet may have."""

MOST_MEMBERS = 500_000
BOMB = 200
"""How many times smaller than itself a file of over a megabyte may be packed."""

BLOCK = 2**16


class Member(NamedTuple):
    """A file in an archive: the folders that it is in, and its name."""

    folders: tuple[str, ...]
    name: str
    info: ZipInfo


def is_archive(path: Path) -> bool:
    """Return whether a file is a zip archive and no workbook, whatever its name."""
    if not is_zipfile(path):
        return False
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, OSError):
        return False
    return not names & {"[Content_Types].xml", "content.xml", "mimetype"}


def submissions_of(archive: Path) -> Iterator[tuple[tuple[str, ...], Submission]]:
    """Yield the folders and the submission of every file in an archive, in their order.

    Raises:
        InputError: it is damaged, or has more files than any class hands in.
    """
    for member in _members(archive):
        folder = member.folders[-1] if member.folders else ""
        handed, name = handed_in(folder, member.name)
        place = "/".join((*member.folders, member.name))
        source = f"{archive.name}: {place}"
        read = partial(read_member, archive, member.info, source)
        yield member.folders, Submission(source, name, handed, read)


def _members(archive: Path) -> list[Member]:
    try:
        with ZipFile(archive) as package:
            infos = package.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        message = f"is a damaged zip file ({error}); download it again"
        raise InputError(message, file=archive) from error
    if len(infos) > MOST_MEMBERS:
        raise InputError(f"has over {MOST_MEMBERS:,} files; split it", file=archive)
    members = (_member(info) for info in infos if not info.is_dir())
    return sorted(member for member in members if member is not None)


def _member(info: ZipInfo) -> Member:
    """Return a file in an archive by the plain part of its path: what leads elsewhere is cut."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    parts = [part for part in path.parts if part not in ("/", "..", ".") and ":" not in part]
    *folders, name = parts or ["unnamed"]
    return Member(tuple(folders), name, info)


def read_member(archive: Path, info: ZipInfo, source: str) -> bytes:
    """Return the content of a file in an archive.

    Raises:
        InputError: it is too large, encrypted, a link, or damaged.
    """
    if info.flag_bits & 1:
        raise InputError("it is encrypted; ask for it without a password")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputError("it is a link to another file, not a workbook")
    if info.file_size > LARGEST:
        raise InputError(_TOO_LARGE)
    if info.file_size > 2**20 and info.file_size > BOMB * max(info.compress_size, 1):
        raise InputError("it is packed as no workbook is; ask for it again")
    try:
        with ZipFile(archive) as package, package.open(info) as file:
            content = file.read(LARGEST + 1)
    except (BadZipFile, ZlibError, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        raise InputError(f"it cannot be unpacked ({error}); download it again") from error
    if len(content) > LARGEST:
        raise InputError(_TOO_LARGE)
    return content


_TOO_LARGE = f"it is larger than any worksheet ({LARGEST // 2**20} MB)"
