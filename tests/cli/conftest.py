"""Running the command line within the test's own process."""

from __future__ import annotations

import sys

import pytest

from bpsheet.cli import main
from tests.cli.result import Result, Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs bpsheet with its arguments."""

    def run(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["bpsheet", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        output, errors = capsys.readouterr()
        return Result(int(stop.value.code or 0), output, errors)

    return run


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every terminal 100 columns wide."""
    monkeypatch.setenv("COLUMNS", "100")
