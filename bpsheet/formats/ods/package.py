"""The zip file around the parts of an OpenDocument spreadsheet; the same parts, the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bpsheet.errors import OutputError
from bpsheet.formats.ods.xml import document, element

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
CHART = "application/vnd.oasis.opendocument.chart"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PORTION = 1 << 18
LARGEST_PART = 2**31 - _PORTION
"""Anything larger takes an extension of the zip format that not all readers know."""

Part = tuple[str, Iterable[str]]
"""The name of a file inside the package, and the pieces of its XML."""


def write_package(path: Path, parts: Iterable[Part], folders: Mapping[str, str]) -> None:
    """Write a spreadsheet file, holding few pieces in memory at a time.

    Arguments:
        path: the file.
        parts: the XML files.
        folders: the media type of each folder that is a document of its own.
    """
    types = {"/": SPREADSHEET} | {f"{folder}/": kind for folder, kind in folders.items()}
    with zipfile.ZipFile(path, "w") as archive:
        # Readers know the file by its first bytes, so this part is first and not compressed.
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), SPREADSHEET)
        for name, pieces in parts:
            types[name] = "text/xml"
            _write(archive, name, pieces)
        _write(archive, "META-INF/manifest.xml", [_manifest(types)])


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    size = 0
    with archive.open(_entry(name, zipfile.ZIP_DEFLATED), "w") as part:
        for portion in _portions(pieces):
            size += part.write(portion.encode())
            if size > LARGEST_PART:
                raise OutputError(
                    f"{archive.filename}: the sheets take more than the "
                    f"{LARGEST_PART:,} bytes that an .ods file holds; use fewer rows or sheets"
                )


def _portions(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the same text in pieces that are worth a call of the compressor."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length > _PORTION:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = compression
    # Else the byte would tell which system the file was written on.
    entry.create_system = _UNIX
    return entry


def _manifest(types: Mapping[str, str]) -> str:
    entries = [
        element("manifest:file-entry", {"manifest:full-path": name, "manifest:media-type": kind})
        for name, kind in types.items()
    ]
    return document("manifest:manifest", *entries)
