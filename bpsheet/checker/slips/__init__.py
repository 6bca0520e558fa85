"""Slips: the small edits of a right expression, and which of them explain a wrong column."""

from bpsheet.checker.slips.edits import slips_of
from bpsheet.checker.slips.evaluation import mean_of
from bpsheet.checker.slips.fit import explain

__all__ = ["explain", "mean_of", "slips_of"]
