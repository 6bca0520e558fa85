"""Which keys a template has, where each belongs, and what its choices are."""

from __future__ import annotations

import pytest

from bpsheet.template import VIEWS
from bpsheet.template_keys import DOCUMENT, SECTIONS
from tests.templates import SMALL, SQUARE, parse, refusal, replaced

KEYS = [
    ('title = "Small"', "", "title: missing; add title"),
    ("layers = [2, 1, 2]", "", "2: network.layers: missing; add layers ="),
    ("[network]\nlayers = [2, 1, 2]\n", "", "network.layers: missing; add"),
    ("inputs = [[1, 2]]", "", "4: data.inputs: missing; add inputs"),
    ("weights = [1, 2, 3, 4]", "", "7: parameters.weights: missing; give 4 numbers (one per"),
    ('"Small"', '"a"\nversion = 2', "2: version: 2 needs a newer bpsheet; update it"),
    ('"Small"', '"a"\nversion = 0', "2: version: 0 is out of range; use 1"),
    ("[training]", "[trainings]", "9: trainings: unknown key; did you mean training? choose from"),
    ("[training]", "[expresion]", "9: expresion: unknown key; did you mean expression? choose"),
    ("[training]", "[training]\nepoch = 1", "10: training.epoch: unknown key; did you mean epochs"),
    ("[training]", "[training]\nq = 1", "10: training.q: unknown key; choose from loss, optimizer"),
    ("[training]", '["a\\nb"]', "9: 'a\\nb': unknown key; choose from"),
    ("[data]", "epochs = 1\n[data]", "4: network.epochs: this key belongs below [training]; move"),
    ('"Small"', "'S'\nloss = 'cross-entropy'", "2: loss: this key belongs below [training]; move"),
    ("[training]", "[training]\nsteps = []", "10: training.steps: this key belongs below [expr"),
    ("[training]", "[training]\nsummary = 'S'", "10: training.summary: this belongs at the top,"),
    ("[network]\nlayers = [2, 1, 2]", "network = 3", "2: network: expected a table, not 3; head"),
    ("[training]", "[[training]]", "9: training: expected a table, not a list; head it [training]"),
]

CHOICES = [
    ("[network]", "activation = 'sigmod'", "unknown name 'sigmod'; did you mean sigmoid? choose"),
    ("[network]", "activation = 'q'", "unknown name 'q'; choose from sigmoid, tanh, linear, relu"),
    ("[network]", "activation = ['tanh', 'q']", "entry 2: unknown name 'q'; choose from sigmoid"),
    ("[network]", "notation = 'greek'", "unknown name 'greek'; choose from hand-built, mazur"),
    ("[network]", "train_biases = 1", "expected true or false, not 1; write"),
    ("[network]", "biases = 'all'", "unknown 'all'; choose from true, \"shared\", false"),
    ("[parameters]", "init = 'zero'", "unknown name 'zero'; choose from uniform, xavier, he"),
    ("[training]", "batch = 0", "0 is out of range; use 1 to"),
    ("[training]", "batch = 'al'", "unknown 'al'; write \"all\" or a number of samples"),
    ("[training]", "batch = true", "expected a whole number, not true;"),
    ("[training]", "batch = 1.0", "expected a whole number, not 1.0;"),
]

SHEETS = [
    ("gradients = 'flat'", "sheets.gradients: unknown name 'flat'; choose from expanded, staged"),
    ("views = 'gates'", "sheets.views: expected a list, not 'gates'; write it in [ ]"),
    ("views = ['Gates']", "sheets.views: entry 1: unknown name 'Gates'; did you mean gates? choo"),
    ("views = [1]", "sheets.views: entry 1: expected a name in quotes, not 1; choose from gates"),
    ("views = ['gates', 'glossary', 'gates']", "sheets.views: entry 3: 'gates' stands there twic"),
]


@pytest.mark.parametrize(("old", "new", "expected"), KEYS)
def test_keys(old: str, new: str, expected: str) -> None:
    message = refusal(replaced(old, new))
    assert expected in message
    assert message.startswith("example.toml:")


@pytest.mark.parametrize(("heading", "line", "expected"), CHOICES)
def test_choices(heading: str, line: str, expected: str) -> None:
    message = refusal(replaced(heading, f"{heading}\n{line}"))
    place = SMALL[: SMALL.index(heading)].count("\n") + 2
    key = f"{heading.strip('[]')}.{line.split(maxsplit=1)[0]}"
    assert message.startswith(f"example.toml:{place}: {key}: {expected}")


@pytest.mark.parametrize("text", [SMALL, SQUARE], ids=["network", "expression"])
@pytest.mark.parametrize(("line", "expected"), SHEETS)
def test_sheets(text: str, line: str, expected: str) -> None:
    assert f": {expected}" in refusal(f"{text}[sheets]\n{line}")


def test_every_view_can_be_asked_for_in_any_order() -> None:
    backwards = list(reversed(VIEWS))
    assert parse(f"{SMALL}[sheets]\nviews = {backwards}").views == tuple(backwards)


@pytest.mark.parametrize(
    ("biases", "values", "expected"),
    [("true", "[1, 2, 3]", "per unit"), ('"shared"', "[1, 2]", "shared"), ("false", None, "none")],
)
def test_biases(biases: str, values: str | None, expected: str) -> None:
    text = replaced("[data]", f"biases = {biases}\n[data]")
    if values:
        text = text.replace("[training]", f"biases = {values}")
    assert parse(text).network.biases == expected


@pytest.mark.parametrize("batch", [1, 7, "all"])
def test_a_batch_is_a_number_or_all(batch: int | str) -> None:
    assert parse(f"{SMALL}batch = {batch!r}").training.batch == batch


def test_no_key_of_a_section_is_one_of_the_top() -> None:
    """So that a key in a wrong place has one right place, but for two."""
    keys = [key for rows in SECTIONS.values() for key in rows]
    assert not set(keys) & set(DOCUMENT)
    assert {key for key in keys if keys.count(key) > 1} == {"biases", "loss"}
