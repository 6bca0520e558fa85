"""Reports as JSON, for other programs; docs/checking.md describes every key."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from bpsheet.checker.diagnostics import Diagnostic, Place, Placement, Report
from bpsheet.checker.report.outcome import Outcome, Unusable
from bpsheet.checker.report.words import counts_of, severity_of
from bpsheet.checker.rules import RULES
from bpsheet.sheet.address import cell_name

VERSION = 1
"""Of the form of the document; it rises when a key changes its meaning or goes away."""


def json_document(outcomes: Iterable[Outcome]) -> str:
    """Return what came of all files as one JSON document."""
    document = {"version": VERSION, "files": [_file(outcome) for outcome in outcomes]}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)


def _file(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Unusable):
        return {"file": str(outcome.file), "problem": outcome.message}
    return {"file": str(outcome.file), "problem": None, **_report(outcome)}


def _report(report: Report) -> dict[str, Any]:
    return {
        "example": report.example,
        "judged": report.judged,
        **{f"{severity}s": number for severity, number in counts_of(report).items()},
        "findings": [_finding(finding) for finding in report.diagnostics],
        "placements": [_placement(placement) for placement in report.placements],
        "not_judged": list(report.not_judged),
    }


def _finding(finding: Diagnostic) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": RULES[finding.code].name,
        "severity": severity_of(finding),
        "places": [_place(place) for place in finding.places],
        "message": finding.message,
        "quantity": finding.quantity,
        "evidence": _evidence(finding),
        "details": list(finding.details),
    }


def _evidence(finding: Diagnostic) -> dict[str, Any] | None:
    evidence = finding.evidence
    if evidence is None:
        return None
    finite = evidence.right is not None and math.isfinite(evidence.right)
    right = evidence.right if finite else None
    return {**asdict(evidence), "cell": _place(evidence.cell), "right": right}


def _placement(placement: Placement) -> dict[str, Any]:
    return {**asdict(placement), "place": _place(placement.place)}


def _place(place: Place) -> dict[str, str]:
    first, last = cell_name(place.top, place.left), cell_name(place.bottom, place.right)
    return {"sheet": place.sheet, "first": first, "last": last}
