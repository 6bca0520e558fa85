"""A workbook's package, copied with some of its parts changed."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bpsheet.checker.annotate.unfit import UnfitError

_MOST_BYTES = 1 << 30
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_SYMBOLS = str.maketrans("\\", "/")


class Package:
    """An open package and what is to be changed in it.

    Parts are named as in the package; names are looked up whatever their case.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries = {_folded(name): name for name in archive.namelist()}
        self._changed: dict[str, bytes] = {}
        if len(self._entries) < len(archive.namelist()):
            raise UnfitError("holds two parts of one name")
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
            raise UnfitError("unpacks to more than a gigabyte")

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._entries

    def __getitem__(self, name: str) -> bytes:
        entry = self._entries.get(_folded(name))
        if entry is None:
            raise UnfitError(f"lacks its part {name}")
        return self._changed[entry] if entry in self._changed else self._archive.read(entry)

    def get(self, name: str, default: bytes) -> bytes:
        """Return a part, or `default` where the package has no such part."""
        if name not in self:
            return default
        return self[name]

    def __setitem__(self, name: str, content: bytes) -> None:
        entry = self._entries.setdefault(_folded(name), name)
        self._changed[entry] = content

    def unused(self, pattern: str) -> str:
        """Return the first name that no part has; `pattern` has ``{}`` for a number."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def write(self, target: Path) -> None:
        """Write the copy: the old parts in their order, then the new ones."""
        with zipfile.ZipFile(target, "w") as copy:
            for entry in self._archive.infolist():
                self._copy(entry, copy)
            for name in [name for name in self._changed if name not in copy.NameToInfo]:
                entry = zipfile.ZipInfo(name, _EARLIEST)
                entry.compress_type = zipfile.ZIP_DEFLATED
                copy.writestr(entry, self._changed[name])

    def _copy(self, entry: zipfile.ZipInfo, copy: zipfile.ZipFile) -> None:
        fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
        fresh.compress_type = entry.compress_type
        fresh.create_system, fresh.external_attr = entry.create_system, entry.external_attr
        if entry.filename in self._changed:
            copy.writestr(fresh, self._changed[entry.filename])
            return
        fresh.file_size = entry.file_size
        with self._archive.open(entry) as source, copy.open(fresh, "w") as part:
            shutil.copyfileobj(source, part)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open a package for the time of the block.

    Raises:
        UnfitError: it is none, or turns out to be damaged inside the block.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield Package(archive)
    # a ValueError is a part's name that is no text, or a number in an XML part that is none
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise UnfitError("is damaged, or no package of parts") from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnfitError(f"is packed in an unusual way ({error})") from error


def _folded(name: str) -> str:
    return name.translate(_SYMBOLS).lstrip("/").casefold()
