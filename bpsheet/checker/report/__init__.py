"""A report as text, in several forms; nothing here prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bpsheet.checker.diagnostics import Report
from bpsheet.checker.report.concise import concise
from bpsheet.checker.report.full import full, overall
from bpsheet.checker.report.json_document import json_document
from bpsheet.checker.report.markdown import markdown
from bpsheet.checker.report.outcome import Outcome, Unusable

__all__ = [
    "FORMS",
    "Outcome",
    "Unusable",
    "concise",
    "full",
    "json_document",
    "markdown",
    "overall",
]

FORMS: Mapping[str, Callable[[Report], Iterator[str]]] = {
    "full": full,
    "concise": concise,
    "markdown": markdown,
}
"""The forms that are written file by file, by their names: lines of text."""
