"""Tests of reading templates: what is accepted, what each refusal says, that none is another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.errors import InputError
from bpsheet.template import Data, Network, Parameters, Template, Training
from bpsheet.template_reader import LARGEST_FILE, parse_template, read_template

SMALL = """\
title = "Small"
[network]
layers = [2, 1, 2]
[data]
inputs = [[1, 2]]
targets = [[0, 1]]
[parameters]
weights = [1, 2, 3, 4]
[training]
"""
DEEP = """\
title = "Deep"
network = {layers = [1, 1, 1, 1]}
data = {inputs = [[1]], targets = [[0]]}
parameters = {weights = [1, 2, 3]}
"""


def parse(text: str) -> Template:
    return parse_template(text, "example", "example.toml")


def refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse(text)
    return str(caught.value)


def replaced(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def test_a_short_template_gets_the_defaults() -> None:
    assert parse(SMALL) == Template(
        name="example",
        title="Small",
        model=Network((2, 1, 2), ("sigmoid", "sigmoid"), "none", True, "hand-built"),
        data=Data(((1.0, 2.0),), ((0.0, 1.0),)),
        parameters=Parameters((1.0, 2.0, 3.0, 4.0), ()),
        training=Training(
            learning_rates=(0.1, 0.2, 0.5, 0.8, 1.0, 2.0),
            epochs=100,
            loss="half-squared-error",
            optimizer="sgd",
            batch=1,
            goal=None,
        ),
        summary="",
        gradients="expanded",
        views=(),
    )


def test_every_key_that_is_built_is_read() -> None:
    template = parse(
        """
        version = 1
        title = "Everything"
        summary = "All keys"
        [network]
        layers = [1, 2, 1, 1]
        activation = ["tanh", "sigmoid", "linear"]
        biases = "shared"
        train_biases = false
        notation = "hand-built"
        [data]
        inputs = [[1], [2.5], [-3e2]]
        targets = [[0], [1], [0]]
        [parameters]
        weights = [1, 2, 3, 4, 5]
        biases = [6, 7, 8]
        [training]
        loss = "half-squared-error"
        optimizer = "sgd"
        learning_rates = [1, 0.25]
        epochs = 7
        batch = "all"
        goal = 0.5
        update = "simultaneous"
        [sheets]
        gradients = "expanded"
        views = []
        """
    )
    assert template == Template(
        name="example",
        title="Everything",
        model=Network((1, 2, 1, 1), ("tanh", "sigmoid", "linear"), "shared", False),
        data=Data(((1.0,), (2.5,), (-300.0,)), ((0.0,), (1.0,), (0.0,))),
        parameters=Parameters((1.0, 2.0, 3.0, 4.0, 5.0), (6.0, 7.0, 8.0)),
        training=Training((1.0, 0.25), 7, "half-squared-error", "sgd", "all", 0.5),
        summary="All keys",
        gradients="expanded",
    )


def test_numbers_are_floats_and_counts_are_whole() -> None:
    template = parse(SMALL)
    numbers = (*template.data.inputs[0], *template.data.targets[0], *template.parameters.weights)
    assert {type(number) for number in numbers} == {float}
    assert {type(units) for units in template.network.layers} == {int}


@pytest.mark.parametrize(
    ("biases", "values", "expected"),
    [("true", "[1, 2, 3]", "per unit"), ('"shared"', "[1, 2]", "shared"), ("false", None, "none")],
)
def test_biases(biases: str, values: str | None, expected: str) -> None:
    text = replaced("[data]", f"biases = {biases}\n[data]")
    if values:
        text = text.replace("[training]", f"biases = {values}")
    assert parse(text).network.biases == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(SMALL, "expanded"), (DEEP, "staged"), (DEEP + "sheets.gradients = 'expanded'", "expanded")],
)
def test_gradients_are_staged_from_two_hidden_layers_on(text: str, expected: str) -> None:
    assert parse(text).gradients == expected


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    text = "\ufeff" + SMALL.replace("\n", "\r\n")
    assert parse(text) == parse(SMALL)
    assert refusal(text + "epoch = 1").startswith("example.toml:10: ")


# One row: what is changed in SMALL, and the line that must come of it.
HUGE = "0x" + "f" * 5000
REFUSALS = [
    # keys
    ('title = "Small"', "", "title: missing; add title"),
    ("layers = [2, 1, 2]", "", "2: network.layers: missing; add layers ="),
    ("[network]\nlayers = [2, 1, 2]\n", "", "network.layers: missing; add"),
    ("inputs = [[1, 2]]", "", "4: data.inputs: missing; add inputs"),
    ("weights = [1, 2, 3, 4]", "", "7: parameters.weights: missing; give 4 numbers (one per"),
    ("[training]", "[trainings]", "9: trainings: unknown key; did you mean training? choose from"),
    (
        "[training]",
        "[training]\nepoch = 1",
        "10: training.epoch: unknown key; did you mean epochs?",
    ),
    ("[training]", "[training]\nq = 1", "10: training.q: unknown key; choose from loss, optimizer"),
    ("[data]", "epochs = 1\n[data]", "4: network.epochs: this key belongs below [training]; move"),
    ("[training]", '["a\\nb"]', "9: 'a\\nb': unknown key; choose from"),
    (
        "[network]\nlayers = [2, 1, 2]",
        "network = 3",
        "2: network: expected a table, not 3; head it",
    ),
    ("[training]", "[[training]]", "9: training: expected a table, not a list; head it [training]"),
    # text
    ('"Small"', "3", "1: title: expected text, not 3; write it in quotes"),
    ('"Small"', '" "', "1: title: the text is empty; write"),
    ('"Small"', '"' + "x" * 121 + '"', "1: title: 121 characters are too many; use at most 120"),
    ('"Small"', '"a\\u0007"', "1: title: the control character '\\x07' cannot be shown; remove"),
    ('"Small"', '"a\\nb"', "1: title: the control character '\\n' cannot"),
    ('"Small"', '"a"\nsummary = "\\u2028"', "2: summary: the text is empty"),
    ('"Small"', '"a"\nsummary = "b\\u2028"', "2: summary: the control character"),
    ('"Small"', '"a"\nsummary = "' + "x" * 201 + '"', "2: summary: 201 characters are too many"),
    ('"Small"', '"a"\nversion = 2', "2: version: 2 needs a newer bpsheet; update it"),
    ('"Small"', '"a"\nversion = 0', "2: version: 0 is out of range; use 1"),
    # numbers
    ("[[1, 2]]", "[[1, true]]", "5: data.inputs: row 1, number 2: expected a number, not true;"),
    ("[[1, 2]]", "[[1,\n'2']]", "6: data.inputs: row 1, number 2: expected a number, not '2';"),
    ("[[1, 2]]", "[[1, nan]]", "5: data.inputs: row 1, number 2: nan is not a finite number;"),
    ("[[1, 2]]", "[[-inf, 2]]", "5: data.inputs: row 1, number 1: -inf is not a finite number;"),
    ("[[1, 2]]", f"[[{HUGE}, 2]]", "row 1, number 1: a number of over 40 digits is not a finite"),
    ("[1, 2, 3, 4]", "[1, 2, 3, 2026-01-01]", "8: parameters.weights: number 4: expected a number"),
    ("[training]", "[training]\ngoal = 0", "10: training.goal: must be above 0, not 0; write"),
    ("[training]", "[training]\nepochs = 0", "10: training.epochs: 0 is out of range; use 1 to"),
    ("[training]", "[training]\nepochs = 1.0", "10: training.epochs: expected a whole number, not"),
    (
        "[training]",
        "[training]\nepochs = true",
        "10: training.epochs: expected a whole number, not",
    ),
    ("[training]", f"[training]\nepochs = {HUGE}", "a number of over 40 digits is out of range"),
    ("[training]", "[training]\nbatch = 0", "10: training.batch: 0 is out of range; use 1 to"),
    (
        "[training]",
        "[training]\nbatch = 'al'",
        "10: training.batch: unknown 'al'; write \"all\" or",
    ),
    ("[training]", "[training]\nbatch = true", "10: training.batch: expected a whole number, not"),
    ("[data]", "train_biases = 1\n[data]", "4: network.train_biases: expected true or false, not"),
    ("[data]", "biases = 'all'\n[data]", "4: network.biases: unknown 'all'; choose from true, "),
    # learning rates
    *(
        (
            "[training]",
            f"[training]\nlearning_rates = {rates}",
            f"10: training.learning_rates: {what}",
        )
        for rates, what in [
            ("0.1", "expected a list, not 0.1; write it in [ ]"),
            ("[]", "needs at least 1, not 0; add"),
            ("[0.1, 0]", "entry 2: must be above 0, not 0; write"),
            ("[-0.5]", "entry 1: must be above 0, not -0.5;"),
            ("[0.1, 1, 0.5, 1.0]", "entry 4: names the same sheet as entry 2: lr 1; remove"),
            ("[0.1, 0.10000001]", "entry 2: names the same sheet as entry 1: lr 0.1; remove"),
        ]
    ),
    # shapes
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
    (
        *("[[0, 1]]", "[[0, 1], [1, 0]]"),
        "6: data.targets: expected 1 row (one per sample, as in data.inputs), not 2; remove 1",
    ),
    (
        *("[data]", "biases = true\n[data]"),
        "8: parameters.biases: missing; give 3 numbers (one per unit after the inputs)",
    ),
    (
        *("[training]", "biases = [1]"),
        "9: parameters.biases: the network has no biases; remove these or set network.biases",
    ),
    (
        *("[data]", "activation = ['tanh']\n[data]"),
        "4: network.activation: expected 2 names (one per layer after the inputs), not 1; add 1",
    ),
    # names
    *(
        (heading, f"{heading}\n{key} = '{name}'", f": {path}.{key}: {message}")
        for heading, path, key, name, message in [
            (
                *("[network]", "network", "activation", "sigmod"),
                "unknown name 'sigmod'; did you mean sigmoid? choose from sigmoid, tanh, linear",
            ),
            ("[network]", "network", "activation", "q", "unknown name 'q'; choose from sigmoid"),
            (
                "[network]",
                "network",
                "notation",
                "greek",
                "unknown name 'greek'; choose from hand-b",
            ),
            (
                "[training]",
                "training",
                "loss",
                "half-squared",
                "unknown name 'half-squared'; did you",
            ),
            ("[training]", "training", "optimizer", "sdg", "unknown name 'sdg'; did you mean sgd?"),
            ("[training]", "training", "update", "none", "unknown name 'none'; choose from simult"),
        ]
    ),
    (
        "[training]",
        "[training]\nloss = 1",
        "10: training.loss: expected a name in quotes, not 1; c",
    ),
    (
        "[training]",
        "[sheets]\ngradients = 'flat'",
        "10: sheets.gradients: unknown name 'flat'; cho",
    ),
    # what the format has but bpsheet does not build yet
    *(
        (heading, f"{heading}\n{line}", f"{what} is not yet supported; {remedy}")
        for heading, line, what, remedy in [
            ("[network]", "activation = 'relu'", "'relu'", "choose from sigmoid, tanh, linear"),
            ("[network]", "activation = ['tanh', 'softmax']", "entry 2: 'softmax'", "choose"),
            ("[network]", "notation = 'mazur'", "'mazur'", "choose from hand-built"),
            ("[data]", "csv = 'points.csv'", "a CSV file", "write"),
            ("[parameters]", "init = 'xavier'", "choosing initial values at random", "list"),
            ("[parameters]", "seed = 1", "choosing initial values at random", "list"),
            ("[training]", "optimizer = 'adam'", "'adam'", "choose from sgd"),
            (
                "[training]",
                "momentum = 0.9",
                "an optimizer that this key would set",
                "leave it out",
            ),
            ("[training]", "loss = 'cross-entropy'", "'cross-entropy'", "choose from half-squared"),
            ("[training]", "update = 'sequential'", "'sequential'", "choose from simultaneous"),
            (
                "[training]",
                "[sheets]\nviews = ['Gates']",
                "entry 1: a further sheet",
                "write views",
            ),
            ("[training]", "[expression]", "a graph without layers", "describe a [network]"),
        ]
    ),
    # not TOML
    (
        "[training]",
        "[training",
        "9: not valid TOML at column 10: expected ']' at the end of a table",
    ),
    ("[training]", "epochs 1", "9: not valid TOML at column 8: expected '='"),
    ("[training]\n", "[training", "9: not valid TOML at its end: expected ']'"),
    ("[training]", "[network]", "9: not valid TOML at column 9: cannot declare ('network',) twice"),
    ("[training]", "[training]\nepochs = 1\nepochs = 2", "11: not valid TOML at column 11: cannot"),
    ("[training]", "a = " + "[" * 5000 + "]" * 5000, ": lists are nested too deeply; write"),
    ("[training]", "a = " + "9" * 5000, ": a number has too many digits; shorten it"),
    ("[training]", "a. 'b' ." * 50 + "c = 1", "9: a key has over 50 parts; shorten it"),
]


@pytest.mark.parametrize(("old", "new", "expected"), REFUSALS)
def test_refusal(old: str, new: str, expected: str) -> None:
    message = refusal(replaced(old, new))
    assert expected in message
    assert message.startswith("example.toml:")
    assert message.isprintable()


@pytest.mark.parametrize(
    "name", ["", ".hidden", "a/b", "a\\b", "a:b", "a?", "a\nb", "a.", "a ", "-o", "con", "x" * 101]
)
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="cannot name the files to be built; choose") as caught:
        parse_template(SMALL, name)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", ["classic", "2-2-2", "a b.c", "größe_1"])
def test_usual_names_are_accepted(name: str) -> None:
    assert parse_template(SMALL, name).name == name


def test_a_file_is_named_after_its_stem(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, "utf-8")
    assert read_template(path) == parse_template(SMALL, "small")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "there is no such file; check the path"),
        (b"title = '\n\n\xff'", ":3: not text in UTF-8; save"),
        (SMALL.encode("utf-16"), ":1: not text in UTF-8; save"),
        (b"#" * (LARGEST_FILE + 1), "over 1,000,000 bytes are too many for a template; shorten"),
        (b"", "title: missing; add"),
    ],
)
def test_an_unusable_file(tmp_path: Path, content: bytes | None, expected: str) -> None:
    path = tmp_path / "example.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_template(path)
    assert str(caught.value).startswith(str(path))
    assert expected in str(caught.value)


@pytest.mark.parametrize("name", ["a\0b.toml", "a\nb.toml", "x" * 5000 + ".toml", "."])
def test_an_unusable_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        read_template(tmp_path / name)
    assert str(caught.value).isprintable()


def test_a_directory_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_template(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}: ")
    assert str(caught.value).endswith("; name a .toml file in it")


def accept_or_refuse(text: str) -> None:
    """Fail on any exception but an `InputError` of one line."""
    try:
        parse(text)
    except InputError as error:
        assert str(error).isprintable()


PIECES = st.sampled_from(
    [
        *("[", "]", "[[", "]]", "{", "}", "=", ",", ".", "#", "\n", '"', "'", '"""', "'''", " "),
        *("title", "network", "layers", "training", "epochs", "data", "inputs", "biases", "true"),
        *("nan", "-inf", "1e999", "0x" + "f" * 400, "1979-05-27", "\\u0000", "\x00", "\ufeff", "ß"),
    ]
)


@given(st.lists(PIECES | st.integers().map(str) | st.text(max_size=3)).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    accept_or_refuse(text)


@given(st.data())
def test_any_small_change_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SMALL)))
    end = data.draw(st.integers(start, min(start + 20, len(SMALL))))
    accept_or_refuse(SMALL[:start] + data.draw(PIECES | st.text(max_size=5)) + SMALL[end:])


VALUES = st.recursive(
    st.sampled_from(["1", "0", "-1", "0.5", "nan", "inf", "true", "'all'", "'sgd'", "2026-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda parts: f"[{', '.join(parts)}]")
        | inner.map(lambda value: f"{{a = {value}}}")
    ),
    max_leaves=8,
)
EVERY_KEY = [
    *("version", "title", "network", "data", "parameters", "training", "sheets"),
    *("network.layers", "network.activation", "network.biases", "network.train_biases"),
    *("data.inputs", "data.targets", "parameters.weights", "parameters.biases"),
    *("training.learning_rates", "training.epochs", "training.batch", "training.goal"),
    *("training.loss", "training.update", "sheets.gradients", "sheets.views"),
]
STARTS = {
    "title": "'t'",
    "network.layers": "[1, 1]",
    "data.inputs": "[[1]]",
    "data.targets": "[[1]]",
    "parameters.weights": "[1]",
}


@given(st.sampled_from(EVERY_KEY), VALUES)
def test_any_value_of_any_key_is_read_or_refused(key: str, value: str) -> None:
    """All other keys are right, so that the value reaches every check."""
    others = {start: text for start, text in STARTS.items() if not start.startswith(key)}
    accept_or_refuse(
        "\n".join(f"{name} = {text}" for name, text in (others | {key: value}).items())
    )
