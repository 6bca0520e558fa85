"""How many values each list of a template must hold."""

from __future__ import annotations

import pytest

from tests.templates import parse, refusal, replaced

SHAPES = [
    ("[2, 1, 2]", "[2]", "3: network.layers: needs at least 2, not 1; add"),
    ("[2, 1, 2]", "[2, 0, 2]", "3: network.layers: entry 2: 0 is out of range; use 1 to"),
    ("[2, 1, 2]", "[2, '1', 2]", "3: network.layers: entry 2: expected a whole number, not '1';"),
    (
        *("[1, 2, 3, 4]", "[1, 2, 3]"),
        "8: parameters.weights: expected 4 numbers "
        "(one per connection, 2·1 + 1·2, in weight order), not 3; add 1",
    ),
    ("[1, 2, 3, 4]", "[1, 2, 3, 4, 5, 6]", "not 6; remove 2"),
    (
        *("[[1, 2]]", "[[1, 2],\n[3]]"),
        "6: data.inputs: row 2: expected 2 numbers (one per input of network.layers), not 1; add 1",
    ),
    (
        *("[[0, 1]]", "[[0, 1, 0]]"),
        "6: data.targets: row 1: expected 2 numbers (one per output of network.layers), not 3; "
        "remove 1",
    ),
    (
        *("[2, 1, 2]", "[2, 1, 1, 1, 1, 1, 2]"),
        "expected 8 numbers (one per connection, 2·1 + 1·1 + 1·1 + 1·1 + 1·1 + …, in weight",
    ),
    ("[[0, 1]]", "[0, 1]", "6: data.targets: row 1: expected a list, not 0; write it in [ ]"),
    ("[[0, 1]]", "[]", "6: data.targets: needs at least 1, not 0; add"),
    (
        *("[[0, 1]]", "[[0, 1], [1, 0]]"),
        "6: data.targets: expected 1 row (one per sample, as in data.inputs), not 2; remove 1",
    ),
    (
        *("[data]", "biases = true\n[data]"),
        "8: parameters.biases: missing; give 3 numbers (one per unit after the inputs)",
    ),
    (
        *("[data]", "biases = 'shared'\n[data]"),
        "8: parameters.biases: missing; give 2 numbers (one per layer after the inputs)",
    ),
    (
        *("[training]", "biases = [1]"),
        "9: parameters.biases: the network has no biases; remove these or set network.biases",
    ),
    (
        *("[data]", "activation = ['tanh']\n[data]"),
        "4: network.activation: expected 2 names (one per layer after the inputs), not 1; add 1",
    ),
]

COLUMNS = [
    ("[[1, 2]]", "['x', 'y']", "5: data.inputs: columns need a file; add csv"),
    ("[[0, 1]]", "['x', 'y']", "6: data.targets: columns need a file; add csv"),
    ("[[1, 2]]", "['x', 1]", "5: data.inputs: column 2: expected text, not 1; write"),
    ("[[1, 2]]", "[[1, 2], 'x']", "5: data.inputs: row 2: expected a list, not 'x';"),
    ("[data]", "[data]\ncsv = 'a.csv'", "6: data.inputs: the numbers stand in the CSV file; name"),
    (
        *("inputs = [[1, 2]]", "csv = 'a.csv'\ninputs = ['x']"),
        "6: data.inputs: expected 2 columns (one per input of network.layers), not 1; add 1",
    ),
    (
        *(
            "inputs = [[1, 2]]\ntargets = [[0, 1]]",
            "csv = 'a.csv'\ninputs = ['x', 'y']\ntargets = ['z']",
        ),
        "7: data.targets: expected 2 columns (one per output of network.layers), not 1; add 1",
    ),
]

START = "weights = [1, 2, 3, 4]"
DRAWN = [
    ("seed = 1", "a seed is for parameters drawn at random; add init"),
    ("init = 'xavier'", "parameters.init draws the weights; remove one of the two"),
]


@pytest.mark.parametrize(("old", "new", "expected"), SHAPES)
def test_lists_are_as_long_as_the_network_asks(old: str, new: str, expected: str) -> None:
    assert expected in refusal(replaced(old, new))


@pytest.mark.parametrize(("old", "new", "expected"), COLUMNS)
def test_columns_go_with_a_file_and_numbers_without(old: str, new: str, expected: str) -> None:
    assert refusal(replaced(old, new)).startswith(f"example.toml:{expected}")


@pytest.mark.parametrize(("line", "expected"), DRAWN)
def test_weights_are_given_or_drawn(line: str, expected: str) -> None:
    assert expected in refusal(replaced(START, f"{START}\n{line}"))


def test_drawn_weights_need_a_seed() -> None:
    message = refusal(replaced(START, "init = 'he'"))
    assert message.startswith("example.toml:7: parameters.seed: missing; add seed = 1")


def test_biases_beside_drawn_weights_are_given_or_0() -> None:
    text = replaced("[data]", "biases = true\n[data]").replace(START, "init = 'he'\nseed = 1")
    assert parse(text).parameters.biases == (0, 0, 0)
    given = parse(text.replace("seed = 1", "seed = 1\nbiases = [1, 2, 3]"))
    assert given.parameters.biases == (1, 2, 3)
    assert given.parameters.weights == parse(text).parameters.weights
    short = refusal(text.replace("seed = 1", "seed = 1\nbiases = [1]"))
    assert "parameters.biases: expected 3 numbers (one per unit after the inputs), not 1" in short
