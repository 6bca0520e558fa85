from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bpsheet.checker.diagnostics import Report
from bpsheet.checker.rules import RULES
from bpsheet.cli.checking import Request, check_file
from bpsheet.errors import InputError, OutputError
from bpsheet.template import Template
from tests.checker.example_workbook import write_example
from tests.checker.report.reports import CLEAN, FAULTY
from tests.cli.result import Run

NOTES_ONLY = replace(FAULTY, diagnostics=FAULTY.diagnostics[2:])
WARNINGS = replace(FAULTY, diagnostics=FAULTY.diagnostics[1:])


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a right workbook, a wrong one, and a file that is none."""
    monkeypatch.chdir(tmp_path)
    write_example(RULES["BP302"].good, tmp_path / "right.xlsx")
    write_example(RULES["BP302"].bad, tmp_path / "wrong.xlsx")
    (tmp_path / "broken.xlsx").write_text("no workbook")
    return tmp_path


class Checked:
    """Stands for the verb: returns a report, or raises, and keeps what it was asked."""

    def __init__(self, outcome: Report | Exception) -> None:
        self.outcome = outcome
        self.asked: dict[str, Any] = {}

    def __call__(self, workbook: Path, template: Template | None, **asked: Any) -> Report:
        self.asked = {"workbook": workbook, "template": template, **asked}
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that makes every check end with a report or an error."""

    def finds(outcome: Report | Exception) -> Checked:
        verb = Checked(outcome)
        monkeypatch.setattr("bpsheet.verbs.check.check", verb)
        return verb

    return finds


def test_a_wrong_workbook_is_told_in_full(run: Run, files: Path) -> None:
    result = run("check", "wrong.xlsx")
    assert (result.status, result.errors) == (1, "")
    first, *rest = result.output.splitlines()
    assert first.startswith("wrong.xlsx:Sheet1!AB4:AB8: BP302 swapped-operand: ∂E/∂w5 ")
    assert "  formula =(R4-C4)*R4*(1-R4)*J4" in rest
    assert any(line.startswith("wrong.xlsx: 1 error in the ") for line in rest)


def test_a_right_workbook_is_told_in_a_few_words(run: Run, files: Path) -> None:
    result = run("check", "right.xlsx")
    assert (result.status, result.errors) == (0, "")
    assert result.output.startswith("right.xlsx: nothing wrong in the ")


def test_several_files_are_told_in_their_order_and_a_bad_one_stops_none(
    run: Run, files: Path
) -> None:
    result = run("check", "wrong.xlsx", "broken.xlsx", "right.xlsx", "--format", "json")
    assert result.status == 2
    assert result.errors.startswith("bpsheet: broken.xlsx: ")
    assert result.errors.count("\n") == 1
    found = json.loads(result.output)["files"]
    assert [file["file"] for file in found] == ["wrong.xlsx", "broken.xlsx", "right.xlsx"]
    assert [file.get("errors") for file in found] == [1, None, 0]


def test_several_files_end_with_a_line_about_all(run: Run, files: Path) -> None:
    result = run("check", "wrong.xlsx", "right.xlsx")
    assert result.status == 1
    assert result.output.splitlines()[-1] == "2 files: 1 with errors or warnings, 1 without"


@pytest.mark.parametrize(
    ("report", "options", "status"),
    [
        (CLEAN, "", 0),
        (NOTES_ONLY, "", 0),
        (WARNINGS, "", 1),
        (FAULTY, "", 1),
        (FAULTY, "--exit-zero", 0),
        (FAULTY, "--ignore BP3", 1),
        (FAULTY, "--ignore BP3,drifting-reference", 0),
        (FAULTY, "--select BP1", 0),
        (FAULTY, "--select BP501", 1),
        (FAULTY, "--format json", 1),
        (FAULTY, "--format json --exit-zero", 0),
    ],
)
def test_errors_and_warnings_make_the_exit_status_1(
    run: Run, finds: Any, report: Report, options: str, status: int
) -> None:
    finds(report)
    assert run("check", "any.xlsx", *options.split()).status == status


@pytest.mark.parametrize("form", ["full", "concise", "markdown", "json"])
def test_every_form_tells_the_findings_that_are_selected(run: Run, finds: Any, form: str) -> None:
    finds(FAULTY)
    output = run("check", "any.xlsx", "--format", form, "--select", "BP501").output
    assert "BP501" in output
    assert "BP302" not in output
    assert output.endswith("\n")


def test_concise_is_silent_about_a_right_workbook(run: Run, finds: Any) -> None:
    finds(CLEAN)
    assert run("check", "any.xlsx", "--format", "concise") == run(
        "check", "any.xlsx", "--format", "concise", "--exit-zero"
    )
    assert run("check", "any.xlsx", "--format", "concise").output == ""


def test_what_is_asked_reaches_the_check(run: Run, finds: Any) -> None:
    verb = finds(CLEAN)
    options = ["--template", "mazur", "--sheet", "lr = 1", "--map", "w5=Sheet1!M4", "--map", "η=B1"]
    run("check", "any.xlsx", *options)
    assert verb.asked.pop("template").name == "mazur"
    assert verb.asked == {
        "workbook": Path("any.xlsx"),
        "sheet": "lr = 1",
        "asked": {"w5": "Sheet1!M4", "η": "B1"},
    }


def test_a_sheet_in_a_map_may_have_an_equals_sign_in_its_name(run: Run, finds: Any) -> None:
    verb = finds(CLEAN)
    run("check", "any.xlsx", "--map", "w5='lr = 1'!M4")
    assert verb.asked["asked"] == {"w5": "'lr = 1'!M4"}


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ("", "Missing argument 'FILE...'."),
        ("any.xlsx --map w5", "--map: 'w5': write it as QUANTITY=CELL, such as w5=M4"),
        ("any.xlsx --map =M4", "--map: '=M4': write it as QUANTITY=CELL"),
        ("any.xlsx --map w5=", "--map: 'w5=': write it as QUANTITY=CELL"),
        ("any.xlsx --select BP9", "--select: no rule is called 'BP9'"),
        ("any.xlsx --ignore nothing", "--ignore: no rule is called 'nothing'"),
        ("any.xlsx --template nothing", "there is no bundled template 'nothing'"),
        ("one.xlsx two.xlsx --annotate copy.xlsx", "--annotate: takes one workbook at a time"),
        ("any.xlsx --format html", "Invalid value for '--format'"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    run: Run, finds: Any, options: str, complaint: str
) -> None:
    finds(CLEAN)
    result = run("check", *options.split())
    assert (result.status, result.output) == (2, "")
    assert result.errors.startswith(f"bpsheet: {complaint}")
    assert result.errors.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (InputError("is no workbook", file="any.xlsx"), "any.xlsx: is no workbook"),
        (InputError("there is no w9", key="--map"), "any.xlsx: --map: there is no w9"),
        (MemoryError(), "any.xlsx: there is not enough memory to check it"),
    ],
)
def test_a_file_that_cannot_be_checked_is_one_line(
    run: Run, finds: Any, error: Exception, line: str
) -> None:
    finds(error)
    result = run("check", "any.xlsx", "--format", "concise", "--exit-zero")
    assert result == replace(result, status=2, output="", errors=f"bpsheet: {line}\n")


def test_a_fault_of_bpsheet_is_told_as_one_and_stops_no_other_file(finds: Any) -> None:
    finds(ValueError("two\nlines"))
    outcome = check_file(Path("any.xlsx"), Request(None, None, {}))
    assert not isinstance(outcome, Report)
    assert outcome.message.startswith("any.xlsx: could not be checked; please report this fault")
    assert outcome.message.endswith("ValueError: two lines)")


def test_a_copy_is_annotated(
    run: Run, finds: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    finds(FAULTY)
    calls = []

    def annotate(report: Report, source: Path, target: Path) -> str:
        calls.append((report.diagnostics, source, target))
        return "copy.xlsx: is a list"

    monkeypatch.setattr("bpsheet.checker.annotate.annotate", annotate)
    result = run("check", "any.csv", "--annotate", "copy.xlsx", "--ignore", "BP1")
    assert calls == [(FAULTY.diagnostics[:2], Path("any.csv"), Path("copy.xlsx"))]
    assert result.status == 1
    assert result.errors.splitlines() == [
        "bpsheet: findings of rules that were not selected: 1",
        "bpsheet: wrote copy.xlsx",
        "bpsheet: copy.xlsx: is a list",
    ]


def test_a_copy_that_cannot_be_written_is_one_line(
    run: Run, finds: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(FAULTY)

    def annotate(*_: object) -> str:
        raise OutputError("copy.xlsx: cannot be written")

    monkeypatch.setattr("bpsheet.checker.annotate.annotate", annotate)
    result = run("check", "any.csv", "--annotate", "copy.xlsx")
    assert (result.status, result.errors) == (2, "bpsheet: copy.xlsx: cannot be written\n")
    assert "BP302" in result.output


@pytest.mark.parametrize(
    ("place", "why"),
    [("w5=A1", "that cell is in no training table"), ("speed=A4", "there is no 'speed' among ")],
)
def test_a_place_that_cannot_be_used_is_refused(
    run: Run, files: Path, place: str, why: str
) -> None:
    result = run("check", "right.xlsx", "--map", place)
    assert (result.status, result.output) == (2, "")
    assert result.errors.startswith(f"bpsheet: right.xlsx: {place}: {why}")
