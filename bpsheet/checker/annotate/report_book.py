"""The findings as a workbook of their own, for files that cannot be annotated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bpsheet.checker.annotate.marks import FILLS
from bpsheet.checker.annotate.markup import writable
from bpsheet.checker.diagnostics import Diagnostic, Evidence, Report
from bpsheet.formats.ods import write_ods
from bpsheet.formats.xlsx import write_xlsx
from bpsheet.sheet.workbook import Cell, Sheet, Style, Value, Workbook

WRITERS: dict[str, Callable[[Workbook, Path], None]] = {".xlsx": write_xlsx, ".ods": write_ods}

_TITLES = (
    *("severity", "code", "where", "finding", "expected", "right value", "found"),
    *("formula", "right formula", "details"),
)
_WIDTHS = (70, 60, 170, 320, 260, 110, 110, 200, 200, 420)
_HEADER = 3
_CHARACTER, _LINE, _MOST_LINES = 7, 18, 20
_MOST_CHARACTERS = 32_000
_BODY = Style(vertical="top", wrap=True, border="#cbd2d9")


def report_workbook(report: Report, reason: str) -> Workbook:
    """Return a workbook that lists what was found in another.

    Arguments:
        report: the findings.
        reason: why this is no annotated copy, in one sentence.
    """
    name = report.file.name
    cells = {
        (0, 0): Cell(f"Findings in {name}", Style(bold=True, size=14)),
        (1, 0): Cell(reason, Style(italic=True)),
    }
    header = Style(bold=True, fill="#e4e7eb", border="#cbd2d9")
    cells |= {(_HEADER, column): Cell(title, header) for column, title in enumerate(_TITLES)}
    heights = {}
    for row, finding in enumerate(report.diagnostics, _HEADER + 1):
        found = list(_row(finding))
        cells |= {
            (row, column): cell for column, cell in enumerate(found) if cell.value is not None
        }
        heights[row] = _height(found)
    widths = dict(enumerate(_WIDTHS))
    sheet = Sheet(
        "Findings", cells, column_widths=widths, row_heights=heights, frozen=(_HEADER + 1, 0)
    )
    return Workbook((sheet,), {}, f"Findings in {name}", "What bpsheet check found", "bpsheet")


def _row(finding: Diagnostic) -> Iterator[Cell]:
    yield Cell(finding.severity.name.lower(), replace(_BODY, fill=FILLS[finding.severity]))
    for value in (*_finding(finding), *_evidence(finding.evidence), "\n".join(finding.details)):
        yield Cell(_fitting(value) if isinstance(value, str) else value, _BODY)


def _finding(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.code, "\n".join(str(place) for place in finding.places), finding.message


def _evidence(evidence: Evidence | None) -> tuple[Value, ...]:
    if evidence is None:
        return (None,) * 5
    return (
        evidence.expected,
        evidence.right,
        evidence.found,
        evidence.formula,
        evidence.right_formula,
    )


def _fitting(text: str) -> str | None:
    """Return text as a cell can hold it, and nothing for no text."""
    text = writable(text)
    shortened = text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"
    return shortened or None


def _height(row: Iterable[Cell]) -> int:
    """Return a height that shows the longest text of a row, up to what a screen holds."""
    lines = (
        sum(len(line) * _CHARACTER // width + 1 for line in str(cell.value or "").split("\n"))
        for cell, width in zip(row, _WIDTHS, strict=True)
    )
    return min(max(lines), _MOST_LINES) * _LINE
