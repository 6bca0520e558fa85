"""What other programs make of a workbook when they save it must not change what a check finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bpsheet.checker.diagnostics import Report
from bpsheet.checker.rules import RULES
from bpsheet.verbs.build import build
from bpsheet.verbs.check import check
from tests.applications import round_trip, saved_by_gnumeric
from tests.checker.example_workbook import write_example

Saved = Callable[[Path, Path, str], Path]
PROGRAMS = {"LibreOffice": round_trip, "Gnumeric": saved_by_gnumeric}
BUILT = {"classic": ".ods", "xor-tanh": ".xlsx", "micrograd": ".xlsx", "optimizer-adam": ".ods"}
SLIPS = ("BP302", "BP403", "BP206", "BP501")

pytestmark = [
    pytest.mark.office,
    pytest.mark.parametrize("saved", PROGRAMS.values(), ids=PROGRAMS),
    pytest.mark.parametrize("suffix", [".xlsx", ".ods"]),
]


def found(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.places[0])) for finding in report.diagnostics]


@pytest.mark.parametrize("name", BUILT)
def test_a_built_workbook_stays_clean(name: str, suffix: str, saved: Saved, tmp_path: Path) -> None:
    files = {path.suffix: path for path in build(name, tmp_path, epochs=12).files}
    report = check(saved(files[BUILT[name]], tmp_path, suffix))
    assert report.diagnostics == ()
    assert report.judged == check(files[suffix]).judged > 100


@pytest.mark.parametrize("code", SLIPS)
def test_a_slip_stays_the_same_slip(code: str, suffix: str, saved: Saved, tmp_path: Path) -> None:
    path = write_example(RULES[code].bad, tmp_path / "slip.xlsx")
    assert found(check(saved(path, tmp_path, suffix))) == found(check(path)) != []
