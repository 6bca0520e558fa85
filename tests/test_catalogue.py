"""Tests of the bundled templates and of finding one by name or path."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import bpsheet.catalogue
from bpsheet.catalogue import BUNDLED, DEFAULT, bundled_data, bundled_path, load_template
from bpsheet.engine import train
from bpsheet.errors import InputError
from bpsheet.hyperparameters import DEFAULTS
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


def largest_error_signals(name: str) -> list[float]:
    """Return per layer the size of the largest δ of the first row."""
    return [abs(layer.error_signals[0, 0]).max() for layer in train(load_template(name)).layers]


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("gates", [True, False, True, True, False]),
        ("error-curve", [False, True, False, False]),
        ("line", [False, False, False, True, True, False]),
        ("xor", [False, True, True]),
        ("optimizer-sgd", [False, True, True, False]),
    ],
)
def test_what_templates_say_about_their_rates_is_true(name: str, reached: list[bool]) -> None:
    assert [steps is not None for steps in train(load_template(name)).steps_to_goal] == reached


@pytest.mark.parametrize("name", [name for name in BUNDLED if load_template(name).training.goal])
def test_every_goal_is_reached_at_some_rate(name: str) -> None:
    assert any(steps is not None for steps in train(load_template(name)).steps_to_goal)


def test_the_line_settles_up_to_the_rate_that_it_names() -> None:
    inputs = [row[0] for row in load_template("line").data.inputs]
    mean, square = np.mean(inputs), np.mean(np.square(inputs))
    bend = np.linalg.eigvalsh(np.array([[2 * square, 2 * mean], [2 * mean, 2]]))[-1]
    comment = bundled_path("line").read_text("utf-8")
    assert f"2/{bend:.3f} = {2 / bend:.3f}" in comment


def test_the_error_signals_of_the_deep_network_fade() -> None:
    first, _, last = largest_error_signals("deep")
    comment = bundled_path("deep").read_text("utf-8")
    assert f"{last:.3f}" in comment
    assert f"{first:.3f}" in comment
    assert first < last


def test_the_optimizers_share_their_valley_and_its_start() -> None:
    examples = [load_template(name) for name in BUNDLED if name.startswith("optimizer-")]
    assert {example.training.optimizer for example in examples} == set(DEFAULTS)
    assert len({(example.model, example.parameters) for example in examples}) == 1


def test_a_large_rate_learns_the_stopping_distances_too_well() -> None:
    costs = train(load_template("stopping-distance")).validation_cost[-1]
    assert costs.argmin() < len(costs) - 1


@pytest.mark.parametrize("name", BUNDLED)
def test_every_bundled_template_is_usable_and_described_in_a_line(name: str) -> None:
    template = read_template(bundled_path(name))
    assert template.name == name
    assert 0 < len(template.summary) <= 60


@pytest.mark.parametrize("name", BUNDLED)
def test_every_bundled_template_says_what_it_teaches_and_whence_it_is(name: str) -> None:
    comment, _ = bundled_path(name).read_text("utf-8").split("\n\n", maxsplit=1)
    lines = comment.splitlines()
    assert lines[0].startswith("# What it teaches: ")
    assert sum(line.startswith("# Source: ") for line in lines) == 1
    assert all(line == "#" or line.startswith("# ") for line in lines)
    assert all(len(line) <= 100 for line in lines)


def test_the_default_comes_first() -> None:
    assert BUNDLED[0] == DEFAULT == "classic"


def test_every_file_is_listed_or_is_the_data_of_one_that_is() -> None:
    folder = bundled_path("classic").parent
    data = {path for path in map(bundled_data, BUNDLED) if path is not None}
    assert sorted(folder.iterdir()) == sorted({*map(bundled_path, BUNDLED), *data})
    assert len(set(BUNDLED)) == len(BUNDLED)


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
