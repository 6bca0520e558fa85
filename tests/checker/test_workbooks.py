"""Real workbooks of others: exactly the slips that were found in them by hand."""

from __future__ import annotations

from functools import cache

import pytest

from bpsheet.checker.diagnostics import Report, Severity
from bpsheet.verbs.check import check
from tests.shared import shared

TSAI = "tsai-praveen__tsai-assignments__S3-Backpropogation.xlsx"
VISHAK = "VishakBharadwaj94__Deep_Learning_in_Excel__backprop.xlsx"
GARIMA = "garima-mahato__END2__END2_S2_Backpropagation.xlsx"
PANKAJ = "pankaj90382__END-1.0__NN_Design.xlsx"
KOTALARAGHAVA = "kotalaraghava__END-2.0__BackPropagation.ods"

GARIMA_SHEETS = ("LR=0.5", "LR=0.1", "LR=0.2", "LR=0.8", "LR=1.0", "LR=2.0")
PANKAJ_SHEETS = ("0.1", "0.2", "0.5", "0.8", "1.0", "2.0")

Finding = tuple[str, str, str, tuple[str, ...]]
"""A code, a quantity, what is wrong, and where."""

WRONG: dict[str, list[Finding]] = {
    TSAI: [],
    VISHAK: [
        ("BP302", "∂E/∂w3", "∂E/∂w3 uses a_h1 where a_h2 belongs", ("Sheet1!Z36:Z67",)),
        ("BP302", "∂E/∂w4", "∂E/∂w4 uses a_h1 where a_h2 belongs", ("Sheet1!AA36:AA67",)),
    ],
    GARIMA: [
        (
            "BP505",
            "",
            "formulas read each other in a circle, K28 → J31 → F31 → F30 → F29 → Y28 → … → K28; "
            "the stored numbers were judged",
            tuple(f"{sheet}!K28" for sheet in GARIMA_SHEETS),
        ),
        (
            "BP209",
            "a_h1",
            "a_h1 reads J31 (h1) where J28 (h1) belongs",
            tuple(f"{sheet}!K28:K112" for sheet in GARIMA_SHEETS),
        ),
    ],
    PANKAJ: [
        (
            "BP302",
            "∂E/∂w2",
            "∂E/∂w2 uses a_h2 where a_h1 belongs",
            tuple(f"{sheet}!Y24:Y74" for sheet in PANKAJ_SHEETS),
        ),
    ],
    KOTALARAGHAVA: [
        ("BP302", "∂E/∂w3", "∂E/∂w3 uses a_h1 where a_h2 belongs", ("Sheet1!Z39:Z60",)),
        ("BP302", "∂E/∂w4", "∂E/∂w4 uses a_h1 where a_h2 belongs", ("Sheet1!AA39:AA60",)),
        ("BP302", "∂E/∂w5", "∂E/∂w5 uses i1 where t1 belongs", ("Sheet1!AB39:AB60",)),
        ("BP302", "∂E/∂w6", "∂E/∂w6 uses i1 where t1 belongs", ("Sheet1!AC39:AC60",)),
    ],
}
"""By workbook, its errors and warnings."""

NOTED: dict[str, set[tuple[str, str]]] = {
    TSAI: {("BP601", "Sheet1!O2"), ("BP601", "Sheet1!O13")},
    VISHAK: {("BP601", "Sheet1!M9"), ("BP601", "Sheet1!M26"), ("BP601", "Sheet1!M28")},
    GARIMA: {("BP601", "LR=0.5!AB2"), ("BP601", "LR=0.5!AG3"), ("BP601", "LR=0.5!W19")},
    PANKAJ: set(),
    KOTALARAGHAVA: {
        ("BP104", "Sheet1!J29"),
        ("BP507", "Sheet1!A39:AE60"),
        ("BP601", "Sheet1!J14:K14"),
        ("BP601", "Sheet1!J17:N17"),
        ("BP601", "Sheet1!Q17:U17"),
    },
}
"""By workbook, the rules and the first places of its notes; each is true when looked at."""


@cache
def report(name: str) -> Report:
    return check(shared("workbooks", name))


@pytest.mark.parametrize("name", WRONG)
def test_the_wrong_cells_of_a_real_workbook_are_named(name: str) -> None:
    found = [
        (one.code, one.quantity, one.message, tuple(map(str, one.places)))
        for one in report(name).diagnostics
        if one.severity > Severity.NOTE
    ]
    assert found == WRONG[name]


@pytest.mark.parametrize("name", NOTED)
def test_the_notes_on_a_real_workbook_are_those_that_are_true(name: str) -> None:
    notes = [one for one in report(name).diagnostics if one.severity is Severity.NOTE]
    assert {(one.code, str(one.places[0])) for one in notes} == NOTED[name]


def test_a_statement_with_another_weight_on_its_left_is_named() -> None:
    found = {str(one.places[0]): one.message for one in report(KOTALARAGHAVA).diagnostics}
    assert found["Sheet1!J14:K14"] == (
        "∂E_total/∂W6 is written, but what follows equals ∂E_total/∂w8"
    )
    assert found["Sheet1!J29"] == (
        "6 learning rates are listed, but 0.1, 0.2, 0.5, 1, 2 are not run"
    )


def test_the_first_wrong_cell_of_a_range_is_shown_beside_what_belongs_there() -> None:
    finding = next(one for one in report(KOTALARAGHAVA).diagnostics if one.quantity == "∂E/∂w5")
    evidence = finding.evidence
    assert evidence is not None
    assert str(evidence.cell) == "Sheet1!AB39"
    assert evidence.expected == "(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1"
    assert evidence.right == pytest.approx(0.0721570729, rel=1e-9)
    assert evidence.found == "0.06731819501"


@pytest.mark.parametrize("name", WRONG)
def test_every_gradient_of_a_real_workbook_is_found(name: str) -> None:
    placed = {one.quantity for one in report(name).placements}
    assert {f"∂E/∂w{number}" for number in range(1, 9)} <= placed
    assert report(name).not_judged == ()
