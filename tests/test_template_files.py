"""Reading a file's text, and why that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.errors import InputError
from bpsheet.template_files import read_text, why_unreadable


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"", ""), (b"ab", "ab"), (b"\xef\xbb\xbfab\r\n", "ab\r\n"), ("ŷ".encode(), "ŷ")],
)
def test_text_comes_as_it_is(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "text"
    path.write_bytes(content)
    assert read_text(path, 7) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\n\nb\n\xff", ":4: not text in UTF-8; save it as text in that encoding"),
        (b"12345678", ": over 7 bytes are too many; shorten it"),
    ],
)
def test_what_is_no_text(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "text"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_text(path, 7)
    assert str(caught.value) == f"{path}{expected}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing", "there is no such file"),
        (".", "this is a directory"),
        ("x" * 5000, "cannot be read (File name too long)"),
        ("a\0b", "cannot be read (embedded null byte)"),
    ],
)
def test_why_a_file_is_not_read(tmp_path: Path, name: str, expected: str) -> None:
    with pytest.raises((OSError, ValueError)) as caught:
        read_text(tmp_path / name, 5)
    assert isinstance(caught.value, OSError | ValueError)
    assert why_unreadable(caught.value) == expected


def test_a_path_that_cannot_be_shown_is_quoted() -> None:
    assert str(InputError("is wrong", file=Path("a\nb.csv"), line=3)) == r"'a\nb.csv':3: is wrong"
