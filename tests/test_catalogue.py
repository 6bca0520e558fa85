"""Tests of the bundled templates and of finding one by name or path."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bpsheet.catalogue
from bpsheet.catalogue import bundled_names, bundled_path, load_template
from bpsheet.engine import train
from bpsheet.errors import InputError
from bpsheet.template import Data, Network, Parameters, Template, Training
from bpsheet.template_reader import read_template

CLASSIC = Template(
    name="classic",
    title="Two inputs, two hidden units, two outputs",
    summary="The classic hand-built back-propagation worksheet",
    model=Network((2, 2, 2), ("sigmoid", "sigmoid")),
    data=Data(((0.05, 0.10),), ((0.01, 0.99),)),
    parameters=Parameters((0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55)),
    training=Training((0.1, 0.2, 0.5, 0.8, 1.0, 2.0), 100, goal=0.01),
)


def test_the_classic_template_is_the_well_known_worksheet() -> None:
    assert load_template() == load_template("classic") == CLASSIC


def test_what_classic_says_about_its_goal_is_true() -> None:
    assert train(CLASSIC).steps_to_goal == (None, None, None, None, None, 59)


@pytest.mark.parametrize("name", bundled_names())
def test_every_bundled_template_is_usable_and_says_what_it_teaches(name: str) -> None:
    template = read_template(bundled_path(name))
    assert template.name == name
    assert template.summary
    assert bundled_path(name).read_text("utf-8").startswith("# ")


def test_the_default_is_listed_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.toml", "classic.toml", "a.toml", "notes.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr("bpsheet.catalogue._FOLDERS", (tmp_path / "absent", tmp_path))
    assert bundled_names() == ("classic", "a", "b")


def test_a_template_comes_back_as_it_is() -> None:
    assert load_template(CLASSIC) is CLASSIC


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_read(tmp_path: Path, kind: type[str] | type[Path]) -> None:
    path = shutil.copy(bundled_path("classic"), tmp_path / "mine.toml")
    assert load_template(kind(path)).name == "mine"


@pytest.mark.parametrize("name", ["clasic", "Classic", "", "a\nb", ".."])
def test_an_unknown_name_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(InputError) as caught:
        load_template(name)
    assert str(caught.value).isprintable()
    assert "classic" in str(caught.value) or "directory" in str(caught.value)


def test_the_nearest_name_is_suggested() -> None:
    with pytest.raises(InputError, match="did you mean classic"):
        load_template("clasic")


@pytest.mark.parametrize("path", ["missing.toml", "missing/classic", Path("missing")])
def test_a_missing_file_is_refused(path: str | Path) -> None:
    with pytest.raises(InputError, match="no such file; check the path, or name one of `bpsheet"):
        load_template(path)


@pytest.mark.parametrize("installed", ["bpsheet/templates", "templates"])
def test_templates_are_found_as_installed_and_in_a_checkout(tmp_path: Path, installed: str) -> None:
    package = Path(bpsheet.catalogue.__file__).parent
    shutil.copytree(package, tmp_path / "bpsheet")
    shutil.rmtree(tmp_path / "bpsheet" / "templates", ignore_errors=True)
    shutil.copytree(bundled_path("classic").parent, tmp_path / installed)
    program = "from bpsheet.catalogue import bundled_path; print(bundled_path('classic'))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == (tmp_path / installed / "classic.toml").resolve()
