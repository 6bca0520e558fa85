"""A report as Markdown, to paste into an issue, a mail or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpsheet.checker.diagnostics import Diagnostic, Evidence, Report
from bpsheet.checker.report.words import (
    HOW,
    comparison_of,
    elsewhere_of,
    formulas_of,
    printable,
    tally_of,
    title_of,
)

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
"""What Markdown does not take literally."""


def markdown(report: Report) -> Iterator[str]:
    """Yield a section: the findings, where the quantities stand, what was not judged."""
    yield f"## {literal(report.file.name)}"
    yield ""
    example = f" Taken for {literal(report.example)}." if report.example else ""
    yield f"{tally_of(report)}.{example}"
    yield ""
    for finding in report.diagnostics:
        yield from _finding(finding)
    if report.diagnostics:
        yield ""
    yield from _placements(report)
    yield from _not_judged(report)


def _finding(finding: Diagnostic) -> Iterator[str]:
    place = f" {code(str(finding.places[0]))}" if finding.places else ""
    yield f"- **{title_of(finding)}**{place}: {literal(finding.message)}"
    if finding.evidence is not None:
        yield from _evidence(finding.evidence)
    for detail in finding.details:
        yield f"  - {literal(detail)}"
    if elsewhere := elsewhere_of(finding):
        yield f"  - also in {code(elsewhere)}"


def _evidence(evidence: Evidence) -> Iterator[str]:
    yield f"  - {literal(comparison_of(evidence))}"
    for word, formula in formulas_of(evidence):
        yield f"  - {word}: {code(formula)}"


def _placements(report: Report) -> Iterator[str]:
    if report.placements:
        yield "| quantity | where | label | found | how sure |"
        yield "|---|---|---|---|---|"
        for item in report.placements:
            names = map(literal, (item.quantity, str(item.place), item.label))
            yield f"| {' | '.join(names)} | {HOW[item.how]} | {item.sure} |"
        yield ""


def _not_judged(report: Report) -> Iterator[str]:
    if report.not_judged:
        yield "Not judged:"
        yield ""
        yield from (f"- {literal(sentence)}" for sentence in report.not_judged)
        yield ""


def literal(text: str) -> str:
    r"""Return foreign text so that Markdown shows it as it stands.

    >>> print(literal("a_h1 | *"))
    a\_h1 \| \*
    """
    return SPECIAL.sub(r"\\\1", printable(text))


def code(text: str) -> str:
    """Return foreign text as code, whatever backticks there are in it.

    >>> code("Sheet1!A1")
    '`Sheet1!A1`'
    """
    text = printable(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{text}{fence}" if fence == "`" else f"{fence} {text} {fence}"
