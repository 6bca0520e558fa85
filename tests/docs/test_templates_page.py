"""What docs/templates.md says, held against the schema and the tables of the program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest

from bpsheet.catalogue import BUNDLED
from bpsheet.functions import ACTIVATIONS, LOSSES
from bpsheet.hyperparameters import DEFAULTS
from bpsheet.names import network_names
from bpsheet.notations import Notation
from bpsheet.parser import FUNCTIONS
from bpsheet.template import VIEWS, UpdateRule
from bpsheet.template_initial import HALF_WIDTHS
from bpsheet.template_keys import DOCUMENT, SECTIONS
from bpsheet.template_reader import read_template
from tests.docs.pages import read

TEMPLATES = read("docs/templates.md")


def documented_keys() -> dict[str, dict[str, str]]:
    """Return what docs/templates.md says: per section, the default of each key."""
    sections = re.split(r"^## ", TEMPLATES, flags=re.MULTILINE)[1:]
    return {
        section.splitlines()[0].strip("`[]"): dict(
            re.findall(r"^\| `(\w+)` \| (?:`(.*?)` )?\|", section, flags=re.MULTILINE)
        )
        for section in sections
    }


@pytest.mark.parametrize("name", ["At the top", *SECTIONS])
def test_every_template_key_is_documented_with_its_default(name: str) -> None:
    table = DOCUMENT if name == "At the top" else SECTIONS[name]
    expected = {key: row for key, row in table.items() if key not in SECTIONS}
    found = documented_keys()[name]
    assert set(found) == set(expected)
    for key, row in expected.items():
        default = tomllib.loads(f"value = {found[key]}")["value"] if found[key] else None
        assert default == row.default, key


@pytest.mark.parametrize(
    "choices",
    [ACTIVATIONS, LOSSES, DEFAULTS, HALF_WIDTHS, VIEWS, get_args(Notation), get_args(UpdateRule)],
)
def test_every_choice_of_a_key_is_documented(choices: Iterable[str]) -> None:
    for choice in choices:
        assert f'`"{choice}"`' in TEMPLATES, choice


def test_every_setting_of_an_optimizer_is_documented_with_its_default() -> None:
    for optimizer, defaults in DEFAULTS.items():
        (row,) = re.findall(rf'^\| `"{optimizer}"` \|.*', TEMPLATES, flags=re.MULTILINE)
        assert re.findall(r"`(\w+ = [^`]+)`", row) == [
            f"{name} = {default}" for name, default in defaults.items()
        ]


def documented_rows(heading: str) -> dict[str, list[str]]:
    """Return the rows of a table in docs/templates.md, by their first cells."""
    (table,) = re.findall(rf"^\| {heading} \|.*\n.*\n((?:\|.*\n)+)", TEMPLATES, flags=re.MULTILINE)
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()]
    return {first.strip('`"'): cells for first, *cells in rows}


def test_losses_are_documented_with_what_they_need() -> None:
    for name, (_, outputs, targets) in documented_rows("loss").items():
        assert re.findall(r'"([\w-]+)"', outputs) == list(LOSSES[name].outputs)
        assert targets == LOSSES[name].targets


@pytest.mark.parametrize("notation", get_args(Notation))
def test_notations_are_documented_as_they_spell(notation: Notation) -> None:
    names = network_names((2, 2, 2), notation=notation)
    hidden, output = names.layers
    units = (hidden.pre_activations, hidden.activations, output.pre_activations, output.activations)
    data, of_units, weights, loss_and_rate = documented_rows("notation")[notation]
    assert data == f"{names.inputs[0]}, {names.targets[0]}"
    assert of_units == ", ".join(unit[0] for unit in units)
    assert names.weights[1] in re.split("[,: ]+", weights)
    assert loss_and_rate == f"{names.total}, {names.learning_rate}"


def test_the_functions_of_an_expression_are_documented() -> None:
    (sentence,) = re.findall(r"and the functions (.*?)\.", TEMPLATES, flags=re.DOTALL)
    documented = re.findall(r"`(\w+)`", sentence)
    assert {FUNCTIONS[name] for name in documented} == set(FUNCTIONS.values())


def test_the_views_are_documented_in_the_order_of_the_workbook() -> None:
    assert tuple(documented_rows("view")) == VIEWS


def test_the_templates_that_show_something_are_there() -> None:
    for (examples,) in documented_rows("to see").values():
        assert set(re.findall(r"`([\w-]+)`", examples)) <= set(BUNDLED)


REST = {
    "[data]": "network.layers = [2, 1]\nparameters.weights = [1, 2]\n",
    "[expression]": "",
    "[names]": "network = {layers = [1, 1], biases = true}\n"
    "data = {inputs = [[1]], targets = [[1]]}\n"
    "parameters = {weights = [1], biases = [1]}\n",
}


@pytest.mark.parametrize("heading", REST)
def test_the_examples_of_the_templates_document_are_read(heading: str, tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", TEMPLATES, flags=re.DOTALL)
    assert len(examples) == len(REST)
    (example,) = (text for text in examples if text.startswith(heading))
    samples = "\n".join(["x1,x2,y", *["1,2,3"] * 11])
    (tmp_path / "points.csv").write_text(samples, encoding="utf-8")
    path = tmp_path / "documented.toml"
    path.write_text(f'title = "As documented"\n{REST[heading]}{example}', encoding="utf-8")
    assert read_template(path).title == "As documented"
