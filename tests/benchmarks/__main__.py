"""Measure everything, print the table and keep it in docs/benchmarks.md: ``make bench``."""

from __future__ import annotations

from dataclasses import astuple
from itertools import chain
from pathlib import Path

from tests.benchmarks.checking import checking
from tests.benchmarks.classes import classes
from tests.benchmarks.derivation import derivation
from tests.benchmarks.machine import description
from tests.benchmarks.measure import Row
from tests.benchmarks.pages import pages
from tests.benchmarks.processes import cold_build, many_samples, memory, start_up
from tests.benchmarks.training import training
from tests.benchmarks.writing import writing

RESULT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
BENCHMARKS = (cold_build, writing, memory, many_samples, training, derivation, checking)
BENCHMARKS += (classes, start_up, pages)
HEADINGS = Row("What", "Takes", "Compared with", "Takes", "Ratio", "Goal")
INTRODUCTION = """\
# Speed and memory

Written by `make bench`. Each line compares two things that ran in turn, so that whatever else the
machine does slows both alike. Times are processor time, medians of several runs; a ratio is the
median over pairs of neighbouring runs. The writers' rival writes the very same XML, and the
engine's rivals come to the same weights: both are checked.
"""


def main() -> None:
    """Run all benchmarks."""
    lines = [_line(HEADINGS), "|---|--:|---|--:|--:|---|"]
    print(*lines, sep="\n", flush=True)
    for row in chain.from_iterable(benchmark() for benchmark in BENCHMARKS):
        lines.append(_line(row))
        print(lines[-1], flush=True)
    print(f"\n{description()}")
    RESULT.parent.mkdir(exist_ok=True)
    table = "\n".join(lines)
    RESULT.write_text(f"{INTRODUCTION}\n{table}\n\n{description()}\n", encoding="utf-8")


def _line(row: Row) -> str:
    return f"| {' | '.join(astuple(row))} |"


if __name__ == "__main__":
    main()
