"""Learning rates that are stated, labelled and listed."""

from __future__ import annotations

import pytest

from bpsheet.checker.judge.set_up import rate_in_name
from tests.checker.judge.classic import Changes, classic, findings, report


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("LR=0.5", 0.5),
        ("LR 0,5", 0.5),
        ("lr_2", 2.0),
        ("L.R = .1", 0.1),
        ("η = 0.8", 0.8),
        ("Learning rate is 1.0", 1.0),
        ("alpha-0.2", 0.2),
        ("0.1", 0.1),
        ("2.0", 2.0),
        ("Sheet1", None),
        ("Error_LR Graphs", None),
        ("LR 0.1 to 2", None),
        ("LR 0.1-2.0", None),
        ("color 5", None),
        ("", None),
    ],
)
def test_the_rate_that_a_name_states(name: str, rate: float | None) -> None:
    assert rate_in_name(name) == rate


@pytest.mark.parametrize("tab", ["LR=0.6", "0.6", "η 0,6", "Sheet1", "LR 0.1 to 2"])
def test_a_sheet_may_be_called_by_its_rate(tab: str) -> None:
    assert findings(classic(tab=tab)) == []


@pytest.mark.parametrize(
    ("changes", "tab", "path", "where", "message"),
    [
        ({}, "LR=0.5", "test.xlsx", "A1",
         "the name of the sheet says 0.5, but the numbers were made with η = 0.6"),
        ({}, "Sheet1", "lr_0.1.xlsx", "A1",
         "the name of the file says 0.1, but the numbers were made with η = 0.6"),
        ({"D1": "learning rate: 2"}, "Sheet1", "test.xlsx", "D1",
         "this label says 2, but the numbers were made with η = 0.6"),
    ],
)  # fmt: skip
def test_another_rate_than_the_numbers_have_is_named(
    changes: Changes, tab: str, path: str, where: str, message: str
) -> None:
    (finding,) = report(classic(changes, tab=tab, path=path)).diagnostics
    assert (finding.code, str(finding.places[0])) == ("BP101", f"{tab}!{where}")
    assert finding.message == message


def test_a_rate_cell_with_another_number_than_was_used_is_named() -> None:
    (finding, _) = report(classic(pasted=True, stored={"B1": 0.1})).diagnostics
    assert (finding.code, str(finding.places[0])) == ("BP101", "Sheet1!B1")
    assert finding.message == "η is 0.1 here, but the numbers were made with 0.6"


def test_rates_that_are_listed_but_not_run_are_noted() -> None:
    (finding,) = report(classic({"D1": "learning rates", "E1": 0.6, "F1": 0.1})).diagnostics
    assert finding.message == "2 learning rates are listed, but 0.1 is not run"
    assert findings(classic({"D1": "learning rates", "E1": 0.6, "F1": "a note"})) == []
