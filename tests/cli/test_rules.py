from __future__ import annotations

import pytest

from bpsheet.checker.rules import RULES
from tests.cli.result import Run


def test_every_rule_has_a_line(run: Run) -> None:
    result = run("rules")
    assert (result.status, result.errors) == (0, "")
    lines = [line for line in result.output.splitlines() if line.startswith("  BP")]
    assert [line.split()[0] for line in lines] == list(RULES)
    assert (
        "  BP302 swapped-operand (error): One quantity in the place of another, in a gradient"
        in lines
    )


@pytest.mark.parametrize("code", ["BP302", "bp302"])
def test_a_rule_is_explained_with_an_example(run: Run, code: str) -> None:
    result = run("explain", code)
    assert (result.status, result.errors) == (0, "")
    assert result.output.startswith("BP302 swapped-operand (error): ")
    assert "\n  wrong: AB4:AB8 is =(R4-C4)*R4*(1-R4)*J4\n" in result.output


def test_an_unknown_code_is_one_line(run: Run) -> None:
    result = run("explain", "BP999")
    assert (result.status, result.output) == (2, "")
    assert result.errors == ("bpsheet: no rule is called 'BP999'; `bpsheet rules` lists them\n")


def test_all_rules_of_a_name_are_explained(run: Run) -> None:
    result = run("explain", "swapped-operand")
    assert result.status == 0
    titles = [line for line in result.output.splitlines() if line.startswith("BP")]
    assert [title.split()[0] for title in titles] == ["BP202", "BP302", "BP402"]
