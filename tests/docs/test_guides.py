"""What the pages on checking, exercises and grades say, held against the program."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bpsheet.checker.rules import GROUPS
from bpsheet.cli.check import check_command
from bpsheet.cli.exercise import exercise_command
from bpsheet.cli.grade import grade_command
from bpsheet.grading.marks import Verdict
from bpsheet.grading.overrides import read_overrides
from bpsheet.grading.rubric import DEFAULT_RUBRIC
from tests.docs.pages import read

CHECKING = read("docs/checking.md")
EXERCISES = read("docs/exercises.md")


@pytest.mark.parametrize(
    ("command", "document"),
    [(check_command, CHECKING), (exercise_command, EXERCISES), (grade_command, EXERCISES)],
)
def test_the_options_of_a_command_are_documented(command: click.Command, document: str) -> None:
    options = [name for option in command.params for name in option.opts if "--" in name]
    assert [name for name in options if f"`{name}" not in document] == []


def test_the_choices_of_exercises_are_documented() -> None:
    choices = [
        choice
        for option in (*exercise_command.params, *grade_command.params)
        if isinstance(option.type, click.Choice)
        for choice in option.type.choices
    ]
    assert [choice for choice in choices if str(choice) not in EXERCISES] == []


def test_the_rubric_that_is_shown_is_the_one_that_holds() -> None:
    assert f"```toml\n{DEFAULT_RUBRIC}```" in EXERCISES


def test_the_decisions_that_are_shown_are_read(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```toml\n(\[\[cell.*?)```", EXERCISES, flags=re.DOTALL)
    path = tmp_path / "overrides.toml"
    path.write_text(shown, encoding="utf-8")
    assert [one.student for one in read_overrides(path)] == ["s017", "s004"]


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_documented(verdict: Verdict) -> None:
    words = verdict.value.split(", typed where")[0]
    assert words in EXERCISES


def test_the_groups_of_rules_are_documented() -> None:
    rows = [f"| {beginning} | {about} |" for beginning, about in GROUPS.items()]
    assert "\n".join(["| codes | about |", "|---|---|", *rows, ""]) in CHECKING
