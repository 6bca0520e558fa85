"""Workbooks read for their values alone: .csv and .xls."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from bpsheet.checker.reading import read_book
from bpsheet.errors import InputError
from tests.applications import program


@pytest.mark.parametrize(
    ("content", "number"),
    [
        (b"i1,w5\n0.05,0.4\n0.05,0.41\n", 0.4),
        (b"i1;w5\r\n0,05;0,4\r\n0,05;0,41\r\n", 0.4),
        (b"i1;w5\n0.05;0.4\n", 0.4),
        (b"i1\tw5\n0.05\t0.4\n", 0.4),
        ("i1,w5\n0.05,4E-1\n".encode("utf-8-sig"), 0.4),
        ("i1,w5\n0.05,0.4\n".encode("utf-16"), 0.4),
        ("η;w5\n0,05;0,4\n".encode(), 0.4),
        (b'"i1","w5"\n"0.05","0.4"\n', 0.4),
        ("é,w5\n0.05,0.4\n".encode("cp1252"), 0.4),
    ],
)
def test_separator_and_decimal_sign_are_recognised(
    tmp_path: Path, content: bytes, number: float
) -> None:
    path = tmp_path / "loss.csv"
    path.write_bytes(content)
    book = read_book(path)
    assert not book.has_formulas
    sheet = book["loss"]
    assert sheet.numbers(0, np.array([1])) == [0.05]
    assert sheet.numbers(1, np.array([1])) == [number]
    assert (0, 1, "w5") in list(sheet.texts())


def test_digits_are_those_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "loss.csv"
    path.write_text("a;b\n0,0500;12\n")
    columns = read_book(path).sheets[0].columns
    assert (columns[0].decimals[-1], columns[0].significant[-1]) == (4, 3)
    assert (columns[1].decimals[-1], columns[1].significant[-1]) == (0, 2)


def test_text_without_columns_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary\ntoday I computed\n")
    with pytest.raises(InputError, match="neither an"):
        read_book(path)


@pytest.mark.office
def test_xls_is_read_for_its_values(tmp_path: Path) -> None:
    soffice = program("soffice")
    source = tmp_path / "loss.csv"
    source.write_text("step,w5,wrong\n0,0.4,TRUE\n1,0.3589164797,text\n")
    convert(soffice, source, "xls")
    book = read_book(tmp_path / "loss.xls")
    assert not book.has_formulas
    (sheet,) = book.sheets
    assert list(sheet.numbers(1, np.array([1, 2]))) == [0.4, 0.3589164797]
    assert sheet.columns[1].decimals[-1] == 10
    assert (2, 2, "text") in list(sheet.texts())


def convert(soffice: str, source: Path, extension: str) -> None:
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(source.parent / 'profile').as_uri()}",
            *("--headless", "--convert-to", extension, "--outdir", source.parent, source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
