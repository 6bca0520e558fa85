"""Tests of reading templates: what is accepted whole, and that nothing but a refusal comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpsheet.errors import InputError
from bpsheet.template import Data, Network, Parameters, Samples, Template, Training
from bpsheet.template_keys import DOCUMENT, SECTIONS
from bpsheet.template_reader import LARGEST_FILE, parse_template, read_template
from tests.templates import DEEP, SMALL, SQUARE, parse, refusal


def test_a_short_template_gets_the_defaults() -> None:
    assert parse(SMALL) == Template(
        name="example",
        title="Small",
        model=Network((2, 1, 2), ("sigmoid", "sigmoid"), "none", True, "hand-built"),
        data=Data(((1.0, 2.0),), ((0.0, 1.0),), None),
        parameters=Parameters((1.0, 2.0, 3.0, 4.0), ()),
        training=Training(
            learning_rates=(0.1, 0.2, 0.5, 0.8, 1.0, 2.0),
            epochs=100,
            loss="half-squared-error",
            optimizer="sgd",
            batch=1,
            goal=None,
            settings={},
            update="simultaneous",
        ),
        summary="",
        gradients="expanded",
        views=(),
        renamed={},
    )


def test_every_key_of_a_network_is_read() -> None:
    template = parse(
        """
        version = 1
        title = "Everything"
        summary = "All keys"
        names = {x₁ = "speed", C = "J"}
        [network]
        layers = [1, 2, 1, 1]
        activation = ["tanh", "relu", "linear"]
        biases = "shared"
        train_biases = false
        notation = "indexed"
        [data]
        inputs = [[1], [2.5], [-3e2]]
        targets = [[0], [1], [0]]
        validation_rows = 1
        [parameters]
        weights = [1, 2, 3, 4, 5]
        biases = [6, 7, 8]
        [training]
        loss = "mean-squared-error"
        optimizer = "adam"
        beta1 = 0.8
        learning_rates = [1, 0.25]
        epochs = 7
        batch = "all"
        goal = 0.5
        update = "simultaneous"
        [sheets]
        gradients = "expanded"
        views = ["glossary", "gates"]
        """.replace("x₁", '"x₁"')
    )
    validation = Samples(((-300.0,),), ((0.0,),))
    assert template == Template(
        name="example",
        title="Everything",
        model=Network((1, 2, 1, 1), ("tanh", "relu", "linear"), "shared", False, "indexed"),
        data=Data(((1.0,), (2.5,)), ((0.0,), (1.0,)), validation),
        parameters=Parameters((1.0, 2.0, 3.0, 4.0, 5.0), (6.0, 7.0, 8.0)),
        training=Training((1.0, 0.25), 7, "mean-squared-error", "adam", "all", 0.5, {"beta1": 0.8}),
        summary="All keys",
        gradients="expanded",
        views=("glossary", "gates"),
        renamed={"x₁": "speed", "C": "J"},
    )


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
        (b"#" * (LARGEST_FILE + 1), "over 1,000,000 bytes are too many; shorten"),
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
    assert str(caught.value).startswith(f"{tmp_path}: this is a directory; check the path, or name")


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


@pytest.mark.parametrize("text", [SMALL, SQUARE], ids=["network", "expression"])
@given(st.data())
def test_any_small_change_is_read_or_refused(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 20, len(text))))
    accept_or_refuse(text[:start] + data.draw(PIECES | st.text(max_size=5)) + text[end:])


VALUES = st.recursive(
    st.sampled_from(["1", "0", "-1", "0.5", "nan", "inf", "true", "'all'", "'sgd'", "2026-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda parts: f"[{', '.join(parts)}]")
        | inner.map(lambda value: f"{{w = {value}}}")
    ),
    max_leaves=8,
)
EVERY_KEY = [*DOCUMENT, *(f"{section}.{key}" for section in SECTIONS for key in SECTIONS[section])]
STARTS = {
    "title": "'t'",
    "network.layers": "[1, 1]",
    "data.inputs": "[[1]]",
    "data.targets": "[[1]]",
    "parameters.weights": "[1]",
}
EXPRESSION_STARTS = {
    "title": "'t'",
    "expression.loss": "'w^2'",
    "expression.variables": "{w = 1}",
    "expression.trained": "['w']",
}


@pytest.mark.parametrize("starts", [STARTS, EXPRESSION_STARTS], ids=["network", "expression"])
@given(st.sampled_from(EVERY_KEY), VALUES)
def test_any_value_of_any_key_is_read_or_refused(
    starts: dict[str, str], key: str, value: str
) -> None:
    """All other keys are right, so that the value reaches every check."""
    others = {start: text for start, text in starts.items() if not start.startswith(key)}
    accept_or_refuse(
        "\n".join(f"{name} = {text}" for name, text in (others | {key: value}).items())
    )
