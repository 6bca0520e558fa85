"""Built files are whole and the same each time, whatever happens on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpsheet.cli import program
from bpsheet.sheet.workbook import Workbook
from bpsheet.verbs import build as verb
from bpsheet.verbs.build import build
from tests.workbook.scenarios import CLASSIC

ROOT = Path(__file__).parents[2]
NAMES = ("classic.xlsx", "classic.ods")
COMMAND = [sys.executable, "-m", "bpsheet", "build", "--epochs", "20"]
SHORT = replace(CLASSIC, training=replace(CLASSIC.training, epochs=20))


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)} | more


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of the files that the command builds."""
    folder = tmp_path_factory.mktemp("new")
    build(SHORT, folder)
    return contents(folder)


@pytest.fixture
def old(tmp_path: Path) -> dict[str, bytes]:
    """Older files that stand where the command builds."""
    for name in NAMES:
        (tmp_path / name).write_text(f"an older {name}")
    return contents(tmp_path)


def test_the_same_input_gives_the_same_bytes(new: dict[str, bytes], tmp_path: Path) -> None:
    elsewhere = environment(PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C", COLUMNS="40")
    command = [*COMMAND, "-o", str(tmp_path)]
    subprocess.run(command, check=True, env=elsewhere, cwd=tmp_path, capture_output=True)
    assert contents(tmp_path) == new


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_an_interrupted_writer_leaves_the_old_files(
    form: verb.Format, old: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = verb._WRITERS[form]

    def interrupted(workbook: Workbook, path: Path) -> None:
        write(workbook, path)
        path.write_bytes(path.read_bytes()[:1000])
        raise KeyboardInterrupt

    monkeypatch.setitem(verb._WRITERS, form, interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(SHORT, tmp_path)
    assert contents(tmp_path) == old


def begun(folder: Path) -> bool:
    """Return whether a build has made its first file."""
    return len(list(folder.iterdir())) > len(NAMES)


def half_written(folder: Path) -> bool:
    """Return whether a build has written a part of a file."""
    others = (path for path in folder.iterdir() if path.name not in NAMES)
    return any(path.stat().st_size > 0 for path in others)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot kill in this way")
@pytest.mark.parametrize("moment", [begun, half_written])
def test_a_killed_build_leaves_each_file_old_or_new(
    moment: Callable[[Path], bool],
    old: dict[str, bytes],
    new: dict[str, bytes],
    tmp_path: Path,
) -> None:
    command = [*COMMAND, "-o", str(tmp_path)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not moment(tmp_path):
            time.sleep(0.001)
        process.kill()
    for name in NAMES:
        assert (tmp_path / name).read_bytes() in (old[name], new[name])


def test_a_build_goes_on_after_one_that_was_killed(
    new: dict[str, bytes], old: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / ".classic-abcdefgh.tmp").write_text("left by a build that was killed")
    build(SHORT, tmp_path)
    assert {name: contents(tmp_path)[name] for name in NAMES} == new


@pytest.mark.parametrize(
    "obstacle", ["a file in place of the folder", "a folder in place of a file"]
)
def test_what_cannot_be_written_is_one_line(obstacle: str, tmp_path: Path) -> None:
    folder = tmp_path / "output"
    if obstacle == "a file in place of the folder":
        folder.write_text("a file")
    else:
        (folder / "classic.ods").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    result = CliRunner().invoke(program, ["build", "--epochs", "1", "-o", str(folder)])
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert "cannot be written" in line
    assert str(folder) in line
    assert sorted(tmp_path.rglob("*")) == before
