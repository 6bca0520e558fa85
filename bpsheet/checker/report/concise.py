"""A report in one line per finding, the location first, as editors and grep like it."""

from __future__ import annotations

from collections.abc import Iterator

from bpsheet.checker.diagnostics import Report
from bpsheet.checker.report.words import heading_of


def concise(report: Report) -> Iterator[str]:
    """Yield a line for each finding; of a clean workbook there is none."""
    for finding in report.diagnostics:
        more = len(finding.places) - 1
        places = f" (and in {more} more {'places' if more > 1 else 'place'})" if more > 0 else ""
        yield heading_of(report.file, finding) + places
