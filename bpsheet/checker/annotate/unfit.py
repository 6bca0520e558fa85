"""Why a workbook cannot be annotated."""

from __future__ import annotations


class UnfitError(Exception):
    """A workbook whose parts bpsheet cannot edit; the text says why, to follow its name."""
