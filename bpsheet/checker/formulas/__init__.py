"""Formulas of foreign workbooks: read, computed and spelled, never executed."""

from bpsheet.checker.formulas.canonical import Dialect, as_typed, canonical
from bpsheet.checker.formulas.circles import circular_cells
from bpsheet.checker.formulas.evaluation import evaluate_rows
from bpsheet.checker.formulas.reading import read_formula
from bpsheet.checker.formulas.spelling import cells_of, spell, transpose, turned

__all__ = [
    "Dialect",
    "as_typed",
    "canonical",
    "cells_of",
    "circular_cells",
    "evaluate_rows",
    "read_formula",
    "spell",
    "transpose",
    "turned",
]
