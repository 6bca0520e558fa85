"""What holds for every verb: help, errors, exit statuses, terminals that lack letters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpsheet import __version__
from bpsheet.cli import INTERRUPTED, program
from tests.cli.result import Run

ROOT = Path(__file__).parents[2]
VERBS = ("build", "derive", "train", "templates", "check", "explain", "rules", "exercise")
VERBS += ("grade", "page")


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run bpsheet in a process of its own."""
    command = [sys.executable, "-m", "bpsheet", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False
    )


def test_the_verbs_are_those_of_the_design() -> None:
    assert sorted(program.commands) == sorted(VERBS)


@pytest.mark.parametrize("columns", ["60", "80", "200"])
@pytest.mark.parametrize("verb", [*VERBS, ""])
def test_help_fits_into_100_columns(
    run: Run, verb: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    result = run(*verb.split(), "--help")
    assert (result.status, result.errors) == (0, "")
    assert result.output.startswith(f"Usage: bpsheet {verb}".rstrip())
    assert all(len(line) <= 100 for line in result.output.splitlines())


def test_summaries_are_not_cut_in_an_ordinary_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert "..." not in run("--help").output.split("Commands:")[1]


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_says_what_it_does(run: Run, verb: str) -> None:
    for parameter in program.commands[verb].params:
        if parameter.param_type_name == "option":
            assert parameter.help, parameter.name
            assert parameter.opts[-1] in run(verb, "--help").output


def test_without_arguments_the_help_is_shown(run: Run) -> None:
    assert run() == run("--help") == run("-h")


def test_version(run: Run) -> None:
    assert run("--version").output == f"bpsheet {__version__}\n"


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ("biuld", "No such command 'biuld'"),
        ("build --nothing", "No such option"),
        ("build --rate x", "Invalid value for '--rate': 'x' is not a valid float."),
        ("build --rate 0", "--rate: entry 1: must be above 0, not 0.0; write one such as 0.5"),
        ("build --rate -0.5", "--rate: entry 1: must be above 0"),
        ("build --rate nan", "--rate: entry 1: nan is not a finite number"),
        ("build --epochs 0", "--epochs: 0 is out of range"),
        ("build --epochs 1.5", "Invalid value for '--epochs'"),
        ("build --format doc", "Invalid value for '--format'"),
        ("build --gradients fast", "Invalid value for '--gradients'"),
        ("build nothing", "there is no bundled template 'nothing'"),
        ("build nothing.toml", "nothing.toml: there is no such file"),
        ("derive nothing", "there is no bundled template 'nothing'"),
        ("derive --wrt w9", "there is no trained parameter 'w9'; choose from w1, w2"),
        ("derive --format pdf", "Invalid value for '--format'"),
        ("derive one two", "Got unexpected extra argument"),
        ("train nothing", "there is no bundled template 'nothing'"),
        ("train --until 0", "Invalid value for '--until'"),
        ("train --rate inf", "--rate: entry 1: inf is not a finite number"),
        ("train --epochs -1", "--epochs: -1 is out of range"),
        ("templates nothing", "there is no bundled template 'nothing'"),
    ],
)
def test_what_cannot_be_done_is_one_line_on_stderr(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*command.split())
    assert result.status == 2
    assert result.output == ""
    assert result.errors.startswith(f"bpsheet: {complaint}")
    assert result.errors.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_an_interruption_from_the_keyboard_is_no_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bpsheet.train", interrupted, raising=False)
    result = run("train")
    assert result.status == INTERRUPTED
    assert result.errors.strip() == ""


@pytest.mark.parametrize(
    "command",
    [
        "build --help",
        "derive --wrt w5",
        "train --epochs 2",
        "train --epochs 2 --format csv",
        "train --epochs 2 --format json",
    ],
)
def test_a_terminal_that_lacks_letters_stops_nothing(command: str) -> None:
    result = started(*command.split(), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout


def test_an_error_can_be_told_to_such_a_terminal() -> None:
    result = started("train", "δ.toml", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 2
    assert b".toml: there is no such file; check the path" in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_names_reach_a_terminal_that_has_them() -> None:
    result = started("derive", "--wrt", "w5", PYTHONIOENCODING="utf-8")
    assert "∂E/∂w5 = (a_o1 − t1)·a_o1·(1 − a_o1)·a_h1" in result.stdout.decode()


def test_a_reader_that_stops_early_is_no_traceback() -> None:
    command = f"{sys.executable} -m bpsheet train --format csv --epochs 20000 | head -n 1"
    result = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=True)
    assert result.stdout.startswith(b"rate,step")
    assert result.stderr == b""
