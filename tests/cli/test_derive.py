from __future__ import annotations

from pathlib import Path

import pytest

from bpsheet.catalogue import bundled_path
from tests.cli.result import Run

GOLDEN = Path(__file__).parents[1] / "notation" / "golden"


@pytest.mark.parametrize(
    ("form", "file"),
    [("text", "classic.txt"), ("markdown", "classic.md"), ("latex", "classic.tex")],
)
def test_formats(run: Run, form: str, file: str) -> None:
    result = run("derive", "classic", "--wrt", "w5", "--wrt", "w1", "--format", form)
    assert (result.status, result.errors) == (0, "")
    assert result.output == (GOLDEN / file).read_text(encoding="utf-8")


def test_without_options_every_parameter_of_the_classic_example_as_text(run: Run) -> None:
    output = run("derive").output
    for number in range(1, 9):
        assert f"\n∂E/∂w{number}\n------\n" in output


def test_a_staged_template_is_derived_in_stages(run: Run, tmp_path: Path) -> None:
    text = bundled_path("classic").read_text(encoding="utf-8")
    path = tmp_path / "staged.toml"
    path.write_text(text.replace('"expanded"', '"staged"'), encoding="utf-8")
    assert "  ∂E/∂w5 = δ_o1·a_h1\n" in run("derive", path, "--wrt", "w5").output
