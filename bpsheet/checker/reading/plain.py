"""Workbooks that are read for their values alone: .xls and .csv."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from bpsheet.checker.book import Book, Sheet
from bpsheet.checker.reading import xls_values
from bpsheet.checker.reading.columns import Budget, Cells
from bpsheet.checker.reading.trouble import RefusedError

LARGEST_FILE = 128 * 2**20
SNIFFED_LINES = 50
LONGEST_WAIT = 10  # seconds

_NO_PLACES = np.array([-1], np.int32)
_DECIMAL_POINT = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*", re.ASCII)
_DECIMAL_COMMA = re.compile(r"\s*[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d{1,3})?\s*", re.ASCII)


def read_xls(path: Path) -> Book:
    """Return the values of an .xls workbook.

    Raises:
        RefusedError: it cannot be read.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise RefusedError("is too large for an .xls workbook; save it as .xlsx")
    # -P: nothing that happens to stand in the current folder is imported
    command = [sys.executable, "-P", "-m", xls_values.__name__, str(path.absolute())]
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=LONGEST_WAIT, check=True, env=surroundings
        )
    except subprocess.SubprocessError as error:
        raise RefusedError("cannot be read; save it as .xlsx") from error
    budget = Budget()
    sheets = tuple(_xls_sheet(name, values, budget) for name, values in json.loads(done.stdout))
    return Book(path, sheets, has_formulas=False)


def read_csv(path: Path) -> Book:
    """Return the values of a text file with separated columns, as one sheet named like the file.

    Raises:
        RefusedError: it holds no table of numbers.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise RefusedError(
            f"is larger than {LARGEST_FILE // 2**20} MB; delete what is not about it"
        )
    text = _decoded(path.read_bytes())
    lines = text.splitlines()
    separator = _separator(lines[:SNIFFED_LINES])
    if separator is None:
        raise RefusedError("is neither an .xlsx, .ods or .xls workbook nor a table in .csv")
    number = _DECIMAL_COMMA if separator != "," and "," in text else _DECIMAL_POINT
    cells = Cells(Budget())
    try:
        for row, fields in enumerate(csv.reader(lines, delimiter=separator)):
            for column, words in enumerate(fields):
                if number.fullmatch(words):
                    cells.number(row, column, words.strip().replace(",", "."))
                elif words.strip():
                    cells.other(row, column, words)
    except csv.Error as error:
        raise RefusedError(f"is no table in .csv ({error})") from error
    return Book(path, (Sheet(path.stem, cells.columns(_NO_PLACES)),), has_formulas=False)


def _xls_sheet(name: str, values: list[tuple[int, int, object]], budget: Budget) -> Sheet:
    cells = Cells(budget)
    for row, column, value in values:
        if isinstance(value, bool | str):
            cells.other(row, column, value)
        else:
            cells.number(row, column, repr(value))
    return Sheet(name, cells.columns(_NO_PLACES))


def _decoded(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(lines: Iterable[str]) -> str | None:
    """Return the separator that divides most lines into the same number of columns."""
    filled = [line for line in lines if line.strip()]
    best = max(";\t|,", key=lambda separator: _regularity(filled, separator))
    return best if _regularity(filled, best) > 0 else None


def _regularity(lines: list[str], separator: str) -> float:
    counts = [line.count(separator) for line in lines]
    usual = max(set(counts), key=counts.count, default=0)
    return usual and counts.count(usual) / len(counts)
