"""Prints the values of an .xls workbook as JSON: a program of its own.

The library that reads .xls gives up on some damaged files by ending its process, and takes memory
for every cell between the outermost ones. In a process of its own, with bounded memory, it can do
neither to the check.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from bpsheet.checker.reading.serial import serial_day

MOST_MEMORY = 1_500_000_000
"""Bytes of address space, of which the larger part is never touched."""


def print_values(path: Path) -> None:
    """Print a list of sheets: each its name and its cells as row, column and value."""
    workbook = CalamineWorkbook.from_path(path)
    sheets = [[name, list(_cells(workbook, name))] for name in workbook.sheet_names]
    json.dump(sheets, sys.stdout)


def _cells(workbook: CalamineWorkbook, name: str) -> Iterator[tuple[int, int, object]]:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value != "":
                yield row, column, _plain(value)


def _plain(value: object) -> object:
    """Return a date or time as the number a spreadsheet counts it in, all else as it is."""
    match value:
        case datetime():
            return serial_day(value)
        case date():
            return serial_day(datetime.combine(value, time()))
        case time():
            passed = datetime.combine(date.min, value) - datetime.combine(date.min, time())
            return passed / timedelta(days=1)
        case timedelta():
            return value / timedelta(days=1)
    return value


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _limit_memory()
    print_values(Path(sys.argv[1]))
