from __future__ import annotations

import re
import shutil
from dataclasses import replace

import numpy as np
import pytest

from bpsheet import engine
from bpsheet.catalogue import BUNDLED, load_template
from bpsheet.errors import ProofError
from bpsheet.pages.document import PageParts, parts_of
from bpsheet.pages.proof import ROWS, PageProof, first_rows, prove_page
from bpsheet.template import Template
from bpsheet.verbs.build import worked_example
from tests.applications import program
from tests.examples import CLASSIC
from tests.pages.worked_examples import engine_rows, parts

DIVERGENT = replace(
    load_template("line"),
    training=replace(load_template("line").training, learning_rates=(0.01, 1e60)),
)


@pytest.fixture(autouse=True)
def node() -> None:
    program("node")


def proved(name: str, arithmetic: str | None = None) -> PageProof | None:
    own = parts(name)
    return prove_page(own.data, arithmetic or own.arithmetic, engine_rows(name))


@pytest.mark.parametrize("name", BUNDLED)
def test_every_number_of_the_first_rows_equals_the_engines(name: str) -> None:
    trace, found = engine_rows(name), proved(name)
    assert found is not None
    assert len(trace.step) >= ROWS
    columns = [trace.column(column) for column in trace.names_of_columns]
    assert found.values == sum(int(np.isfinite(column).sum()) for column in columns)
    assert found.residual < 1e-11


def with_change(old: str, new: str, name: str = "classic") -> str:
    """Return a template's arithmetic with the first `old` replaced."""
    arithmetic = parts(name).arithmetic
    assert old in arithmetic
    return arithmetic.replace(old, new, 1)


CHANGES = {
    "a sign of the forward pass": ("Math.exp(-", "Math.exp("),
    "a factor of a gradient": ("(1 - v", "(2 - v"),
    "the update": (" - v[0] * ", " + v[0] * "),
    "the last digits of a constant": ("0.5 * ", "0.50000001 * "),
    "what is no number": ("0.5 * ", "NaN * "),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_wrong_arithmetic_is_refused(old: str, new: str) -> None:
    rate = parts("classic").data["rate"]
    with pytest.raises(ProofError) as error:
        proved("classic", with_change(old.replace("v[0]", f"v[{rate}]"), new))
    assert str(error.value).isprintable()
    assert "at the rate 0.1: page and engine differ by" in str(error.value)


def test_a_page_that_overflows_sooner_than_the_engine_is_refused() -> None:
    with pytest.raises(ProofError):
        proved("classic", with_change("0.5 * ", "1 / 0 * "))


def test_a_program_that_cannot_be_read_is_refused_in_one_line() -> None:
    with pytest.raises(ProofError, match=r"Node\.js cannot run the page's program") as error:
        proved("classic", "export const arithmetic = {")
    assert re.search("SyntaxError", str(error.value))
    assert str(error.value).isprintable()


def test_a_rate_that_overflows_is_compared_as_far_as_it_goes() -> None:
    trace = first_rows(DIVERGENT)
    own = parts_for(DIVERGENT)
    assert not np.isfinite(trace.total[1]).all()
    found = prove_page(own.data, own.arithmetic, trace)
    assert found is not None
    assert found.values > len(trace.step) * len(trace.names_of_columns)


def parts_for(template: Template) -> PageParts:
    return parts_of(worked_example(template), first_rows(template))


@pytest.mark.parametrize("name", ["stopping-distance", "xor", "classic"])
def test_the_first_rows_are_whole_epochs_and_a_hundred_at_least(name: str) -> None:
    template = load_template(name)
    trace = first_rows(template)
    assert ROWS <= len(trace.step) < ROWS + template.samples
    assert len(trace.step) % template.samples == 0
    assert trace.total[0, 0] == engine.train(template).total[0, 0]


def test_without_node_nothing_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert proved("classic", "export const arithmetic = nonsense") is None


def test_a_network_of_the_largest_size_is_proved() -> None:
    """Its program is longer than one argument of a command may be."""
    model = replace(CLASSIC.model, layers=(10, 10, 10))
    template = replace(
        CLASSIC,
        model=model,
        data=replace(CLASSIC.data, inputs=((0.1,) * 10,), targets=((0.5,) * 10,)),
        parameters=replace(CLASSIC.parameters, weights=(0.05,) * 200),
    )
    own = parts_for(template)
    assert len(own.arithmetic) > 2**17
    assert prove_page(own.data, own.arithmetic, first_rows(template)) is not None


def test_a_proof_says_what_was_compared() -> None:
    assert str(PageProof(12345, 2.5e-14)) == (
        "12,345 numbers of the page = engine (largest relative residual 2.5e-14)"
    )
