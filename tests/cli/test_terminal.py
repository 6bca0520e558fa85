"""Lines on a terminal and in a pipe."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable

import pytest

from bpsheet.checker.report import full
from bpsheet.cli.terminal import show
from tests.checker.report.reports import FAULTY

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
Shown = Callable[..., str]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Return a function that shows lines on a terminal and returns what it gets."""

    def shown(lines: Iterable[str], columns: int = 100) -> str:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.delenv("NO_COLOR", raising=False)
        show(lines)
        return capsys.readouterr().out

    return shown


@pytest.mark.parametrize("columns", [40, 60, 80, 160])
def test_lines_are_wrapped_between_words_with_what_follows_further_right(
    columns: int, shown: Shown
) -> None:
    lines = COLOUR.sub("", shown(full(FAULTY), columns)).splitlines()
    assert all(len(line) <= columns for line in lines)
    assert any(line.startswith("      ") for line in lines) == (columns < 100)
    assert "".join(lines).replace(" ", "") == "".join(full(FAULTY)).replace(" ", "")


def test_rules_are_coloured_by_their_severity(shown: Shown) -> None:
    lines = ["f:A1: BP302 swapped-operand: x", "BP501 drifting-reference (warning): y"]
    assert shown(lines).splitlines() == [
        "f:A1: \x1b[1;31mBP302 swapped-operand\x1b[0m: x",
        "\x1b[1;33mBP501 drifting-reference (warning)\x1b[0m: y",
    ]


def test_brackets_are_no_markup(shown: Shown) -> None:
    assert shown(["[bold]w1[/bold]"]) == "[bold]w1[/bold]\n"


def test_in_a_pipe_lines_stay_whole_and_plain(capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["BP302 swapped-operand: " + "word " * 100, "  two"]
    show(lines)
    assert capsys.readouterr().out == "\n".join(lines) + "\n"


def test_without_lines_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    show([])
    assert capsys.readouterr().out == ""
