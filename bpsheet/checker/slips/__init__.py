"""Slips: the small edits of a right expression, and which of them explain a wrong column."""

from bpsheet.checker.slips.edits import slips_of
from bpsheet.checker.slips.fit import explain

__all__ = ["explain", "slips_of"]
