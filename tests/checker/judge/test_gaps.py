"""What could not be judged, and why."""

from __future__ import annotations

import pytest

from bpsheet.checker.diagnostics import Severity
from tests.checker.judge.classic import Changes, classic, report


@pytest.mark.parametrize(
    ("changes", "stored", "code", "message"),
    [
        (
            {"J4:J8": "=1/(1+EXP(-ERF(I4)/ERF(I4)*I4))"},
            {},
            "BP003",
            "the formula of a_h1 was not judged: bpsheet does not compute the function ERF",
        ),
        (
            {},
            {"U4:U8": None},
            "BP004",
            "formulas without a stored value: E1; open the file in a spreadsheet program and "
            "save it",
        ),
    ],
)
def test_what_was_not_judged_is_noted(
    changes: Changes, stored: dict[str, float | None], code: str, message: str
) -> None:
    found = {one.code: one for one in report(classic(changes, stored)).diagnostics}
    assert (found[code].severity, found[code].message) == (Severity.NOTE, message)


def test_many_names_are_cut_short() -> None:
    (finding,) = report(classic({"A3:A8": ""})).diagnostics
    assert "∂E/∂w5 and 1 more were not judged, for t1 was not found" in finding.message
