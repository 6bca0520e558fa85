"""Samples from a CSV file: columns chosen by their headings, every fault named by its place."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.template_checks import listing, shown, suggestion

LARGEST_FILE = 50_000_000  # bytes
DELIMITERS = (";", "\t", ",")

Rows = tuple[tuple[float, ...], ...]


def read_columns(path: Path, names: tuple[str, ...]) -> Rows:
    """Return the numbers of some columns of a CSV file, one row per line.

    Arguments:
        path: a file with a line of headings, separated by commas, semicolons or tabs.
        names: the headings of the columns wanted.

    Raises:
        InputError: one line that names the file, the line and the column.
    """
    lines = _lines(path)
    if not lines:
        raise InputError("the file is empty; write a line of headings and one per sample", file=path)
    delimiter = max(DELIMITERS, key=lines[0].count)
    first, *rows = csv.reader(lines, delimiter=delimiter)
    headings = [heading.strip() for heading in first]
    places = [_place(name, headings, path) for name in names]
    numbers = tuple(
        tuple(_number(row, place, headings, path, line) for place in places)
        for line, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    )
    if not numbers:
        raise InputError("there is no sample below the headings; add a line each", file=path)
    return numbers


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"cannot be read ({reason}); name a CSV file that can", file=path) from None
    if len(content) > LARGEST_FILE:
        raise InputError(f"over {LARGEST_FILE:,} bytes are too many; use fewer samples", file=path)
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "not text in UTF-8; save the file as CSV in that encoding"
        raise InputError(message, file=path, line=line) from None


def _place(name: str, headings: list[str], path: Path) -> int:
    if headings.count(name) > 1:
        raise InputError(f"two columns are called {shown(name)}; rename one", file=path, line=1)
    if name not in headings:
        message = f"there is no column {shown(name)}; {suggestion(name, headings)}choose from "
        raise InputError(message + listing(map(shown, headings)), file=path, line=1)
    return headings.index(name)


def _number(row: list[str], place: int, headings: list[str], path: Path, line: int) -> float:
    column = f"column {shown(headings[place])}"
    text = row[place].strip() if place < len(row) else ""
    if not text:
        raise InputError(f"{column} is empty; write a number", file=path, line=line)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        remedy = "write a decimal point, such as 0.5" if "," in text else "write a number"
        raise InputError(f"{column}: {shown(text)} is not a number; {remedy}", file=path, line=line)
    return number
