"""Zip archives as platforms, systems and attackers write them."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SHEET = b"PK sheet"
"""What stands for the content of a workbook."""


def zip_bytes(files: Mapping[str, bytes | str], compression: int = ZIP_DEFLATED) -> bytes:
    """Return an archive of some files."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def zip_with_entry(change: Mapping[str, object], name: str = "sheet.xlsx") -> bytes:
    """Return an archive of one file whose entry has some attributes changed."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        info = ZipInfo(name)
        archive.writestr(info, SHEET)
        for attribute, value in change.items():
            setattr(archive.infolist()[0], attribute, value)
    return buffer.getvalue()


def zip_with_twins(name: str, *contents: bytes) -> bytes:
    """Return an archive in which several files have one name."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        for content in contents:
            archive.writestr(name, content)
    return buffer.getvalue()


def zip_with_raw_name(name: bytes) -> bytes:
    """Return an archive of one file whose name is in an encoding that it does not tell."""
    plain = "x" * len(name)
    return zip_bytes({plain: SHEET}).replace(plain.encode(), name)


def zip_with_overlaps(times: int) -> bytes:
    """Return an archive whose directory names one packed megabyte of noise again and again."""
    noise = bytes(range(256)) * 4096
    content = zip_bytes({"00000.xlsx": noise}, compression=0)
    end = content.index(b"PK\x05\x06")
    start = content.index(b"PK\x01\x02")
    entry = content[start:end]
    directory = b"".join(entry.replace(b"00000", b"%05d" % place) for place in range(times))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(directory), start, 0)
    return content[:start] + directory + tail


def written(path: Path, content: bytes) -> Path:
    """Write a file, and the folders that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
