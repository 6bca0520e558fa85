"""Samples from a CSV file: columns chosen by their headings, every fault named by its place."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from bpsheet.errors import InputError
from bpsheet.template_checks import LARGEST_COUNT, listing, shown, suggestion
from bpsheet.template_files import read_text

LARGEST_FILE = 20_000_000  # bytes
DELIMITERS = (",", ";", "\t")
HEADINGS_SHOWN = 12

_QUOTED = re.compile(r'"[^"]*"')
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)

Row = tuple[float, ...]


@dataclass(frozen=True)
class _Line:
    """A line of a file: its cells, and where it stands."""

    cells: list[str]
    file: Path
    number: int

    def error(self, message: str) -> InputError:
        return InputError(message, file=self.file, line=self.number)


def read_columns(path: Path, names: Sequence[str]) -> dict[int, Row]:
    """Return the numbers of some columns of a CSV file, by the line of each row.

    Empty lines are passed over.

    Arguments:
        path: a file with a line of headings, separated by commas, semicolons or tabs.
        names: the headings of the columns wanted.

    Raises:
        InputError: one line that names the file, the line and the column.
        OSError: the file cannot be read.
        ValueError: no file can have such a path.
    """
    lines = _lines(read_text(path, LARGEST_FILE), path)
    headings = next(lines, None)
    if headings is None:
        message = "the file is empty; write a line of headings and one per sample"
        raise InputError(message, file=path)
    places = [_place(name, headings) for name in names]
    rows = {line.number: _row(line, headings.cells, places) for line in lines}
    if not rows:
        raise InputError("no sample stands below the headings; add a line each", file=path)
    return rows


def _lines(text: str, path: Path) -> Iterator[_Line]:
    """Yield the lines that are not empty."""
    if text.count("\n") > LARGEST_COUNT:
        message = f"over {LARGEST_COUNT:,} lines are more than a spreadsheet has; use fewer samples"
        raise InputError(message, file=path)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            if any(cells):
                yield _Line(cells, path, reader.line_num)
    except csv.Error as error:
        remedy = "mend the quotes: a cell has one before and one behind, or none"
        reason = str(error).replace("\t", "tab")
        message = f"cannot be read as CSV ({reason}); {remedy}"
        raise InputError(message, file=path, line=reader.line_num) from None


def _delimiter(text: str) -> str:
    """Return what parts the headings: the mark that they have most of outside quotes."""
    headings = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    return max(DELIMITERS, key=headings.count)


def _place(name: str, headings: _Line) -> int:
    """Return the column, from 0, that has a heading."""
    if headings.cells.count(name) > 1:
        raise headings.error(f"two columns are called {shown(name)}; rename one")
    if name not in headings.cells:
        choices = listing(map(shown, filter(None, headings.cells)), most=HEADINGS_SHOWN)
        near = suggestion(name, filter(str.isprintable, headings.cells))
        raise headings.error(f"there is no column {shown(name)}; {near}choose from {choices}")
    return headings.cells.index(name)


def _row(line: _Line, headings: list[str], places: list[int]) -> Row:
    if any(line.cells[len(headings) :]):
        remedy = "write one cell per column, and decimal points, not commas"
        count = f"{len(line.cells)} cells stand below {len(headings)} headings"
        raise line.error(f"{count}; {remedy}")
    return tuple(_number(line, place, headings[place]) for place in places)


def _number(line: _Line, place: int, heading: str) -> float:
    text = line.cells[place] if place < len(line.cells) else ""
    if not text:
        raise line.error(f"column {shown(heading)} has an empty cell; write a number")
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        remedy = "write a decimal point" if "," in text else "write one"
        problem = f"column {shown(heading)}: {shown(text)} is not a number"
        raise line.error(f"{problem}; {remedy}, such as 0.5")
    return number
