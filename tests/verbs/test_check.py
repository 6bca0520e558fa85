"""The verb check: a file, a template and where things stand."""

from __future__ import annotations

from pathlib import Path

import pytest

import bpsheet
from bpsheet.catalogue import load_template
from bpsheet.checker.rules import Example
from bpsheet.errors import InputError
from bpsheet.verbs.check import check
from tests.checker.example_workbook import write_example


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A workbook in which ∂E/∂w5 is made of i1 in place of t1."""
    example = Example({"AB4:AB8": "=(R4-C4)*R4*(1-R4)*J4"})
    return write_example(example, tmp_path / "wrong.xlsx")


@pytest.fixture
def nameless(tmp_path: Path) -> Path:
    """A right workbook whose column of w5 has no label."""
    return write_example(Example({"M3": ""}), tmp_path / "nameless.xlsx")


@pytest.mark.parametrize("template", [None, "classic", load_template("classic")])
def test_a_slip_is_found_with_a_template_and_without(wrong: Path, template: object) -> None:
    report = check(str(wrong), template)  # type: ignore[arg-type]
    assert report.file == wrong
    assert [(one.code, str(one.places[0])) for one in report.diagnostics] == [
        ("BP302", "Sheet1!AB4:AB8")
    ]


def test_the_verb_is_part_of_the_package(wrong: Path) -> None:
    assert bpsheet.check(wrong).diagnostics == check(wrong).diagnostics


def test_a_column_can_be_asked_for(nameless: Path) -> None:
    report = check(nameless, asked={"w5": "Sheet1!M4"})
    (found,) = [one for one in report.placements if one.quantity == "w5"]
    assert (str(found.place), found.how) == ("Sheet1!M4:M8", "asked for")
    assert report.diagnostics == ()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"template": "nowhere"}, "nowhere"),
        ({"sheet": "Sheet9"}, "Sheet9"),
        ({"asked": {"w5": "Sheet9!A1"}}, "Sheet9"),
        ({"asked": {"w5": "here"}}, "here"),
        ({"asked": {"nonsense": "Sheet1!A1"}}, "nonsense"),
    ],
)
def test_an_argument_that_does_not_fit_is_refused(
    wrong: Path, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        check(wrong, **arguments)  # type: ignore[arg-type]


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="absent"):
        check(tmp_path / "absent.xlsx")
