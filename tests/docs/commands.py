"""Running the commands that a page shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from bpsheet.cli import program
from tests.docs.brought import bring
from tests.docs.pages import ROOT

_FOR_A_SHELL = re.compile(r"[|><;&*$]")
_FOUND = (0, 1)


def run_console(block: str, shims: Path) -> None:
    """Run the commands of a block in the current folder, and compare what is shown of their output.

    A line of output that is "…" stands for any number of lines. A check may find something; every
    other command must succeed.

    Arguments:
        block: commands after "$ ", and lines of their output.
        shims: a folder in which a program called bpsheet may be made, for the shell to find.
    """
    for command, shown in _commands(block):
        status, output = _run(command, shims)
        allowed = _FOUND if command.startswith("bpsheet check") else (0,)
        assert status in allowed, f"{command}\n{output}"
        if shown:
            assert re.fullmatch(_pattern(shown), f"{output.rstrip()}\n"), f"{command}\n{output}"


def _commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command with the lines of output that are shown below it."""
    first, *parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert not first.strip(), f"a console block begins with a command: {first}"
    for part in parts:
        command, *shown = part.replace("\\\n", " ").rstrip().splitlines()
        yield command, shown


def _pattern(shown: list[str]) -> str:
    """Return a pattern of output in which lines may be left out."""
    return "".join(
        r"(?:.*\n)*" if line.strip() == "…" else f"{re.escape(line.rstrip())} *\n" for line in shown
    )


def _run(command: str, shims: Path) -> tuple[int, str]:
    """Run a command, in this process where that is all the same; return status and output."""
    name, *arguments = shlex.split(command, comments=True)
    bring(arguments)
    if name == "bpsheet" and not _FOR_A_SHELL.search(command):
        found = CliRunner().invoke(program, arguments, catch_exceptions=False)
        return found.exit_code, found.output
    shim = shims / "bpsheet"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bpsheet "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    path = os.pathsep.join([str(shims), os.environ["PATH"]])
    result = subprocess.run(
        ["sh", "-c", command],
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return result.returncode, result.stdout
