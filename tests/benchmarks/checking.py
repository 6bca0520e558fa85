"""Checking workbooks: against reading the same file with openpyxl, by length, and by processors."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from functools import partial
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

import bpsheet
from bpsheet.checker.rules import CLASSIC, Example
from tests.benchmarks.measure import Row, compare, factor, row, shown
from tests.benchmarks.processes import LIBRARIES, peak, run_python
from tests.checker.example_workbook import write_example

ROWS = 68
FILES = 50
LAST_ROW = re.compile("(?<=:)([A-Z]+)8$")


def checking() -> Iterator[Row]:
    """Measure one training table, one with ten times the rows, and many files in one call."""
    with TemporaryDirectory() as folder:
        table, longer = (_table(Path(folder, f"{rows}.xlsx"), rows) for rows in (ROWS, 10 * ROWS))
        check = partial(bpsheet.check, table)
        assert check().judged > 20 * ROWS
        pair = compare(check, partial(_read, table), runs=7)
        what = f"checking a table of {ROWS} rows, .xlsx"
        yield row(what, "openpyxl reading its values and its formulas", pair, "under 0.5 s")
        pair = compare(partial(bpsheet.check, longer), check, runs=5)
        yield row(f"checking {10 * ROWS} rows", f"checking {ROWS} rows", pair, "at most 10")
        yield _memory(longer)
        yield _many(table)


def _table(path: Path, rows: int) -> Path:
    """Write the worksheet of the rules' examples with so many rows."""
    sheet = {LAST_ROW.sub(rf"\g<1>{rows + 3}", key): value for key, value in CLASSIC.items()}
    return write_example(Example(sheet=sheet), path)


def _read(path: Path) -> None:
    """Read a workbook twice: openpyxl gives either values or formulas."""
    for values in (True, False):
        load_workbook(path, data_only=values).close()


def _memory(path: Path) -> Row:
    what = f"memory of checking {10 * ROWS} rows"
    ours = f"{peak('-m', 'bpsheet', 'check', str(path)):.0f} MB"
    other = f"{peak('-c', LIBRARIES):.0f} MB"
    return Row(what, ours, f'`python -c "{LIBRARIES}"`', other, "", "below 500 MB")


def _many(table: Path) -> Row:
    """Measure how many processors are at work while many files are checked: by the clock."""
    files = [str(shutil.copy(table, table.with_stem(f"{number}"))) for number in range(FILES)]
    together = _elapsed(*files)
    single = _elapsed(files[0])
    what = f"`bpsheet check` of {FILES} files, by the clock, {cpu_count()} processors"
    ratio = factor(together / single)
    return Row(what, shown(together), "one file", shown(single), ratio, "uses all processors")


def _elapsed(*files: str) -> float:
    start = time.perf_counter()
    run_python("-m", "bpsheet", "check", *files)
    return time.perf_counter() - start
