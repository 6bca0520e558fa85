from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import bpsheet
from bpsheet.errors import InputError, OutputError, ProofError
from bpsheet.template import Template
from bpsheet.verbs import page as verb_module
from bpsheet.verbs.page import MOST_PARAMETERS, MOST_SAMPLES, page
from tests.applications import program
from tests.engine.examples import with_training
from tests.examples import CLASSIC


def layered(*layers: int) -> Template:
    weights = sum(a * b for a, b in pairwise(layers))
    activations = ("sigmoid",) * (len(layers) - 1)
    return replace(
        CLASSIC,
        model=replace(CLASSIC.network, layers=layers, activations=activations),
        data=replace(CLASSIC.data, inputs=((0.1,) * layers[0],), targets=((0.5,) * layers[-1],)),
        parameters=replace(CLASSIC.parameters, weights=(0.05,) * weights),
    )


def test_a_page_is_one_file_named_as_the_template(tmp_path: Path) -> None:
    written = page("xor", tmp_path / "new" / "folder")
    assert written.file == tmp_path / "new" / "folder" / "xor.html"
    assert [path.name for path in written.file.parent.iterdir()] == ["xor.html"]
    assert written.file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("name", ["own.html", "own.HTM"])
def test_a_file_can_be_named(tmp_path: Path, name: str) -> None:
    assert page("line", tmp_path / name).file == tmp_path / name


def test_the_classic_page_goes_to_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert bpsheet.page().file == Path("output", "classic.html")


def test_a_page_is_proved_before_it_is_written(tmp_path: Path) -> None:
    program("node")
    proof = page("classic", tmp_path).proof
    assert proof is not None
    assert proof.values > 10_000
    assert proof.residual < 1e-12


def test_without_node_a_page_is_written_unproved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    written = page("classic", tmp_path)
    assert written.proof is None
    assert written.file.exists()


def test_settings_take_the_place_of_the_templates(tmp_path: Path) -> None:
    text = page(CLASSIC, tmp_path, rates=[0.25], gradients="staged").file.read_text("utf-8")
    assert '"rates":[0.25]' in text
    assert "δ_h1" in text
    assert "δ_h1" not in page(CLASSIC, tmp_path).file.read_text("utf-8")


def test_an_older_page_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "classic.html"
    target.write_text("x" * 1_000_000)
    page("classic", tmp_path)
    assert target.read_text("utf-8").endswith("</html>\n")
    assert list(tmp_path.iterdir()) == [target]


def test_what_the_engine_disagrees_with_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise ProofError("they disagree")

    monkeypatch.setattr(verb_module, "prove_page", refuse)
    (tmp_path / "classic.html").write_text("old")
    with pytest.raises(ProofError):
        page("classic", tmp_path)
    assert (tmp_path / "classic.html").read_text() == "old"


def samples(count: int) -> Template:
    data = replace(CLASSIC.data, inputs=((0.1, 0.2),) * count, targets=((0.1, 0.9),) * count)
    return replace(CLASSIC, data=data)


TOO_LARGE = {
    "parameters": (layered(14, 14, 1), f"210 parameters are too many .*{MOST_PARAMETERS}"),
    "samples": (samples(MOST_SAMPLES + 1), r"1,001 samples are too many .*1,000"),
    "bytes": (layered(8, 8, 6), r"more than 300,000; use fewer units, or --gradients staged$"),
    "bytes of the largest": (layered(10, 10, 10), r"more than 300,000; use fewer units"),
    "bytes in stages": (
        replace(layered(10, 10, 8), gradients="staged"),
        r"more than 300,000; use fewer units$",
    ),
}


@pytest.mark.parametrize(("template", "message"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_is_too_large_is_refused_and_nothing_written(
    tmp_path: Path, template: Template, message: str
) -> None:
    with pytest.raises(InputError, match=message) as error:
        page(template, tmp_path / "folder")
    assert str(error.value).isprintable()
    assert not (tmp_path / "folder").exists()


def test_as_many_samples_as_allowed_fit(tmp_path: Path) -> None:
    assert page(samples(MOST_SAMPLES), tmp_path, rates=[0.1]).file.exists()


def test_a_first_step_without_numbers_is_refused(tmp_path: Path) -> None:
    linear = replace(CLASSIC.network, activations=("linear", "linear"))
    huge = replace(CLASSIC.parameters, weights=(1e200,) * 8)
    with pytest.raises(InputError, match="the first step has no finite loss"):
        page(replace(CLASSIC, model=linear, parameters=huge), tmp_path)


def test_a_rate_that_diverges_is_a_page_all_the_same(tmp_path: Path) -> None:
    linear = replace(CLASSIC, model=replace(CLASSIC.network, activations=("linear", "linear")))
    assert page(with_training(linear, learning_rates=(0.1, 1e12)), tmp_path).file.exists()


def test_a_folder_in_the_way_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "classic.html").mkdir()
    with pytest.raises(OutputError, match="a folder of that name is in the way"):
        page("classic", tmp_path)


def test_an_unknown_template_or_setting_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no bundled template"):
        page("nothing", tmp_path)
    with pytest.raises(InputError, match="--rate"):
        page("classic", tmp_path, rates=[-1])
    with pytest.raises(InputError, match="--gradients"):
        page("classic", tmp_path, gradients="other")  # type: ignore[arg-type]
