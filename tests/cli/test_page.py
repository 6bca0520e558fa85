from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest

from bpsheet.cli.page import UNPROVED
from tests.applications import program
from tests.cli.result import Run

WIDE = """\
title = "Wide"
[network]
layers = [20, 20, 1]
[data]
inputs = [[{inputs}]]
targets = [[0.5]]
[parameters]
init = "xavier"
seed = 1
""".format(inputs=", ".join(["0.1"] * 20))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_options_the_classic_page_is_written_to_output(run: Run, elsewhere: Path) -> None:
    program("node")
    result = run("page")
    assert (result.status, result.errors) == (0, "")
    file, proof = result.output.splitlines()
    assert file == str(Path("output", "classic.html"))
    assert "numbers of the page = engine (largest relative residual " in proof
    assert [path.name for path in (elsewhere / "output").iterdir()] == ["classic.html"]


def test_every_option_is_heeded(run: Run, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    options = "-o there/own.html --rate 0.3 --rate 4 --gradients staged --open"
    assert run("page", "xor", *options.split()).status == 0
    text = (elsewhere / "there" / "own.html").read_text(encoding="utf-8")
    assert '"rates":[0.3,4.0]' in text
    assert "δ_o1" in text
    assert opened == [str(Path("there", "own.html"))]


def test_without_node_it_says_that_nothing_was_compared(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    result = run("page")
    assert (result.status, result.errors) == (0, "")
    assert result.output.splitlines()[1] == UNPROVED


def refused(run: Run, *arguments: object) -> str:
    """Return the one line that a command is refused with."""
    result = run("page", *arguments)
    assert (result.status, result.output) == (2, "")
    (line,) = result.errors.splitlines()
    return line


def test_a_network_that_is_too_large_is_one_line(run: Run, elsewhere: Path) -> None:
    (elsewhere / "wide.toml").write_text(WIDE, encoding="utf-8")
    line = refused(run, "wide.toml")
    assert "420 parameters are too many for a page; use at most 200" in line
    assert not (elsewhere / "output").exists()


def test_an_unknown_template_is_one_line(run: Run) -> None:
    assert refused(run, "clasic").startswith("bpsheet: there is no bundled template 'clasic'")


def test_a_file_that_is_no_template_is_one_line(run: Run, elsewhere: Path) -> None:
    (elsewhere / "broken.toml").write_text("title = 3\n")
    assert refused(run, "broken.toml").startswith("bpsheet: broken.toml:1: title: ")


def test_a_folder_that_cannot_be_written_is_one_line(run: Run, elsewhere: Path) -> None:
    (elsewhere / "output").write_text("a file")
    assert refused(run).startswith("bpsheet: output")


def test_a_wrong_rate_is_one_line(run: Run) -> None:
    assert "--rate" in refused(run, "--rate", "-1")


def test_a_page_that_exists_is_replaced_and_otherwise_kept(run: Run, elsewhere: Path) -> None:
    target = elsewhere / "output" / "classic.html"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    refused(run, "--rate", "nothing")
    assert target.read_text(encoding="utf-8") == "old"
    run("page")
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in target.parent.iterdir()] == ["classic.html"]
