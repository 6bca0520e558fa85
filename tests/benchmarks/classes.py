"""Whole classes: making exercises and grading what comes back, against a tenth of the class."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import Row, factor, shown
from tests.benchmarks.processes import peak, run_python

CLASS, FEW = 300, 30
SEED = "the seed of the benchmarks"

Arguments = Callable[[Path, int], list[str]]


def classes() -> Iterator[Row]:
    """Measure both commands for a class by the clock, and their memory."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for count in (CLASS, FEW):
            lines = (f"s{number:06d},Student {number}" for number in range(count))
            (folder / f"{count}.csv").write_text("\n".join(["id,name", *lines]), encoding="utf-8")
        yield _time(f"`bpsheet exercise` for {CLASS} students", _making, folder)
        yield _time(f"`bpsheet grade` of {CLASS} workbooks", _grading, folder)
        yield _memory(f"memory of `bpsheet exercise` for {CLASS} students", _making, folder)
        yield _memory(f"memory of `bpsheet grade` of {CLASS} workbooks", _grading, folder)


def _making(folder: Path, count: int) -> list[str]:
    roster, output = folder / f"{count}.csv", folder / f"{count}"
    return ["exercise", "--roster", str(roster), "--seed", SEED, "-o", str(output)]


def _grading(folder: Path, count: int) -> list[str]:
    """Grade the keys, in which every answer is a formula, without what was marked before."""
    made = folder / f"{count}"
    (made / "grades.journal").unlink(missing_ok=True)
    manifest, output = made / "manifest.json", made / "grades.csv"
    return ["grade", str(made / "keys"), "--manifest", str(manifest), "-o", str(output)]


def _time(what: str, arguments: Arguments, folder: Path) -> Row:
    times = []
    for count in (CLASS, FEW):
        command = arguments(folder, count)
        start = time.perf_counter()
        run_python("-m", "bpsheet", *command)
        times.append(time.perf_counter() - start)
    ours, other = times
    against = f"{FEW} students"
    by_clock = f"{what}, by the clock, {cpu_count()} processors"
    return Row(by_clock, shown(ours), against, shown(other), factor(ours / other), "under 60 s")


def _memory(what: str, arguments: Arguments, folder: Path) -> Row:
    ours, other = (peak("-m", "bpsheet", *arguments(folder, count)) for count in (CLASS, FEW))
    return Row(what, f"{ours:.0f} MB", f"{FEW} students", f"{other:.0f} MB", "", "flat")
