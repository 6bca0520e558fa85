"""Damaged and random files: a workbook or one line of refusal, never anything else."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.checker.book import Book
from bpsheet.checker.reading import read_book
from bpsheet.errors import InputError
from tests.checker.reading.packages import ods_parts, xlsx_parts

ROWS = '<row r="1"><c r="A1"><f>B1*2</f><v>0.5</v></c><c r="B1" t="s"><v>0</v></c></row>'
ODS_ROWS = (
    '<table:table-row><table:table-cell table:formula="of:=[.B1]*2" office:value-type="float" '
    'office:value="0.5"><text:p>0.5</text:p></table:table-cell></table:table-row>'
)
CSV = "i1;w5\n0,05;0,4\n"


@cache
def sample(extension: str) -> bytes:
    if extension == "csv":
        return CSV.encode()
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as package:
        for name, content in (
            xlsx_parts(ROWS) if extension == "xlsx" else ods_parts(ODS_ROWS)
        ).items():
            package.writestr(name, content)
    return file.getvalue()


def read_or_refuse(folder: Path, content: bytes) -> None:
    path = folder / "fuzz"
    path.write_bytes(content)
    try:
        book = read_book(path)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(book, Book)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


EXTENSIONS = st.sampled_from(["xlsx", "ods", "csv"])


@given(EXTENSIONS, st.floats(0, 1))
def test_truncated_files(folder: Path, extension: str, part: float) -> None:
    content = sample(extension)
    read_or_refuse(folder, content[: int(part * len(content))])


@given(EXTENSIONS, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=20))
def test_changed_bytes(folder: Path, extension: str, changes: list[tuple[float, int]]) -> None:
    content = bytearray(sample(extension))
    for part, value in changes:
        content[min(int(part * len(content)), len(content) - 1)] = value
    read_or_refuse(folder, bytes(content))


@given(st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), st.binary())
def test_random_files(folder: Path, start: bytes, rest: bytes) -> None:
    read_or_refuse(folder, start + rest)


@given(
    st.sampled_from(["xlsx", "ods"]),
    st.integers(),
    st.lists(
        st.sampled_from(["<c>", "</c>", "<v>1</v>", "<f>", "A1", '<c r="B2"/>', "<row>", "&"])
    ),
)
def test_broken_markup(folder: Path, extension: str, seed: int, pieces: list[str]) -> None:
    parts = xlsx_parts(ROWS) if extension == "xlsx" else ods_parts(ODS_ROWS)
    name = random.Random(seed).choice(sorted(parts))
    content = str(parts[name])
    place = random.Random(seed).randrange(len(content) + 1)
    parts[name] = content[:place] + "".join(pieces) + content[place:]
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as package:
        for part, text in parts.items():
            package.writestr(part, text)
    read_or_refuse(folder, file.getvalue())
