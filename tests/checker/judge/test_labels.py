"""Labels that have changed places."""

from __future__ import annotations

import pytest

from tests.checker.judge.classic import classic, report

LABELS = {"X3": "∂E/∂w1", "Y3": "∂E/∂w2", "I3": "h1", "K3": "h2", "U3": "E1", "V3": "E2"}


@pytest.mark.parametrize("pasted", [False, True], ids=["formulas", "values"])
@pytest.mark.parametrize(("one", "other"), [("X3", "Y3"), ("I3", "K3"), ("U3", "V3")])
def test_two_labels_above_each_other_s_column(one: str, other: str, pasted: bool) -> None:
    changes = {one: LABELS[other], other: LABELS[one]}
    found = report(classic(changes, pasted=pasted)).diagnostics
    (finding,) = [item for item in found if item.code != "BP507"]
    assert finding.code == "BP602"
    assert {str(place) for place in finding.places} == {f"Sheet1!{one}", f"Sheet1!{other}"}
    assert finding.message.endswith("have changed places")


def test_two_columns_that_are_wrong_on_their_own_keep_their_labels() -> None:
    changes = {"AB4:AB8": "=(R4-A4)*R4*(1-R4)*L4", "AC4:AC8": "=(R4-A4)*R4*(1-R4)*J4"}
    assert [one.code for one in report(classic(changes)).diagnostics] == ["BP302", "BP302"]
