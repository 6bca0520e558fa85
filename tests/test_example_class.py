"""The class of ten in the docs is what the program makes today."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from openpyxl import load_workbook

DOCS = Path(__file__).parents[1] / "docs"
KEPT = DOCS / "example-class"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example-class")
    script().make(folder)
    return folder


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_class", DOCS / "example_class.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_same_files_are_made(made: Path) -> None:
    names = {path.name for path in KEPT.iterdir()} - {"README.md"}
    assert {path.name for path in made.iterdir()} == names


@pytest.mark.parametrize(
    "name",
    [
        *("roster.csv", "rubric.toml", "overrides.toml", "manifest.json"),
        *("grades.csv", "summary.html", "feedback.html"),
    ],
)
def test_the_texts_are_the_same(made: Path, name: str) -> None:
    assert (made / name).read_text(encoding="utf-8") == (KEPT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["student.xlsx", "key.xlsx", "handed-in.xlsx", "marked.xlsx"])
def test_the_workbooks_hold_the_same(made: Path, name: str) -> None:
    assert list(contents(made / name)) == list(contents(KEPT / name))


def contents(path: Path) -> Iterator[tuple[str, str, object]]:
    """Yield the sheet, the address and the formula or constant of every cell."""
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell.coordinate, cell.value) for cell in row if cell.value)


def test_what_is_said_of_the_class_is_so() -> None:
    grades = (KEPT / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    points = {line.split(",")[0]: line.split(",")[2] for line in grades[1:]}
    assert (points["s01"], points["s02"], points["s04"]) == ("27", "25", "26")
    assert points["s10"] == ""
    summary = (KEPT / "summary.html").read_text(encoding="utf-8")
    assert "wrong numbers are the same as those of" in summary
