"""Workbooks that are read for their values alone: .xls and .csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from bpsheet.check.book import Book, Sheet
from bpsheet.check.reading.columns import Budget, Cells
from bpsheet.check.reading.serial import serial_day
from bpsheet.check.reading.trouble import RefusedError

LARGEST_FILE = 128 * 2**20
SNIFFED_LINES = 50

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
    budget = Budget()
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = tuple(_xls_sheet(workbook, name, budget) for name in workbook.sheet_names)
    except (CalamineError, OSError, ValueError) as error:
        raise RefusedError(f"cannot be read ({error}); save it as .xlsx") from error
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


def _xls_sheet(workbook: CalamineWorkbook, name: str, budget: Budget) -> Sheet:
    sheet, cells = workbook.get_sheet_by_name(name), Cells(budget)
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            _add(cells, row, column, value)
    return Sheet(name, cells.columns(_NO_PLACES))


def _add(cells: Cells, row: int, column: int, value: object) -> None:
    match value:
        case bool():
            cells.other(row, column, value)
        case int() | float():
            cells.number(row, column, repr(value))
        case datetime():
            cells.number(row, column, repr(serial_day(value)))
        case date():
            cells.number(row, column, repr(serial_day(datetime.combine(value, time()))))
        case time():
            midnight = datetime.combine(date.min, time())
            passed = datetime.combine(date.min, value) - midnight
            cells.number(row, column, repr(passed / timedelta(days=1)))
        case timedelta():
            cells.number(row, column, repr(value / timedelta(days=1)))
        case str() if value:
            cells.other(row, column, value)


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
