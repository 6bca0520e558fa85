"""A report in words: what is wrong, what should be there, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bpsheet.checker.diagnostics import Diagnostic, Report, Severity
from bpsheet.checker.report.outcome import Outcome
from bpsheet.checker.report.words import (
    comparison_of,
    doubtful,
    elsewhere_of,
    formulas_of,
    heading_of,
    listed,
    printable,
    tally_of,
)

INDENT = "  "
"""What stands before a line that belongs to the one above."""


def full(report: Report) -> Iterator[str]:
    """Yield the findings, an empty line after each, and a summary."""
    for finding in report.diagnostics:
        yield heading_of(report.file, finding)
        for line in _below(finding):
            yield INDENT + line
        yield ""
    yield printable(f"{report.file}: {tally_of(report)}")
    for line in _basis(report):
        yield INDENT + line


def overall(outcomes: Sequence[Outcome]) -> str:
    """Return what came of several files, in a line."""
    reports = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    wrong = sum(report.worst is not None and report.worst > Severity.NOTE for report in reports)
    unusable = len(outcomes) - len(reports)
    last = f", {unusable} that could not be used" if unusable else ""
    return (
        f"{len(outcomes)} files: {wrong} with errors or warnings,"
        f" {len(reports) - wrong} without{last}"
    )


def _below(finding: Diagnostic) -> Iterator[str]:
    """Yield the lines that belong to a finding."""
    if finding.evidence is not None:
        yield comparison_of(finding.evidence)
        for word, formula in formulas_of(finding.evidence):
            yield f"{word:8}{formula}"
    yield from map(printable, finding.details)
    if elsewhere := elsewhere_of(finding):
        yield f"also in {elsewhere}"


def _basis(report: Report) -> Iterator[str]:
    """Yield what the findings rest on: the example, doubtful placements, what was left out."""
    if report.example:
        yield printable(f"taken for {report.example}")
    for how, placements in doubtful(report).items():
        found = listed(f"{item.quantity} in {item.place}" for item in placements)
        yield f"found {how}: {found}"
    for sentence in report.not_judged:
        yield printable(f"not judged: {sentence}")
