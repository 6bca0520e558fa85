"""Writing long tables, against the least work that writes the same sheets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.layout.book import workbook_of
from bpsheet.sheet.workbook import Sheet, Workbook
from bpsheet.verbs.build import worked_example
from bpsheet.verbs.settings import adjusted
from tests.benchmarks.floor import parts_of, write_floor
from tests.benchmarks.measure import Row, compare, row

EPOCHS = 1_000
WRITERS = {".xlsx": write_xlsx, ".ods": write_ods}


def writing() -> Iterator[Row]:
    """Measure each writer on the six tables of the classic example, and on nothing else."""
    workbook = _tables()
    with TemporaryDirectory() as folder:
        for suffix, write in WRITERS.items():
            path = Path(folder, f"tables{suffix}")
            write(workbook, path)
            floor = partial(write_floor, parts_of(path, workbook), Path(folder, "floor"))
            pair = compare(partial(write, workbook, path), floor, runs=7)
            what = f"writing 6 × {EPOCHS:,} × 31 formulas, {suffix}"
            yield row(what, "an f-string per row and DEFLATE", pair, "at most 2")


def _tables() -> Workbook:
    """Return the tables of the classic example's six rates as a workbook of their own."""
    template = adjusted("classic", epochs=EPOCHS)
    sheets = workbook_of(worked_example(template)).sheets
    rates = [sheet for sheet in sheets if sheet.name.startswith("lr ")]
    rates = rates[: len(template.training.learning_rates)]
    tables = tuple(Sheet(sheet.name, {}, blocks=sheet.blocks) for sheet in rates)
    return Workbook(tables, {}, title="", subject="", keywords="")
