"""What is shown while work goes on, and when."""

from __future__ import annotations

import sys
from time import sleep

import pytest

from bpsheet.cli import progress
from bpsheet.cli.progress import Progress, ProgressBar


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a hundredth of a second only, on terminals that can move their cursor."""
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    monkeypatch.setenv("TERM", "xterm-256color")


def work(shown: Progress | ProgressBar, *words: str) -> None:
    """Do three pieces of work that last longer than the patience."""
    with shown:
        for _ in range(3):
            sleep(0.05)
            shown(*words)
        sleep(0.15)


@pytest.mark.usefixtures("patience")
def test_a_bar_shows_how_many_pieces_are_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    work(ProgressBar("checking", 4))
    output, errors = capsys.readouterr()
    assert output == ""
    assert "checking" in errors
    assert "3/4" in errors


@pytest.mark.usefixtures("patience")
def test_a_line_shows_the_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    work(Progress("classic"), "proving")
    output, errors = capsys.readouterr()
    assert output == ""
    assert "classic: proving" in errors


@pytest.mark.usefixtures("patience")
def test_in_a_pipe_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    work(ProgressBar("checking", 4))
    assert capsys.readouterr() == ("", "")


def test_of_quick_work_nothing_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    work(ProgressBar("checking", 4))
    assert capsys.readouterr() == ("", "")
