"""The catalogue of rules, and each rule's examples."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from bpsheet.catalogue import load_template
from bpsheet.checker.rules import GROUPS, RULES, code_of
from bpsheet.checker.rules.description import covers, description
from bpsheet.checker.rules.selection import chosen_codes, narrowed, wanted_codes
from bpsheet.checker.slips import slips_of
from bpsheet.errors import InputError
from bpsheet.model.graph import Role
from bpsheet.model.training import training_graph
from bpsheet.verbs.check import check
from bpsheet.verbs.derive import derive
from tests.checker.example_workbook import write_example
from tests.checker.report.reports import FAULTY


@pytest.mark.parametrize("code", RULES)
def test_the_bad_example_of_a_rule_breaks_it_and_no_other(code: str, tmp_path: Path) -> None:
    rule = RULES[code]
    report = check(write_example(rule.bad, tmp_path / "bad.xlsx"))
    findings = [item for item in report.diagnostics if item.severity >= rule.severity]
    assert {item.code for item in findings} == {code}, list(map(str, findings))


GOOD = list({repr(rule.good): code for code, rule in RULES.items()}.values())
"""A rule for each of the good examples, which many rules share."""


@pytest.mark.parametrize("code", GOOD)
def test_the_good_example_of_a_rule_breaks_none(code: str, tmp_path: Path) -> None:
    report = check(write_example(RULES[code].good, tmp_path / "good.xlsx"))
    assert report.diagnostics == ()
    assert report.judged > 30


def test_codes_and_names_have_their_forms_and_stand_in_order() -> None:
    assert list(RULES) == sorted(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert re.fullmatch(r"BP\d{3}", code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
        assert code[:3] in GROUPS


def test_every_rule_is_documented_in_sentences() -> None:
    for rule in RULES.values():
        assert rule.title[0].isupper()
        assert not rule.title.endswith(".")
        for text in (rule.what, rule.why):
            assert text[0].isupper() or text.startswith("bpsheet")
            assert text.endswith((".", "…"))


def test_every_example_differs_from_the_right_one() -> None:
    for rule in RULES.values():
        assert rule.bad != rule.good, rule.code


def test_every_rule_is_described_with_what_is_wrong_and_what_is_right() -> None:
    for rule in RULES.values():
        lines = list(description(rule))
        assert lines[0].startswith(f"{rule.code} {rule.name} (")
        assert any(line.startswith("  wrong: ") for line in lines), rule.code


def test_a_description_shows_the_wrong_and_the_right_formula() -> None:
    assert list(description(RULES["BP302"]))[-4:] == [
        "Example",
        "  where A is t1, C is i1, J is a_h1, R is a_o1, AB is ∂E/∂w5",
        "  wrong: AB4:AB8 is =(R4-C4)*R4*(1-R4)*J4",
        "  right: AB4:AB8 is =(R4-A4)*R4*(1-R4)*J4",
    ]


@pytest.mark.parametrize(
    ("kind", "role", "code"),
    [
        ("wrong-number", Role.PRE_ACTIVATION, "BP201"),
        ("wrong-function", Role.ACTIVATION, "BP211"),
        ("wrong-constant", Role.ERROR, "BP207"),
        ("missing-part", Role.LOSS, "BP203"),
        ("swapped-operand", Role.GRADIENT, "BP302"),
        ("wrong-stage", Role.ERROR_SIGNAL, "BP308"),
        ("transposed-weights", Role.MEAN_GRADIENT, "BP312"),
        ("wrong-rate", Role.PARAMETER, "BP413"),
        ("wrong-sign", Role.OPTIMIZER_STATE, "BP405"),
    ],
)
def test_a_slip_has_the_code_of_its_kind_and_place(kind: str, role: Role, code: str) -> None:
    assert code_of(kind, role) == code
    assert RULES[code].name == kind


def test_a_kind_has_the_same_number_everywhere() -> None:
    for first, second in product(RULES.values(), repeat=2):
        if {first.code[2], second.code[2]} <= {"2", "3", "4"}:
            assert (first.name == second.name) == (first.code[3:] == second.code[3:])


@pytest.mark.parametrize(
    ("choices", "codes"),
    [
        (["BP70"], {"BP701", "BP702", "BP703"}),
        (["BP413,BP001"], {"BP413", "BP001"}),
        (["bp413", " stale-value "], {"BP413", "BP504"}),
        (["swapped-operand"], {"BP202", "BP302", "BP402"}),
        (["BP"], set(RULES)),
    ],
)
def test_rules_are_chosen_by_codes_their_beginnings_and_names(
    choices: list[str], codes: set[str]
) -> None:
    assert chosen_codes(choices, "--select") == codes


@pytest.mark.parametrize("choice", ["BP8", "", "BP302,", "operand", "302"])
def test_a_choice_that_fits_no_rule_is_refused(choice: str) -> None:
    with pytest.raises(InputError, match=r"^--ignore: no rule is called '"):
        chosen_codes([choice], "--ignore")


def test_what_is_ignored_is_taken_from_what_is_selected() -> None:
    assert wanted_codes([], []) == set(RULES)
    assert wanted_codes(["BP7"], ["BP702"]) == {"BP701", "BP703"}


def test_a_report_is_narrowed_to_the_wanted_findings() -> None:
    report = narrowed(FAULTY, wanted_codes([], ["BP3,BP1"]))
    assert [finding.code for finding in report.diagnostics] == ["BP501"]
    assert report.placements == FAULTY.placements


@pytest.mark.parametrize(
    ("key", "cell", "inside"),
    [
        ("AB4:AB8", "AB8", True),
        ("AB4:AB8", "AB9", False),
        ("AB4:AB8", "B5", False),
        ("C4:D8", "D4", True),
        ("Z4", "Z4", True),
        ("Z4:AB4", "AA4", True),
    ],
)
def test_a_range_covers_its_cells(key: str, cell: str, inside: bool) -> None:
    assert covers(key, cell) is inside


@pytest.mark.parametrize(
    "template", ["classic", "mazur-sequential", "softmax", "xor-tanh", "deep", "optimizer-adam"]
)
def test_every_slip_has_a_rule(template: str) -> None:
    loaded = load_template(template)
    graph = training_graph(loaded, derive(loaded))
    for quantity in graph:
        right = quantity.following or quantity.definition
        for slip in slips_of(quantity, right, graph) if right else ():
            assert RULES[code_of(slip.kind, quantity.role)].name == slip.kind
