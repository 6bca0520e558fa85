"""Formulas of foreign workbooks: read, computed and spelled, never executed."""

from bpsheet.check.formulas.canonical import Dialect, canonical
from bpsheet.check.formulas.circles import circular_cells
from bpsheet.check.formulas.evaluation import evaluate_rows
from bpsheet.check.formulas.reading import read_formula
from bpsheet.check.formulas.spelling import cells_of, spell, transpose

__all__ = [
    "Dialect",
    "canonical",
    "cells_of",
    "circular_cells",
    "evaluate_rows",
    "read_formula",
    "spell",
    "transpose",
]
