"""The words that all forms of a report share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bpsheet.checker.diagnostics import Diagnostic, Evidence, Placement, Report, Severity
from bpsheet.checker.rules import RULES
from bpsheet.sheet.address import cell_name

SIGNIFICANT = 10
"""Digits that are shown of a number, where they tell it from the one it is compared with."""

LONGEST = 400
"""Letters of an expression or formula beyond which its middle is left out."""

MOST = 12
"""Of how many places at most a line tells each."""

HOW = {
    "label": "by their labels",
    "formula": "by the formulas",
    "numbers": "by the numbers",
    "asked for": "where asked for",
}
"""How a quantity was found, in words."""


def printable(text: str) -> str:
    """Return foreign text fit for one line of a terminal.

    >>> printable("two" + chr(10) + "lines" + chr(27) + "[31m")
    'two lines�[31m'
    """
    spaced = re.sub(r"\s+", " ", text)
    return "".join(letter if letter.isprintable() else "�" for letter in spaced)


def severity_of(finding: Diagnostic) -> str:
    """Return ``error``, ``warning`` or ``note``."""
    return finding.severity.name.lower()


def title_of(finding: Diagnostic) -> str:
    """Return code and name of a finding's rule, with the severity where it is no error."""
    mild = "" if finding.severity is Severity.ERROR else f" ({severity_of(finding)})"
    return f"{finding.code} {RULES[finding.code].name}{mild}"


def heading_of(file: Path, finding: Diagnostic) -> str:
    """Return where a finding is, its rule and its message, the location first."""
    place = f"{finding.places[0]}: " if finding.places else " "
    return printable(f"{file}:{place}{title_of(finding)}: {finding.message}")


def shortened(text: str) -> str:
    """Return `text` without its middle if it is very long."""
    text = printable(text)
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]} … {text[-half:]} ({len(text):,} letters)"


def comparison_of(evidence: Evidence) -> str:
    """Return what the first wrong cell should hold and what it holds."""
    right, found = _told_apart(evidence.right, evidence.found)
    cell = cell_name(evidence.cell.top, evidence.cell.left)
    value = f" = {right}" if right else ""
    held = f", found {printable(found)}" if found else ""
    return f"expected {shortened(evidence.expected)}{value} in {cell}{held}"


def formulas_of(evidence: Evidence) -> Iterable[tuple[str, str]]:
    """Yield the formula of the first wrong cell and the right one, each with a word before it."""
    if evidence.formula:
        yield "formula", shortened(evidence.formula)
    if evidence.right_formula:
        yield "right", shortened(evidence.right_formula)


def _told_apart(right: float | None, found: str) -> tuple[str, str]:
    """Return both numbers with as many digits as it takes to see that they differ."""
    if right is None or not math.isfinite(right):
        return "", found
    short = f"{right:.{SIGNIFICANT}g}"
    try:
        number = float(found)
    except ValueError:
        return short, found
    shown = found if len(found) <= SIGNIFICANT + 2 else f"{number:.{SIGNIFICANT}g}"
    return (repr(right), found) if shown == short else (short, shown)


def elsewhere_of(finding: Diagnostic) -> str:
    """Return the places of a finding after the first; empty if there are none."""
    return listed(map(str, finding.places[1:]))


def listed(items: Iterable[str]) -> str:
    """Return items with commas between them, of many only the first and how many more there are.

    >>> listed(map(str, range(1, 20)))
    '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 7 more'
    """
    words = [printable(item) for item in items]
    more = f" and {len(words) - MOST} more" if len(words) > MOST else ""
    return ", ".join(words[:MOST]) + more


def counts_of(report: Report) -> dict[str, int]:
    """Return how many findings there are of each severity, the worst first."""
    found = Counter(finding.severity for finding in report.diagnostics)
    return {severity.name.lower(): found[severity] for severity in reversed(Severity)}


def tally_of(report: Report) -> str:
    """Return in words what was found in how many cells.

    >>> tally_of(Report(Path("own.ods"), judged=620))
    'nothing wrong in the 620 cells judged'
    """
    judged = f"the {report.judged:,} cells judged" if report.judged else "no cell was judged"
    found = ", ".join(_plural(number, word) for word, number in counts_of(report).items() if number)
    if not report.judged:
        return f"{found}; {judged}" if found else judged
    return f"{found or 'nothing wrong'} in {judged}"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}{'s' if number != 1 else ''}"


def doubtful(report: Report) -> dict[str, list[Placement]]:
    """Return the placements that are not certain, by how they were found."""
    groups: dict[str, list[Placement]] = {}
    for placement in report.placements:
        if placement.sure != "certain":
            words = f"{HOW[placement.how]} ({placement.sure})"
            groups.setdefault(words, []).append(placement)
    return groups
