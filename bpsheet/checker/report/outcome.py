"""What comes of checking a file: a report, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bpsheet.checker.diagnostics import Report


@dataclass(frozen=True)
class Unusable:
    """A file that could not be checked, and why, in one line that names it."""

    file: Path
    message: str


Outcome = Report | Unusable
