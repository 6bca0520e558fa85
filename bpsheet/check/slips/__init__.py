"""Slips: the small edits of a right expression, and which of them explain a wrong column."""

from bpsheet.check.slips.edits import slips_of
from bpsheet.check.slips.fit import explain

__all__ = ["explain", "slips_of"]
