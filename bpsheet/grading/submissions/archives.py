"""Files in a zip archive that a stranger may have made: read one by one, within limits."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from bpsheet.errors import InputError
from bpsheet.grading.submissions.contents import (
    LARGEST,
    MEGABYTE,
    bounded,
    readable,
    refuse,
    refuse_size,
    why_unusable,
)

MOST_MEMBERS = 500_000
HIGHEST_RATIO = 200
"""How many times smaller than itself a file of over a megabyte may be packed."""

IN_WORKBOOKS = {"[Content_Types].xml", "content.xml"}
UTF_8, ENCRYPTED = 0x800, 0x1  # flags of the zip format
NOT_UNPACKED = (
    *(BadZipFile, zlib.error, struct.error, OSError, EOFError),
    *(ValueError, RuntimeError, NotImplementedError, OverflowError, IndexError),
)
"""What the standard library raises on archives that are damaged or made to do harm."""

_DRIVE = re.compile(r"[A-Za-z]:")


class Member(NamedTuple):
    """A file in an archive.

    Attributes:
        parts: of its path; the last is its name.
        place: of its entry in the archive's directory.
        info: the entry.
        leads_out: whether its path leads to somewhere else than into the archive's folder.
        copy: 1, or more for a further entry of the same path.
    """

    parts: tuple[str, ...]
    place: int
    info: ZipInfo
    leads_out: bool
    copy: int = 1

    @property
    def shown(self) -> str:
        """The path as the teacher sees it."""
        return "/".join(self.parts) + (f" ({self.copy})" if self.copy > 1 else "")


def members_of(archive: Path) -> list[Member]:
    """Return the files in an archive, in the order of their paths.

    Raises:
        InputError: it is damaged, made to do harm, or has more files than any class hands in.
    """
    try:
        size = archive.stat().st_size
        package = _opened(archive, archive.stat().st_mtime_ns)
    except NOT_UNPACKED as error:
        raise InputError(
            f"is a damaged zip file ({error}); download it again", file=archive
        ) from error
    infos = package.infolist()
    if len(infos) > MOST_MEMBERS:
        raise InputError(f"has over {MOST_MEMBERS:,} files; split it", file=archive)
    if sum(info.compress_size for info in infos) > size:
        message = "has files that overlap, as attacks on readers do; do not open it"
        raise InputError(message, file=archive)
    return list(_numbered(sorted(_members(infos))))


def is_workbook(members: list[Member]) -> bool:
    """Return whether an archive is a workbook under another name, as some browsers save it."""
    return any(member.parts[0] in IN_WORKBOOKS for member in members)


def read_member(archive: Path, member: Member, source: str) -> bytes:
    """Return the content of a file in an archive.

    Raises:
        InputError: it is no workbook, too large, encrypted, a link, or damaged.
    """
    if message := _why_refused(member):
        refuse(message, source)
    if member.info.file_size > LARGEST:
        refuse_size(source)
    try:
        package = _opened(archive, archive.stat().st_mtime_ns)
        with package.open(member.info) as file:
            return bounded(file, source)
    except NOT_UNPACKED as error:
        refuse(f"cannot be unpacked ({error}); download it again", source)


def _why_refused(member: Member) -> str:
    """Return why a file is not unpacked, as its entry tells; empty where it is."""
    info = member.info
    if member.leads_out:
        return "has a path that leads out of the archive; ask for the file itself"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link to another file; ask for the file itself"
    if info.flag_bits & ENCRYPTED:
        return "is encrypted; ask for it without a password"
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "is packed in a way that is not read; unpack the archive, and grade its folder"
    if info.file_size > MEGABYTE and info.file_size > HIGHEST_RATIO * info.compress_size:
        return "unpacks to far more than its size, as attacks on readers do; do not open it"
    return why_unusable(member.parts[-1])


def _members(infos: Sequence[ZipInfo]) -> Iterator[Member]:
    for place, info in enumerate(infos):
        path = _name_of(info)
        if not path.endswith(("/", "\\")):
            yield _member(place, path, info)


def _numbered(members: Iterable[Member]) -> Iterator[Member]:
    """Yield files; those of one path can be told apart."""
    times: Counter[tuple[str, ...]] = Counter()
    for member in members:
        times[member.parts] += 1
        yield member._replace(copy=times[member.parts])


def _member(place: int, path: str, info: ZipInfo) -> Member:
    parts = tuple(re.split(r"[\\/]", path))
    leads_out = not parts[0] or ".." in parts or _DRIVE.match(path) is not None
    plain = tuple(readable(part) for part in parts if part not in ("", ".", ".."))
    return Member(plain or ("unnamed",), place, info, leads_out)


def _name_of(info: ZipInfo) -> str:
    """Return the path of a file; macOS writes it in UTF-8 and does not say so."""
    name = info.filename
    if not info.flag_bits & UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return unicodedata.normalize("NFC", name)


@lru_cache(maxsize=2)
def _opened(archive: Path, changed: int) -> ZipFile:
    """Return an open archive; one of a hundred thousand files has a directory worth keeping."""
    return ZipFile(archive)
