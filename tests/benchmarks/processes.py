"""Whole processes, from a cold start: what a user waits for, and how much memory it takes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import Row, compare, row

CHECKOUT = Path(__file__).parents[2]
LIBRARIES = "import sympy, numpy, openpyxl"
FORMATS = {".xlsx": ["xlsx"], ".ods": ["ods"], "both formats": ["xlsx", "ods"]}
MANY_EPOCHS = 10_000

MANY_SAMPLES = """
title = "Many samples"
[network]
layers = [2, 2, 1]
activation = "tanh"
[data]
csv = "many.csv"
inputs = ["a", "b"]
targets = ["y"]
[parameters]
init = "xavier"
seed = 1
[training]
learning_rates = [0.1]
epochs = 50
batch = "all"
"""

PEAK_OF_CHILD = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def run_python(*arguments: str) -> str:
    """Run a fresh interpreter in the checkout and return what it prints.

    It may keep compiled modules, so that a second run finds them, as it does for any user.
    """
    names = os.environ.keys() - {"PYTHONDONTWRITEBYTECODE"}
    finished = subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env={name: os.environ[name] for name in names},
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return finished.stdout


def start_up() -> Iterator[Row]:
    """Measure how soon the command line answers."""
    nothing = partial(run_python, "-c", "pass")
    for arguments in (["--help"], ["templates"]):
        pair = compare(partial(run_python, "-m", "bpsheet", *arguments), nothing, runs=15)
        yield row(f"`bpsheet {arguments[0]}`", '`python -c "pass"`', pair, "under 0.3 s")


def cold_build() -> Iterator[Row]:
    """Measure the whole build of the classic example against importing the libraries of one."""
    with TemporaryDirectory() as folder:
        build = partial(run_python, "-m", "bpsheet", "build", "--output", folder)
        pair = compare(build, partial(run_python, "-c", LIBRARIES), runs=11)
    what = "`bpsheet build`, both formats, 6 rates × 100 rows"
    yield row(what, f'`python -c "{LIBRARIES}"`', pair, "at most 3, aim for 2")


def memory() -> Iterator[Row]:
    """Measure the most memory that building long tables holds at any time."""
    for words, formats in FORMATS.items():
        what = f"memory of building 6 × {MANY_EPOCHS:,} rows (1.86 million formulas), {words}"
        peak = f"{_peak_of_build(formats):.0f} MB"
        imports = f"{peak('-c', LIBRARIES):.0f} MB"
        yield Row(what, peak, f'`python -c "{LIBRARIES}"`', imports, "", "below 150 MB")


def many_samples() -> Iterator[Row]:
    """Measure a workbook of many samples, all of them in each update."""
    with TemporaryDirectory() as folder:
        template = Path(folder, "many.toml")
        template.write_text(MANY_SAMPLES, encoding="utf-8")
        rows = "".join(
            f"{n % 37 / 37:.3f},{n % 11 / 11:.3f},{n % 7 / 7:.3f}\n" for n in range(1000)
        )
        Path(folder, "many.csv").write_text(f"a,b,y\n{rows}", encoding="utf-8")
        arguments = ("-m", "bpsheet", "build", str(template), "--output", folder)
        pair = compare(
            partial(run_python, *arguments), partial(run_python, "-c", LIBRARIES), runs=3
        )
        most = peak(*arguments)
    what = f"1,000 samples × 50 epochs, full batch, both formats (at most {most:.0f} MB)"
    yield row(what, f'`python -c "{LIBRARIES}"`', pair, "seconds, below 300 MB")


def _peak_of_build(formats: list[str]) -> float:
    chosen = [argument for name in formats for argument in ("--format", name)]
    with TemporaryDirectory() as folder:
        epochs = ("--epochs", str(MANY_EPOCHS))
        return peak("-m", "bpsheet", "build", "--output", folder, *epochs, *chosen)


def peak(*arguments: str) -> float:
    """Return the most memory, in megabytes, that a fresh interpreter holds at any time.

    A small interpreter starts it, because a process inherits the peak of the one that starts it.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    return int(run_python("-c", PEAK_OF_CHILD, sys.executable, *arguments)) * unit / 1e6
