from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.catalogue import BUNDLED, bundled_path, load_template
from tests.cli.result import Run


def test_every_bundled_template_has_a_line(run: Run) -> None:
    result = run("templates")
    assert (result.status, result.errors) == (0, "")
    lines = result.output.splitlines()
    assert [line.split()[0] for line in lines] == list(BUNDLED)
    assert lines[0].endswith("The classic hand-built back-propagation worksheet")
    assert all(len(line) <= 80 for line in lines)


def test_one_is_shown_as_it_stands(run: Run) -> None:
    expected = bundled_path("classic").read_text(encoding="utf-8")
    assert run("templates", "classic").output == expected


def test_one_is_copied_to_start_from(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine" / "own.toml"
    result = run("templates", "classic", "--copy", target)
    assert (result.status, result.output) == (0, f"{target}\n")
    assert target.read_bytes() == bundled_path("classic").read_bytes()
    assert load_template(target).name == "own"


def test_the_default_is_copied(run: Run, tmp_path: Path) -> None:
    run("templates", "--copy", tmp_path / "mine.toml")
    assert (tmp_path / "mine.toml").read_bytes() == bundled_path("classic").read_bytes()


def test_what_is_there_is_never_replaced(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine.toml"
    target.write_text("my own")
    result = run("templates", "classic", "--copy", target)
    assert result.status == 2
    assert result.errors == f"bpsheet: {target}: exists already; choose another name\n"
    assert target.read_text() == "my own"
    assert list(tmp_path.iterdir()) == [target]


def test_the_data_of_a_template_is_copied_beside_it(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine.toml"
    result = run("templates", "stopping-distance", "--copy", target)
    data = tmp_path / "stopping-distance.csv"
    assert (result.status, result.output) == (0, f"{target}\n{data}\n")
    bundled = load_template("stopping-distance")
    assert load_template(target).data == bundled.data


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("mine.toml", "stopping-distance.csv: exists already; choose another folder"),
        ("stopping-distance.csv", "its data has this name; choose another name"),
    ],
)
def test_data_that_is_there_is_never_replaced(
    run: Run, tmp_path: Path, name: str, remedy: str
) -> None:
    data = tmp_path / "stopping-distance.csv"
    data.write_text("my own")
    result = run("templates", "stopping-distance", "--copy", tmp_path / name)
    assert result.status == 2
    assert result.errors.endswith(f"{remedy}\n")
    assert data.read_text() == "my own"
    assert list(tmp_path.iterdir()) == [data]
