"""The proof that a page computes what the engine does, made before it is written."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bpsheet import engine
from bpsheet.errors import ProofError
from bpsheet.pages.bundle import bundle
from bpsheet.template import Template
from bpsheet.trace import Array, Trace

ROWS = 100
"""How many rows of each rate are compared at least."""

TOLERANCE = 1e-9
"""How far numbers may be apart, relative to the largest of their column so far: the exponential
functions of two programs differ in the last bit, and training carries the difference on."""

SECONDS = 60


@dataclass(frozen=True)
class PageProof:
    """What was compared.

    Attributes:
        values: how many numbers of the page's rows were compared with the engine's.
        residual: the largest difference, relative to the largest number of its column.
    """

    values: int
    residual: float

    def __str__(self) -> str:
        return (
            f"{self.values:,} numbers of the page = engine"
            f" (largest relative residual {self.residual:.1e})"
        )


def first_rows(template: Template) -> Trace:
    """Return the engine's run of the first rows, all of whole epochs."""
    epochs = -(-ROWS // template.samples)
    return engine.train(replace(template, training=replace(template.training, epochs=epochs)))


def prove_page(data: dict[str, Any], arithmetic: str, engine_run: Trace) -> PageProof | None:
    """Run a page's program and compare its first rows with the engine's; needs Node.js.

    Arguments:
        data: of the page.
        arithmetic: of the page, a JavaScript module.
        engine_run: see `first_rows`.

    Returns:
        What was compared; ``None`` where there is no Node.js.

    Raises:
        ProofError: they disagree.
    """
    node = shutil.which("node")
    if node is None:
        return None
    names = {quantity["name"]: place for place, quantity in enumerate(data["quantities"])}
    found = _rows_of(node, data, arithmetic, len(engine_run.step))
    counted, largest = 0, 0.0
    for rate, own in enumerate(found):
        settled = _settled(engine_run, rate)
        missing = max(settled - len(own), 0)
        rows = np.pad(own, ((0, missing), (0, 0)), constant_values=np.nan)
        for name in engine_run.names_of_columns:
            column = engine_run.column(name)[rate, :settled]
            residuals = _residuals(rows[:settled, names[name]], column)
            counted, largest = counted + residuals.size, max(largest, residuals.max(initial=0.0))
            if not largest <= TOLERANCE:
                raise ProofError(
                    f"{name} at the rate {data['rates'][rate]:g}: page and engine differ by"
                    f" {largest:.1e}, more than {TOLERANCE:.0e}; nothing was written (this is a"
                    " fault of bpsheet, please report it)"
                )
    return PageProof(counted, largest)


def _rows_of(node: str, data: dict[str, Any], arithmetic: str, rows: int) -> list[Array]:
    """Return the first rows at each rate, (rows, quantities)."""
    task = f"export const task = {json.dumps({'example': data, 'rows': rows})};\n"
    program = bundle("steps", {"arithmetic": arithmetic, "task": task})
    command = [node, "--input-type=module", "-"]  # a program may be too long for an argument
    done = subprocess.run(
        command, input=program, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    if done.returncode:
        lines = done.stderr.splitlines()
        reason = next((line for line in lines if "Error" in line), "no reason given")
        raise ProofError(f"Node.js cannot run the page's program: {reason[:300]}")
    return [np.array(numbers, float) for numbers in json.loads(done.stdout)]


def _settled(engine_run: Trace, rate: int) -> int:
    """Return how many rows there are in the epochs before the first loss that is no number."""
    overflowing = ~np.isfinite(engine_run.total[rate])
    first = int(overflowing.argmax()) if overflowing.any() else len(overflowing)
    return first - first % engine_run.template.samples


def _residuals(own: Array, engine: Array) -> Array:
    """Return how far numbers are apart where the engine's are finite; if missing, infinitely."""
    known = np.isfinite(engine)
    size = np.maximum.accumulate(np.abs(engine[known]).clip(min=np.finfo(float).tiny))
    residuals = np.abs(own[known] - engine[known]) / size
    return np.asarray(np.nan_to_num(residuals, nan=np.inf))
