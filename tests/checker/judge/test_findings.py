"""Which rule a wrong cell breaks, and what is said of it."""

from __future__ import annotations

import pytest

from bpsheet.checker.diagnostics import Severity
from tests.checker.judge.classic import Changes, cells, classic, findings, report

SLIPS: list[tuple[Changes, str, str, str]] = [
    ({"I4:I8": "=E4*C4+G4*D4"}, "BP212", "I4:I8",
     "h1 uses w3 where w2 belongs (the weights transposed)"),
    ({"J4:J8": "=1/(1+EXP(I4))"}, "BP205", "J4:J8", "a_h1 leaves out the minus sign before h1"),
    ({"U4:U8": "=(A4-R4)^2"}, "BP203", "U4:U8", "E1 leaves out the factor ½"),
    ({"W4:W8": "=U4"}, "BP203", "W4:W8", "E_total leaves out E2"),
    ({"AB4:AB8": "=(R4-C4)*R4*(1-R4)*J4"}, "BP302", "AB4:AB8",
     "∂E/∂w5 uses i1 where t1 belongs"),
    ({"AB6:AB8": "=(R6-A6)*R6*(1-R6)*L6"}, "BP302", "AB6:AB8",
     "∂E/∂w5 uses a_h2 where a_h1 belongs"),
    ({"AB4:AB8": "=(R4-A4)*R4*(1-R4)*I4"}, "BP308", "AB4:AB8",
     "∂E/∂w5 uses the pre-activation h1 where the activation a_h1 belongs"),
    ({"E5:E8": "=E4+$B$1*X4"}, "BP405", "E5:E8",
     "w1 computes w1 + η·∂E/∂w1 where w1 − η·∂E/∂w1 belongs"),
    ({"E5:E8": "=E4"}, "BP403", "E5:E8", "w1 is never updated: it stays as it is"),
    ({"C6": 0.07}, "BP103", "C6", "i1 changes though it is given"),
]  # fmt: skip
"""Contents that are wrong, the rule that they break, where, and in which words."""


@pytest.mark.parametrize("pasted", [False, True], ids=["formulas", "values"])
@pytest.mark.parametrize(("changes", "code", "where", "message"), SLIPS)
def test_a_slip_is_named_with_its_formula_and_without(
    changes: Changes, code: str, where: str, message: str, pasted: bool
) -> None:
    wrong = [
        (one.code, str(one.places[0]).removeprefix("Sheet1!"), one.message)
        for one in report(classic(changes, pasted=pasted)).diagnostics
        if one.severity > Severity.NOTE
    ]
    assert wrong == [(code, where, message)]


def test_a_wrong_number_typed_among_formulas_is_an_error() -> None:
    (finding,) = report(classic({"J6": 0.5079})).diagnostics
    assert (finding.code, finding.severity) == ("BP503", Severity.ERROR)
    assert finding.message == "a wrong number stands where a formula for a_h1 belongs"


def test_a_right_number_typed_among_formulas_is_a_warning() -> None:
    whole = cells()["J6"]
    assert isinstance(whole, tuple)
    assert isinstance(whole[1], float)
    (finding,) = report(classic({"J6": whole[1]})).diagnostics
    assert (finding.code, finding.severity) == ("BP503", Severity.WARNING)
    assert finding.message.endswith("it will stay when something changes")


def test_a_stale_number_is_not_blamed_on_its_formula() -> None:
    assert findings(classic(stored={"U5": 0.25, "W5": 0.312358565905365})) == [("BP504", "U5")]


def test_evidence_shows_what_belongs_in_the_first_wrong_cell() -> None:
    (finding,) = report(classic({"AB6:AB8": "=(R6-A6)*R6*(1-R6)*L6"})).diagnostics
    evidence = finding.evidence
    assert evidence is not None
    assert str(evidence.cell) == "Sheet1!AB6"
    assert evidence.expected == "(a_o1 − t1)·a_o1·(1 − a_o1)·a_h1"
    assert evidence.formula == "=(R6-A6)*R6*(1-R6)*L6"
    assert evidence.right_formula == "=(R6-A6)*R6*(1-R6)*J6"
    assert finding.details[-1] == "w5 after row 6 follows from this"


def test_numbers_that_no_small_edit_gives_are_wrong_all_the_same() -> None:
    (finding, _) = report(classic({"AB4:AB8": "=SQRT(ABS(R4*7-T4))"}, pasted=True)).diagnostics
    assert (finding.code, finding.message) == ("BP301", "∂E/∂w5 is wrong")
    assert finding.details[0].startswith("none of ")


def test_what_a_slip_leads_to_is_not_reported() -> None:
    book = classic({"J4:J8": "=1/(1+EXP(I4))"})
    assert {one.quantity for one in report(book).diagnostics} == {"a_h1"}


def test_right_formulas_in_another_form_are_right() -> None:
    assert (
        findings(classic({"AB4:AB8": "=-(A4-R4)*(R4-R4^2)/(1/J4)", "I4:I8": "=D4*F4+C4*E4"})) == []
    )
