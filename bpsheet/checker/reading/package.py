"""The zip file that an .xlsx or .ods workbook is, opened so that it cannot unpack without end."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile, ZipInfo

from bpsheet.checker.reading.markup import tree
from bpsheet.checker.reading.trouble import DamagedError, RefusedError

MEGABYTE = 2**20
LARGEST = 768 * MEGABYTE
LARGEST_PART_TREE = 32 * MEGABYTE
MOST_PARTS = 10_000
MOST_TAGS = 30_000_000
HIGHEST_RATIO = 150
RATIO_COUNTS_FROM = 8 * MEGABYTE
CHUNK = 2**16


@dataclass(frozen=True)
class Related:
    """What a part of an .xlsx package refers to: the last word of the kind, and the part."""

    kind: str
    target: str


class Package:
    """A zip file whose unpacked size, compression and number of tags are bounded.

    Arguments:
        path: the file.

    Raises:
        RefusedError: it is no zip file, is damaged, encrypted, or would unpack to too much.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._zip = ZipFile(path)
            self._parts = {info.filename: info for info in self._zip.infolist()}
        except (BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise RefusedError(
                f"is a damaged zip file ({error}); download or save it again"
            ) from error
        self._tags = 0
        try:
            _check_sizes(self._zip.infolist())
        except RefusedError:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def chunks(self, name: str, largest: int = LARGEST) -> Generator[bytes]:
        """Yield a part's bytes; not more than `largest`.

        Raises:
            DamagedError: the part is missing, damaged, encrypted or too large.
            RefusedError: all parts together hold too many tags.
        """
        info = self._parts.get(name)
        if info is None:
            raise DamagedError(f"there is no {name} in it")
        if info.file_size > largest:
            raise DamagedError(f"{name} is larger than {largest // MEGABYTE} MB")
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(CHUNK):
                    self._count_tags(chunk)
                    yield chunk
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise DamagedError(f"{name} cannot be unpacked ({error})") from error

    def tree(self, name: str, without: frozenset[str] = frozenset()) -> Element:
        """Return a part's XML as a tree with local names; see `bpsheet.checker.reading.markup`."""
        return tree(self.chunks(name, LARGEST_PART_TREE), without)

    def related(self, name: str) -> dict[str, Related]:
        """Return what a part of an .xlsx package refers to, by the identifiers it uses.

        Targets outside the package are left out: they are never opened.
        """
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self:
            return {}
        return {
            relation.get("Id", ""): Related(
                relation.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:],
            )
            for relation in self.tree(relations).iter("Relationship")
            if relation.get("TargetMode") != "External"
        }

    def _count_tags(self, chunk: bytes) -> None:
        self._tags += chunk.count(b"<")
        if self._tags > MOST_TAGS:
            raise RefusedError("holds more than a workbook needs; delete what is not about it")


def _check_sizes(parts: list[ZipInfo]) -> None:
    unpacked, packed = (
        sum(part.file_size for part in parts),
        sum(part.compress_size for part in parts),
    )
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("is encrypted; save it without a password")
    if len(parts) > MOST_PARTS or unpacked > LARGEST:
        raise RefusedError(
            f"unpacks to {unpacked / MEGABYTE:,.0f} MB in {len(parts):,} parts; "
            f"at most {LARGEST // MEGABYTE} MB are read: delete what is not about it"
        )
    if unpacked > RATIO_COUNTS_FROM and unpacked > HIGHEST_RATIO * packed:
        raise RefusedError(
            f"unpacks to {unpacked // max(packed, 1):,} times its size, as attacks on readers do"
        )
