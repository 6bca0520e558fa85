"""Foreign workbooks read into `Book`: nothing in them is computed, executed or fetched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from bpsheet.checker.book import Book
from bpsheet.checker.reading.ods import read_ods
from bpsheet.checker.reading.plain import read_csv, read_xls
from bpsheet.checker.reading.trouble import RefusedError
from bpsheet.checker.reading.xlsx import read_xlsx
from bpsheet.errors import InputError

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_book(path: Path) -> Book:
    """Return a workbook in .xlsx, .xlsm, .ods, .xls or .csv; its content says which it is.

    Arguments:
        path: the file.

    Returns:
        What it holds; parts that cannot be read are named in ``unread``.

    Raises:
        InputError: it is no workbook, is damaged or encrypted, or is larger than what is read.
    """
    try:
        return _reader(path)(path)
    except RefusedError as error:
        raise InputError(str(error), file=path) from error
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror or error}", file=path) from error


def _reader(path: Path) -> Callable[[Path], Book]:
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(_ZIP):
        return _zip_reader(path)
    if start.startswith(_OLE):
        _refuse_encrypted(path)
        return read_xls
    if not start.strip():
        raise RefusedError("is empty")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise RefusedError("is a web page or plain XML; save it as .xlsx or .ods")
    if b"\0" in start and start[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise RefusedError("is no workbook; save it as .xlsx or .ods")
    return read_csv


def _zip_reader(path: Path) -> Callable[[Path], Book]:
    try:
        with ZipFile(path) as package:
            names = set(package.namelist())
    except (BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise RefusedError(f"is a damaged zip file ({error}); download or save it again") from error
    if "xl/workbook.bin" in names:
        raise RefusedError("is an .xlsb workbook; save it as .xlsx")
    if "content.xml" in names:
        return read_ods
    if "[Content_Types].xml" in names:
        return read_xlsx
    raise RefusedError("is a zip file but no workbook; save it as .xlsx or .ods")


def _refuse_encrypted(path: Path) -> None:
    with path.open("rb") as file:
        if _ENCRYPTED in file.read(2**20):
            raise RefusedError("is encrypted; save it without a password")
