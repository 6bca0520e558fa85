from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bpsheet.errors import InputError
from bpsheet.expression import Name
from bpsheet.notation.text import text
from bpsheet.verbs.derive import derive, written_derivation
from tests.engine.examples import computation, with_network
from tests.examples import CLASSIC


def test_the_bundled_example_is_derived_by_every_weight() -> None:
    derivation = derive()
    assert derivation.parameters == tuple(f"w{number}" for number in range(1, 9))
    assert text(derivation.total("w8")) == "(a_o2 − t2)·a_o2·(1 − a_o2)·a_h2"
    assert text(derivation.total("w8", "staged")) == "δ_o2·a_h2"


def test_biases_are_derived_where_they_are_trained() -> None:
    trained = with_network(CLASSIC, biases="per unit")
    assert derive(trained).parameters == trained.names.parameters
    fixed = with_network(trained, train_biases=False)
    assert derive(fixed).parameters == fixed.names.weights


def test_a_computation_is_derived_by_its_trained_variables() -> None:
    template = computation(
        ("s", Name("w") * Name("x")),
        ("L", Name("s") ** 2),
        inputs={"x": (3.0,)},
        variables={"w": 1.0},
    )
    derivation = derive(template)
    assert derivation.parameters == ("w",)
    assert text(derivation.total("w")) == "2·s·x"
    document = written_derivation(template).splitlines()
    assert "  w⁺ = w − η·∂L/∂w" in document
    with pytest.raises(InputError, match="no trained parameter 'x'; choose from w"):
        written_derivation(template, ["x"])


def test_an_unknown_template_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        derive(tmp_path / "nothing.toml")


@pytest.mark.parametrize(
    ("form", "file"),
    [("text", "classic.txt"), ("markdown", "classic.md"), ("latex", "classic.tex")],
)
def test_a_derivation_as_a_document(form: str, file: str) -> None:
    golden = Path(__file__).parents[1] / "notation" / "golden" / file
    found = written_derivation("classic", ["w5", "w1"], form)
    assert found == golden.read_text(encoding="utf-8")


def test_without_a_choice_every_parameter_is_written() -> None:
    assert written_derivation() == written_derivation("classic", [f"w{n}" for n in range(1, 9)])


def test_the_form_of_the_gradients_is_the_templates() -> None:
    staged = written_derivation(replace(CLASSIC, gradients="staged"), ["w5"])
    assert "  ∂E/∂w5 = δ_o1·a_h1" in staged.splitlines()


def test_an_unknown_parameter_is_one_line() -> None:
    with pytest.raises(InputError) as error:
        written_derivation(CLASSIC, ["w5", "b1"])
    assert str(error.value) == (
        "there is no trained parameter 'b1'; choose from w1, w2, w3, w4, w5, w6, w7, w8"
    )
