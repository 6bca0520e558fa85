"""What is read of a file that a stranger hands in: a workbook of bounded size, or nothing."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import IO, NoReturn

from bpsheet.errors import InputError

MEGABYTE = 2**20
LARGEST = 20 * MEGABYTE
"""The bytes that a worksheet may have."""

WORKBOOKS = (".xlsx", ".xlsm", ".ods")


def why_unusable(name: str) -> str:
    """Return why a file of that name is not read; empty where it is."""
    ending = PurePath(name).suffix.lower()
    if ending in WORKBOOKS:
        return ""
    if ending == ".zip":
        return "is an archive inside of an archive; unpack it, and grade its folder"
    kind = f"a {ending} file" if ending else "a file of no known kind"
    return f"is {kind}; ask for the worksheet as {', '.join(WORKBOOKS[:-1])} or {WORKBOOKS[-1]}"


def read_file(path: Path, source: str, *, is_link_followed: bool = True) -> bytes:
    """Return the content of a file.

    Raises:
        InputError: it cannot be opened, is no regular file, or is larger than any worksheet.
    """
    try:
        if path.is_symlink() and not is_link_followed:
            refuse("is a link; put the file itself there", source)
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            refuse("is no regular file; ask for the worksheet", source)
        with path.open("rb") as file:
            return bounded(file, source)
    except OSError as error:
        refuse(f"cannot be opened ({error.strerror or error}); check who may read it", source)


def bounded(file: IO[bytes], source: str) -> bytes:
    """Return what is left of an open file.

    Raises:
        InputError: it is larger than any worksheet.
    """
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        refuse_size(source)
    return content


def refuse_size(source: str) -> NoReturn:
    """Raise the error of a file that is larger than any worksheet."""
    limit = LARGEST // MEGABYTE
    refuse(f"is larger than any worksheet ({limit} MB); ask for it without other sheets", source)


def refuse(message: str, source: str) -> NoReturn:
    """Raise the error of a file that is not read."""
    raise InputError(message, file=source)


def readable(text: str) -> str:
    """Return a name as it can be shown on one line, whatever was put into it.

    >>> readable("a\\x1b[2J\\udcff.xlsx")
    'a�[2J�.xlsx'
    """
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
