from __future__ import annotations

from pathlib import Path

import click
import pytest
from python_calamine import CalamineWorkbook

from bpsheet.catalogue import bundled_path
from tests.cli.result import Run

PROOF = [
    "27 formulas = engine on 81 numbers (largest relative residual ",
    "24 gradients = central differences (within ",
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sheets(path: Path) -> list[str]:
    return CalamineWorkbook.from_path(path).sheet_names


def test_without_options_the_classic_workbooks_are_written_to_output(
    run: Run, elsewhere: Path
) -> None:
    result = run("build")
    assert (result.status, result.errors) == (0, "")
    lines = result.output.splitlines()
    assert lines[:2] == [str(Path("output/classic.xlsx")), str(Path("output/classic.ods"))]
    assert lines[2].startswith("27 formulas = engine on 18,900 numbers (largest relative residual ")
    assert lines[3].startswith("168 gradients = central differences (within ")
    assert len(lines) == 4
    assert names(elsewhere / "output") == ["classic.ods", "classic.xlsx"]


def test_every_option_is_heeded(run: Run, elsewhere: Path) -> None:
    options = "-o there --format ods --rate 0.3 --rate 4 --epochs 3 --gradients staged"
    result = run("build", "classic", *options.split())
    assert result.status == 0
    assert names(elsewhere / "there") == ["classic.ods"]
    path = elsewhere / "there" / "classic.ods"
    assert sheets(path)[2:5] == ["lr 0.3", "lr 4", "lr yours"]
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("lr 4").to_python()
    header = next(row for row in rows if row[0] == "step")
    assert "δ_h1" in header
    assert [row[0] for row in rows[rows.index(header) + 1 :]] == [0, 1, 2]


def test_values_only(run: Run, elsewhere: Path) -> None:
    result = run("build", "--format", "csv", "--rate", "0.5", "--epochs", "2", "-o", ".")
    assert result.output.splitlines()[0] == "classic-lr-0.5.csv"
    assert names(elsewhere) == ["classic-lr-0.5.csv"]


def test_a_format_asked_for_twice_is_written_once(run: Run, elsewhere: Path) -> None:
    result = run("build", *["--format", "xlsx"] * 2, "--epochs", "2", "-o", ".")
    assert result.output.splitlines()[0] == "classic.xlsx"
    assert names(elsewhere) == ["classic.xlsx"]


def test_a_template_of_ones_own(run: Run, elsewhere: Path) -> None:
    text = bundled_path("classic").read_text(encoding="utf-8")
    (elsewhere / "mine.toml").write_text(text, encoding="utf-8")
    assert run("build", "mine.toml", "--epochs", "2", "-o", ".").status == 0
    assert names(elsewhere) == ["mine.ods", "mine.toml", "mine.xlsx"]


def test_with_several_templates_the_others_are_still_built(run: Run, elsewhere: Path) -> None:
    (elsewhere / "broken.toml").write_text("title = 3\n")
    result = run("build", "nothing", "classic", "broken.toml", "--epochs", "2", "-o", ".")
    assert result.status == 2
    assert names(elsewhere) == ["broken.toml", "classic.ods", "classic.xlsx"]
    assert result.output.splitlines()[:2] == ["classic.xlsx", "classic.ods"]
    first, second = result.errors.splitlines()
    assert first.startswith("bpsheet: there is no bundled template 'nothing'")
    assert second.startswith("bpsheet: broken.toml:1: title: ")


def test_files_that_exist_are_kept_if_asked(run: Run, elsewhere: Path) -> None:
    (elsewhere / "classic.ods").write_text("old")
    result = run("build", "--no-overwrite", "--epochs", "2", "-o", ".")
    assert (result.status, result.output) == (2, "")
    assert result.errors == (
        "bpsheet: classic.ods: exists already; leave out --no-overwrite to replace it\n"
    )
    assert names(elsewhere) == ["classic.ods"]
    assert run("build", "--epochs", "2", "-o", ".").status == 0
    assert (elsewhere / "classic.ods").read_bytes() != b"old"


def test_a_folder_that_cannot_be_made_is_one_line(run: Run, elsewhere: Path) -> None:
    (elsewhere / "output").write_text("a file")
    result = run("build", "--epochs", "2")
    assert result.status == 2
    assert result.errors.startswith("bpsheet: output")
    assert result.errors.count("\n") == 1


def test_the_first_file_is_opened_if_asked(
    run: Run, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    run("build", "nothing", "--open")
    assert opened == []
    run("build", "--open", "--epochs", "2", "-o", ".", "--format", "ods", "--format", "xlsx")
    assert opened == ["classic.ods"]


def test_a_template_does_not_replace_another_of_its_name(run: Run, elsewhere: Path) -> None:
    text = bundled_path("classic").read_text(encoding="utf-8")
    for folder in ("first", "second"):
        (elsewhere / folder).mkdir()
        (elsewhere / folder / "mine.toml").write_text(text, encoding="utf-8")
    paths = [str(Path(folder, "mine.toml")) for folder in ("first", "second")]
    result = run("build", *paths, "--epochs", "2", "-o", ".")
    assert result.status == 2
    assert result.errors.startswith(f"bpsheet: {paths[1]}: another template called mine")
    assert names(elsewhere) == ["first", "mine.ods", "mine.xlsx", "second"]
