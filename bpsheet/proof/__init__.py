"""Proof that formulas and numbers agree, made at every build before anything is written.

The formulas come from the symbolic derivation, the numbers from the engine, which shares none of
its mathematics. Three comparisons are made:

1. every definition (forward pass, loss, gradients, updates), evaluated on every row of the trace,
   and the forward pass on every sample for validation;
2. the engine's gradients against central differences of its loss, on a few rows of each rate;
3. the whole row, computed from its parameters with 40 digits, on the same few rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpsheet.model.graph import Graph
from bpsheet.proof.comparison import Comparison
from bpsheet.proof.definitions import check_start, compare_definitions, compare_validation
from bpsheet.proof.differences import compare_differences
from bpsheet.proof.precise import DIGITS, compare_precisely
from bpsheet.proof.rows import finite_rows
from bpsheet.trace import Trace

RUNAWAY = 1e3
"""A loss this many times above where it began is left out of the two slow comparisons."""

FEW_ROWS = 3


@dataclass(frozen=True)
class Proof:
    """What a build has proved.

    Attributes:
        definitions: how many definitions were evaluated.
        values: on how many numbers in all.
        residual: the largest relative residual between a definition and the engine.
        differences: how many gradients were compared with central differences.
        difference_residual: the largest disagreement there.
        precise_values: how many numbers were compared with a computation of 40 digits.
        precise_residual: the largest relative residual there.
    """

    definitions: int
    values: int
    residual: float
    differences: int
    difference_residual: float
    precise_values: int
    precise_residual: float

    def __str__(self) -> str:
        return (
            f"{self.definitions} formulas = engine on {self.values:,} numbers"
            f" (largest relative residual {self.residual:.1e})\n"
            f"{self.differences:,} gradients = central differences"
            f" (within {self.difference_residual:.1e});"
            f" {self.precise_values:,} numbers = {DIGITS}-digit arithmetic"
            f" ({self.precise_residual:.1e})"
        )


def prove(graph: Graph, trace: Trace, rows: int = FEW_ROWS) -> Proof:
    """Compare the formulas of `graph` with the numbers of `trace`.

    Arguments:
        graph: the whole worked example, gradients and updates included.
        trace: the engine's run of it.
        rows: on how many rows per rate the two slow comparisons are made.

    Raises:
        ProofError: they disagree.
    """
    with np.errstate(all="ignore"):
        check_start(graph, trace)
        definitions = list(compare_definitions(graph, trace))
        validation = list(compare_validation(graph, trace))
        chosen = _spread(graph, trace, rows)
        differences = list(compare_differences(graph, trace, chosen))
        precise = list(compare_precisely(graph, trace, chosen))
    return Proof(
        definitions=len(definitions),
        values=_count(definitions + validation),
        residual=_largest(definitions + validation),
        differences=_count(differences),
        difference_residual=_largest(differences),
        precise_values=_count(precise),
        precise_residual=_largest(precise),
    )


def _count(comparisons: list[Comparison]) -> int:
    return sum(comparison.values for comparison in comparisons)


def _largest(comparisons: list[Comparison]) -> float:
    return max((comparison.residual for comparison in comparisons), default=0.0)


def _spread(graph: Graph, trace: Trace, rows: int) -> list[tuple[int, int]]:
    """Return up to `rows` rows of every rate, from first to last, as numbers of rate and row.

    They end where the loss runs away: differences of huge numbers prove nothing.
    """
    calm = trace.total <= RUNAWAY * np.maximum(1.0, trace.total[:, :1])
    calm = np.logical_and.accumulate(calm & finite_rows(graph, trace), axis=1)
    return [
        (rate, row)
        for rate, count in enumerate(calm.sum(axis=1).tolist())
        for row in sorted({round(place) for place in np.linspace(0, count - 1, min(rows, count))})
    ]
